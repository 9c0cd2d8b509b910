"""Deciding: one flagged question at a time, for each person alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.opinions import record_opinion
from review.queues import address_of, filters_of, follow, marks_of, with_filters
from review.stance import find_stance, say_left
from steps.decide import WORDS
from store.entries import PageEntry
from store.one_sheet import SheetAnswer, find_answer, find_page
from store.sheet_settlement import PROCEDURE_QUESTION
from store.worklist import (
    Asked,
    Place,
    count_asked,
    find_last_decided,
    find_next,
    find_own_decision,
    find_previous,
)
from survey.language import _, later
from templates.form import Form

WORD_KEYS = {"blank": "0", "multiple": "m", "unclear": "u"}
COMMAND_KEYS = {"z"}
WORD_NAMES = {
    "blank": later("blank"),
    "multiple": later("multiple"),
    "unclear": later("unclear"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value a person may give, what it is called, and its key."""

    value: str
    label: str
    key: str


async def show_next(visit: Visit) -> Response:
    """The next question of this person's queue, behind the one the address names."""
    asked = marks_of(visit.seated, visit.request.query_params)
    after = visit.asked("after-sheet"), visit.asked("after-question")
    place = follow(visit.desk, asked, after) if any(after) else _first(visit, asked)
    return _go_to(visit, asked, place)


async def show_previous(visit: Visit) -> Response:
    """The question of this person's queue before the one the address names."""
    asked = marks_of(visit.seated, visit.request.query_params)
    before = visit.asked("before-sheet"), visit.asked("before-question")
    place = find_previous(visit.desk.session.record, asked, before)
    return _go_to(visit, asked, place or _first(visit, asked))


async def undo(visit: Visit) -> Response:
    """Back to what this person decided last, to decide it anew."""
    place = find_last_decided(visit.desk.session.record, visit.seated.key)
    return RedirectResponse(address_of(place) if place else "/questions", SEE_OTHER)


async def show_question(visit: Visit) -> Response:
    """One question: its words, its boxes, and the values to choose from."""
    return _show(visit)


async def decide(visit: Visit) -> Response:
    """Record this person's decision and go on; a form that was sent before changes nothing."""
    answer, _page = _find(visit)
    place = answer.sheet, answer.question
    fault = record_opinion(visit, place)
    if fault:
        return _show(visit, fault)
    asked = marks_of(visit.seated, visit.form)
    following = follow(visit.desk, asked, place)
    address = address_of(following) if following else "/questions"
    return RedirectResponse(with_filters(address, asked), SEE_OTHER)


async def show_crop(visit: Visit) -> Response:
    """The picture of a question's boxes."""
    answer, page = _find(visit)
    picture = await run_in_threadpool(visit.desk.lightbox.question, page, answer.question)
    return visit.picture(picture)


def _first(visit: Visit, asked: Asked) -> Place | None:
    return find_next(visit.desk.session.record, asked)


def _go_to(visit: Visit, asked: Asked, place: Place | None) -> Response:
    if place is None:
        return visit.show("nothing-left.html", asked=asked)
    return RedirectResponse(with_filters(address_of(place), asked), SEE_OTHER)


def _find(visit: Visit) -> tuple[SheetAnswer, PageEntry]:
    """The question that the path names, and its page.

    Raises:
        HTTPException: the record knows none.
    """
    record = visit.desk.session.record
    answer = find_answer(record, visit.place("sheet"), visit.place("question"))
    page = find_page(record, answer.page) if answer else None
    if answer is None or page is None:
        raise HTTPException(404, _("The record knows no such question."))
    return answer, page


def _show(visit: Visit, fault: str = "") -> Response:
    answer, page = _find(visit)
    place = answer.sheet, answer.question
    session, sitter = visit.desk.session, visit.seated
    stance = find_stance(session, sitter, place)
    asked = marks_of(sitter, visit.form if visit.form else visit.request.query_params)
    upcoming = follow(visit.desk, asked, place)
    _prepare(visit, upcoming)
    own, own_value = find_own_decision(session.record, place, sitter.key)
    told = {
        "answer": answer,
        "asked": asked,
        "choices": choices_of(session.form, answer.question),
        "fault": fault,
        "filters": filters_of(asked),
        "left": count_asked(session.record, asked),
        "left_said": say_left(session, place),
        "own": own,
        "own_value": own_value,
        "page": page,
        "question": session.form.question(answer.question),
        "stance": stance,
        "last": _last_answer(visit, place),
        "why": visit.form.get("why", ""),
    }
    return visit.show("question.html", 409 if fault else 200, **told)


def choices_of(form: Form, question: str) -> tuple[Choice, ...]:
    """The printed choices of a question, and what else it may be."""
    printed = form.question(question).choices or form.scale
    keys = _keys_of([step.choice for step in printed])
    scale = [Choice(step.choice, step.label, next(keys)) for step in printed]
    taken = {choice.key for choice in scale} | COMMAND_KEYS
    free = {word: key for word, key in WORD_KEYS.items() if key not in taken}
    words = [Choice(word, _(WORD_NAMES[word]), free.get(word, "")) for word in WORDS]
    return (*scale, *words)


def _keys_of(choices: Sequence[str]) -> Iterator[str]:
    """The key of each choice: itself, or a free letter where it has two characters, such as 10."""
    single = {choice.lower() for choice in choices if len(choice) == 1}
    used = single | set(WORD_KEYS.values()) | COMMAND_KEYS
    free = iter(sorted(set(ascii_lowercase) - used))
    for choice in choices:
        yield choice.lower() if len(choice) == 1 else next(free, "")


def _last_answer(visit: Visit, place: Place) -> dict[str, Any] | None:
    """What this person answered last, and only now why the machine had asked."""
    record, key = visit.desk.session.record, visit.seated.key
    last = find_last_decided(record, key)
    if last is None or last == place or last[1] == PROCEDURE_QUESTION:
        return None
    answer = find_answer(record, *last)
    _seq, value = find_own_decision(record, last, key)
    return {"answer": answer, "value": value, "question": last[1]}


def _prepare(visit: Visit, place: Place | None) -> None:
    """Have the next picture cut while this one is looked at."""
    answer = find_answer(visit.desk.session.record, *place) if place else None
    page = find_page(visit.desk.session.record, answer.page) if answer else None
    if answer and page:
        visit.desk.lightbox.prepare(page, answer.question)
