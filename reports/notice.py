"""The public notice of a period's results, and the text read over the loudspeaker.

The notice is a «Thông báo», Mẫu 1.4 of Decree 30/2020/NĐ-CP. No rule gives its text; the tables are
those wards publish: by question and by field (domain, part 6.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reports.counting_rules import CountingRules, rule_sentences
from reports.document import Picture, render_document, shipped_template
from reports.figures import percent, shown, whole
from reports.origin import Origin, Trace, digest_of_text, trace_words
from reports.prose import last_sentence, plan_words, sentence
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
from survey.period import Period
from survey.plan import Plan
from survey.signs import HIDDEN
from survey.version import VERSION

TEMPLATE = "thong-bao-ket-qua.docx"
COMPULSORY = ("warnings", "notes", "head_short")
SPOKEN_WORDS = 150
"""The most words of the text for the loudspeaker (spec, chapter 8), counted between spaces."""
NOT_SPOKEN = "Dòng kiểm chứng, không đọc:"
WHAT = "kết quả khảo sát, lấy ý kiến người dân, tổ chức đã giao dịch, nhận kết quả giải quyết"


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Answers that came in another way or on another form: how many sheets, how satisfied.

    ``satisfied`` is None as in ``ResultFacts``.
    """

    name: str
    sheets: int | None
    satisfied: Fraction | None
    is_share_hidden: bool


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the record says of a period; a figure is None when it is not published.

    Attributes:
        sheets: sheets whose answers are in the tables.
        channel: the channel and form of the tables by name.
        others: other forms and channels, which are not in the tables.
        overall: satisfied share of the answers to all questions together, None as in
            ``ResultFacts``.
        questions, fields: the tables.
        highest, lowest: the one question with the highest or lowest share, None where several
            share the place, or where a share is hidden.
        chart: the answers by question.
        is_waiting: answers still wait for people and are not counted.
        differences: in Vietnamese, where record and paper differ.
        rules: by which rules sheets were counted.
        minimum: the smallest figure that is published.
        head: the journal's head, hexadecimal.
        scale: of the form of the tables.
    """

    period: Period
    sheets: int | None
    channel: str
    others: tuple[SeriesFacts, ...]
    overall: Fraction | None
    is_overall_hidden: bool
    questions: tuple[ResultFacts, ...]
    fields: tuple[ResultFacts, ...]
    highest: ResultFacts | None
    lowest: ResultFacts | None
    chart: Picture
    is_waiting: bool
    differences: tuple[str, ...]
    rules: CountingRules
    minimum: int
    head: str
    scale: tuple[Level, ...] = FIVE_LEVELS


@dataclass(frozen=True, slots=True)
class NoticeFields(SignedFields):
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    period: str
    preamble: str
    warnings: tuple[str, ...]
    summary: tuple[str, ...]
    scale: str
    levels: tuple[str, ...]
    questions: tuple[ResultRow, ...]
    chart: Picture
    fields: tuple[ResultRow, ...]
    notes: tuple[str, ...]
    closing: str


def write_notice(plan: Plan, facts: NoticeFacts, template: Path | None = None) -> bytes:
    """The notice as .docx; ``template`` is the ward's own, the shipped one when None.

    Raises:
        DocumentError: the template has a mistake.
    """
    title = f"Thông báo kết quả khảo sát {facts.period.vietnamese_name}"
    origin = Origin("period", str(facts.period), facts.head)
    imprint = imprint_of(plan, title, facts.period.ends, origin)
    fields = notice_fields(plan, facts)
    return render_document(template or shipped_template(TEMPLATE), fields, imprint, COMPULSORY)


def notice_fields(plan: Plan, facts: NoticeFacts) -> NoticeFields:
    """All that the notice prints."""
    agency = plan.agency
    return NoticeFields(
        **signed_fields(plan, facts.head),
        period=facts.period.vietnamese_name,
        preamble=(
            f"Thực hiện {plan_words(plan.document)}, {agency.name} thông báo {WHAT} thủ tục "
            f"hành chính (TTHC) {facts.period.vietnamese_name} như sau:"
        ),
        warnings=tuple(result_warnings(facts, "thông báo")),
        summary=tuple(map(sentence, _summary(facts))),
        scale=scale_words(facts.scale),
        levels=headings(facts.scale),
        questions=tuple(map(result_row, facts.questions)),
        chart=facts.chart,
        fields=tuple(map(result_row, facts.fields)),
        notes=(*result_notes(facts), POOLED, TRACE.replace("báo cáo", "thông báo")),
        closing=last_sentence(f"{agency.name} thông báo để người dân, tổ chức được biết"),
    )


def spoken_text(plan: Plan, facts: NoticeFacts) -> str:
    """What is read over the loudspeaker, and a line that tells where its figures come from.

    Whole sentences, as many as ``SPOKEN_WORDS`` hold together with that line.
    """
    origin = Origin("spoken", str(facts.period), facts.head)
    text: list[str] = []
    for words in _spoken(plan, facts):
        if len(_traced([*text, words], origin).split()) <= SPOKEN_WORDS:
            text.append(words)
    return _traced(text, origin)


def _traced(text: Sequence[str], origin: Origin) -> str:
    spoken = "\n".join(text)
    trace = Trace(origin, VERSION, digest_of_text(spoken))
    return f"{spoken}\n\n{NOT_SPOKEN} {trace_words(trace)}\n"


def _spoken(plan: Plan, facts: NoticeFacts) -> Iterator[str]:
    """The sentences, what may least be left out first."""
    yield f"{plan.agency.name} thông báo {WHAT} thủ tục hành chính {facts.period.vietnamese_name}."
    if facts.differences:
        yield "Số liệu chưa khớp với phiếu giấy, có thể còn thay đổi."
    if facts.is_waiting:
        yield "Còn câu trả lời chờ xem xét, chưa tính vào kết quả."
    if facts.sheets is not None:
        by = f" qua kênh {facts.channel}" if facts.others else ""
        yield f"Kết quả{by} tính trên {whole(facts.sheets)} phiếu."
    if facts.overall is not None:
        yield f"Tỷ lệ hài lòng chung là {percent(facts.overall)} phần trăm."
    for rank, row in (("cao", facts.highest), ("thấp", facts.lowest)):
        if row:
            share = percent(row.satisfied)
            yield f"Câu có tỷ lệ hài lòng {rank} nhất, {share} phần trăm: {sentence(row.label)}"
    yield f"Bảng kết quả đầy đủ được niêm yết tại {plan.agency.one_stop}."
    yield "Xin cảm ơn người dân và các tổ chức đã tham gia khảo sát."


def result_warnings(facts: NoticeFacts, kind: str) -> Iterator[str]:
    """What the reader must know before trusting the figures; never left out."""
    if facts.differences:
        reasons = "; ".join(facts.differences)
        yield sentence(f"số liệu của {kind} này chưa khớp với phiếu giấy: {reasons}")
    if facts.is_waiting:
        yield "còn câu trả lời chờ người xem xét, chưa tính vào kết quả."


def _summary(facts: NoticeFacts) -> Iterator[str]:
    yield f"Số phiếu được tính vào kết quả: {shown(facts.sheets)} phiếu"
    overall = share_words(facts.overall, facts.is_overall_hidden)
    yield f"Tỷ lệ hài lòng chung, gộp câu trả lời của tất cả các câu hỏi: {overall}"
    for rank, row in (("cao", facts.highest), ("thấp", facts.lowest)):
        if row:
            yield f"Câu có tỷ lệ hài lòng {rank} nhất ({percent(row.satisfied)} %): {row.label}"


def other_series(other: SeriesFacts) -> str:
    """Answers of another channel or form, told apart (spec, chapter 8)."""
    return f"{series_words(other)}; tính riêng, không cộng lẫn vào các bảng."


def series_words(series: SeriesFacts) -> str:
    """Name, sheets and share of one channel or form."""
    share = share_words(series.satisfied, series.is_share_hidden)
    return f"{series.name}: {shown(series.sheets)} phiếu, tỷ lệ hài lòng {share}"


def share_words(share: Fraction | None, is_hidden: bool) -> str:
    """A share in per cent, the sign for one that is not published, or why there is none."""
    if share is None:
        return HIDDEN if is_hidden else "chưa có câu trả lời"
    return f"{percent(share)}\u00a0%"


def channel_notes(facts: NoticeFacts) -> Iterator[str]:
    """Whose answers the figures are, and whose were counted apart; nothing where all are alike."""
    if facts.others:
        yield f"Các bảng, biểu đồ và tỷ lệ chung là của một kênh: {facts.channel}."
    yield from map(other_series, facts.others)


def result_notes(facts: NoticeFacts) -> Iterator[str]:
    """How the figures were counted."""
    yield how_counted(facts.scale)
    yield from channel_notes(facts)
    yield hidden_note(facts.minimum)
    yield from rule_sentences(facts.rules)
