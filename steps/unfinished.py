"""What waits for people, and keeps a period open: asked by ``close``, ``status`` and ``scan``."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from steps.closed_period import is_closed
from steps.reconcile import Reconciliation, unopened_boxes
from steps.session import Session
from store.custody import list_instructions
from store.entries import OpeningEntry
from store.listing import list_openings
from store.open_work import (
    OpenCount,
    Waiting,
    count_ticked_lines,
    count_waiting,
    list_open_counts,
    wait_for,
)
from store.worklist import count_open_pages
from survey.period import Period
from tally.reconcile import Difference


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Everything of one period that waits for people or is not explained.

    Attributes:
        period: the period.
        openings: ids of its openings, and '' for what came from no known one.
        refusals: boxes left closed of which nothing was heard since.
        pages: pages of which nobody has settled what they are.
        flags: questions that the machine asked and people have not settled.
        doubts: certain readings and printed procedures that somebody doubts.
        unkeyed: sheets whose hand-written procedure nobody has keyed in.
        differences: where paper and record disagree, and nobody has explained it.
    """

    period: Period
    openings: frozenset[str]
    refusals: tuple[OpeningEntry, ...]
    pages: int
    flags: Waiting
    doubts: int
    unkeyed: int
    differences: tuple[Difference, ...]

    @property
    def is_nothing(self) -> bool:
        """May the period be closed?"""
        asked = (self.refusals, self.pages, self.flags.total, self.doubts, self.unkeyed)
        return not any(asked) and not self.differences


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Everything in the record that waits for people, whatever its period.

    Attributes:
        questions: that the machine asked or people doubt, and nobody has settled.
        lines: sheets whose hand-written procedure nobody has keyed in.
        pages: of which nobody has settled what they are.
        refusals: boxes left closed of which nothing was heard since.
    """

    questions: int
    lines: int
    pages: int
    refusals: tuple[OpeningEntry, ...]

    @property
    def for_review(self) -> int:
        """What is settled on the review page."""
        return self.questions + self.lines + self.pages


def find_still_open(session: Session) -> StillOpen:
    """What waits for people now."""
    entries = list_openings(session.record)
    counts = list(list_open_counts(session.record))
    openings = {one.opening for one in counts} | {entry.id for entry in entries}
    return StillOpen(
        questions=count_waiting(session.record),
        lines=_count_unkeyed(session, counts, openings),
        pages=sum(count_open_pages(session.record, "opening").values()),
        refusals=tuple(_refusals(session, entries, openings)),
    )


def find_unfinished(
    session: Session, periods: Iterable[Period], reconciliation: Reconciliation
) -> Iterator[Unfinished]:
    """What is unfinished of each period; what came from no known opening may belong to any."""
    entries = list_openings(session.record)
    pages = count_open_pages(session.record, "opening")
    every_count = list_open_counts(session.record)
    for period in periods:
        inside = frozenset(
            {one.id for one in entries if period.contains(Period.parse(one.period))} | {""}
        )
        counts = [one for one in every_count if one.opening in inside]
        yield Unfinished(
            period,
            openings=inside,
            refusals=tuple(_refusals(session, entries, inside)),
            pages=sum(pages.get(opening, 0) for opening in inside),
            flags=wait_for(one for one in counts if not one.is_line and not one.is_doubt),
            doubts=sum(one.questions for one in counts if one.is_doubt),
            unkeyed=_count_unkeyed(session, counts, inside),
            differences=tuple(_differences(session, reconciliation, period)),
        )


def open_periods(session: Session) -> tuple[Period, ...]:
    """The periods of the openings that are not closed yet; the plan's year before the first."""
    periods = {entry.period for entry in list_openings(session.record)}
    periods = periods or {str(session.plan.survey.year)}
    return tuple(Period.parse(p) for p in sorted(periods) if not is_closed(session.record, p))


def _refusals(
    session: Session, entries: tuple[OpeningEntry, ...], inside: Collection[str]
) -> Iterator[OpeningEntry]:
    for at, entry in enumerate(entries):
        if entry.id not in inside or not entry.refused:
            continue
        answered = (entry.body["refusal"] or {}).get("instruction")
        answered = answered or list_instructions(session.record, entry.id)
        opened = any(later.box == entry.box and not later.refused for later in entries[at + 1 :])
        if not answered and not opened:
            yield entry


def _count_unkeyed(session: Session, counts: list[OpenCount], inside: Collection[str]) -> int:
    """None without a line on the sheets; a sheet left out needs none."""
    if not session.has_procedure_line():
        return 0
    left_out = session.plan.validity.all_blank
    lines = (one for one in counts if one.is_line and not one.is_doubt)
    waiting = sum(one.questions for one in lines if not (one.is_blank and left_out))
    question, fields = session.form.field_question, session.form.fields_by_choice
    if not question:
        return waiting
    ticked = count_ticked_lines(session.record, question, [choice for _q, choice in fields])
    return waiting - sum(lines for opening, lines in ticked.items() if opening in inside)


def _differences(
    session: Session, reconciliation: Reconciliation, period: Period
) -> Iterator[Difference]:
    for one in (*reconciliation.differences, *unopened_boxes(session, period)):
        concerned = one.difference.period
        if one.explanation is None and (not concerned or period.contains(Period.parse(concerned))):
            yield one.difference
