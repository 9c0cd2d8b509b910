"""``open-box`` without a file, answered line by line through the real command."""

import io
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from steps.demo import opening_text
from steps.open_box import likely_period
from steps.session import open_session
from store.listing import list_openings
from survey.errors import ExitStatus
from survey.opening import opening_body, parse_opening
from survey.plan import Plan, parse_plan
from templates.shelf import read_plan_text
from tests.office import Office, Told, begin, run

PEOPLE = (
    "Nguyễn Văn An", "Phó Chủ tịch UBND phường",
    "Trần Thị Bích", "Công chức Văn phòng - Thống kê",
    "Lê Văn Cường", "Trưởng bộ phận Một cửa phường",
    "Phạm Thị Dung", "Văn phòng UBND phường",
    "Hoàng Văn Em", "Công chức Tư pháp - Hộ tịch",
    "",  # no witness
    "Đỗ Thị Phương", "Đại diện Ủy ban MTTQ phường",
    "",  # no other observer
)  # fmt: skip
WHERE = ("", "2021-10")
CHECKED = ("16:00 29/10/2021", "1", "0123", "1")
HANDED_OVER = ("", "0124", "0125", "")
ENDED = ("", "16:40", "")
YES, NO = "1", "2"
ORDINARY = (*WHERE, *PEOPLE, *CHECKED, "16:05", "120", "120", "150", "", *HANDED_OVER, *ENDED)


