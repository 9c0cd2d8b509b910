"""The SIPAS report: the satisfaction index with the five parts that seed 002 names (II.3.e).

«Giới thiệu chung; tình hình triển khai; kết quả; nhận xét, đánh giá, kiến nghị; các Phụ lục.»
Factors and items carry the names of the form. Set as Mẫu 1.4 of Decree 30/2020/NĐ-CP.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from reports.dates import short_date
from reports.document import Picture, render_document, shipped_template
from reports.figures import percent, shown, whole
from reports.notice import NoticeFacts, other_series, result_notes, result_warnings, share_words
from reports.origin import Origin
from reports.prose import DOTTED_LINE, last_sentence, paragraphs, plan_words, sentence
from reports.result_table import (
    POOLED,
    TRACE,
    ResultFacts,
    ResultRow,
    headings,
    result_row,
    scale_words,
)
from reports.signed import SignedFields, imprint_of, signed_fields
from survey.plan import Plan

TEMPLATE = "bao-cao-sipas.docx"
COMPULSORY = ("warnings", "notes", "head_short")


@dataclass(frozen=True, slots=True)
class Sample:
    """A quota of the whole unit: so many answers wanted for so many dossiers, so many there."""

    name: str
    dossiers: int
    required: int
    have: int


@dataclass(frozen=True, slots=True)
class PersonDraw:
    """The four steps by which the persons to be asked were chosen by lot (seed 002, II.3.c).

    Attributes:
        units: so many chosen out of so many; None where no units were drawn.
        dossiers, source, as_of: how many were settled, who said so, and when.
        size: persons.
        error: of the formula by which the size was reckoned; None where it was set.
        seed: the digits of the dice.
        times: draws of this period, this one with them.
    """

    units: tuple[int, int] | None
    dossiers: int
    source: str
    as_of: date
    size: int
    error: str | None
    seed: str
    times: int


@dataclass(frozen=True, slots=True)
class SipasFacts:
    """What the record says for a SIPAS report; a figure is None when it is not published.

    Attributes:
        results: index, items and fields of the period.
        averaged: the other index, the mean of the items' shares.
        low, high: 95 % interval of the index over all answers.
        before: the period before, by name; empty where nothing can be compared with it.
        change: by how much the index rose since then.
        factors: the factors of the form, and a row for questions of none.
        named_factors: how many factors the form has.
        openings: how often a box was opened.
        samples: the quotas for which the number of dossiers is known.
        draws: how persons were chosen, for each period in which they were.
    """

    results: NoticeFacts
    averaged: Fraction | None
    low: Fraction | None
    high: Fraction | None
    before: str
    change: Fraction | None
    factors: tuple[ResultFacts, ...]
    named_factors: int
    openings: int
    samples: tuple[Sample, ...]
    factor_chart: Picture
    field_chart: Picture
    draws: tuple[PersonDraw, ...] = ()


@dataclass(frozen=True, slots=True)
class SipasFields(SignedFields):
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    agency_name: str
    period: str
    introduction: tuple[str, ...]
    course: tuple[str, ...]
    warnings: tuple[str, ...]
    index: tuple[str, ...]
    factors: tuple[ResultRow, ...]
    factor_chart: Picture
    chart: Picture
    field_chart: Picture
    assessment: tuple[str, ...]
    difficulties: tuple[str, ...]
    proposals: tuple[str, ...]
    closing: str
    scale: str
    levels: tuple[str, ...]
    questions: tuple[ResultRow, ...]
    fields: tuple[ResultRow, ...]
    notes: tuple[str, ...]


def write_sipas(plan: Plan, facts: SipasFacts, template: Path | None = None) -> bytes:
    """The report as .docx; ``template`` is the ward's own, the shipped one when None.

    Raises:
        DocumentError: the template has a mistake.
    """
    period = facts.results.period
    title = f"Báo cáo chỉ số hài lòng (SIPAS) {period.vietnamese_name}"
    origin = Origin("sipas", str(period), facts.results.head)
    imprint = imprint_of(plan, title, period.ends, origin)
    fields = sipas_fields(plan, facts)
    return render_document(template or shipped_template(TEMPLATE), fields, imprint, COMPULSORY)


def sipas_fields(plan: Plan, facts: SipasFacts) -> SipasFields:
    """All that the report prints."""
    report, agency, results = plan.report, plan.agency, facts.results
    return SipasFields(
        **signed_fields(plan, results.head),
        agency_name=agency.name,
        period=results.period.vietnamese_name,
        introduction=tuple(map(sentence, _introduction(plan, facts))),
        course=tuple(map(sentence, _course(plan, facts))),
        warnings=tuple(result_warnings(results, "báo cáo")),
        index=tuple(map(sentence, _index(facts))),
        factors=tuple(map(result_row, facts.factors)),
        factor_chart=facts.factor_chart,
        chart=results.chart,
        field_chart=facts.field_chart,
        assessment=tuple(map(sentence, _assessment(facts))),
        difficulties=_said(report.difficulties),
        proposals=_said(report.proposals),
        closing=last_sentence(f"{agency.name} báo cáo để cấp có thẩm quyền xem xét, chỉ đạo"),
        scale=scale_words(results.scale),
        levels=headings(results.scale),
        questions=tuple(map(result_row, results.questions)),
        fields=tuple(map(result_row, results.fields)),
        notes=(*result_notes(results), POOLED, TRACE),
    )


def _said(text: str) -> tuple[str, ...]:
    """What the plan says; nobody said that there is nothing where it says nothing."""
    return tuple(map(sentence, paragraphs(text))) or (DOTTED_LINE,)


def _introduction(plan: Plan, facts: SipasFacts) -> Iterator[str]:
    yield (
        f"Thực hiện {plan_words(plan.document)} về việc {_uncapitalised(plan.title)}, "
        f"{plan.agency.name} báo cáo chỉ số hài lòng {facts.results.period.vietnamese_name}"
    )
    yield (
        "Đối tượng khảo sát: người dân, người đại diện cho tổ chức đã trực tiếp giao dịch và nhận "
        "kết quả cung ứng dịch vụ hành chính công"
    )
    factors = f"{whole(facts.named_factors)} yếu tố với " if facts.named_factors else ""
    yield (
        f"Nội dung đo lường: {factors}{whole(len(facts.results.questions))} tiêu chí; mỗi tiêu chí "
        "là một câu hỏi trên phiếu"
    )


def _uncapitalised(title: str) -> str:
    return title[:1].lower() + title[1:]


def _course(plan: Plan, facts: SipasFacts) -> Iterator[str]:
    yield f"Phương thức: {plan.survey.method}"
    yield f"Đơn vị chủ trì tham mưu: {plan.report.lead_unit}"
    yield f"Số phiếu được tính vào kết quả: {shown(facts.results.sheets)} phiếu"
    yield from map(other_series, facts.results.others)
    if facts.openings:
        yield f"Số lần mở hòm phiếu, kiểm đếm có biên bản: {whole(facts.openings)}"
    for draw in facts.draws:
        yield from _four_steps(draw)
    for sample in facts.samples:
        yield (
            f"{sample.name}: cần {whole(sample.required)} phiếu, tính từ {whole(sample.dossiers)} "
            f"hồ sơ đã giải quyết; thu được {whole(sample.have)} phiếu"
        )


def _four_steps(draw: PersonDraw) -> Iterator[str]:
    if draw.units:
        chosen, known = map(whole, draw.units)
        yield f"Bước 1, chọn cơ quan: bốc thăm được {chosen} trong {known} đơn vị"
    else:
        yield "Bước 1, chọn cơ quan: khảo sát tại cơ quan, không bốc thăm đơn vị"
    yield (
        f"Bước 2, tổng số giao dịch đã hoàn thành: {whole(draw.dossiers)} hồ sơ, theo "
        f"{draw.source}, ngày {short_date(draw.as_of)}"
    )
    how = (
        f"theo công thức n = N/(1 + N·e²), e = {draw.error}"
        if draw.error
        else "do Tổ chuyên viên xác định"
    )
    yield f"Bước 3, cỡ mẫu: {whole(draw.size)} người, {how}"
    again = f"; lần bốc thăm thứ {whole(draw.times)}" if draw.times > 1 else ""
    yield (
        "Bước 4, chọn người: bốc thăm số thứ tự trong danh sách do cơ quan giữ, theo dãy số "
        f"{draw.seed}{again}"
    )


def _index(facts: SipasFacts) -> Iterator[str]:
    """The index, which of the two it is, and how certain (domain, part 9, point 4)."""
    results = facts.results
    share = share_words(results.overall, results.is_overall_hidden)
    yield f"Chỉ số hài lòng chung, gộp câu trả lời của tất cả các tiêu chí: {share}"
    if facts.low is not None and facts.high is not None:
        yield (
            "Với độ tin cậy 95 %, chỉ số này nằm trong khoảng từ "
            f"{share_words(facts.low, False)} đến {share_words(facts.high, False)}"
        )
    is_answered = results.is_overall_hidden or results.overall is not None
    averaged = share_words(facts.averaged, facts.averaged is None and is_answered)
    yield f"Tính theo cách khác, trung bình cộng tỷ lệ hài lòng của các tiêu chí: {averaged}"
    if facts.change is not None:
        verb = "tăng" if facts.change >= 0 else "giảm"
        points = percent(abs(facts.change))
        yield f"So với {facts.before}, chỉ số chung {verb} {points} điểm phần trăm"


def _assessment(facts: SipasFacts) -> Iterator[str]:
    """What stands out; every one of a tie, nothing where a share is not published."""
    for kind, rows in (("Yếu tố", facts.factors), ("Tiêu chí", facts.results.questions)):
        known = [row.satisfied for row in rows if row.satisfied is not None]
        if any(row.is_share_hidden for row in rows) or len(set(known)) < 2:
            yield f"{kind} cao nhất, thấp nhất: không nêu, vì có tỷ lệ không công bố hoặc bằng nhau"
            continue
        for rank, end in (("cao", max(known)), ("thấp", min(known))):
            names = "; ".join(row.label for row in rows if row.satisfied == end)
            yield f"{kind} có tỷ lệ hài lòng {rank} nhất ({share_words(end, False)}): {names}"
