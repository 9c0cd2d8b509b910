"""Scans taken in: every page that enters has a fate, whatever people hand over."""

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ballots import printing
from ballots.printing import Stack, write_sheets
from steps import scan
from steps.session import open_session
from survey.errors import ExitStatus
from survey.reading import Outcome, Reason
from templates.machine_code import survey_tag
from tests.conftest import SCANS, SHEETS
from tests.office import Office, begin

READ = [Outcome.READ] * SHEETS


def outcomes(office: Office) -> list[str]:
    return [page["outcome"] for page in office.pages()]


def blank_page(file: Path) -> Path:
    """The blank back of a sheet, as a scanner sees it."""
    noise = np.random.default_rng(1).normal(247, 2, (2339, 1654)).clip(0, 255)
    Image.fromarray(noise.astype(np.uint8)).save(file, dpi=(200, 200))
    return file


def cross(pen: ImageDraw.ImageDraw, box: dict[str, float], dots_per_mm: float) -> None:
    left, top = box["x_mm"] * dots_per_mm, box["y_mm"] * dots_per_mm
    right, bottom = left + box["width_mm"] * dots_per_mm, top + box["height_mm"] * dots_per_mm
    pen.line((left, top, right, bottom), fill=30, width=4)
    pen.line((left, bottom, right, top), fill=30, width=4)


def some_scan(office: Office) -> Path:
    return min((office.path / SCANS / "1").glob("*.jpg"))


# --- what comes in -------------------------------------------------------------------------------


def test_every_page_of_a_folder_is_read_and_what_is_no_scan_is_named(printed: Office) -> None:
    (printed.path / SCANS / "ghi-chu.txt").write_text("60 phiếu", encoding="utf-8")
    told = printed.scan(printed.path / SCANS)
    assert outcomes(printed) == READ
    assert (
        "Left aside, no scans: mo-hom.toml, truth.csv, mo-hom.toml, truth.csv, ghi-chu.txt"
        in told.out
    )


def test_a_text_file_named_by_a_person_is_rejected_with_a_reason(printed: Office) -> None:
    notes = printed.path / "ghi-chu.txt"
    notes.write_text("60 phiếu", encoding="utf-8")
    assert printed.scan(notes, some_scan(printed)).status == ExitStatus.PEOPLE_NEEDED
    rejected, read = printed.pages()
    assert (rejected["outcome"], read["outcome"]) == (Outcome.REJECTED, Outcome.READ)
    assert rejected["reason"].startswith("the file or page cannot be opened: This is not a scan")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b""),
        ("a.pdf", b"not a picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0 torn off"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.tif", b"II*\0\x08\0\0\0"),
    ],
)
def test_a_damaged_file_is_rejected_and_the_rest_goes_on(
    printed: Office, name: str, content: bytes
) -> None:
    folder = printed.path / "moi"
    folder.mkdir()
    (folder / name).write_bytes(content)
    shutil.copy(some_scan(printed), folder / "b.jpg")
    assert printed.scan(folder).status == ExitStatus.PEOPLE_NEEDED
    assert outcomes(printed) == [Outcome.REJECTED, Outcome.READ]
    assert printed.pages()[0]["reason"]
    printed.scan(folder)
    assert outcomes(printed) == [Outcome.REJECTED, Outcome.READ]


def test_originals_are_kept_read_only_under_their_hash(scanned: Office) -> None:
    kept = {path.stem: path for path in (scanned.path / "scans").iterdir()}
    assert kept.keys() == {page["sha256"] for page in scanned.pages()}
    for name, path in kept.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name
        assert path.stat().st_mode & 0o777 == 0o444


def test_png_is_read_like_any_other_picture(printed: Office) -> None:
    sheets = printed.path / "printed" / "phieu-002.pdf"
    printed.scan(printed.simulate(sheets, "png", "--format", "png"))
    assert [page["source_file"][-4:] for page in printed.pages()] == [".png"] * 2
    assert outcomes(printed) == [Outcome.READ] * 2


