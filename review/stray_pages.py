"""Pages that the machine did not take for sheets: people say what each is, and why."""

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.paper import find_paper
from review.seats import Sitter, Turn
from review.stance import Stance, own_stance, stand
from steps.left_to_third import must_leave_it, say_left_to_you
from steps.settle_page import settle_page
from steps.signature import Signature
from store.entries import PageEntry
from store.listing import (
    find_sheet_page,
    list_open_pages,
    list_page_decisions,
    list_settled_pages,
)
from store.worklist import count_open_pages
from survey.decision import PageDecision
from survey.errors import RequestError
from survey.fate import FATES, Fate
from survey.language import _
from survey.names import name_key
from survey.reading import Outcome
from survey.wording import say_fate

MOST_SHOWN = 200


async def show_list(visit: Visit) -> Response:
    """Every page that still needs people, with the reason why it was not read; or the settled."""
    record, asked = visit.desk.session.record, visit.asked("reason")
    reasons = count_open_pages(record, "reason")
    if visit.asked("settled"):
        settled = tuple(list_settled_pages(record, MOST_SHOWN))
        return visit.show("stray-pages.html", reasons=sorted(reasons), settled=settled)
    shown = tuple(list_open_pages(record, MOST_SHOWN, asked))
    waiting = reasons.get(asked, 0) if asked else sum(reasons.values())
    own = {page.seq: _own(visit, page) for page in shown}
    return visit.show(
        "stray-pages.html",
        asked=asked,
        more=waiting - len(shown),
        own={seq: decision.fate for seq, decision in own.items() if decision},
        reasons=sorted(reasons),
        settled=None,
        shown=shown,
    )


async def show_stray_page(visit: Visit) -> Response:
    """One page, beside the sheet it may be a second scan of, and what may be said of it."""
    return _show(visit, find_paper(visit))


async def settle(visit: Visit) -> Response:
    """Record what this person says of a page; a form that was sent before changes nothing."""
    page, sitter, session = find_paper(visit), visit.seated, visit.desk.session
    fate, why = visit.form.get("fate", ""), visit.why
    by = Signature(sitter.name, why, sitter.role)
    with session.record.transaction():
        own = _own(visit, page)
        if visit.form.get("own") != str(own.seq if own else 0):
            return _show(visit, page, _("Meanwhile this was answered; nothing was changed."))
        if _stance(visit, page) is Stance.SHUT:
            return _show(visit, page, _("Meanwhile this was answered; nothing was changed."))
        try:
            settle_page(session, (page.sha256, page.source_page), fate, by, _meant(visit, page))
        except RequestError as error:
            return _show(visit, page, error.on_page)
    return RedirectResponse("/pages", SEE_OTHER)


def _meant(visit: Visit, page: PageEntry) -> str:
    """The sheet that was typed; read again can only be the one shown beside, where there is one."""
    is_shown = visit.form.get("fate") == Fate.RESCANNED and _read_before(visit, page)
    return page.machine_sheet if is_shown else visit.form.get("sheet", "").strip()


def _read_before(visit: Visit, page: PageEntry) -> PageEntry | None:
    """The other page that was read as the sheet which the code on this one names."""
    known = find_sheet_page(visit.desk.session.record, page.machine_sheet, page.machine_sheet_page)
    return known.page if known and known.page.seq != page.seq else None


def _show(visit: Visit, page: PageEntry, fault: str = "") -> Response:
    fates = FATES.get(Outcome(page.machine_outcome), ())
    own = _own(visit, page)
    return visit.show(
        "stray-page.html",
        409 if fault else 200,
        fates=[(fate, say_fate(fate)) for fate in fates],
        fault=fault,
        form=visit.form,
        left_said=say_left_to_you(list_page_decisions(visit.desk.session.record, page.seq)),
        other=_read_before(visit, page),
        own=own,
        page=page,
        stance=_stance(visit, page) if fates else Stance.SHUT,
    )


def _stance(visit: Visit, page: PageEntry) -> Stance:
    decisions = list_page_decisions(visit.desk.session.record, page.seq)
    people = len({name_key(decision.person) for decision in decisions})
    deciders = visit.desk.session.plan.review.deciders
    if must_leave_it(decisions, visit.seated.name, deciders):
        return Stance.LEFT
    if _own(visit, page):
        return own_stance(visit.desk.session, decisions, visit.seated)
    if page.fate and deciders > 1 and visit.seated.turn is not Turn.THIRD:
        return Stance.CORRECT
    return stand(visit.seated, False, None if page.fate else people)


def _own(visit: Visit, page: PageEntry) -> PageDecision | None:
    return own_of(list_page_decisions(visit.desk.session.record, page.seq), visit.seated)


def own_of(decisions: Sequence[PageDecision], sitter: Sitter) -> PageDecision | None:
    """What this person said last."""
    mine = [decision for decision in decisions if name_key(decision.person) == sitter.key]
    return mine[-1] if mine else None
