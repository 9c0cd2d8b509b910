"""The public page of evidence of a period: one HTML file, Vietnamese, that needs nothing beside it.

It tells how the figures came about, from the printed sheet to the signed head, and how anyone can
check that. No picture of a sheet and no name of a person stands on it (domain, part 7).
"""

import base64
from dataclasses import dataclass
from datetime import date
from importlib import resources

from jinja2 import Environment, StrictUndefined

from reports.counting_rules import GROUND_WORDS, CountingRules, placing_sentences
from reports.dates import date_words
from reports.figures import whole
from reports.head import head_picture
from reports.origin import Origin, Trace, digest_of, trace_words
from reports.prose import plan_words
from reports.result_table import (
    FIVE_LEVELS,
    POOLED,
    Level,
    ResultFacts,
    ResultRow,
    headings,
    hidden_note,
    how_counted,
    result_row,
    scale_words,
)
from survey.head import short_head
from survey.period import Period
from survey.plan import Plan

TEMPLATE = "minh-chung.html"


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening of a box; texts in Vietnamese, figures as printed.

    Attributes:
        box: its name.
        at: when it was checked, or opened.
        seals: the seal found and the new one.
        counts: both counts by hand; empty when it was left closed.
        issued, read, rejected, waiting: sheets; empty when it was left closed.
        refused: why it was left closed; empty when it was opened.
    """

    box: str
    at: str
    seals: str
    counts: str
    issued: str
    read: str
    rejected: str
    waiting: str
    refused: str


@dataclass(frozen=True, slots=True)
class RecheckRow:
    """One re-check: what was asked, drawn and found, in Vietnamese."""

    name: str
    question: str
    seed: str
    drawn: str
    outcome: str
    digest: str


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What the record says of a period.

    Attributes:
        written_on: the day of the page.
        paper: what became of the printed paper of the whole survey: words → figure.
        openings: every opening of the period, also those left closed.
        pages: what became of the scanned pages: words → figure.
        settled: who settled the answers: words → figure.
        deciders: different people who decided.
        spot_check: in words; empty when nobody made one.
        differences: where paper and record differ and nobody has explained it.
        is_waiting: answers wait for people and are not counted.
        rechecks: every re-check of the period.
        questions, fields: results, small cells hidden.
        channels: whose answers these are where several channels or forms were counted, in words.
        rules: by which rules sheets were counted.
        minimum: the smallest figure that is published.
        head: the journal's head, hexadecimal.
        version: of the program.
        scale: of the form of the tables.
    """

    period: Period
    written_on: date
    paper: tuple[tuple[str, str], ...]
    openings: tuple[OpeningRow, ...]
    pages: tuple[tuple[str, str], ...]
    settled: tuple[tuple[str, str], ...]
    deciders: int
    spot_check: str
    differences: tuple[str, ...]
    is_waiting: bool
    rechecks: tuple[RecheckRow, ...]
    questions: tuple[ResultFacts, ...]
    fields: tuple[ResultFacts, ...]
    channels: tuple[str, ...]
    rules: CountingRules
    minimum: int
    head: str
    version: str
    scale: tuple[Level, ...] = FIVE_LEVELS


def write_evidence(plan: Plan, facts: EvidenceFacts) -> bytes:
    """The page; everything filled in is escaped."""
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                        lstrip_blocks=True)  # fmt: skip
    origin = Origin("evidence", f"{facts.period}/{facts.written_on}", facts.head)
    template = resources.files("reports").joinpath(TEMPLATE).read_text(encoding="utf-8")
    png = base64.b64encode(head_picture(facts.head).png).decode()
    text = pages.from_string(template).render(
        agency=plan.agency.name,
        plan=plan_words(plan.document),
        facts=facts,
        written_on=date_words(facts.written_on),
        invalid=tuple(_invalid_rows(facts.rules)),
        tables=_tables(facts),
        levels=headings(facts.scale),
        notes=(
            scale_words(facts.scale),
            how_counted(facts.scale),
            *facts.channels,
            POOLED,
            hidden_note(facts.minimum),
            *placing_sentences(facts.rules),
        ),
        short_head=short_head(facts.head),
        trace=trace_words(Trace(origin, facts.version, digest_of(facts))),
        qr=f"data:image/png;base64,{png}",
    )
    return text.encode()


def _invalid_rows(rules: CountingRules) -> list[tuple[str, str]]:
    """Each ground of the plan, and the sheets that fell by it."""
    named = dict.fromkeys((*rules.grounds, *rules.invalid))
    return [
        (f"{ground}: {GROUND_WORDS[ground]}", whole(rules.invalid.get(ground, 0)))
        for ground in named
    ]


def _tables(facts: EvidenceFacts) -> tuple[tuple[str, str, tuple[ResultRow, ...]], ...]:
    """Caption, heading of the first column, rows."""
    return (
        ("Theo câu hỏi", "Câu hỏi", tuple(map(result_row, facts.questions))),
        ("Theo lĩnh vực", "Lĩnh vực", tuple(map(result_row, facts.fields))),
    )
