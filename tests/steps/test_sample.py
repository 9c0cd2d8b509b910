"""The four steps of sampling: recorded, repeatable by anyone, and without a list of persons."""

import csv
import hashlib
from pathlib import Path

import pytest

from steps.session import open_session
from steps.sipas import list_draws
from survey.errors import ExitStatus
from survey.period import Period
from tests.office import Office, run

DICE, OTHER_DICE = "31415926535897932384", "27182818284590452353"
PERIOD = "2021-Q4"


@pytest.fixture
def province(tmp_path: Path) -> Office:
    assert run("init", tmp_path / "tinh", "--plan", "hau-giang-2021-2030").status == ExitStatus.DONE
    return Office(tmp_path / "tinh")


def give(province: Office, *words: object, table: str) -> tuple[int, str]:
    file = province.path / "bang.csv"
    file.write_text(table, encoding="utf-8")
    told = province.run(*words, file, "--source", "VP UBND tỉnh", "--date", "2021-12-01")
    return told.status, told.err


def least(seed: str, names: list[str], count: int) -> list[str]:
    """The draw, in the few lines that the documents give."""
    return sorted(names, key=lambda n: hashlib.sha256(f"{seed},{n}".encode()).hexdigest())[:count]


def test_units_frame_size_and_persons(province: Office) -> None:
    codes = [f"0{number:04}" for number in range(1, 31)]
    units = "\n".join(["Mã;Tên", *(f"{code};Xã {code}" for code in codes)])
    assert give(province, "bundle", "units", table=units)[0] == ExitStatus.DONE
    words = ("sample", "units", "--period", PERIOD, "--count", 3, "--seed")
    drawn = province.done(*words, DICE).out
    assert drawn.endswith(f"sample frame FILE --period {PERIOD} --source TEXT --date DATE\n")
    chosen = drawn.splitlines()[0].split(": ")[1].split(", ")
    assert chosen == least(DICE, codes, 3)
    frame = "\n".join(
        ["Mã đơn vị;Lĩnh vực;Số hồ sơ"]
        + [f"{code};{field};{100 * place}" for place, code in enumerate(chosen, 1)
           for field in ("Đất đai", "Hộ tịch")]
    )  # fmt: skip
    step = ("sample", "frame", "--period", PERIOD)
    assert (
        "is not one of the chosen units"
        in give(province, *step, table="Mã;Lĩnh vực;Số hồ sơ\n09999;Hộ tịch;3")[1]
    )
    assert "says nothing of" in give(province, *step, table=f"Mã;Số hồ sơ\n{chosen[0]};3")[1]
    assert give(province, *step, table=frame)[0] == ExitStatus.DONE
    draw = ("sample", "draw", "--period", PERIOD)
    assert "used for an earlier draw" in province.run(*draw, "--size", 9, "--seed", DICE).err
    told = province.done(*draw, "--error", "0,05", "--seed", OTHER_DICE)
    assert "Đất đai" in told.out
    assert "300 persons out of 1,200 dossiers" in told.out  # 1200 / (1 + 1200 × 0,0025)
    (file,) = province.path.glob("reports/chon-mau-*.csv")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 300
    first = [row for row in rows if (row["ma_don_vi"], row["linh_vuc"]) == (chosen[0], "ho-tich")]
    tickets = [f"{chosen[0]}/ho-tich/{number}" for number in range(1, 101)]
    assert {f"{chosen[0]}/ho-tich/{row['so_thu_tu']}" for row in first} == set(
        least(OTHER_DICE, tickets, len(first))
    )
    assert "3 of 30 units drawn by lot" in province.done("log").out
    assert province.run("verify").status == ExitStatus.DONE


def test_units_chosen_anew_need_a_frame_of_their_own(province: Office) -> None:
    """Persons were drawn in units that had not been chosen."""
    give(province, "bundle", "units", table="Mã;Tên\n00001;Xã A\n00002;Xã B\n00003;Xã C")
    words = ("sample", "units", "--period", PERIOD, "--seed")
    assert "choose fewer" in province.run(*words, DICE, "--count", 4).err
    chosen = province.done(*words, DICE, "--count", 1).out.splitlines()[0].split(": ")[1]
    frame = f"Mã;Lĩnh vực;Số hồ sơ\n{chosen};Hộ tịch;9"
    step = ("sample", "frame", "--period", PERIOD)
    assert give(province, *step, table=frame)[0] == ExitStatus.DONE
    province.done(*words, OTHER_DICE, "--count", 1)
    draw = ("sample", "draw", "--period", PERIOD, "--size", 3, "--seed", "1" * 20)
    refused = province.run(*draw).err
    assert "not known yet" in refused
    assert f"sample frame FILE --period {PERIOD} --source TEXT --date DATE" in refused


def test_the_report_tells_of_the_units_that_were_drawn_from(province: Office) -> None:
    give(province, "bundle", "units", table="Mã;Tên\n00001;Xã A\n00002;Xã B\n00003;Xã C")
    words = ("sample", "units", "--period", PERIOD, "--seed")
    chosen = province.done(*words, DICE, "--count", 1).out.splitlines()[0].split(": ")[1]
    step = ("sample", "frame", "--period", PERIOD)
    give(province, *step, table=f"Mã;Lĩnh vực;Số hồ sơ\n{chosen};Hộ tịch;9")
    province.done("sample", "draw", "--period", PERIOD, "--size", 3, "--seed", OTHER_DICE)
    province.done(*words, "2" * 20, "--count", 2)
    with open_session(province.path) as session:
        (draw,) = list_draws(session, Period.parse("2021"))
    assert (draw.units, draw.dossiers, draw.size) == ((1, 3), 9, 3)


def test_the_office_alone_needs_no_units(province: Office) -> None:
    draw = ("sample", "draw", "--period", PERIOD, "--seed", DICE)
    assert "not known yet" in province.run(*draw, "--size", 3).err
    step = ("sample", "frame", "--period", PERIOD)
    assert give(province, *step, table="Lĩnh vực;Số hồ sơ\nHộ tịch;7\nĐất đai;3")[0] == 0
    assert province.run(*draw).status == ExitStatus.USAGE
    for error in ("0", "5", "-1", "1e400"):  # «5» would be taken for 5 %
        assert "between 0 and 1" in province.run(*draw, "--error", error).err
    assert "1.5 does not fit" in province.run(*draw, "--error", "1,5").err
    for error in ("five", "%", "5 %%", ""):
        told = province.run(*draw, "--error", error)
        assert told.status == ExitStatus.USAGE
        assert "--error must be a share between 0 and 1, such as 0.05 or 5%" in told.err
    assert "11 persons cannot be chosen out of 10" in province.run(*draw, "--size", 11).err
    assert "5 persons out of 10 dossiers; draw 1" in province.done(*draw, "--size", 5).out
    again = (*draw[:-1], OTHER_DICE, "--size", 5)
    assert "draw 2 of this period" in province.done(*again).out
