"""Pages the machine did not read: people say what becomes of the paper, in words."""

from pathlib import Path

import pytest
from PIL import Image

from survey.errors import ExitStatus
from tests.conftest import SCANS
from tests.office import Office, Told

AN, BINH, CHI = "Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"
TORN = "rach.jpg"


def cover_marks(scan: Path, file: Path) -> Path:
    """A copy of a scan whose corner marks and code are covered: a torn sheet."""
    with Image.open(scan) as picture:
        torn = picture.convert("L")
    width, height = torn.size
    middle = torn.crop((width // 5, height // 5, width * 4 // 5, height * 4 // 5))
    sheet = Image.new("L", torn.size, 255)
    sheet.paste(middle, (width // 5, height // 5))
    sheet.save(file, dpi=(200, 200))
    return file


@pytest.fixture
def torn(scanned: Office) -> Office:
    """An office with a torn sheet among its scans."""
    scan = min((scanned.path / SCANS / "1").glob("*.jpg"))
    told = scanned.scan(cover_marks(scan, scanned.path / TORN), "--opening", "2021-10-hom-1-1")
    assert told.status == ExitStatus.PEOPLE_NEEDED
    return scanned


def settle(office: Office, fate: str, person: str, *words: str) -> Told:
    by = ("--by", person, "--reason", "Đã xem tờ giấy")
    return office.run("settle", TORN, 1, fate, *words, *by)


def page(office: Office) -> dict[str, str]:
    (row,) = (row for row in office.pages() if row["source_file"] == TORN)
    return row


def test_two_people_accept_a_torn_sheet_and_its_questions_wait(torn: Office) -> None:
    flags = len(torn.flagged())
    told = settle(torn, "accepted", AN)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert "waits for another person" in told.out
    told = settle(torn, "accepted", BINH)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    sheet = page(torn)["sheet"]
    assert f"It is sheet {sheet} now" in told.out
    assert page(torn)["outcome"] == "read"
    assert "people read it" in page(torn)["reason"]
    flagged = [row["question"] for row in torn.flagged() if row["sheet"] == sheet]
    assert flagged == [f"q{n}" for n in range(1, 9)]
    assert len(torn.flagged()) == flags + 8
    assert torn.run("verify").status == ExitStatus.DONE


def test_the_sheet_that_was_read_instead_takes_the_pages_place(torn: Office) -> None:
    sheet = torn.answers()[0]["sheet"]
    assert torn.status()["differences"]
    for person in (AN, BINH):
        told = settle(torn, "rescanned", person, "--sheet", sheet[:8])
    assert told.status == ExitStatus.DONE
    assert (page(torn)["outcome"], page(torn)["sheet"]) == ("duplicate", sheet)
    assert torn.status()["differences"] == []


def test_what_is_no_sheet_of_ours_counts_for_no_paper(torn: Office) -> None:
    settle(torn, "foreign", AN)
    assert settle(torn, "foreign", BINH).status == ExitStatus.DONE
    assert page(torn)["outcome"] == "rejected"
    assert "no sheet of this survey" in page(torn)["reason"]


def test_a_third_person_settles_what_two_see_differently(torn: Office) -> None:
    settle(torn, "foreign", AN)
    settle(torn, "accepted", BINH)
    assert settle(torn, "rescan", CHI).status == ExitStatus.PEOPLE_NEEDED
    assert "the sheet will be scanned again" in page(torn)["reason"]
    assert "word is in the record" not in settle(torn, "accepted", CHI).out
    assert "word is in the record" in settle(torn, "foreign", "Người thứ tư").out


def test_two_who_differ_leave_the_page_to_a_third(torn: Office) -> None:
    settle(torn, "foreign", AN)
    assert "waits for a third person" in settle(torn, "accepted", BINH).out
    told = settle(torn, "foreign", BINH)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "only a third person can settle it" in told.err
    assert page(torn)["outcome"] == "rejected"
    assert settle(torn, "foreign", CHI).status == ExitStatus.DONE


def test_the_two_who_sent_a_page_back_to_the_scanner_say_what_came_of_it(torn: Office) -> None:
    sheet = torn.answers()[0]["sheet"]
    for person in (AN, BINH):
        settle(torn, "rescan", person)
    for person in (AN, BINH):
        told = settle(torn, "rescanned", person, "--sheet", sheet)
    assert told.status == ExitStatus.DONE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no.jpg", 1, "foreign"), "there is no page 1 of no.jpg"),
        (("no\udcff.jpg", 1, "foreign"), "there is no page 1 of no"),
        ((TORN, 2, "foreign"), "there is no page 2"),
        ((TORN, 1, "kept"), "accepted, rescan, rescanned, foreign"),
        ((TORN, 1, "rescanned"), "--sheet SHEET"),
        ((TORN, 1, "rescanned", "--sheet", "ZZZZ"), "no sheet ZZZZ has been read"),
        ((TORN, 1, "accepted", "--sheet", "{sheet}"), "lacks these pages: none"),
        (("{read}", 1, "foreign"), "there is nothing to settle"),
    ],
)
def test_what_cannot_be_settled_is_refused(
    torn: Office, words: tuple[object, ...], said: str
) -> None:
    known = {"sheet": torn.answers()[0]["sheet"], "read": torn.pages()[0]["sha256"]}
    filled = [word.format(**known) if isinstance(word, str) else word for word in words]
    told = torn.run("settle", *filled, "--by", AN, "--reason", "rõ")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err


def test_a_reason_is_compulsory(torn: Office) -> None:
    told = torn.run("settle", TORN, 1, "foreign", "--by", AN, "--reason", " ")
    assert told.status == ExitStatus.USER_CAN_MEND


def test_files_of_one_name_are_told_apart_by_their_content(torn: Office, tmp_path: Path) -> None:
    scan = max((torn.path / SCANS / "1").glob("*.jpg"))
    torn.scan(cover_marks(scan, tmp_path / TORN), "--opening", "2021-10-hom-1-1")
    told = settle(torn, "foreign", AN)
    assert "several files are named" in told.err
    sha256 = next(row["sha256"] for row in torn.pages() if row["source_file"] == TORN)
    assert sha256 in told.err
    by = ("--by", AN, "--reason", "rõ")
    assert torn.run("settle", sha256, 1, "foreign", *by).status == ExitStatus.PEOPLE_NEEDED
