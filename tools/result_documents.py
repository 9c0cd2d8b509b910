"""Compose the Word templates of results; run ``python -m tools.result_documents``.

The SIPAS report has the five parts of seed 002, set as Mẫu 1.4 of Decree 30/2020/NĐ-CP; the passage
for the report on administrative reform (seed 004) has neither letterhead nor signature.
"""

from docx.document import Document as WordDocument

from reports.document import pack_document
from tools import decree30 as d30
from tools.compose_documents import (
    BLANK_NUMBER,
    DOCUMENTS,
    SCALE,
    add_head,
    add_letterhead,
    add_loop,
    add_report_end,
    add_results,
    add_title,
)
from tools.decree30 import TEXT_WIDTH_MM, add_row, add_seam, add_table, add_text

SENTENCES = "{{ sentence }}"
ATTACHED = (
    f"(Kèm theo Báo cáo số{BLANK_NUMBER}/BC-{{{{ letterhead.symbol }}}} "
    "ngày … tháng … năm … của {{ agency_name }})"
)


def compose_sipas() -> WordDocument:
    """«Báo cáo chỉ số hài lòng (SIPAS)»: five parts, three annexes."""
    document = d30.blank_document()
    add_letterhead(document, kind="BC", date_line="{{ place }}, ngày … tháng … năm …")
    title = (
        "Chỉ số hài lòng của người dân, tổ chức đối với sự phục vụ\n"
        "của cơ quan hành chính nhà nước (SIPAS) {{ period }}"
    )
    add_title(document, "BÁO CÁO", title, line_mm=45)
    add_part(document, "I. GIỚI THIỆU CHUNG", "introduction", before_pt=12)
    add_part(document, "II. TÌNH HÌNH TRIỂN KHAI", "course")
    add_index(document)
    add_part(document, "IV. NHẬN XÉT, ĐÁNH GIÁ, KIẾN NGHỊ", "assessment")
    add_part(document, "Khó khăn, vướng mắc", "difficulties")
    add_part(document, "Kiến nghị, đề xuất", "proposals")
    add_text(document, d30.MUC, "V. CÁC PHỤ LỤC")
    for line in (
        "Phụ lục I: Kết quả theo tiêu chí.",
        "Phụ lục II: Kết quả theo lĩnh vực.",
        "Phụ lục III: Ghi chú về số liệu.",
    ):
        add_text(document, d30.NOI_DUNG, line)
    add_text(document, d30.NOI_DUNG_CUOI, "{{ closing }}")
    add_report_end(document)
    add_annexes(document)
    return document


def add_part(document: WordDocument, heading: str, field: str, before_pt: float = 0) -> None:
    """A heading and the sentences of one field."""
    add_text(document, d30.MUC, heading, before_pt)
    add_loop(document, d30.NOI_DUNG, f"sentence in {field}", SENTENCES)


def add_index(document: WordDocument) -> None:
    """Part III: the index, then factors, items and fields."""
    add_text(document, d30.MUC, "III. KẾT QUẢ")
    add_loop(document, d30.LUU_Y, "warning in warnings", "Lưu ý: {{ warning }}")
    add_part(document, "1. Chỉ số hài lòng chung", "index")
    add_text(document, d30.MUC, "2. Kết quả theo yếu tố")
    add_text(document, d30.NOI_DUNG, SCALE)
    add_results(document, "factor in factors", "Yếu tố", is_by_field=False)
    add_text(document, d30.MA_QR, "{{ factor_chart }}", before_pt=6)
    add_text(document, d30.MUC, "3. Kết quả theo tiêu chí", before_pt=12)
    add_text(document, d30.MA_QR, "{{ chart }}")
    add_text(document, d30.MUC, "4. Kết quả theo lĩnh vực", before_pt=12)
    add_text(document, d30.MA_QR, "{{ field_chart }}")


def add_annexes(document: WordDocument) -> None:
    """Three annexes with Roman numbers, numbered on their own pages."""
    for number, title in (
        ("I", "KẾT QUẢ THEO TIÊU CHÍ"),
        ("II", "KẾT QUẢ THEO LĨNH VỰC"),
        ("III", "GHI CHÚ VỀ SỐ LIỆU"),
    ):
        d30.start_annex(document)
        add_text(document, d30.PHU_LUC, f"Phụ lục {number}")
        add_text(document, d30.PHU_LUC, title)
        add_text(document, d30.KEM_THEO, ATTACHED)
        if number == "I":
            add_text(document, d30.NOI_DUNG, SCALE)
            add_results(document, "question in questions", "Tiêu chí", is_by_field=False)
        elif number == "II":
            add_results(document, "field in fields", "Lĩnh vực", is_by_field=True)
        else:
            add_loop(document, d30.NOI_DUNG, "note in notes", "- {{ note }}")


def compose_passage() -> WordDocument:
    """A paragraph and a table to paste into another report."""
    document = d30.blank_document()
    heading = "Kết quả khảo sát mức độ hài lòng của người dân, tổ chức {{ period }}"
    add_text(document, d30.MUC, heading)
    add_loop(document, d30.NOI_DUNG, "paragraph in paragraphs", "{{ paragraph }}")
    add_loop(document, d30.LUU_Y, "warning in warnings", "Lưu ý: {{ warning }}")
    add_text(document, d30.NOI_DUNG, SCALE)
    add_results(document, "question in questions", "Nội dung", is_by_field=False)
    add_text(document, d30.MUC, "Ghi chú về số liệu", before_pt=12)
    add_loop(document, d30.NOI_DUNG, "note in notes", "- {{ note }}")
    table = add_table(document, (TEXT_WIDTH_MM - 30, 30), ruled=False)
    words, picture = add_row(table)
    add_head(words)
    add_text(picture, d30.MA_QR, "{{ head_qr }}", before_pt=6)
    add_seam(document)
    return document


def main() -> None:
    """Write both templates."""
    (DOCUMENTS / "bao-cao-sipas.docx").write_bytes(pack_document(compose_sipas()))
    (DOCUMENTS / "doan-bao-cao-cchc.docx").write_bytes(pack_document(compose_passage()))


if __name__ == "__main__":
    main()