@pytest.fixture(autouse=True)
def hanoi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of the machine is that of Hà Nội."""
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Asia/Ho_Chi_Minh")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return begin(tmp_path / "khao-sat")


def answer(
    office: Office, monkeypatch: pytest.MonkeyPatch, typed: Iterable[str], *words: object
) -> Told:
    """Give these lines to ``open-box``."""
    lines = "".join(f"{line}\n" for line in typed)
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    return office.run("open-box", *words)


def recorded(office: Office) -> list[dict[str, Any]]:
    """Every opening as it counts now."""
    with open_session(office.path) as session:
        return [entry.body for entry in list_openings(session.record)]


def plan() -> Plan:
    return parse_plan(read_plan_text("van-phuc-2021"), "van-phuc-2021")


def written(text: str) -> dict[str, Any]:
    return opening_body(parse_opening(text, "mo-hom.toml", plan(), {}))


def test_the_answers_give_the_same_opening_as_the_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(office, monkeypatch, [*ORDINARY, YES])
    assert told.status == ExitStatus.DONE, told
    assert recorded(office) == [written(opening_text(120, 150))]
    assert "Opening recorded: 2021-10-hom-1-1" in told.out
    assert list((office.path / "reports").glob("*.docx"))


def test_answers_that_are_kept_are_the_same_opening_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "luu.toml"
    told = answer(office, monkeypatch, [*ORDINARY, NO], "--save", kept)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "nothing was recorded" in told.err
    assert recorded(office) == []
    assert office.run("open-box", "--from", kept).status == ExitStatus.DONE
    assert recorded(office) == [written(opening_text(120, 150))]


def test_before_anything_is_written_the_minutes_are_shown(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(office, monkeypatch, [*ORDINARY, NO])
    shown = told.out.split("The minutes will say:")[1]
    for words in ("Nguyễn Văn An, Phó Chủ tịch", "lần một 120 phiếu", "niêm phong mới số 0125"):
        assert words in shown
    assert recorded(office) == []


@pytest.mark.parametrize("answered", range(len(ORDINARY) + 1))
def test_whoever_leaves_before_the_last_answer_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, answered: int
) -> None:
    before = (office.path / "survey.db").read_bytes()
    told = answer(office, monkeypatch, ORDINARY[:answered])
    assert told.status == ExitStatus.INTERRUPTED
    assert (office.path / "survey.db").read_bytes() == before
    assert not list((office.path / "reports").iterdir())


WRONG = (
    (0, "hom-9", "is not a box of the plan"),
    (1, "10-2021", "is not a period"),
    (2, "", "must not be empty"),
    (2, "An\u202e", "hidden character"),
    (16, "chiều", "write a time such as 16:05"),
    (17, "3", "type a number from 1 to 2"),
    (17, "", "type a number from 1 to 2"),
    (20, "15:00", "must not be before before.checked_at"),
    (21, "-5", "whole number"),
    (22, "nhiều", "whole number"),
    (26, "", "is missing"),
    (27, "0123", "must be a new seal"),
    (28, "hoàng  văn em", "someone else than who takes the sheets"),
    (30, "16:01", "must not be before opened.at"),
    (31, "0", "must be 1 or more"),
)


@pytest.mark.parametrize(("place", "wrong", "reason"), WRONG)
def test_a_wrong_answer_is_asked_again_with_the_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: int, wrong: str, reason: str
) -> None:
    right = [*ORDINARY, YES]
    told = answer(office, monkeypatch, [*right[:place], wrong, *right[place:]])
    assert told.status == ExitStatus.DONE, told
    assert reason in told.out
    assert recorded(office) == [written(opening_text(120, 150))]


def test_every_step_is_asked_in_vietnamese(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"{line}\n" for line in [*ORDINARY, YES])
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    told = run("--lang", "vi", "-C", office.path, "open-box")
    for words in ("Thành phần tham dự", "chủ trì", "Khóa", "Đếm tay lần hai", "Biên bản sẽ ghi"):
        assert words in told.out


# --- counting -----------------------------------------------------------------------------------

COUNTED = ORDINARY.index("16:05") + 1


def counted(*answers: str) -> list[str]:
    """An ordinary opening with other answers from the first count to the other things."""
    return [*ORDINARY[:COUNTED], *answers, *HANDED_OVER, *ENDED, YES]


def test_counts_that_differ_are_counted_again_and_both_stand_in_the_minutes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(office, monkeypatch, counted("120", "118", "1", "119", "119", "", ""))
    assert told.status == ExitStatus.DONE, told
    assert "The counts differ: 120 and 118." in told.out
    (opening,) = recorded(office)
    assert (opening["count"]["first"], opening["count"]["second"]) == (119, 119)
    assert "120 và 118 phiếu" in opening["count"]["difference_explained"]


def test_counts_that_differ_are_explained(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told = answer(office, monkeypatch, counted("120", "118", "2", "", "", "", "Hai tờ dính nhau"))
    assert told.status == ExitStatus.DONE, told
    assert "must say why the counts differ" in told.out
    (opening,) = recorded(office)
    assert (opening["count"]["first"], opening["count"]["second"]) == (120, 118)
    assert opening["count"]["difference_explained"] == "Hai tờ dính nhau"


def test_more_sheets_than_issued_are_explained(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(office, monkeypatch, counted("120", "120", "100", "01 chìa khóa", "Phát thêm"))
    assert told.status == ExitStatus.DONE, told
    (opening,) = recorded(office)
    assert opening["count"]["issued"] == 100
    assert opening["count"]["foreign_objects"] == "01 chìa khóa"
    assert opening["count"]["difference_explained"] == "Phát thêm"


def test_an_empty_box_hands_over_no_sheets(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [*ORDINARY[:COUNTED], "0", "0", "", "", "0125", "", *ENDED, YES]
    assert answer(office, monkeypatch, lines).status == ExitStatus.DONE
    (opening,) = recorded(office)
    assert opening["count"]["second"] == 0
    assert opening["handover"]["sheets_to"] == ""


def test_what_was_issued_since_the_last_opening_is_offered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.done("paper", "issued", 160, "--box", "hom-1", "--by", "Hạnh", "--role", "Một cửa")
    office.done("paper", "returned", 7, "--box", "hom-1", "--by", "Hạnh", "--role", "Một cửa")
    assert answer(office, monkeypatch, counted("120", "120", "", "")).status == ExitStatus.DONE
    (opening,) = recorded(office)
    assert opening["count"]["issued"] == 153


def test_the_second_count_is_asked_without_the_first_in_sight(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(office, monkeypatch, [*ORDINARY, YES])
    asked = told.out.split("First count by hand")[1].split("Second count")[0]
    assert "120" not in asked


# --- the seal, and the stop path ----------------------------------------------------------------

SUSPECTED = ("Mép niêm phong bị bóc", "16:10", "", "")


@pytest.mark.parametrize(
    ("recorded_seal", "said"),
    [
        ("0099", ("the record says 0099", "This is another number")),
        ("0123", ("must say why the seal 0123 was found before",)),
    ],
    ids=["another one", "written down after the check"],
)
def test_the_seal_that_should_be_there_is_shown_and_what_differs_explained(
    office: Office, monkeypatch: pytest.MonkeyPatch, recorded_seal: str, said: tuple[str, ...]
) -> None:
    office.done("seal", "hom-1", recorded_seal, "--by", "Phạm Thị Dung", "--role", "box_keeper")
    typed = [*ORDINARY, YES]
    typed.insert(COUNTED - 1, "Niêm phong cũ bị ướt")
    told = answer(office, monkeypatch, typed)
    assert told.status == ExitStatus.DONE, told
    assert all(words in told.out for words in said)
    assert recorded(office)[0]["before"]["note"] == "Niêm phong cũ bị ướt"


@pytest.mark.parametrize(("lock", "seal"), [("2", "1"), ("1", "2"), ("1", "3"), ("2", "3")])
def test_a_suspicion_stops_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, lock: str, seal: str
) -> None:
    checked = ("16:00 29/10/2021", lock, "0123", seal)
    told = answer(office, monkeypatch, [*WHERE, *PEOPLE, *checked, *SUSPECTED, "", YES])
    assert told.status == ExitStatus.DONE, told
    assert "STOP. The box stays closed. Report to Thường trực UBND phường now." in told.out
    assert "First count" not in told.out
    (refusal,) = recorded(office)
    assert refusal["opened"] is None
    assert refusal["refusal"]["reported_to"] == "Thường trực UBND phường"
    assert "KHÔNG được mở" in told.out


def test_what_is_instructed_at_once_is_recorded_with_its_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = (
        "16:00 29/10/2021",
        "2",
        "",
        "1",
        "Khóa lỏng",
        "16:10",
        "",
        "Niêm phong lại",
        "16:20",
    )
    told = answer(office, monkeypatch, [*WHERE, *PEOPLE, *checked, "", YES])
    assert told.status == ExitStatus.DONE, told
    (refusal,) = recorded(office)
    assert refusal["refusal"]["instruction"] == "Niêm phong lại"
    assert refusal["refusal"]["instructed_at"] == "2021-10-29T16:20:00+07:00"


def test_a_box_left_closed_is_asked_no_further_until_it_is_known_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = ("16:00 29/10/2021", "1", "0123", "3")
    answer(office, monkeypatch, [*WHERE, *PEOPLE, *checked, *SUSPECTED, "", YES])
    told = answer(office, monkeypatch, [*ORDINARY, YES])
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "hom-phieu instruct 2021-10-hom-1-1" in told.err
    assert "First count" not in told.out


# --- corrections --------------------------------------------------------------------------------


def test_a_correction_offers_what_was_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(office, monkeypatch, [*ORDINARY, YES])
    typed = [""] * len(ORDINARY)
    typed[COUNTED : COUNTED + 2] = ["118", "118"]
    why = ("--corrects", "2021-10-hom-1-1", "--reason", "Đếm nhầm", "--by", "An", "--by", "Bích")
    told = answer(office, monkeypatch, [*typed, YES], *why)
    assert told.status == ExitStatus.DONE, told
    assert "đính chính biên bản đã lập" in told.out
    assert recorded(office) == [
        written(
            opening_text(120, 150).replace("st = 120", "st = 118").replace("d = 120", "d = 118")
        )
    ]


# --- what is offered ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "today", "period"),
    [
        (1, date(2021, 10, 29), "2021-10"),
        (1, date(2021, 11, 2), "2021-10"),
        (1, date(2021, 9, 1), "2021-10"),
        (3, date(2021, 10, 29), "2021-Q4"),
        (6, date(2021, 10, 29), "2021-H2"),
        (12, date(2021, 10, 29), "2021"),
    ],
)
def test_the_period_offered_is_the_nearest_of_the_plan(
    months: int, today: date, period: str
) -> None:
    vp = plan()
    timetable = vp.survey.model_copy(update={"period_months": months})
    assert likely_period(vp.model_copy(update={"survey": timetable}), today) == period


def test_the_real_command_reads_typed_lines(office: Office) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", "-C", office.path, "open-box"],
        input="".join(f"{line}\n" for line in [*ORDINARY, YES]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == ExitStatus.DONE, told.stderr
    assert "Đã ghi lần mở hòm" in told.stdout
    assert recorded(office) == [written(opening_text(120, 150))]
