"""The table of speed says which promise is kept."""

from benchmarks.speed import Contestant, Race, Timing, show_speed


def test_targets_are_judged_by_their_own_measure() -> None:
    took = {
        Contestant.DECODE: Timing(1.0, 1.0, 50),
        Contestant.TWICE: Timing(1.1, 2.2, 50),
        Contestant.START: Timing(0.2, 0.2, 20),
        Contestant.JPEG: Timing(9.0, 1.5, 100),
        Contestant.PDF: Timing(9.0, 3.0, 100),
        Contestant.LONG: Timing(18.0, 4.5, 100),
        Contestant.TWO: Timing(9.5, 9.0, 100),
    }
    race = Race(200, {contestant: (timing,) * 3 for contestant, timing in took.items()})
    rows = [line.split("|")[1:-1] for line in show_speed(race).splitlines()[2:6]]
    told = [tuple(cell.strip() for cell in row[1:]) for row in rows]
    assert told == [
        ("1.82", "0.91", "what two cores of this machine can give", ""),
        ("9.00", "1.50", "at most 1.6 (processor)", "yes"),
        ("1.00", "2.00", "at most 1.3 (processor)", "no"),
        ("1.89", "0.50", "at least 1.8 (wall)", "yes"),
    ]
