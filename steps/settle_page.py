"""``settle``: one person's word on the fate of a page that the machine did not read."""

from dataclasses import asdict, dataclass, replace

from steps.closed_period import refuse_closed
from steps.decide import find_sheet
from steps.left_to_third import refuse_second_try
from steps.session import Session
from steps.signature import Signature, check_signature
from store.entries import PageEntry
from store.listing import find_pages, find_sheet_page, list_page_decisions
from survey.decision import left_to_third
from survey.errors import RequestError
from survey.fate import FATES, MAKES_A_SHEET, NOT_OUR_CODE, Fate
from survey.language import _
from survey.names import plain_name
from survey.reading import Outcome, Reason
from survey.wording import say_fate, say_outcome
from templates.layout import Layout


@dataclass(frozen=True, slots=True)
class PageSettled:
    """What came of it: ``page.fate`` is empty while another person is needed.

    ``is_left_to_third`` says that two people have said different things.
    """

    page: PageEntry
    asked: Fate
    is_left_to_third: bool


@dataclass(frozen=True, slots=True)
class _Paper:
    """Which sheet people mean, and what they will read on it; empty for a page that is no sheet."""

    sheet: str = ""
    sheet_page: int = 0
    fingerprint: str = ""
    questions: tuple[str, ...] = ()


def settle_page(
    session: Session, place: tuple[str, int], fate: str, by: Signature, sheet: str = ""
) -> PageSettled:
    """Record what one person says of a page.

    Args:
        session: the survey.
        place: the file as it was named when it was scanned (or its SHA-256), and the page in it.
        fate: a ``survey.fate.Fate``.
        by: who says so, and why.
        sheet: for ``rescanned`` the sheet that was read instead; for ``accepted`` the sheet of
            several pages that this is a page of. Beginning of its id.

    Raises:
        RequestError: no such page or sheet, a fate this page cannot have, no name or reason, or
            this person's word differed from that of another.
    """
    by = check_signature(by)
    with session.record.transaction():
        page = find_page(session, *place)
        refuse_closed(session.record, page.opening)
        asked = _check_fate(page, fate)
        needed = session.plan.review.deciders
        refuse_second_try(list_page_decisions(session.record, page.seq), by.person, needed)
        body = {
            "sha256": page.sha256,
            "source_file": page.source_file,
            "source_page": page.source_page,
            "fate": asked,
            "reason": by.reason,
            "needed": needed,
        }
        paper = _find_paper(session, page, asked, sheet)
        session.record.append("page-decision", body | asdict(paper), person=by.person, role=by.role)
        settled = find_page(session, page.sha256, page.source_page)
        decisions = list_page_decisions(session.record, page.seq)
        return PageSettled(settled, asked, not settled.fate and bool(left_to_third(decisions)))


def find_page(session: Session, file: str, source_page: int) -> PageEntry:
    """The page of this number in the file of this name, or with this SHA-256.

    Scanners begin every pile with the same names: pages that need nobody are passed over.

    Raises:
        RequestError: there is none, or several files of this name have such a page.
    """
    named = find_pages(session.record, plain_name(file), source_page)
    found = [page for page in named if page.machine_outcome in FATES] or named
    contents = {page.sha256 for page in found}
    if not found:
        raise RequestError(
            _(
                "there is no page {page} of {file} in the record; see: hom-phieu export pages",
                page=source_page,
                file=file,
            )
        )
    if len(contents) > 1:
        raise RequestError(
            _(
                "several files are named {file}; name the one you mean by its SHA-256: {known}",
                file=file,
                known=", ".join(sorted(contents)),
            )
        )
    return found[0]


def _check_fate(page: PageEntry, fate: str) -> Fate:
    allowed = FATES.get(Outcome(page.machine_outcome), ())
    if page.reason == Reason.TEST_DECK:
        allowed = tuple(fate for fate in allowed if fate not in MAKES_A_SHEET)
    if not allowed:
        raise RequestError(
            _(
                "{file}, page {page} is a page of this kind: {outcome}; there is nothing to settle",
                file=page.source_file,
                page=page.source_page,
                outcome=say_outcome(page.machine_outcome),
            )
        )
    if fate not in allowed:
        raise RequestError(
            _(
                "{fate} cannot be said of {file}, page {page}; choose one of: {known}",
                fate=fate,
                file=page.source_file,
                page=page.source_page,
                known=", ".join(allowed),
            )
        )
    return Fate(fate)


