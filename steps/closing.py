"""``close`` and ``reopen``: a period is finished when nothing of it is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from steps.closed_period import is_closed
from steps.reconcile import reconcile, unopened_boxes
from steps.session import Session
from steps.signature import check_two_people, person_name
from steps.unfinished import Unfinished, find_unfinished
from store.channel_listing import count_imported_sheets
from store.entries import OpeningEntry, PageEntry
from store.listing import find_sheet_page, list_open_pages, list_openings
from survey.errors import RequestError
from survey.fate import NOT_OUR_CODE
from survey.language import _
from survey.period import Period
from survey.spoken_day import spoken_day
from survey.spoken_number import number
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
        RequestError: the text is no period, nobody is named, the period is closed already, or it is
            none of this survey, or a part of one.
    """
    period, who = Period.parse(name), person_name(person)
    if not who:
        raise RequestError(_("say who closes the period: --by NAME"))
    with session.record.transaction():
        if is_closed(session.record, name):
            raise RequestError(_("the period {period} is closed already", period=name))
        matters = tuple(find_matters(session, period))
        _refuse_empty(session, period, matters)
        if not matters:
            session.note_plan()
            session.record.append("closed", {"period": name}, person=who)
    return matters


def _refuse_empty(session: Session, period: Period, matters: tuple[Matter, ...]) -> None:
    """A period outside the plan, or one of which nothing at all is recorded, was mistyped.

    Where no box was opened in a period of the plan, two people may say why; then it is closed.

    Raises:
        RequestError: it is such a period.
    """
    openings = [Period.parse(entry.period) for entry in list_openings(session.record)]
    if any(period.contains(one) for one in openings):
        return
    survey = session.plan.survey
    if period.ends < survey.starts or survey.ends < period.starts:
        raise RequestError(
            _(
                "{period} is no period of this survey, which runs from {starts} to {ends}; "
                "openings are recorded of: {known}",
                period=period,
                starts=spoken_day(survey.starts),
                ends=spoken_day(survey.ends),
                known=_name_periods(openings),
            )
        )
    _refuse_part(session, period)
    unopened = [one.difference.name for one in unopened_boxes(session, period)]
    if unopened and [matter.command[1] for matter in matters] == unopened:
        raise RequestError(
            _(
                "no opening is recorded in {period}, only of: {known}. If no box was opened then, "
                "two people say why: hom-phieu explain {difference} --by NAME --by NAME "
                "--reason TEXT",
                period=period,
                known=_name_periods(openings),
                difference=unopened[0],
            )
        )


def _refuse_part(session: Session, period: Period) -> None:
    """A month of a half-year cannot be finished by itself: no answer is of that month.

    Answers imported as of that month are.

    Raises:
        RequestError: it is shorter than the plan's periods, and nothing is recorded of it.
    """
    months = session.plan.survey.period_months
    imported = count_imported_sheets(session.record)
    if period.months >= months or any(
        period.contains(Period.parse(one.period)) for one in imported
    ):
        return
    raise RequestError(
        _(
            "{period} is shorter than the periods of this survey, and nothing is recorded of it "
            "alone; close the period it lies in: hom-phieu close {longer} --by NAME",
            period=period,
            longer=Period.of(period.starts, months),
        )
    )


def _name_periods(periods: Iterable[Period]) -> str:
    return ", ".join(map(str, sorted(set(periods)))) or _("none")


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
    (unfinished,) = find_unfinished(session, [period], reconcile(session))
    yield from map(refusal_matter, unfinished.refusals)
    for page in list_open_pages(session.record):
        if page.opening in unfinished.openings:
            yield page_matter(session, page)
    yield from _counted_matters(unfinished)
    yield from map(difference_matter, unfinished.differences)


def refusal_matter(entry: OpeningEntry) -> Matter:
    """A box that was left closed: what was instructed comes next."""
    return Matter(say_refusal(entry), next_after_refusal(entry.id))


def next_after_refusal(opening: str) -> tuple[str, ...]:
    """The words of the command by which the answer to a refusal is recorded."""
    return ("instruct", opening, "TEXT", "--by", "NAME", "--role", "TEXT")


def say_refusal(entry: OpeningEntry) -> str:
    """That a box was left closed, and nothing was heard of it since."""
    return _(
        "{box} was left closed ({opening}), and neither an instruction nor a later "
        "opening is recorded",
        box=entry.box,
        opening=entry.id,
    )


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


def _counted_matters(unfinished: Unfinished) -> Iterator[Matter]:
    if unfinished.flags.total:
        said = _(
            "{count} questions wait for people",
            "{count} question waits for people",
            count=number(unfinished.flags.total),
        )
        yield Matter(said, ("decide", "SHEET", "QUESTION", "VALUE", *SIGNED))
    if unfinished.doubts:
        said = _(
            "{count} readings are doubted and not settled",
            "{count} reading is doubted and not settled",
            count=number(unfinished.doubts),
        )
        yield Matter(said, ("review",))
    if unfinished.unkeyed:
        said = _(
            "the procedure of {count} sheets is not keyed in",
            "the procedure of {count} sheet is not keyed in",
            count=number(unfinished.unkeyed),
        )
        yield Matter(said, ("decide", "SHEET", "procedure", "CODE", *SIGNED))
