"""The annual report: Phụ lục 2 of seed 003, its ten rows after the seed's notes (1) to (10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.counting_rules import CountingRules, rule_sentences
from reports.dates import short_date
from reports.document import Picture, render_document, shipped_template
from reports.figures import shown, two_digits, whole
from reports.notice import SeriesFacts, series_words
from reports.origin import Origin
from reports.prose import NONE, last_sentence, paragraphs, plan_words, sentence
from reports.result_table import (
    FIVE_LEVELS,
    POOLED,
    TRACE,
    Level,
    ResultFacts,
    ResultRow,
    headings,
    hidden_note,
    how_counted,
    result_row,
    scale_words,
)
from reports.signed import SignedFields, imprint_of, signed_fields
from reports.units import UnitRow, UnitsFacts, subordinate_words, unit_notes, unit_rows
from survey.period import Period
from survey.plan import Plan, Timetable

TEMPLATE = "phu-luc-2.docx"
# A report may not hide that its figures do not agree, nor what record they come from.
COMPULSORY = ("warnings", "notes", "head_short")


@dataclass(frozen=True, slots=True)
class PeriodSheets:
    """One collection period and the sheets collected in it; None when that is not published."""

    period: Period
    sheets: int | None


@dataclass(frozen=True, slots=True)
class MostSurveyed:
    """The names with the most sheets, every one of a tie, and how many each has, if published.

    ``is_of_told``: those whose number is not published are left out, since the comparison might
    tell it; nobody is named where none is published.
    """

    names: tuple[str, ...]
    sheets: int | None
    is_of_told: bool = False


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """Another channel or form, whose answers are never added to those of the annex's tables."""

    series: SeriesFacts
    scale: tuple[Level, ...]
    questions: tuple[ResultFacts, ...]


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """The same as printed: name with sheets and share, what the headings mean, and the table."""

    name: str
    scale: str
    levels: tuple[str, ...]
    questions: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class AnnualFacts:
    """What the record says of the year.

    Attributes:
        year: the year.
        sheets_collected: valid sheets over all periods and channels; row 7 adds the invalid ones.
        periods: the year's periods in order.
        top_fields, top_procedures: row 6, None when no sheet names any.
        questions, fields: the annex; fields without sheets and «Không xác định» are rows too.
        not_identified: sheets whose field nobody could make out, None when not published.
        series: the channel and form of the annex's tables; ``others`` are those counted apart,
            each with a table of its own.
        openings: how often a box was opened.
        flags_waiting: questions that still wait for people.
        reconciled: whether the record agrees with the paper; ``differences`` says in Vietnamese
            where it does not.
        charts: of questions, fields and, where there are several, periods.
        rules: by which rules sheets were counted, and what was explained.
        minimum: the smallest figure that is published.
        head: the journal's head, hexadecimal.
        units: what units below the office handed up, None where none did.
        scale: of the form of the annex's tables.
    """

    year: int
    sheets_collected: int
    periods: tuple[PeriodSheets, ...]
    top_fields: MostSurveyed | None
    top_procedures: MostSurveyed | None
    questions: tuple[ResultFacts, ...]
    fields: tuple[ResultFacts, ...]
    not_identified: int | None
    series: SeriesFacts
    others: tuple[ChannelFacts, ...]
    openings: int
    flags_waiting: int
    reconciled: bool
    differences: tuple[str, ...]
    charts: tuple[Picture, ...]
    rules: CountingRules
    minimum: int
    head: str
    units: UnitsFacts | None = None
    scale: tuple[Level, ...] = FIVE_LEVELS


@dataclass(frozen=True, slots=True)
class AnnualFields(SignedFields):
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    agency_name: str
    year: str
    conducted: str
    duration: str
    method: str
    period_length: str
    lead_unit: str
    most_surveyed: str
    sheets_collected: str
    publication: str
    subordinate_units: str
    subordinate_sheets: str
    warnings: tuple[str, ...]
    difficulties: tuple[str, ...]
    proposals: tuple[str, ...]
    scale: str
    levels: tuple[str, ...]
    questions: tuple[ResultRow, ...]
    channels: tuple[ChannelTable, ...]
    fields: tuple[ResultRow, ...]
    charts: tuple[Picture, ...]
    notes: tuple[str, ...]
    units: tuple[UnitRow, ...]


def annual_fields(plan: Plan, facts: AnnualFacts) -> AnnualFields:
    """The ten rows from plan and record, and all else the report prints."""
    report, survey = plan.report, plan.survey
    units, unit_sheets = subordinate_words(facts.units, report)
    has_own = bool(facts.sheets_collected or not facts.units)
    return AnnualFields(
        **signed_fields(plan, facts.head),
        agency_name=plan.agency.name,
        year=str(facts.year),
        conducted=f"Có. {plan_words(plan.document)}.",
        duration=_duration(survey, facts.year),
        method=survey.method,
        period_length=f"{two_digits(survey.period_months)} tháng",
        lead_unit=report.lead_unit,
        most_surveyed=_most_surveyed(facts),
        sheets_collected=_sheets_collected(facts),
        publication="; ".join(report.publication) or "Chưa công khai",
        subordinate_units=units,
        subordinate_sheets=unit_sheets,
        warnings=tuple(_warnings(facts)),
        difficulties=_difficulties(report.difficulties),
        proposals=_proposals(report.proposals),
        scale=scale_words(facts.scale),
        levels=headings(facts.scale),
        questions=tuple(map(result_row, facts.questions)) if has_own else (),
        channels=tuple(map(_channel_table, facts.others)),
        fields=tuple(map(result_row, facts.fields)) if has_own else (),
        charts=facts.charts,
        notes=tuple(_notes(facts)),
        units=unit_rows(facts.units),
    )


