"""Beside the flags: hand-written lines, pages not read, invalid sheets, spot checks, the list."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from review.seats import Turn
from tests.conftest import SCANS
from tests.office import BIRTHS, COPIES, Office
from tests.review.visitors import BINH, CHI, HOA, Browser, Review, open_review


def words(browser: Browser) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", browser.page).split())


def line(browser: Browser) -> str:
    (sheet,) = re.findall(r'src="/lines/([^"]+)"', browser.page)
    return str(sheet)


# --- hand-written lines ---------------------------------------------------------------------------


def test_a_line_is_read_by_two(review: Review) -> None:
    first, second = review.sitter(Turn.FIRST, HOA), review.sitter(Turn.SECOND, BINH)
    first.get("/procedures")
    sheet = line(first)
    assert first.get(f"/lines/{sheet}").headers["content-type"] == "image/jpeg"
    first.send(f"/procedures/{sheet}", value=COPIES)
    assert line(first) != sheet
    second.get("/procedures")
    assert line(second) == sheet
    assert "waits for people" not in words(second)
    second.send(f"/procedures/{sheet}", value=COPIES)
    told = {row["procedure"] for row in review.office.answers() if row["sheet"] == sheet}
    assert told == {COPIES}


def test_a_procedure_is_found_without_accents(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/procedures")
    first.get(f"/procedures/{line(first)}?find=khai+sinh")
    assert "khai sinh" in words(first)
    assert 'value="1.001193"' in first.page
    assert f'value="{COPIES}"' not in first.page
    assert 'value="unknown"' in first.page
    first.get(f"/procedures/{line(first)}?find=%3Cscript%3E")
    assert "<script>" not in first.page.replace(
        '<script src="/assets/review.js" defer></script>', ""
    )


def test_nobody_can_tell_is_an_answer_and_a_difference_goes_to_the_third(review: Review) -> None:
    first, second = review.sitter(Turn.FIRST, HOA), review.sitter(Turn.SECOND, BINH)
    third = review.sitter(Turn.THIRD, CHI)
    first.get("/procedures")
    sheet = line(first)
    first.send(f"/procedures/{sheet}", value="unknown")
    second.get("/procedures")
    second.send(f"/procedures/{sheet}", value=COPIES)
    third.get("/procedures")
    assert line(third) == sheet
    assert third.send(f"/procedures/{sheet}", value="unknown").status_code == 409
    third.send(f"/procedures/{sheet}", value="unknown", why="chữ nhòe")
    told = {row["procedure"] for row in review.office.answers() if row["sheet"] == sheet}
    assert told == {"unknown"}


def test_a_line_that_is_settled_is_corrected_by_two_others(review: Review) -> None:
    first, second = review.sitter(Turn.FIRST, HOA), review.sitter(Turn.SECOND, BINH)
    for browser in (first, second):
        browser.get("/procedures")
        sheet = line(browser)
        browser.send(f"/procedures/{sheet}", value=COPIES)
    for turn, name in ((Turn.FIRST, CHI), (Turn.SECOND, "Phạm Thị Dung")):
        browser = review.sitter(turn, name)
        browser.get(f"/procedures/{sheet}")
        assert f"Settled by {HOA}; {BINH}: " in words(browser)
        assert COPIES not in words(browser).partition("To correct it")[0]
        browser.send(f"/procedures/{sheet}", value=BIRTHS, why="đọc lại dòng chữ")
    told = {row["procedure"] for row in review.office.answers() if row["sheet"] == sheet}
    assert told == {BIRTHS}


def test_a_line_may_be_read_anew_and_a_double_click_counts_once(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/procedures")
    sheet, page = line(first), first.page
    first.send(f"/procedures/{sheet}", value="unknown")
    first.page = page
    assert first.send(f"/procedures/{sheet}", value="unknown").status_code == 200
    first.get("/questions/undo")
    assert "You answered: not identified" in words(first)
    first.send(f"/procedures/{sheet}", value=COPIES, why="đọc được rồi")
    events = review.office.done("log", "--json", "--kind", "decision").json
    assert len(events) == 2


def test_a_printed_procedure_that_is_doubted_is_settled_by_two(review: Review) -> None:
    printed = next(row for row in review.office.answers() if row["procedure"] == COPIES)["sheet"]
    first, second = review.sitter(Turn.FIRST, HOA), review.sitter(Turn.SECOND, BINH)
    first.get(f"/sheets/{printed}")
    assert "printed on the sheet" in words(first)
    first.get(f"/procedures/{printed}")
    assert "To correct it, two people must agree" in words(first)
    assert first.send(f"/procedures/{printed}", value=BIRTHS).status_code == 409
    first.send(f"/procedures/{printed}", value=BIRTHS, why="phát nhầm phiếu")
    told = {row["procedure"] for row in review.office.answers() if row["sheet"] == printed}
    assert told == {COPIES}
    second.get("/procedures")
    while line(second) != printed:
        second.send(f"/procedures/{line(second)}", value="unknown")
    second.send(f"/procedures/{printed}", value=BIRTHS)
    told = {row["procedure"] for row in review.office.answers() if row["sheet"] == printed}
    assert told == {BIRTHS}


# --- pages that were not read ---------------------------------------------------------------------


@pytest.fixture
def strayed(scanned: Office) -> Iterator[Review]:
    """A review where one page is no sheet at all, and one sheet was scanned twice."""
    stray = scanned.path / "la.jpg"
    Image.effect_noise((1240, 1754), 80).save(stray)
    scanned.scan(stray)
    with open_review(scanned) as review:
        yield review


def stray_page(browser: Browser) -> str:
    browser.get("/pages")
    return str(re.findall(r'href="(/pages/\d+)"', browser.page)[0])


def test_a_foreign_page_is_put_aside_by_two(strayed: Review) -> None:
    first, second = strayed.sitter(Turn.FIRST, HOA), strayed.sitter(Turn.SECOND, BINH)
    address = stray_page(first)
    first.get(address)
    assert "la.jpg" in words(first)
    first.send(address, fate="foreign", why="tờ quảng cáo")
    assert strayed.office.pages()[-1]["outcome"] == "rejected"
    second.get(address)
    assert "tờ quảng cáo" not in second.page
    second.send(address, fate="foreign", why="không phải phiếu")
    assert "Nothing waits here." in words(second)


def test_what_two_said_of_a_page_is_corrected_by_two_others(strayed: Review) -> None:
    address = stray_page(strayed.sitter(Turn.FIRST, HOA))
    for turn, name in ((Turn.FIRST, HOA), (Turn.SECOND, BINH)):
        browser = strayed.sitter(turn, name)
        browser.get(address)
        browser.send(address, fate="foreign", why="không phải phiếu")
    before = len(strayed.office.flagged())
    chi = strayed.sitter(Turn.FIRST, CHI)
    chi.get("/pages")
    assert address not in chi.page
    chi.get("/pages?settled=yes")
    assert f"no sheet of this survey ({HOA}; {BINH})" in words(chi)
    assert address in chi.page
    chi.get(address)
    assert f"Settled by {HOA}; {BINH}: no sheet of this survey." in words(chi)
    chi.send(address, fate="accepted", why="phiếu thật, mất góc")
    chi.get(address)
    assert "Your answer counts when one more person says the same." in words(chi)
    dung = strayed.sitter(Turn.SECOND, "Phạm Thị Dung")
    dung.get(address)
    dung.send(address, fate="accepted", why="phiếu thật")
    assert len(strayed.office.flagged()) == before + 8


def test_an_accepted_page_is_a_sheet_whose_questions_wait(strayed: Review) -> None:
    before = len(strayed.office.flagged())
    for turn, name in ((Turn.FIRST, HOA), (Turn.SECOND, BINH)):
        browser = strayed.sitter(turn, name)
        address = stray_page(browser)
        browser.get(address)
        browser.send(address, fate="accepted", why="phiếu thật, mất góc")
    assert len(strayed.office.flagged()) == before + 8


def test_a_page_needs_a_fate_and_a_reason(strayed: Review) -> None:
    first = strayed.sitter(Turn.FIRST, HOA)
    address = stray_page(first)
    first.get(address)
    assert first.send(address, fate="foreign", why=" ").status_code == 409
    assert "Say why" in words(first)
    assert first.send(address, fate="kept", why="x").status_code == 409
    assert first.send(address, fate="rescanned", why="x").status_code == 409
    assert "Type the code of the sheet that was read instead." in words(first)
    assert first.send(address, fate="rescanned", why="x", sheet="ZZ").status_code == 409
    assert "read the code again" in words(first)
    assert "hom-phieu" not in words(first)
    assert first.send(address, fate="foreign", why="x", own="99").status_code == 409


def test_the_third_may_not_begin_with_a_page(strayed: Review) -> None:
    third = strayed.sitter(Turn.THIRD, CHI)
    address = stray_page(third)
    third.get(address)
    assert "nothing is to be decided here" in words(third)
    assert third.send(address, fate="foreign", why="x", own="0").status_code == 409


def test_pages_are_listed_by_reason(strayed: Review) -> None:
    first = strayed.sitter(Turn.FIRST, HOA)
    first.get("/pages?reason=no-code")
    assert "Nothing waits here." in words(first)


def test_a_second_scan_lies_beside_the_first(scanned: Office, tmp_path: Path) -> None:
    original = min((scanned.path / SCANS / "1").glob("*.jpg"))
    again = tmp_path / "lai.png"
    with Image.open(original) as picture:
        picture.convert("L").save(again)
    scanned.scan(again)
    with open_review(scanned) as review:
        first = review.sitter(Turn.FIRST, HOA)
        first.get(f"/pages/{review.last_page()}")
        assert len(re.findall(r'src="/pictures/\d+"', first.page)) == 2
        assert "Read before:" in words(first)


# --- validity -------------------------------------------------------------------------------------


def test_two_find_a_sheet_invalid(review: Review) -> None:
    sheet = review.office.flagged()[0]["sheet"]
    for turn, name in ((Turn.FIRST, HOA), (Turn.SECOND, BINH)):
        browser = review.sitter(turn, name)
        browser.get(f"/sheets/{sheet}")
        assert "không đóng dấu" not in browser.page
        browser.send(
            f"/sheets/{sheet}/validity", ground="S4", why="không đóng dấu", own=own(browser)
        )
    assert "Invalid:" in words(browser)
    assert review.office.status()["sheets"]["invalid"] == 1
    browser.get("/worklist")
    assert "the sheet is invalid" in words(browser)


def own(browser: Browser) -> str:
    return str(re.findall(r'name="own" value="(\d+)"', browser.page)[0])


def test_a_ruling_sent_twice_counts_once(review: Review) -> None:
    sheet = review.office.flagged()[0]["sheet"]
    first = review.sitter(Turn.FIRST, HOA)
    first.get(f"/sheets/{sheet}")
    page = first.page
    for _click in range(2):
        first.page = page
        first.send(f"/sheets/{sheet}/validity", ground="S4", why="rách")
    assert len(review.office.done("log", "--json", "--kind", "sheet-decision").json) == 1


# --- spot checks ----------------------------------------------------------------------------------


def test_a_spot_check_measures_and_changes_nothing(review: Review) -> None:
    answers = review.office.answers()
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/spot-check")
    place = spot(first)
    (read,) = [row for row in answers if (row["sheet"], row["question"]) == place]
    assert read["status"] != "flagged"
    assert "the machine read" not in words(first)
    first.get("/spot-check")
    assert spot(first) == place
    value = read["choice"] or read["status"]
    first.send("/spot-check", sheet=place[0], question=place[1], value=value)
    assert f"Just before you saw {value}, the machine read {value}." in words(first)
    place = spot(first)
    first.send("/spot-check", sheet=place[0], question=place[1], value="unclear")
    assert "Ask for a correction" in words(first)
    assert review.office.answers() == answers
    told = review.office.status()["spot_check"]
    assert (told["checked"], told["agreed"]) == (2, 1)
    assert 0 < float(told["low"]) < 0.5 < float(told["high"]) < 1
    assert "Spot check: in 1 of 2" in review.office.done("status").out
    assert review.office.done("verify")


def test_only_what_was_drawn_is_counted(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/spot-check")
    drawn = spot(first)
    other = next(r for r in review.office.answers() if (r["sheet"], r["question"]) != drawn)
    first.send("/spot-check", sheet=other["sheet"], question=other["question"], value="5")
    assert review.office.status()["spot_check"]["checked"] == 0
    wrong = first.send("/spot-check", sheet=drawn[0], question=drawn[1], value="9")
    assert wrong.status_code == 400


def test_a_person_who_has_seen_all_is_told(review: Review) -> None:
    first = review.sitter(Turn.FIRST, HOA)
    certain = sum(row["status"] != "flagged" for row in review.office.answers())
    for _check in range(certain):
        first.get("/spot-check")
        if "Nothing left" in first.page:
            break
        place = spot(first)
        first.send("/spot-check", sheet=place[0], question=place[1], value="5")
    assert review.office.status()["spot_check"]["checked"] > certain * 0.8


def spot(browser: Browser) -> tuple[str, str]:
    ((sheet, question),) = re.findall(r'src="/crops/([^/]+)/([^"]+)"', browser.page)
    return sheet, question


# --- the list -------------------------------------------------------------------------------------


def test_the_list_hides_nothing_and_can_be_filtered(review: Review) -> None:
    flagged = review.office.flagged()
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/worklist")
    assert words(first).count("nobody has looked at it") == len(flagged)
    question = flagged[0]["question"]
    assert f"Câu {question[1:]}" in words(first)
    assert f", {question}" not in words(first)
    first.get(f"/worklist?question={question}&box=hom-1")
    shown = words(first).count("nobody has looked at it")
    assert shown == sum(row["question"] == question for row in flagged)
    first.get("/worklist?box=hom-9")
    assert "Nothing like this was asked." in words(first)
    first.get("/worklist?person=nobody")
    assert "Nothing like this was asked." in words(first)


def test_a_page_beside_the_sheet_that_was_read_needs_no_code(scanned: Office) -> None:
    scan = min((scanned.path / SCANS / "1").glob("*.jpg"))
    without_marks = scanned.path / "mat-goc.jpg"
    with Image.open(scan) as picture:
        paper = picture.convert("L")
    side = paper.width // 12
    for x in (0, paper.width - side):
        for y in (0, paper.height - side):
            paper.paste(255, (x, y, x + side, y + side))
    paper.save(without_marks, dpi=(200, 200))
    scanned.scan(without_marks, "--opening", "2021-10-hom-1-1")
    with open_review(scanned) as review:
        for turn, name in ((Turn.FIRST, HOA), (Turn.SECOND, BINH)):
            browser = review.sitter(turn, name)
            address = stray_page(browser)
            browser.get(address)
            assert "Read before" in words(browser)
            assert browser.send(address, fate="rescanned", why="mất góc").status_code == 200
        assert "Nothing waits here." in words(browser)
