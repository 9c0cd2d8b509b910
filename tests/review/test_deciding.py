"""Two people and a third settle flags on the page; nobody sees what could sway them."""

import re

import pytest

from review.seats import Turn
from steps.lightbox import Lightbox
from survey.errors import ExitStatus
from tests.office import Office
from tests.review.visitors import BINH, CHI, HOA, Browser, Review, open_review


def asked(browser: Browser) -> tuple[str, str]:
    """Sheet and question of the page."""
    ((sheet, question),) = re.findall(r'src="/crops/([^/]+)/([^"]+)"', browser.page)
    return sheet, question


def now(review: Review, place: tuple[str, str]) -> dict[str, str]:
    return next(row for row in review.office.answers() if (row["sheet"], row["question"]) == place)


def journal(review: Review, kind: str = "decision") -> list[dict[str, str]]:
    told = review.office.done("log", "--json").json
    return [line for line in told if line["kind"] == kind]


@pytest.fixture
def first(review: Review) -> Browser:
    browser = review.sitter(Turn.FIRST, HOA)
    browser.get("/questions")
    return browser


@pytest.fixture
def second(review: Review) -> Browser:
    browser = review.sitter(Turn.SECOND, BINH)
    browser.get("/questions")
    return browser


def test_two_people_who_agree_settle_a_question(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    assert asked(second) == place
    first.answer("4")
    assert asked(first) != place
    assert now(review, place)["status"] == "flagged"
    second.answer("4")
    settled = now(review, place)
    assert (settled["status"], settled["choice"]) == ("answered", "4")
    assert settled["decided_by"] == f"{HOA}; {BINH}"
    assert [line["role"] for line in journal(review)] == ["observer", "observer"]


def test_everyone_is_asked_in_the_same_order(review: Review, first: Browser) -> None:
    waiting = len(review.office.flagged())
    order = []
    for _question in range(waiting):
        order.append(asked(first))
        first.answer("blank")
    assert len(set(order)) == waiting
    assert "Nothing left for you here" in first.page
    second = review.sitter(Turn.SECOND, BINH)
    second.get("/questions")
    assert asked(second) == order[0]


def test_nobody_sees_anything_before_the_own_answer(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    for page in (first.page, second.get("/questions").text):
        assert "The machine asked because" not in page
    first.answer("2")
    assert "you answered 2" in first.page
    assert "The machine asked because" in first.page
    second.get("/questions/{}/{}".format(*place))
    assert "you answered" not in second.page
    sheet = second.get(f"/sheets/{place[0]}").text
    assert "hidden until it is settled" in sheet
    assert "seen on the scan" not in sheet


def test_the_history_tells_all_once_it_is_settled(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    first.answer("2")
    second.answer("2")
    sheet = second.get(f"/sheets/{place[0]}").text
    assert "hidden until" not in sheet
    assert sheet.count(f"{place[1].replace('q', 'Câu ')}: decided 2") == 2


def test_a_difference_goes_to_the_third_who_says_why(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    third = review.sitter(Turn.THIRD, CHI)
    assert "Nothing left for you here" in third.get("/questions").text
    first.answer("5")
    assert "Nothing left for you here" in third.get("/questions").text
    second.answer("multiple")
    third.get("/questions")
    assert asked(third) == place
    assert "Two people see this differently" in third.page
    assert HOA not in third.page
    assert third.answer("multiple").status_code == 409
    assert "Say in a few words why." in third.page
    third.answer("multiple", why="Hai dấu rõ như nhau")
    assert now(review, place)["decided_by"] == f"{BINH}; {CHI}"
    assert now(review, place)["status"] == "multiple"
    assert "Hai dấu rõ như nhau" in journal(review)[-1]["said"]


def test_first_and_second_cannot_be_the_third(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    first.answer("5")
    second.answer("4")
    other = review.sitter(Turn.FIRST, CHI)
    other.get("/questions/{}/{}".format(*place))
    assert "At this seat nothing is to be decided" in other.page
    assert other.answer("4", own="0").status_code == 409
    assert now(review, place)["status"] == "flagged"


def test_the_third_gives_no_first_opinion(review: Review, first: Browser) -> None:
    third = review.sitter(Turn.THIRD, CHI)
    third.get("/questions/{}/{}".format(*asked(first)))
    assert third.answer("4", own="0", why="x").status_code == 409
    assert journal(review) == []


def test_one_person_cannot_have_two_seats(review: Review, first: Browser) -> None:
    told = review.browser().send(
        "/sign-in", name="nguyễn  thị hòa", role="observer", code=review.seats.codes[Turn.SECOND]
    )
    assert told.status_code == 400
    assert "another seat" in told.text


@pytest.mark.parametrize("fields", [{"code": "AAAAAA"}, {"name": " "}, {"role": "king"},
                                    {"name": "x" * 101}, {"name": "An\u202e"}])  # fmt: skip
def test_who_cannot_sit_down_is_told_why(review: Review, fields: dict[str, str]) -> None:
    whole = {"name": HOA, "role": "chair", "code": review.seats.codes[Turn.FIRST]}
    told = review.browser().send("/sign-in", **whole | fields)
    assert told.status_code == 400
    assert 'role="alert"' in told.text


def test_seats_may_be_taken_one_after_the_other(review: Review, first: Browser) -> None:
    place = asked(first)
    first.answer("3")
    assert first.send("/sign-out").url.path == "/sign-in"
    first.sit(Turn.SECOND, BINH)
    first.get("/questions")
    assert asked(first) == place
    first.answer("3")
    assert now(review, place)["choice"] == "3"


def test_a_double_click_counts_once(review: Review, first: Browser) -> None:
    page = first.page
    first.answer("5")
    first.page = page
    first.answer("5")
    assert len(journal(review)) == 1


def test_another_window_does_not_overwrite(review: Review, first: Browser) -> None:
    page = first.page
    place = asked(first)
    first.answer("5")
    first.page = page
    told = first.answer("4")
    assert told.status_code == 409
    assert "You answered: 5" in told.text
    assert len(journal(review)) == 1
    first.answer("4", why="nhìn kỹ lại")
    assert len(journal(review)) == 2
    assert now(review, place)["status"] == "flagged"


def test_two_who_differ_cannot_try_again(review: Review, first: Browser, second: Browser) -> None:
    place = asked(first)
    first.answer("5")
    page = first.get("/questions/undo").text
    second.answer("4")
    first.page = page
    assert first.answer("4", why="bấm nhầm").status_code == 409
    assert "You are one of two who see this differently" in first.page
    first.get("/questions/{}/{}".format(*place))
    assert "You are one of two who see this differently" in first.page
    assert 'name="value"' not in first.page
    assert len(journal(review)) == 2
    third = review.sitter(Turn.THIRD, CHI)
    third.get("/questions")
    third.answer("4", why="dấu ở ô 4")
    assert now(review, place)["decided_by"] == f"{BINH}; {CHI}"
    second.get("/questions/{}/{}".format(*place))
    assert f"it has been settled since by {BINH}; {CHI}." in second.page
    assert "a third person decides it" not in second.page


def test_undo_is_a_new_decision(review: Review, first: Browser, second: Browser) -> None:
    place = asked(first)
    first.answer("5")
    first.get("/questions/undo")
    assert asked(first) == place
    assert "You answered: 5" in first.page
    first.answer("4", why="bấm nhầm")
    second.answer("4")
    assert now(review, place)["choice"] == "4"
    assert len(journal(review)) == 3
    assert review.office.run("verify").status == ExitStatus.DONE


def test_the_way_goes_on_and_back_without_answering(first: Browser) -> None:
    place = asked(first)
    ways = dict(re.findall(r'href="([^"]+)" data-key="(arrow\w+)"', first.page))
    ahead, back = sorted(ways, key=ways.__getitem__, reverse=True)
    first.get(ahead.replace("&amp;", "&"))
    assert asked(first) != place
    (back,) = re.findall(r'href="([^"]+)" data-key="arrowleft"', first.page)
    first.get(back.replace("&amp;", "&"))
    assert asked(first) == place


def test_a_filter_asks_for_a_part_and_says_so(review: Review, first: Browser) -> None:
    question = review.office.flagged()[-1]["question"]
    first.get(f"/questions?question={question}")
    assert asked(first)[1] == question
    assert "Only a part of the questions is asked." in first.page
    first.get("/questions?question=q99")
    assert "Nothing left for you here" in first.page


def test_the_crop_and_the_whole_page_are_pictures(first: Browser) -> None:
    place = asked(first)
    crop = first.get("/crops/{}/{}".format(*place))
    assert crop.headers["content-type"] == "image/jpeg"
    (paper,) = set(re.findall(r"/papers/(\d+)", first.page))
    whole = first.get(f"/pictures/{paper}")
    assert whole.content.startswith(b"\xff\xd8")
    assert len(whole.content) > len(crop.content)


def test_the_whole_page_leads_back_to_the_question(first: Browser) -> None:
    place = asked(first)
    (paper,) = re.findall(r'class="crop" href="([^"]+)"', first.page)
    first.get(paper.replace("&amp;", "&"))
    assert 'href="/questions/{}/{}"'.format(*place) in first.page
    assert 'class="sheet zoom-1"' in first.page
    assert 'class="sheet zoom-1"' in first.get(paper.replace("&amp;", "&") + "&zoom=x").text


def test_a_value_that_is_none_is_refused(review: Review, first: Browser) -> None:
    assert first.answer("9").status_code == 400
    assert journal(review) == []


def test_a_certain_answer_is_doubted_with_a_reason_and_settled_by_two(
    review: Review, first: Browser, second: Browser
) -> None:
    certain = next(row for row in review.office.answers() if row["choice"] == "5")
    place = certain["sheet"], certain["question"]
    first.get("/questions/{}/{}".format(*place))
    assert "The machine was certain here: 5" in first.page
    assert first.answer("4").status_code == 409
    first.answer("4", why="dấu ở ô 4")
    assert now(review, place) == certain
    second.get("/questions/{}/{}".format(*place))
    assert "The machine was certain" not in second.page
    second.answer("4")
    assert now(review, place)["choice"] == "4"


def test_two_others_correct_what_is_settled_with_a_reason_and_do_not_see_each_other(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    address = "/questions/{}/{}".format(*place)
    first.answer("4")
    second.answer("4")
    chi = review.sitter(Turn.FIRST, CHI)
    chi.get(address)
    assert f"Settled by {HOA}; {BINH}: 4. To correct it, two others must agree." in chi.page
    assert chi.answer("5").status_code == 409
    chi.answer("5", why="dấu ở ô 5")
    assert now(review, place)["choice"] == "4"
    chi.get(address)
    assert f"You answered: 5; {HOA}; {BINH} had settled it otherwise" in chi.page
    dung = review.sitter(Turn.SECOND, "Phạm Thị Dung")
    sheet = dung.get(f"/sheets/{place[0]}").text
    assert "hidden until it is settled" in sheet
    assert "dấu ở ô 5" not in sheet
    dung.get(address)
    dung.answer("5", why="đối chiếu lại")
    assert now(review, place)["decided_by"] == f"{CHI}; Phạm Thị Dung"
    assert now(review, place)["choice"] == "5"
    assert "dấu ở ô 5" in dung.get(f"/sheets/{place[0]}").text
    assert "You answered: 5. A new answer replaces it" in chi.get(address).text
    assert review.office.run("verify").status == ExitStatus.DONE


def test_the_third_seat_corrects_nothing_that_two_settled(
    review: Review, first: Browser, second: Browser
) -> None:
    place = asked(first)
    first.answer("4")
    second.answer("4")
    third = review.sitter(Turn.THIRD, CHI)
    third.get("/questions/{}/{}".format(*place))
    assert "At this seat nothing is to be decided here" in third.page


def test_one_decider_is_enough_where_the_plan_says_so(scanned: Office) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("deciders = 2", "deciders = 1"), encoding="utf-8")
    with open_review(scanned) as review:
        first = review.sitter(Turn.FIRST, HOA)
        assert "By the plan one person settles" in first.page
        first.get("/questions")
        place = asked(first)
        first.answer("1")
        assert now(review, place)["decided_by"] == HOA


def test_the_comment_is_flagged_once(review: Review, first: Browser) -> None:
    sheet = asked(first)[0]
    first.get(f"/sheets/{sheet}")
    for _click in range(2):
        first.send(f"/sheets/{sheet}/comment")
    assert f"{HOA} found that the comment" in first.page
    assert len(journal(review, "comment")) == 1


def test_a_sheet_is_found_by_its_first_characters(review: Review, first: Browser) -> None:
    sheet = asked(first)[0]
    assert first.get(f"/sheets?sheet={sheet[:7].lower()}").url.path == f"/sheets/{sheet}"
    assert first.get("/sheets?sheet=%25").status_code == 400
    assert "read the code again" in first.page
    assert "hom-phieu" not in first.page


def test_the_overview_counts_what_is_left(review: Review, first: Browser, second: Browser) -> None:
    waiting = len(review.office.flagged())
    first.answer("5")
    second.answer("4")
    page = " ".join(re.sub(r"<[^>]+>", " ", first.get("/overview").text).split())
    assert f"{waiting - 1} questions wait for your answer" in page
    assert "1 questions on which two people differ" in page
    assert f"{HOA} 1" in page


def test_the_overview_names_what_refuses_the_closing(scanned: Office) -> None:
    """Everything that ``close`` names, and nothing once it closes."""
    with open_review(scanned) as review:
        first = review.sitter(Turn.FIRST, HOA)
        page = " ".join(re.sub(r"<[^>]+>", " ", first.page).split())
        assert f"{len(scanned.flagged())} questions nobody has looked at" in page
        unkeyed = {row["sheet"] for row in scanned.answers() if not row["procedure"]}
        assert f"{len(unkeyed)} sheets whose procedure is not keyed in" in page
        assert scanned.run("close", "2021-10", "--by", HOA).status == ExitStatus.PEOPLE_NEEDED
        for turn, name in ((Turn.FIRST, HOA), (Turn.SECOND, BINH)):
            browser = review.sitter(turn, name)
            settle_all(browser)
        assert "Nothing: all is settled" in browser.get("/overview").text
        doubted = next(row for row in scanned.answers() if row["decided_by"] == "machine")
        browser.get("/questions/{sheet}/{question}".format(**doubted))
        browser.answer("unclear", why="dấu không phải của người dân")
        assert "<strong>1</strong> readings that somebody doubts" in browser.get("/overview").text
        told = scanned.run("close", "2021-10", "--by", HOA)
        assert "! 1 reading is doubted and not settled" in told.out
        first = review.sitter(Turn.FIRST, HOA)
        first.get("/questions")
        assert asked(first) == (doubted["sheet"], doubted["question"])
        first.answer("unclear")
        assert scanned.run("close", "2021-10", "--by", HOA).status == ExitStatus.DONE
        assert "Every period is closed." in first.get("/overview").text


def settle_all(browser: Browser) -> None:
    """Answer every question and every line that this person is asked."""
    browser.get("/questions")
    while "Nothing left" not in browser.page:
        browser.answer("multiple")
    browser.get("/procedures")
    while "Nothing left" not in browser.page:
        (sheet,) = re.findall(r'src="/lines/([^"]+)"', browser.page)
        browser.send(f"/procedures/{sheet}", value="unknown")


def test_the_next_picture_is_cut_while_this_one_is_looked_at(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[tuple[str, str]] = []
    monkeypatch.setattr(
        Lightbox, "prepare", lambda _box, page, question: cut.append((page.sheet, question))
    )
    first = review.sitter(Turn.FIRST, HOA)
    first.get("/questions")
    for _question in range(2):
        upcoming = cut[-1]
        first.answer("multiple")
        assert asked(first) == upcoming