def write_annual(plan: Plan, facts: AnnualFacts, template: Path | None = None) -> bytes:
    """The annual report as .docx; ``template`` is the ward's own, the shipped one when None.

    Raises:
        DocumentError: the template has a mistake.
    """
    title = f"Báo cáo kết quả khảo sát năm {facts.year}"
    fields = annual_fields(plan, facts)
    origin = Origin("annual", str(facts.year), facts.head)
    imprint = imprint_of(plan, title, plan.survey.ends, origin)
    return render_document(template or shipped_template(TEMPLATE), fields, imprint, COMPULSORY)


def _channel_table(other: ChannelFacts) -> ChannelTable:
    return ChannelTable(
        name=sentence(series_words(other.series)),
        scale=f"{scale_words(other.scale)} {how_counted(other.scale)}",
        levels=headings(other.scale),
        questions=tuple(map(result_row, other.questions)),
    )


def _duration(survey: Timetable, year: int) -> str:
    """Row 2: the days of the year in which the plan surveys; it may run for several years."""
    months = survey.collection_months or (1, 12)
    year_ends = Period(year, max(months), 1).ends
    starts = max(survey.starts, date(year, min(months), 1))
    return f"Từ ngày {short_date(starts)} đến ngày {short_date(min(survey.ends, year_ends))}"


def _most_surveyed(facts: AnnualFacts) -> str:
    """Row 6, by field and by procedure; a tie names everyone."""
    lines = [
        _most(kind, most)
        for kind, most in (("Lĩnh vực", facts.top_fields), ("TTHC", facts.top_procedures))
        if most is not None
    ]
    if facts.not_identified != 0:
        lines.append(f"{_not_identified(facts)}: {shown(facts.not_identified)} phiếu.")
    return "\n".join(lines) or NONE


def _not_identified(facts: AnnualFacts) -> str:
    """Nobody may say that a line cannot be made out before somebody has read it."""
    if facts.rules.has_unread_lines:
        return "Chưa đọc hoặc không xác định được"  # no longer: the report shall keep to its page
    return "Không xác định được lĩnh vực/TTHC"


def _most(kind: str, most: MostSurveyed) -> str:
    if not most.names:
        return f"{kind}: không nêu, để giữ kín danh tính người trả lời."
    each = "cùng có " if len(most.names) > 1 else ""
    among = ", so trong những số phiếu được nêu" if most.is_of_told else ""
    return f"{kind}: {'; '.join(most.names)} ({each}{shown(most.sheets)} phiếu){among}."


def _sheets_collected(facts: AnnualFacts) -> str:
    """Row 7: what came in, valid or not (domain, part 3.5), and the valid sheets of each period."""
    invalid = sum(facts.rules.invalid.values())
    total = f"{whole(facts.sheets_collected + invalid)} phiếu"
    if invalid:
        total += f" ({whole(facts.sheets_collected)} hợp lệ, {whole(invalid)} không hợp lệ)"
    if len(facts.periods) <= 1:
        return total
    each = "; ".join(
        f"{entry.period.vietnamese_name}: {shown(entry.sheets)}" for entry in facts.periods
    )
    return f"{total}, {'phiếu hợp lệ ' if invalid else ''}gồm {each}"


def _warnings(facts: AnnualFacts) -> Iterator[str]:
    """What the reader must know before trusting the figures; never left out."""
    if not facts.reconciled:
        reasons = "; ".join(facts.differences) or "xem bảng đối chiếu của chương trình"
        yield sentence(f"số liệu của báo cáo này chưa khớp với phiếu giấy: {reasons}")
    known = [entry.sheets for entry in facts.periods if entry.sheets is not None]
    by_period = sum(known)
    if len(known) == len(facts.periods) and by_period != facts.sheets_collected:
        yield (
            f"tổng số phiếu của các kỳ là {whole(by_period)}, khác tổng số phiếu trong năm là "
            f"{whole(facts.sheets_collected)}."
        )
    if facts.flags_waiting:
        yield (
            f"còn {whole(facts.flags_waiting)} câu trả lời chờ người xem xét, "
            "chưa tính vào kết quả."
        )


def _difficulties(text: str) -> tuple[str, ...]:
    """Part 2, «(nếu có)»: the plan leaves it empty where there are none, and so part 3."""
    return tuple(map(sentence, paragraphs(text))) or (f"{NONE}.",)


def _proposals(text: str) -> tuple[str, ...]:
    """The report's last paragraphs; the very last closes its body."""
    *earlier, last = paragraphs(text) or (NONE,)
    return (*map(sentence, earlier), last_sentence(last))


def _notes(facts: AnnualFacts) -> Iterator[str]:
    yield how_counted(facts.scale)
    yield POOLED
    if facts.not_identified != 0:
        unread = "chưa đọc dòng thủ tục hoặc " if facts.rules.has_unread_lines else ""
        yield f"Có {shown(facts.not_identified)} phiếu {unread}không xác định được lĩnh vực."
    if facts.others:
        yield (
            "Bảng đầu tiên, bảng theo lĩnh vực và biểu đồ là của một kênh, "
            f"{series_words(facts.series)}."
        )
        for other in facts.others:
            yield f"{series_words(other.series)}; tính riêng, có bảng riêng, không cộng lẫn."
    yield hidden_note(facts.minimum)
    yield from rule_sentences(facts.rules)
    if facts.rules.has_paper:
        yield f"Số lần mở hòm phiếu trong năm: {whole(facts.openings)}."
    yield from unit_notes(facts.units)
    yield TRACE
