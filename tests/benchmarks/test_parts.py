"""Writers for tuning and writers for judging."""

import numpy as np

from benchmarks.parts import Part, writers_of
from scans.strokes import RecordedMark, StrokeBook


def book(*writers: str) -> StrokeBook:
    mark = RecordedMark("slash", (np.array([[-0.5, 0.5], [0.5, -0.5]]),))
    return StrokeBook(dict.fromkeys(writers, (mark,)))


def test_every_writer_has_one_part_and_every_source_is_in_both() -> None:
    names = [f"{source}-{number:02d}" for source in ("mmg", "omniglot") for number in range(9)]
    tune, judge = (writers_of(book(*names), part) for part in Part)
    assert sorted((*tune, *judge)) == sorted(names)
    for source in ("mmg", "omniglot"):
        counts = [sum(name.startswith(source) for name in part) for part in (tune, judge)]
        assert counts == [4, 5]


def test_a_part_does_not_depend_on_the_order_of_the_file() -> None:
    assert writers_of(book("mmg-1", "mmg-2", "mmg-3"), Part.JUDGE) == writers_of(
        book("mmg-3", "mmg-1", "mmg-2"), Part.JUDGE
    )