def _find_paper(session: Session, page: PageEntry, fate: Fate, sheet: str) -> _Paper:
    if fate == Fate.RESCANNED:
        if not sheet:
            raise RequestError(
                _("name the sheet that was read instead: --sheet SHEET"),
                on_page=_("Type the code of the sheet that was read instead."),
            )
        return _Paper(_other_sheet(session, page, sheet))
    if fate not in MAKES_A_SHEET:
        return _Paper()
    if fate == Fate.ACCEPTED and sheet:
        return _page_of(session, page, _other_sheet(session, page, sheet))
    _refuse_known_sheet(session, page, fate)
    return _paper_of(session, page, page.machine_sheet_page or 1)


def _other_sheet(session: Session, page: PageEntry, prefix: str) -> str:
    """The sheet that is meant; it must have been read from another page of the same opening."""
    sheet = find_sheet(session, prefix)
    is_this_page = page.fate in MAKES_A_SHEET and page.sheet == sheet.id
    if is_this_page or (page.opening and sheet.opening and page.opening != sheet.opening):
        raise RequestError(
            _(
                "sheet {sheet} was not read from another page of the same opening",
                sheet=sheet.id,
            )
        )
    return sheet.id


def _refuse_known_sheet(session: Session, page: PageEntry, fate: Fate) -> None:
    """A page whose code names a sheet that was read since is that sheet, not another one."""
    is_named = bool(page.machine_sheet) and page.reason not in NOT_OUR_CODE
    if fate != Fate.ACCEPTED or not is_named or page.fate == Fate.ACCEPTED:
        return
    known = find_sheet_page(session.record, page.machine_sheet, page.machine_sheet_page)
    if known is not None:
        place = {"file": known.page.source_file, "page": known.page.source_page}
        raise RequestError(
            _(
                "this sheet was read from {file}, page {page}; settle the page as: "
                "rescanned --sheet {sheet}",
                sheet=page.machine_sheet,
                **place,
            ),
            on_page=_(
                "This sheet was read from {file}, page {page}; choose: {fate}.",
                fate=say_fate(Fate.RESCANNED),
                **place,
            ),
        )


def _page_of(session: Session, page: PageEntry, sheet: str) -> _Paper:
    """The one page of this sheet that is still missing."""
    layout = _layout_of(session, page)
    missing = [
        number
        for number in (one.page for one in layout.pages)
        if find_sheet_page(session.record, sheet, number) is None
    ]
    number = page.machine_sheet_page or (missing[0] if len(missing) == 1 else 0)
    if number not in missing:
        told = {"sheet": sheet, "missing": ", ".join(map(str, missing)) or _("none")}
        raise RequestError(
            _(
                "sheet {sheet} lacks these pages: {missing}; it cannot be said which one this is. "
                "Without --sheet it becomes a sheet of its own.",
                **told,
            ),
            on_page=_(
                "Sheet {sheet} lacks these pages: {missing}; it cannot be said which one this is. "
                "Without a code this page becomes a sheet of its own.",
                **told,
            ),
        )
    return replace(_paper_of(session, page, number), sheet=sheet)


def _paper_of(session: Session, page: PageEntry, number: int) -> _Paper:
    """What people will read on it; a page that the layout does not have is taken for the first."""
    layout = _layout_of(session, page)
    shown = next((one for one in layout.pages if one.page == number), layout.pages[0])
    return _Paper("", shown.page, layout.fingerprint, shown.questions)


def _layout_of(session: Session, page: PageEntry) -> Layout:
    """The layout the page was printed with; the one in force where that cannot be known."""
    layouts = (session.layout, *session.earlier_layouts())
    fitting = (one for one in layouts if one.fingerprint == page.machine_fingerprint)
    return next(fitting, session.layout)
