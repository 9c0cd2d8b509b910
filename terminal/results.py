"""What came of a command, told to people."""

from __future__ import annotations

import re
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from survey.fate import MAKES_A_SHEET, Verdict
from survey.head import short_head
from survey.language import _
from survey.reading import Outcome
from survey.spoken_day import spoken_moment
from survey.spoken_number import number
from survey.wording import say_fate, say_ground, say_outcome, say_question_reason, say_role
from terminal.plan_status import say_due, say_quotas
from terminal.reconciliation import say_matters, say_paper_unknown, say_reconciliation
from terminal.screen import percent, say, say_more
from terminal.table import say_table

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from collections.abc import Iterable, Iterator, Mapping

    from audit.printed_head import PinnedEvent
    from omr.bound import Bound
    from steps.log import LogLine
    from steps.rule_sheet import Ruled
    from steps.scan import Taken
    from steps.settle_page import PageSettled
    from steps.spot_check import SpotChecked
    from steps.status import SurveyStatus
    from steps.verify import Verified
    from steps.verify_document import DocumentVerdict


ONE_QUOTATION = re.compile("([^«]*)(«[^»]*»)([^«]*)")
NAMED_FILES = 10
"""Files left aside that are named; the others are counted."""


def say_taken(taken: Taken) -> None:
    """What a scan added to the record."""
    if taken.without_opening:
        say(taken.without_opening)
    for outcome, pages in taken.outcomes.items():
        say(f"  {say_outcome(outcome)}: {number(pages)}")
    _say_known(taken)
    if taken.left_aside:
        names = ", ".join(taken.left_aside[:NAMED_FILES])
        more = len(taken.left_aside) - NAMED_FILES
        names += f" … (+{number(more)})" if more > 0 else ""
        say(_("Left aside, no scans: {names}", names=names))
    for trouble in taken.troubles:
        say(f"! {trouble}")
    if taken.still_open.questions:
        say(
            _(
                "{flags} questions wait for people.",
                "{flags} question waits for people.",
                flags=number(taken.still_open.questions),
            )
        )
    if taken.still_open.lines:
        say(
            _(
                "the procedure of {count} sheets is not keyed in",
                "the procedure of {count} sheet is not keyed in",
                count=taken.still_open.lines,
            )
        )
    if taken.bounds:
        say(_say_bounds(taken.bounds))


def _say_bounds(bounds: dict[str, Bound]) -> str:
    """How far the reader can be trusted, as measured."""
    return _(
        "Tested on writers kept apart from those of tuning, the reader misread without a question "
        "at most {office} of 100,000 answers on ordinary scans and {hard} on bad ones "
        "({confidence} confidence).",
        office=number(ceil(100_000 * bounds["office"].at_most)),
        hard=number(ceil(100_000 * bounds["hard"].at_most)),
        confidence=f"{bounds['office'].confidence:.0%}",
    )


def _say_known(taken: Taken) -> None:
    """What a repeated scan did with the pages it knew."""
    if taken.known_pages:
        say(
            _(
                "{pages} pages were in the record already.",
                "{pages} page was in the record already.",
                pages=number(taken.known_pages),
            )
        )
    if taken.assigned_pages:
        say(
            _(
                "{pages} pages that belonged to no opening now belong to {opening}.",
                "{pages} page that belonged to no opening now belongs to {opening}.",
                pages=number(taken.assigned_pages),
                opening=taken.opening,
            )
        )


def say_status(status: SurveyStatus) -> None:
    """The state of the survey, and every difference between paper and record."""
    rows = [
        (_("printed"), number(status.printed)),
        (_("issued"), _issued(status)),
        (_("counted by hand"), number(status.hand_count)),
        *(
            (_("pages: {outcome}", outcome=say_outcome(outcome)), number(status.pages[outcome]))
            for outcome in Outcome
        ),
        (_("valid sheets"), number(status.valid)),
        (_("invalid sheets"), number(status.invalid)),
        (_("questions waiting for people"), number(status.flags_waiting)),
        (_("procedures to key in"), number(status.lines_waiting)),
    ]
    say_table(_("State of the survey"), ("", _("number")), rows)
    say_spot_check(status.spot_check)
    if status.waiting:
        say_waiting(status)
    if status.doubted:
        say(
            _(
                "{count} readings are doubted and not settled",
                "{count} reading is doubted and not settled",
                count=number(status.doubted),
            )
        )
    say_matters(status.refusals)
    if status.open_pages:
        say(_("Pages that people must settle:"))
        say_matters(status.open_pages, status.pages_open - len(status.open_pages))
    say_reconciliation(status.reconciliation)
    say_paper_unknown(status)
    if not status.reconciliation.differences:
        say(_("Paper and record agree."))
    elif status.reconciled:
        say(_("Paper and record agree but for what two people explained."))
    _say_closed(status)
    say_quotas(status)
    say_due(status)
    if status.hour_to_come:
        _say_clock(status.hour_to_come)


def _say_clock(hour_to_come: datetime) -> None:
    noted, now = (f"{at:%d/%m/%Y %H:%M}" for at in (hour_to_come.astimezone(), datetime.now()))
    say(
        _(
            "! This machine's clock says {now}, but the journal holds the hour {noted}. Set the "
            "clock before anything is recorded: documents take their day from it.",
            now=now,
            noted=noted,
        )
    )


def _issued(status: SurveyStatus) -> str:
    if status.issued_unknown:
        return _("{issued} or more", issued=number(status.issued))
    return "–" if status.reconciliation.issued is None else number(status.issued)


