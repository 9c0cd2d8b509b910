"""What each quota of the plan still lacks: part of ``status``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from steps.session import Session
from store.channel_listing import count_imported_sheets, list_dossiers
from store.counting import count_sheets_alike
from survey.language import _
from survey.period import Period
from survey.plan import Plan, Timetable
from survey.plan_rules import PAPER
from survey.quota_rule import QuotaRule
from survey.spoken_number import number
from tally.dossiers import (
    FIELD,
    PROCEDURE,
    UNIT,
    DossierFigure,
    Dossiers,
    KnownDossiers,
    Place,
)
from tally.quota import QuotaLine, QuotaState, check_quota

PARTS_TOLD = 3


@dataclass(frozen=True, slots=True)
class QuotaStatus:
    """One quota for one place, with its names and its figures' origin.

    Attributes:
        unknown: names of the parts whose dossiers nobody has given, where the others are known.
        open_months: months of the survey that are over and of which the figures do not speak.
    """

    rule: QuotaRule
    label: str
    line: QuotaLine
    dossiers: Dossiers | None
    unknown: tuple[str, ...]
    open_months: tuple[int, ...]


def quota_statuses(session: Session, today: date) -> tuple[QuotaStatus, ...]:
    """Every quota of the plan's year, for each field or procedure it speaks of."""
    year = Period(session.plan.survey.year, 12, 12)
    names, over = _names_of(session.plan), _months_over(session.plan.survey, today)
    known = known_dossiers(session, year)
    statuses = []
    for rule in session.plan.quotas:
        have = _answers_by_place(session, rule, year)
        for scope, key, label in _places(session.plan, rule):
            dossiers, unknown = known.of((scope, key)), known.unknown_parts((scope, key))
            count = dossiers.count if dossiers else None
            line = check_quota(rule, key, count, have[scope, key], min(today, year.ends))
            told = tuple(names[part] for part in unknown)
            open_months = tuple(sorted(over - dossiers.months)) if dossiers else ()
            statuses.append(QuotaStatus(rule, label, line, dossiers, told, open_months))
    return tuple(statuses)


def _months_over(survey: Timetable, today: date) -> frozenset[int]:
    """The months of the plan's year in which it surveys and that are over."""
    months = (Period(survey.year, month, 1) for month in range(1, 13))
    return frozenset(
        one.last_month
        for one in months
        if one.ends < today and survey.starts <= one.ends and one.starts <= survey.ends
    )


def _names_of(plan: Plan) -> dict[Place, str]:
    fields = {(FIELD, field.id): field.name for field in plan.fields}
    return fields | {(PROCEDURE, known.code): known.title for known in plan.procedures}


def known_dossiers(session: Session, period: Period) -> KnownDossiers:
    """The figures of settled dossiers of a period that count now."""
    figures = (
        DossierFigure(Period.parse(f.period), f.scope, f.key, f.dossiers, f.source, f.as_of)
        for f in list_dossiers(session.record)
    )
    return KnownDossiers(figures, period, session.plan.procedures_of)


def _places(plan: Plan, rule: QuotaRule) -> Iterator[tuple[str, str, str]]:
    """Scope, key and name of everything the rule speaks of, in the plan's order."""
    if rule.scope == FIELD:
        yield from ((FIELD, field.id, field.name) for field in plan.fields)
    elif rule.scope == PROCEDURE:
        yield from ((PROCEDURE, known.code, known.title) for known in plan.procedures)
    else:
        yield UNIT, "", plan.agency.name


def _answers_by_place(session: Session, rule: QuotaRule, year: Period) -> Counter[Place]:
    """How many sheets and other answers count for the rule, at every place."""
    fields = session.plan.field_of
    counted: Counter[Place] = Counter()
    for period, procedure, field, sheets in _counting(session, rule):
        if period and year.contains(Period.parse(period)):
            counted[UNIT, ""] += sheets
            counted[PROCEDURE, procedure] += sheets
            counted[FIELD, field or fields.get(procedure, "")] += sheets
    return counted


def _counting(session: Session, rule: QuotaRule) -> Iterator[tuple[str, str, str, int]]:
    """Period, procedure and ticked field of valid sheets that the rule counts, and how many."""
    if not rule.channels or PAPER in rule.channels:
        for alike in count_sheets_alike(session.record, session.count_rules):
            if not alike.ground:
                field = session.form.ticked_field(alike.ticked)
                yield alike.period, alike.procedure, field, alike.sheets
    for one in count_imported_sheets(session.record):
        if not rule.channels or one.channel in rule.channels:
            yield one.period, one.procedure, one.field, one.sheets


def quota_json(status: QuotaStatus) -> dict[str, Any]:
    """One of ``quotas`` in ``status --json``."""
    told = asdict(status.line) | {"lacking": status.line.lacking}
    named = {"name": status.rule.name, "scope": status.rule.scope, "label": status.label}
    origin = {
        "months": sorted(status.dossiers.months) if status.dossiers else [],
        "sources": list(status.dossiers.sources) if status.dossiers else [],
    }
    return told | named | origin | {"message": say_quota(status)}


def say_quota(status: QuotaStatus) -> str:
    """How a quota stands, in a sentence."""
    if not status.open_months:
        return _say_state(status)
    months = ", ".join(map(str, status.open_months))
    return _("{told}; no dossiers are known for the months {months}",
             told=_say_state(status), months=months)  # fmt: skip


def _say_state(status: QuotaStatus) -> str:
    line, figures = status.line, status.line.dossiers
    known = {"label": status.label, "have": number(line.have), "dossiers": number(figures or 0)}
    match line.state:
        case QuotaState.NOT_IN_FORCE:
            return _("{label}: this quota is not in force", **known)
        case QuotaState.NO_DOSSIERS if status.unknown:
            return _(
                "{label}: {have} answers; how many dossiers were settled is known for some parts "
                "only, give the rest, 0 where there were none, with hom-phieu dossiers FILE; "
                "{count} are missing: {parts}",
                count=number(len(status.unknown)),
                parts=_shortened(status.unknown),
                **known,
            )
        case QuotaState.NO_DOSSIERS:
            return _(
                "{label}: {have} answers; how many dossiers were settled is not known, give the "
                "figures with: hom-phieu dossiers FILE",
                **known,
            )
        case QuotaState.NO_TIER:
            return _(
                "{label}: {have} answers; for {dossiers} dossiers the plan names no quota, ask who "
                "issued it",
                **known,
            )
        case QuotaState.LACKING:
            return _(
                "{label}: {have} of {required} answers for {dossiers} dossiers, {lacking} lacking",
                required=number(line.required or 0),
                lacking=number(line.lacking or 0),
                **known,
            )
        case QuotaState.REACHED:
            return _(
                "{label}: {have} of {required} answers for {dossiers} dossiers, reached",
                required=number(line.required or 0),
                **known,
            )


def _shortened(names: Sequence[str]) -> str:
    """The first of many names."""
    return ", ".join([*names[:PARTS_TOLD], *(["…"] if len(names) > PARTS_TOLD else [])])
