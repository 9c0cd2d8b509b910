"""``close`` and ``reopen``: a period is finished when nothing of it is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from steps.closed_period import is_closed
from steps.figures import NOT_KEYED
from steps.reconcile import Reconciliation, reconcile, unopened_boxes
from steps.session import Session
from steps.signature import check_two_people, plain_text
from store.custody import find_instruction
from store.entries import OpeningEntry, PageEntry
from store.listing import find_sheet_page, list_flags, list_open_pages, list_openings
from survey.errors import RequestError
from survey.fate import NOT_OUR_CODE
from survey.language import _
from survey.period import Period
from survey.wording import say_page_reason
from tally.reconcile import Difference

SIGNED = ("--by", "NAME", "--reason", "TEXT")
SIGNED_BY_TWO = ("--by", "NAME", *SIGNED)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that keeps a period open.

    Attributes:
        sentence: what it is.
        command: the words of the command that comes next, without the program's name.
        is_difference: paper and record disagree; otherwise people are needed.
    """

    sentence: str
    command: tuple[str, ...]
    is_difference: bool = False


def close_period(session: Session, name: str, person: str) -> tuple[Matter, ...]:
    """Finish a period if nothing of it is open; otherwise say what is, and write nothing.

    Raises:
        RequestError: the text is no period, nobody is named, or the period is closed already.
    """
    period, who = Period.parse(name), plain_text(person)
    if not who:
        raise RequestError(_("say who closes the period: --by NAME"))
    with session.record.transaction():
        if is_closed(session.record, name):
            raise RequestError(_("the period {period} is closed already", period=name))
        matters = tuple(find_matters(session, period))
        if not matters:
            session.note_plan()
            session.record.append("closed", {"period": name}, person=who)
    return matters


def reopen_period(session: Session, name: str, people: Sequence[str], reason: str) -> None:
    """Open a closed period for corrections; reports on its days are superseded.

    Raises:
        RequestError: the period is not closed, not two people, or no reason.
    """
    named, said = check_two_people(people, reason)
    Period.parse(name)
    with session.record.transaction():
        if not is_closed(session.record, name):
            raise RequestError(_("the period {period} is not closed", period=name))
        body = {"period": name, "reason": said, "people": list(named)}
        session.record.append("reopened", body, person=named[0])


def find_matters(session: Session, period: Period) -> Iterator[Matter]:
    """Everything that keeps this period open, and the command that comes next."""
    reconciliation = reconcile(session)
    openings = {
        entry.id: entry
        for entry in list_openings(session.record)
        if period.contains(Period.parse(entry.period))
    }
    yield from _refusals(session, openings)
    yield from _pages(session, openings)
    yield from _flags(session, openings)
    yield from _procedures(session, reconciliation, period)
    yield from _differences(session, reconciliation, period)


def _refusals(session: Session, openings: dict[str, OpeningEntry]) -> Iterator[Matter]:
    """Boxes left closed of which nothing was heard since."""
    entries = list_openings(session.record)
    for at, entry in enumerate(entries):
        if entry.id not in openings or not entry.refused:
            continue
        answered = (entry.body["refusal"] or {}).get("instruction")
        answered = answered or find_instruction(session.record, entry.id)
        opened = any(later.box == entry.box and not later.refused for later in entries[at + 1 :])
        if not answered and not opened:
            said = _(
                "{box} was left closed ({opening}), and neither an instruction nor a later "
                "opening is recorded",
                box=entry.box,
                opening=entry.id,
            )
            yield Matter(said, ("open-box",))


def _pages(session: Session, openings: dict[str, OpeningEntry]) -> Iterator[Matter]:
    for page in list_open_pages(session.record):
        if not page.opening or page.opening in openings:
            yield page_matter(session, page)


def page_matter(session: Session, page: PageEntry) -> Matter:
    """What a page that was not read needs; says so when its sheet was read from another page."""
    said = f"{page.source_file}, {_('page {page}', page=page.source_page)}: "
    said += say_page_reason(page.reason, page.detail)
    place = ("settle", page.source_file, str(page.source_page))
    if page.machine_sheet and page.reason not in NOT_OUR_CODE:
        known = find_sheet_page(session.record, page.machine_sheet, page.machine_sheet_page)
        if known is not None and page.machine_outcome == "rejected":
            again = _(
                "its sheet was read from {file}, page {page}",
                file=known.page.source_file,
                page=known.page.source_page,
            )
            words = (*place, "rescanned", "--sheet", page.machine_sheet, *SIGNED)
            return Matter(f"{said}; {again}", words)
    return Matter(said, (*place, "FATE", *SIGNED))


def difference_matter(difference: Difference) -> Matter:
    """A difference that nobody has explained."""
    words = ("explain", difference.name, *SIGNED_BY_TWO)
    return Matter(difference.message, words, is_difference=True)


def _flags(session: Session, openings: dict[str, OpeningEntry]) -> Iterator[Matter]:
    waiting = sum(not f.opening or f.opening in openings for f in list_flags(session.record))
    if waiting:
        said = _("{count} questions wait for people", count=waiting)
        yield Matter(said, ("decide", "SHEET", "QUESTION", "VALUE", *SIGNED))


def _procedures(
    session: Session, reconciliation: Reconciliation, period: Period
) -> Iterator[Matter]:
    """Sheets whose hand-written line nobody has keyed in, when the plan counts by procedure."""
    if not session.plan.procedures:
        return
    open_sheets = sum(
        one.fields.get(NOT_KEYED, 0)
        for one in reconciliation.figures.periods
        if not one.period or period.contains(Period.parse(one.period))
    )
    if open_sheets:
        said = _("the procedure of {count} sheets is not keyed in", count=open_sheets)
        yield Matter(said, ("decide", "SHEET", "procedure", "CODE", *SIGNED))


def _differences(
    session: Session, reconciliation: Reconciliation, period: Period
) -> Iterator[Matter]:
    for one in (*reconciliation.differences, *unopened_boxes(session, period)):
        concerned = one.difference.period
        if concerned and not period.contains(Period.parse(concerned)):
            continue
        if one.explanation is None:
            yield difference_matter(one.difference)
