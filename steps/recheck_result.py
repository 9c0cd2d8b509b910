"""``recheck result``: the paper held against the record, the risk that is left, and what to do."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from audit.recheck import (
    MISSING,
    Answers,
    Discrepancy,
    Found,
    PileSheet,
    Question,
    judge,
    list_discrepancies,
)
from reports.recheck_record import RecheckFacts, write_recheck_record
from steps.closed_period import is_closed
from steps.recheck_draw import asked_of, find_recheck, pile_of
from steps.recheck_reading import READERS
from steps.session import Session
from store.folder import write_whole
from store.recheck_listing import RecheckEntry, first_read_at, list_paper_readings
from survey.decision import Decision, settle
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from templates.shelf import document_path

RECORD_TEMPLATE = "bien-ban-phuc-tra"
VALUE_WORDS = {
    "blank": "bỏ trống",
    "multiple": "nhiều hơn một",
    "unclear": "không rõ",
    "invalid": "không tính",
    "missing": "không tìm thấy phiếu",
}


@dataclass(frozen=True, slots=True)
class Open:
    """A question of a sheet on which the readers have not agreed yet; empty ``values``: unread."""

    unit: str
    question: str
    readers: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a re-check came to; ``found`` is None while readers are needed."""

    recheck: str
    open: tuple[Open, ...]
    found: Found | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    file: Path | None = None


Papers = list[tuple[PileSheet, Answers]]


def recheck_result(session: Session, recheck: str = "") -> Result:
    """Judge what was read so far, write the record to sign, and note both in the journal.

    Raises:
        RequestError: there is no such re-check, or its period was changed after the draw.
        DocumentError: the ward's own template has a mistake.
    """
    entry = find_recheck(session, recheck)
    result, facts = _judge(session, entry, datetime.now().astimezone())
    return result if facts is None else replace(result, file=_write_record(session, facts))


def next_after_recheck(session: Session, result: Result) -> tuple[str, ...]:
    """What follows a period that the re-check confirmed: it is closed, unless it is already."""
    period = find_recheck(session, result.recheck).period
    return ("status",) if is_closed(session.record, period) else ("close", period, "--by", "NAME")


def recheck_document(session: Session, recheck: str, ended_at: datetime) -> bytes:
    """The record to sign, from what the journal has of a re-check now.

    Raises:
        RequestError: there is no such re-check, its period was changed after the draw, or readers
            are needed.
        DocumentError: the ward's own template has a mistake.
    """
    result, facts = _judge(session, find_recheck(session, recheck), ended_at)
    if facts is None:
        raise RequestError(
            _(
                "{recheck}: {count} answers still need readers; go on with: "
                "hom-phieu recheck record",
                (
                    "{recheck}: {count} answer still needs readers; go on with: "
                    "hom-phieu recheck record"
                ),
                recheck=recheck,
                count=len(result.open),
            )
        )
    return _document(session, facts)


def _judge(
    session: Session, entry: RecheckEntry, ended_at: datetime
) -> tuple[Result, RecheckFacts | None]:
    """What a re-check came to, and what its record says; no record while readers are needed."""
    units = pile_of(session, entry)
    readings = tuple(list_paper_readings(session.record, entry.id))
    papers, unsettled = _settle_papers(session, entry, units, readings)
    if unsettled:
        return Result(entry.id, unsettled), None
    asked = asked_of(entry)
    found = judge(units, papers, asked)
    discrepancies = list_discrepancies(papers, asked.question)
    people = tuple({name_key(reading.person): reading.person for reading in readings}.values())
    facts = _facts(session, entry, found, (papers, discrepancies, people), ended_at)
    return Result(entry.id, (), found, discrepancies), facts


def _settle_papers(
    session: Session,
    entry: RecheckEntry,
    units: Sequence[PileSheet],
    readings: Iterable[Decision],
) -> tuple[Papers, tuple[Open, ...]]:
    """What stands on the paper of every sheet drawn, and what readers have not settled yet."""
    by_place: dict[tuple[str, str], list[Decision]] = {}
    for reading in readings:
        by_place.setdefault((reading.sheet, reading.question), []).append(reading)
    known = {unit.id: unit for unit in units}
    papers: Papers = []
    unsettled: list[Open] = []
    for unit in entry.units:
        paper: dict[str, str] = {}
        for name in () if known[unit].is_unknown else (q.id for q in session.form.asked):
            decisions = by_place.get((unit, name), [])
            settled = settle(decisions, READERS)
            if settled is None:
                unsettled.append(Open(unit, name, len({name_key(one.person) for one in decisions})))
            else:
                paper[name] = settled.choice or settled.status
        papers.append((known[unit], paper))
    return papers, tuple(unsettled)


def _facts(
    session: Session,
    entry: RecheckEntry,
    found: Found,
    seen: tuple[Papers, tuple[Discrepancy, ...], tuple[str, ...]],
    ended_at: datetime,
) -> RecheckFacts:
    papers, discrepancies, people = seen
    asked = asked_of(entry)
    return RecheckFacts(
        recheck=entry.id,
        period=entry.period,
        is_margin=asked.question is Question.MARGIN,
        allowed=asked.allowed,
        risk_limit=asked.risk_limit,
        risk=found.risk,
        verdict=found.verdict,
        seed=entry.body["seed"],
        population=entry.body["population"],
        sheets=found.sheets,
        gone=sum(unit.is_unknown or MISSING in paper.values() for unit, paper in papers),
        total=found.total_needed,
        differing=tuple(_differing_words(session, discrepancies)),
        readers=people,
        started_at=first_read_at(session.record, entry.id),
        head=session.record.head(),
        ended_at=ended_at,
    )


def _differing_words(session: Session, found: Iterable[Discrepancy]) -> Iterator[str]:
    names = {question.id: question.name for question in session.form.asked}
    for one in found:
        recorded, on_paper = (VALUE_WORDS.get(v, v) for v in (one.recorded, one.on_paper))
        yield (f"phiếu {one.unit}, {names[one.question]}: bản ghi {recorded}, trên giấy {on_paper}")


def _document(session: Session, facts: RecheckFacts) -> bytes:
    template = document_path(RECORD_TEMPLATE, session.folder.templates)
    return write_recheck_record(session.plan, facts, template)


def _write_record(session: Session, facts: RecheckFacts) -> Path:
    """The record to sign, in ``reports/``; the journal says what it says."""
    content = _document(session, facts)
    file = session.folder.reports / f"bien-ban-{facts.recheck}-{facts.sheets}.docx"
    write_whole(file, content)
    session.record.append(
        "recheck-result",
        {
            "recheck": facts.recheck,
            "sheets": facts.sheets,
            "risk": f"{facts.risk:.6f}",
            "verdict": facts.verdict,
            "file": file.name,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
    return file


def result_json(result: Result) -> Mapping[str, object]:
    """The result for machines; ``verdict`` is null while readers are needed."""
    found = result.found
    return {
        "recheck": result.recheck,
        "open": [{"sheet": one.unit, "question": one.question} for one in result.open],
        "sheets": found.sheets if found else None,
        "risk": found.risk if found else None,
        "verdict": found.verdict if found else None,
        "total_needed": found.total_needed if found else None,
        "discrepancies": [
            {
                "sheet": one.unit,
                "question": one.question,
                "recorded": one.recorded,
                "on_paper": one.on_paper,
            }
            for one in result.discrepancies
        ],
        "file": str(result.file) if result.file else None,
    }