def _say_closed(status: SurveyStatus) -> None:
    """Finished periods, and documents that were overtaken by a reopening."""
    if status.closed:
        say(_("Closed: {periods}", periods=", ".join(status.closed)))
    for report in status.superseded:
        say(_("Superseded, write it anew: {file} ({period} was reopened on {day})",
              file=report.file, period=report.reopened,
              day=report.reopened_on.strftime("%d/%m/%Y")))  # fmt: skip


def say_spot_check(spot: SpotChecked) -> None:
    """How often people who looked anew saw what the machine was certain of."""
    if spot.interval:
        said = _(
            "Spot check: in {agreed} of {checked} certain readings people saw the same ({low} to "
            "{high}, at 95 % confidence).",
            agreed=number(spot.agreed),
            checked=number(spot.checked),
            low=percent(spot.interval.low),
            high=percent(spot.interval.high),
        )
        say(said)


def say_waiting(status: SurveyStatus) -> None:
    """Which questions wait, on which paper, and why: all that ``decide`` must be told."""
    say(_("Waiting for people:"))
    for flag in status.waiting:
        page = _("page {page}", page=number(flag.source_page))
        reason = say_question_reason(flag.reason)
        say(f"  {flag.sheet} {flag.question}  {flag.source_file}, {page}: {reason}")
    say_more(status.flags_waiting - status.doubted - len(status.waiting))


def say_log(lines: Iterable[LogLine]) -> None:
    """One line for each event: its number, when, what was done and by whom."""
    for line in lines:
        who = f" — {line.person} ({say_role(line.role)})" if line.role else f" — {line.person}"
        said = line.said + (who if line.person else "")
        say(f"{line.seq:>6}  {line.at:%d/%m/%Y %H:%M}  {said}")


def say_page_settled(settled: PageSettled) -> None:
    """What became of one person's word on a page."""
    page = settled.page
    named = {"file": page.source_file, "page": page.source_page}
    if not page.fate:
        say(
            _("Recorded; {file}, page {page} waits for a third person: two differ.", **named)
            if settled.is_left_to_third
            else _("Recorded; {file}, page {page} waits for another person.", **named)
        )
        return
    fate, people = say_fate(page.fate), page.settled_by
    say(_("Settled: {file}, page {page}: {fate}, by {people}.", fate=fate, people=people, **named))
    if page.fate != settled.asked:
        say_otherwise()
    if page.fate in MAKES_A_SHEET:
        say(_("It is sheet {sheet} now; its questions wait for people.", sheet=page.sheet))


def say_otherwise() -> None:
    """That one person's word does not change what others settled."""
    say(
        _(
            "Other people had settled it already; your word is in the record, and counts when one "
            "more person says the same."
        )
    )


def say_ruled(ruled: Ruled) -> None:
    """What became of one person's word on a sheet."""
    sheet = ruled.sheet
    if not sheet.verdict:
        say(
            _("Recorded; sheet {sheet} waits for a third person: two differ.", sheet=sheet.id)
            if ruled.is_left_to_third
            else _("Recorded; sheet {sheet} waits for another person.", sheet=sheet.id)
        )
    elif sheet.verdict == Verdict.VALID:
        say(
            _(
                "Settled: sheet {sheet} is valid, by {people}.",
                sheet=sheet.id,
                people=sheet.ruled_by,
            )
        )
    else:
        ground = say_ground(sheet.ground)
        named = {"sheet": sheet.id, "people": sheet.ruled_by}
        say(_("Settled: sheet {sheet} is invalid, {ground}; by {people}.", ground=ground, **named))
    if sheet.verdict and sheet.verdict != ruled.asked:
        say_otherwise()


def say_document(verdict: DocumentVerdict) -> None:
    """Whether a document's figures follow from the record, and after which event it was written."""
    for finding in verdict.findings:
        say(f"! {finding}")
    for note in verdict.notes:
        say(f"- {note}")
    if verdict.pinned:
        _say_pinned(verdict.pinned)
    if not verdict.findings and not verdict.notes:
        say(_("Every word and figure of the document follows from the record."))


def _say_pinned(event: PinnedEvent) -> None:
    say(
        _(
            "Head {head}: event {seq} ({kind}) of {at}; {later} came later.",
            head=short_head(event.head),
            seq=event.seq,
            kind=event.kind,
            at=spoken_moment(event.at),
            later=number(event.later),
        )
    )


def say_verified(verified: Verified) -> None:
    """What differs, what is worth knowing, and the head of a whole record."""
    for finding in merge_alike(verified.findings):
        say(f"! {finding}")
    for note in merge_alike(verified.notes):
        say(f"- {note}")
    for event in verified.pinned:
        _say_pinned(event)
    if not verified.findings:
        say(_("The record is whole; its head is {head}.", head=short_head(verified.head)))


def merge_alike(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences that differ in one quotation alone, as one that quotes all of them.

    A damaged record would else say the same of every kind of event.
    """
    quotations: dict[tuple[str, str], list[str]] = {}
    for sentence in sentences:
        parts = ONE_QUOTATION.fullmatch(sentence)
        before, quoted, after = parts.groups() if parts else (sentence, "", "")
        quotations.setdefault((before, after), []).append(quoted)
    for (before, after), quoted_all in quotations.items():
        yield before + ", ".join(quoted_all) + after


def say_seats(address: str, codes: Mapping[str, str]) -> None:
    """Where the review page is, and the code of each seat."""
    say(_("The review page: {address}", address=address))
    say(_("One code for each person; tell each person only their own:"))
    for seat, code in codes.items():
        say(f"  {seat}: {code}")
    say(_("Press Ctrl-C here to stop; every decision is kept."))