def test_a_link_that_leads_nowhere_is_told_and_the_rest_goes_on(printed: Office) -> None:
    (printed.path / SCANS / "mat.jpg").symlink_to(printed.path / SCANS / "khong-co.jpg")
    told = printed.scan(printed.path / SCANS)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert "! " in told.out
    assert "mat.jpg" in told.out
    assert outcomes(printed) == READ


def test_our_own_prints_and_originals_are_never_scanned(printed: Office) -> None:
    told = printed.scan(printed.path)
    assert outcomes(printed) == READ
    assert "phieu-001.pdf" in told.out
    sheets = printed.path / "printed" / "phieu-001.pdf"
    assert printed.scan(sheets).status == ExitStatus.USER_CAN_MEND
    printed.scan(printed.path / "scans")
    assert outcomes(printed) == READ


def test_a_folder_without_a_scan_is_said_to_be_empty(printed: Office, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    told = printed.scan(tmp_path / "trong")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "trong" in told.err


def test_the_blank_back_of_a_sheet_needs_nobody(printed: Office, tmp_path: Path) -> None:
    told = printed.scan(blank_page(tmp_path / "mat-sau.png"))
    assert told.status == ExitStatus.DONE
    assert outcomes(printed) == [Outcome.BLANK_BACK]


def test_a_sheet_of_another_survey_is_rejected(printed: Office, tmp_path: Path) -> None:
    other = begin(tmp_path / "khac")
    scans = other.simulate(other.print_sheets("--copies", 1), SCANS)
    assert printed.scan(scans).status == ExitStatus.PEOPLE_NEEDED
    (page,) = printed.pages()
    assert page["outcome"] == Outcome.REJECTED
    assert page["reason"] == "the sheet belongs to another survey"


def test_a_sheet_that_somebody_forged_is_rejected(
    printed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_session(printed.path) as session:
        tag = survey_tag(session.record.secret_key())
        monkeypatch.setattr(printing, "survey_tag", lambda _key: tag)
        forged = write_sheets(session.layout, [Stack("", "", 1)], b"a guessed key")
    sheets = printed.path / "gia.pdf"
    sheets.write_bytes(forged)
    printed.scan(printed.simulate(sheets, "gia"))
    (page,) = printed.pages()
    assert page["outcome"] == Outcome.REJECTED
    assert page["reason"] == "the machine code was not printed by this survey"


# --- the same again ------------------------------------------------------------------------------


def test_scanning_twice_adds_nothing(scanned: Office) -> None:
    before = scanned.answers(), scanned.pages(), scanned.status()
    told = scanned.scan(scanned.path / SCANS)
    assert told.status == ExitStatus.PEOPLE_NEEDED  # for the questions of the first time
    assert told.out.endswith(" review\n")
    assert f"{SHEETS} pages were in the record already" in told.out
    assert (scanned.answers(), scanned.pages(), scanned.status()) == before


def test_the_same_file_under_another_name_is_a_duplicate_with_an_outcome(scanned: Office) -> None:
    copy = scanned.path / "ban-sao.jpg"
    shutil.copy(some_scan(scanned), copy)
    scanned.scan(copy)
    page = scanned.pages()[-1]
    assert (page["source_file"], page["outcome"]) == ("ban-sao.jpg", Outcome.DUPLICATE)
    assert "trang-0001.jpg, page 1" in page["reason"]
    assert page["sheet"] == scanned.pages()[0]["sheet"]


def test_two_names_of_one_content_in_one_run_both_have_an_outcome(printed: Office) -> None:
    folder = printed.path / "moi"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        shutil.copy(some_scan(printed), folder / name)
    printed.scan(folder)
    told = [(page["source_file"], page["outcome"]) for page in printed.pages()]
    assert told == [("a.jpg", Outcome.READ), ("b.jpg", Outcome.DUPLICATE)]


def test_one_file_that_lies_in_two_folders_is_one_file(printed: Office) -> None:
    for folder in ("ngay-1", "ngay-2"):
        (printed.path / folder).mkdir()
        shutil.copy(some_scan(printed), printed.path / folder / "a.jpg")
    told = printed.scan(printed.path / "ngay-1", printed.path / "ngay-2")
    assert outcomes(printed) == [Outcome.READ]
    assert "1 page was in the record already" in told.out


def test_two_files_of_one_name_are_two_files(printed: Office) -> None:
    printed.scan(printed.path / SCANS / "1" / "trang-0001.jpg")
    printed.scan(printed.path / SCANS / "2" / "trang-0001.jpg")
    assert outcomes(printed) == [Outcome.READ] * 2
    assert len({page["sha256"] for page in printed.pages()}) == 2


def test_a_sheet_scanned_again_with_the_same_answers_is_a_duplicate(scanned: Office) -> None:
    again = scanned.path / "lan-2"
    again.mkdir()
    for scan_file in (scanned.path / SCANS / "2").glob("*.jpg"):
        with Image.open(scan_file) as page:
            smaller = page.resize((page.width * 3 // 4, page.height * 3 // 4))
        smaller.save(again / scan_file.name, quality=80, dpi=(150, 150))
    scanned.scan(again)
    assert outcomes(scanned) == READ + [Outcome.DUPLICATE] * 2
    assert scanned.status()["sheets"] == {"valid": SHEETS, "invalid": 0}


def test_a_sheet_scanned_again_with_other_answers_waits_for_people(scanned: Office) -> None:
    sheets = scanned.path / "printed" / "phieu-002.pdf"
    told = scanned.scan(scanned.simulate(sheets, "lan-2", "--seed", 77))
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert outcomes(scanned) == READ + [Outcome.WAITING] * 2
    page = scanned.pages()[-1]
    assert page["reason"].startswith("the same sheet was scanned before with other answers")
    assert page["sheet"] in {before["sheet"] for before in scanned.pages()[:SHEETS]}
    assert page["reason"].rsplit("(", maxsplit=1)[1].startswith("Câu ")


def test_a_mark_added_on_a_copy_of_a_sheet_waits_for_people(scanned: Office) -> None:
    """Two marks where the first scan has one are no scan of the same paper."""
    first = scanned.path / SCANS / "2" / "trang-0001.jpg"
    boxes = scanned.done("layout").json["pages"][0]["boxes"]
    answered = {one["question"] for one in scanned.answers() if one["source_file"] == first.name
                and not one["procedure"] and one["choice"] not in {"", "3"}}  # fmt: skip
    with Image.open(first) as page:
        pen = ImageDraw.Draw(page)
        for box in boxes:
            if box["choice"] == "3" and box["question"] in answered:
                cross(pen, box, page.width / 210)
        page.save(scanned.path / "sao-chup.png", dpi=(200, 200))
    scanned.scan(scanned.path / "sao-chup.png")
    assert outcomes(scanned) == [*READ, Outcome.WAITING]
    assert "with other answers" in scanned.pages()[-1]["reason"]


def test_without_tokens_a_sheet_is_named_after_its_page(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    plan = office.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("token = true", "token = false"), encoding="utf-8")
    office.scan(office.simulate(office.print_sheets("--copies", 3), SCANS))
    pages = office.pages()
    assert [page["outcome"] for page in pages] == [Outcome.READ] * 3
    assert [page["sheet"] for page in pages] == [f"{p['sha256'][:12].upper()}-1" for p in pages]
    assert len(office.answers()) == 3 * 8


# --- which opening -------------------------------------------------------------------------------


def test_scans_belong_to_the_one_opening_that_waits(printed: Office) -> None:
    opening = printed.open_box(SHEETS, SHEETS)
    printed.scan(printed.path / SCANS)
    assert {row["opening"] for row in printed.answers()} == {opening}
    assert {row["period"] for row in printed.answers()} == {"2021-10"}
    assert printed.status()["reconciled"]


def test_of_several_openings_one_must_be_named(printed: Office) -> None:
    first, second = printed.open_box(4, 4), printed.open_box(2, 2)
    told = printed.scan(printed.path / SCANS)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert first in told.err
    assert second in told.err
    printed.scan(printed.path / SCANS / "1", "--opening", first)
    printed.scan(printed.path / SCANS / "2")
    counted = Counter(row["opening"] for row in printed.answers())
    assert counted == {first: 4 * 8, second: 2 * 8}
    assert printed.status()["reconciled"]


def test_a_scan_repeated_after_several_openings_needs_no_opening(printed: Office) -> None:
    first, second = printed.open_box(4, 4), printed.open_box(2, 2)
    printed.scan(printed.path / SCANS / "1", "--opening", first)
    printed.scan(printed.path / SCANS / "2", "--opening", second)
    before = printed.pages()
    for pile in ("1", "2"):
        assert "in the record already" in printed.scan(printed.path / SCANS / pile).out
    assert printed.pages() == before
    told = printed.scan(printed.path / SCANS)  # both piles: which opening would new pages have?
    assert told.status == ExitStatus.USER_CAN_MEND


def test_an_unknown_opening_is_refused_before_anything_is_read(printed: Office) -> None:
    told = printed.scan(printed.path / SCANS, "--opening", "2021-10-hom-9-1")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "recorded are: none" in told.err
    assert printed.pages() == []


def test_sheets_scanned_before_their_opening_are_assigned_to_it_later(printed: Office) -> None:
    told = printed.scan(printed.path / SCANS)
    assert "belong to no opening" in told.out
    before = printed.answers()
    assert {row["opening"] for row in before} == {""}
    assert not printed.status()["reconciled"]
    opening = printed.open_box(SHEETS, SHEETS)
    told = printed.scan(printed.path / SCANS, "--opening", opening)
    assert f"{SHEETS} pages that belonged to no opening now belong to {opening}" in told.out
    after = printed.answers()
    assert after == [row | {"opening": opening, "period": "2021-10"} for row in before]
    assert printed.status()["reconciled"]
    assert printed.run("verify").status == ExitStatus.DONE


def test_only_the_files_that_are_named_again_are_assigned(printed: Office) -> None:
    printed.scan(printed.path / SCANS)
    opening = printed.open_box(2, 2)
    printed.scan(printed.path / SCANS / "2", "--opening", opening)
    counted = Counter(row["opening"] for row in printed.answers())
    assert counted == {"": 4 * 8, opening: 2 * 8}
    assert printed.run("verify").status == ExitStatus.DONE


def test_pages_that_belong_to_an_opening_stay_with_it(scanned: Office) -> None:
    other = scanned.open_box(5, 5)
    before = scanned.answers()
    told = scanned.scan(scanned.path / SCANS, "--opening", other)
    assert "now belong" not in told.out
    assert scanned.answers() == before


# --- how it is told ------------------------------------------------------------------------------


def test_json_names_every_outcome(printed: Office) -> None:
    told = printed.scan(printed.path / SCANS, "--json").json
    assert set(told) == {
        "opening", "files", "known_pages", "assigned_pages", "outcomes", "flags", "left_aside",
        "troubles", "bounds", "without_opening", "still_open",
    }  # fmt: skip
    assert told["still_open"]["questions"] == told["flags"]
    assert set(told["outcomes"]) == set(Outcome)
    assert told["outcomes"]["read"] == told["files"] == SHEETS
    assert told["flags"] == len(printed.flagged())


def test_progress_is_told_page_by_page(printed: Office) -> None:
    heard: list[tuple[int, int]] = []
    with open_session(printed.path) as session:
        scan.scan_paths(session, [printed.path / SCANS], None, 1,
                        lambda done, total: heard.append((done, total)))  # fmt: skip
    assert heard == [(done, SHEETS) for done in range(1, SHEETS + 1)]


def test_a_page_keeps_what_was_measured_and_by_which_version(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        rows = session.record.rows("SELECT version, body FROM journal WHERE kind = 'page'")
        events = [(version, json.loads(body)) for version, body in rows]
    assert len(events) == SHEETS
    for version, body in events:
        assert version
        assert body["boxes"].count(";") == 8 * 5 - 1
        assert body["reason"] in {"", *Reason}
