"""The passage on the survey for another report, which the ward pastes there.

«Định kỳ 6 tháng (lồng ghép vào Báo cáo CCHC 6 tháng đầu năm)» (seed 004, III.3.c): a paragraph and
a table, without letterhead or signature, since the other report has its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.document import Picture, render_document, shipped_template
from reports.figures import percent, shown
from reports.head import head_picture
from reports.notice import NoticeFacts, result_notes, result_warnings, share_words
from reports.origin import Origin
from reports.prose import DOTTED_LINE, paragraphs, plan_words, sentence
from reports.result_table import ResultRow, headings, result_row, scale_words
from reports.signed import imprint_of
from survey.head import short_head
from survey.plan import Plan

TEMPLATE = "doan-bao-cao-cchc.docx"
COMPULSORY = ("warnings", "notes", "head_short")


@dataclass(frozen=True, slots=True)
class PassageFields:
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    period: str
    paragraphs: tuple[str, ...]
    warnings: tuple[str, ...]
    scale: str
    levels: tuple[str, ...]
    questions: tuple[ResultRow, ...]
    notes: tuple[str, ...]
    head_short: str
    head_qr: Picture


def write_passage(plan: Plan, facts: NoticeFacts, template: Path | None = None) -> bytes:
    """The passage as .docx; ``template`` is the ward's own, the shipped one when None.

    Raises:
        DocumentError: the template has a mistake.
    """
    title = f"Kết quả khảo sát {facts.period.vietnamese_name}, đoạn để đưa vào báo cáo CCHC"
    origin = Origin("passage", str(facts.period), facts.head)
    imprint = imprint_of(plan, title, facts.period.ends, origin)
    fields = passage_fields(plan, facts)
    return render_document(template or shipped_template(TEMPLATE), fields, imprint, COMPULSORY)


def passage_fields(plan: Plan, facts: NoticeFacts) -> PassageFields:
    """All that the passage prints."""
    return PassageFields(
        period=facts.period.vietnamese_name,
        paragraphs=(" ".join(map(sentence, _told(plan, facts))), *_measures(plan)),
        warnings=tuple(result_warnings(facts, "đoạn báo cáo")),
        scale=scale_words(facts.scale),
        levels=headings(facts.scale),
        questions=tuple(map(result_row, facts.questions)),
        notes=tuple(result_notes(facts)),
        head_short=short_head(facts.head),
        head_qr=head_picture(facts.head),
    )


def _told(plan: Plan, facts: NoticeFacts) -> Iterator[str]:
    """The sentences of the one paragraph."""
    yield (
        f"Thực hiện {plan_words(plan.document)}, trong {facts.period.vietnamese_name}, "
        f"{plan.agency.name} đã khảo sát mức độ hài lòng của người dân, tổ chức đã giao dịch, nhận "
        "kết quả giải quyết thủ tục hành chính (TTHC)"
    )
    yield f"Hình thức: {plan.survey.method}"
    yield f"Kết quả được tính trên {shown(facts.sheets)} phiếu"
    overall = share_words(facts.overall, facts.is_overall_hidden)
    yield f"Tỷ lệ hài lòng chung, gộp câu trả lời của tất cả các câu hỏi, là {overall}"
    for rank, row in (("cao", facts.highest), ("thấp", facts.lowest)):
        if row:
            share = percent(row.satisfied)
            yield f"Nội dung có tỷ lệ hài lòng {rank} nhất ({share} %): {row.label}"


def _measures(plan: Plan) -> Iterator[str]:
    """«đề xuất giải pháp khắc phục tồn tại hạn chế» (seed 004), from the plan or by hand."""
    for heading, text in (
        ("Tồn tại, hạn chế", plan.report.difficulties),
        ("Giải pháp, kiến nghị", plan.report.proposals),
    ):
        words = " ".join(map(sentence, paragraphs(text))) or DOTTED_LINE
        yield f"{heading}: {words}"
