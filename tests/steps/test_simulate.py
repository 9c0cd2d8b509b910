"""Rehearsals through the command: shares asked for, recorded strokes, and what is no sheet."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from steps.rehearsed_opening import rehearsed_opening
from steps.session import open_session
from survey.errors import ExitStatus
from survey.opening import parse_opening
from survey.reading import Status
from tests.conftest import SCANS
from tests.office import Office, begin, read_truth


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = begin(tmp_path_factory.mktemp("tap") / "khao-sat")
    office.print_sheets("--copies", 2)
    return office


@pytest.fixture
def sheets(office: Office) -> Path:
    return office.path / "printed" / "phieu-001.pdf"


@pytest.mark.parametrize(
    ("shares", "statuses"),
    [
        (("--blank", 1, "--double", 0, "--corrected", 0), {Status.BLANK}),
        (("--blank", 0, "--double", 1, "--corrected", 0), {Status.MULTIPLE}),
        (("--blank", 0, "--double", 0, "--corrected", 1), {Status.ANSWERED}),
    ],
)
def test_the_shares_asked_for_are_given(
    office: Office, sheets: Path, tmp_path: Path, shares: tuple[object, ...], statuses: set[str]
) -> None:
    office.done("simulate", sheets, "-o", tmp_path / SCANS, "--dpi", 100, *shares)
    truth = read_truth([tmp_path / SCANS])
    assert len(truth) == 2 * 8
    assert {row["status"] for row in truth.values()} == statuses


def test_shares_above_the_whole_are_refused(office: Office, sheets: Path, tmp_path: Path) -> None:
    told = office.run("simulate", sheets, "-o", tmp_path / SCANS, "--blank", 0.8, "--double", 0.8)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert not (tmp_path / SCANS).exists()


def test_the_same_seed_gives_the_same_scans(office: Office, sheets: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        office.done("simulate", sheets, "-o", tmp_path / name, "--dpi", 100, "--seed", 3)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
                     for name in ("a", "b"))  # fmt: skip
    assert first == second
    assert len(first) == 4  # two pages, what was meant, an opening


def test_recorded_strokes_mark_the_sheets_and_are_read(office: Office, tmp_path: Path) -> None:
    slash = {"family": "slash", "writer": "w1", "strokes": [[[60, 980], [480, 520], [940, 20]]]}
    cross = [[[20, 20], [510, 480], [980, 980]], [[980, 10], [500, 510], [20, 990]]]
    crosses = {"family": "cross", "writer": "w2", "strokes": cross}
    strokes = tmp_path / "net-but.json"
    strokes.write_text(json.dumps({"marks": [slash, crosses]}), encoding="utf-8")
    scans = office.simulate(office.print_sheets(), SCANS, "--strokes", strokes, "--blank", 0,
                            "--double", 0, "--corrected", 0)  # fmt: skip
    truth = read_truth([scans])
    assert {row["writer"] for row in truth.values()} <= {"w1", "w2"}
    office.scan(scans)
    counted = Counter(row["status"] for row in office.answers())
    assert counted[Status.ANSWERED] >= 6
    for row in office.answers():
        if row["choice"]:
            assert row["choice"] == truth[row["sheet"], row["question"]]["choice"]


def test_strokes_that_cannot_be_read_are_refused(
    office: Office, sheets: Path, tmp_path: Path
) -> None:
    (tmp_path / "net-but.json").write_text('{"marks": [{"family": "slash"}]}', encoding="utf-8")
    for name in ("net-but.json", "khong-co.json"):
        told = office.run("simulate", sheets, "-o", tmp_path / SCANS, "--strokes", tmp_path / name)
        assert told.status == ExitStatus.USER_CAN_MEND
        assert name in told.err


def test_a_file_that_is_not_there_is_not_called_damaged(office: Office, tmp_path: Path) -> None:
    told = office.run("simulate", tmp_path / "phieu-009.pdf", "-o", tmp_path / "may-quet")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert told.err.endswith("phieu-009.pdf: there is no such file or folder\n")


def test_pages_of_another_survey_are_scanned_as_they_are(office: Office, tmp_path: Path) -> None:
    other = begin(tmp_path / "khac")
    other.print_sheets()
    foreign = own_plan_line(other)
    told = office.done("simulate", foreign, "-o", tmp_path / SCANS, "--dpi", 100)
    assert "1 of them show no sheet of this survey" in told.out
    assert read_truth([tmp_path / SCANS]) == {}


def own_plan_line(other: Office) -> Path:
    """Sheets with another plan line, and so with another fingerprint."""
    plan = other.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("129/KH-UBND", "7/KH-UBND"), encoding="utf-8")
    return other.print_sheets()


def test_a_rehearsal_never_overwrites_another(office: Office, sheets: Path, tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("", encoding="utf-8")
    told = office.run("simulate", sheets, "-o", tmp_path)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert str(tmp_path) in told.err


def test_an_opening_is_rehearsed_before_the_first_day_of_collection(office: Office) -> None:
    with open_session(office.path) as session:
        starts = date.today() + timedelta(days=40)
        timetable = session.plan.survey.model_copy(
            update={"starts": starts, "ends": starts + timedelta(days=300)}
        )
        plan = session.plan.model_copy(update={"survey": timetable})
    opening = parse_opening(rehearsed_opening(plan, 5), "", plan, {})
    assert opening.closed is not None
    assert opening.closed.at <= datetime.now(UTC)
    assert opening.period == f"{starts:%Y-%m}"
