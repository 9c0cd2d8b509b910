"""Compose the Word templates of a re-check; run ``python -m tools.recheck_documents``.

No rule gives the text of a phúc tra (seed 002 only asks for one): the record is a biên bản as
Mẫu 1.9 of Decree 30/2020. The texts in braces are the fields of ``docs/documents.md``.
"""

from docx.document import Document as WordDocument

from reports.document import pack_document
from tools import decree30 as d30
from tools.compose_documents import (
    DOCUMENTS,
    add_head,
    add_letterhead,
    add_loop,
    add_recipients,
    add_signatures,
    add_title,
)
from tools.decree30 import TEXT_WIDTH_MM, add_row, add_seam, add_table, add_text

COLUMNS = (("TT", 12.0), ("Vị trí của tờ phiếu", 48.0), ("Mã phiếu", 33.0), ("Câu trả lời", 72.0))


def compose_record() -> WordDocument:
    """«Biên bản phúc tra», Mẫu 1.9: when, where, who took part, and what came of it."""
    document = d30.blank_document()
    add_letterhead(document, kind="BB", date_line="")
    add_title(document, "BIÊN BẢN", "{{ title }}", line_mm=50)
    add_text(document, d30.NOI_DUNG, "Thời gian bắt đầu: {{ started }}.", before_pt=12)
    add_text(document, d30.NOI_DUNG, "Địa điểm: {{ place }}.")
    add_text(document, d30.NOI_DUNG, "Căn cứ {{ ground }}.")
    add_text(document, d30.MUC, "I. THÀNH PHẦN THAM DỰ")
    add_loop(document, d30.NOI_DUNG, "person in people", "{{ loop.index }}. {{ person }}.")
    add_text(document, d30.MUC, "II. CÂU HỎI VÀ CÁCH RÚT PHIẾU")
    add_loop(document, d30.NOI_DUNG, "sentence in drawing", "{{ sentence }}")
    add_text(document, d30.MUC, "III. KẾT QUẢ ĐỌC LẠI TRÊN GIẤY")
    add_loop(document, d30.NOI_DUNG, "sentence in findings", "{{ sentence }}")
    add_text(document, d30.MUC, "IV. KẾT LUẬN")
    add_text(document, d30.NOI_DUNG, "{{ conclusion }}.")
    add_text(document, d30.NOI_DUNG_CUOI, "{{ closing }}")
    add_signatures(document)
    add_seam(document).paragraph_format.keep_with_next = True
    add_end(document, with_recipients=True)
    add_seam(document)
    return document


def compose_form() -> WordDocument:
    """«Phiếu đọc phúc tra»: a row for each sheet that was drawn."""
    document = d30.blank_document()
    add_letterhead(document, kind="BB", date_line="")
    add_title(document, "PHIẾU ĐỌC PHÚC TRA", "{{ title }}\n{{ reader }}", line_mm=50)
    for sentence in (
        "Tìm từng tờ phiếu theo vị trí dưới đây và ghi điều thấy trên giấy, không xem kết quả của "
        "máy và của người đọc kia.",
        "Ghi mức được chọn (5 đến 1); 0 nếu bỏ trống; N nếu đánh dấu nhiều ô; K nếu không rõ; "
        "H nếu tờ phiếu không hợp lệ; M nếu không tìm thấy tờ phiếu.",
    ):
        add_text(document, d30.NOI_DUNG, sentence, before_pt=6)
    add_rows(document)
    add_text(document, d30.NOI_DUNG, "Họ tên, chữ ký người đọc:", before_pt=12)
    add_seam(document)
    add_end(document, with_recipients=False)
    add_seam(document)
    return document


def add_rows(document: WordDocument) -> None:
    """The sheets to look for."""
    table = add_table(document, [width_mm for _words, width_mm in COLUMNS], ruled=True, air_mm=1)
    for cell, (words, _width) in zip(add_row(table, heading=True), COLUMNS, strict=True):
        add_text(cell, d30.BANG_NHO_DAU, words)
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, "{%tr for row in rows %}")
    for cell, field in zip(add_row(table), ("place", "where", "sheet", "blanks"), strict=True):
        add_text(cell, d30.BANG_NHO_CHU, f"{{{{ row.{field} }}}}")
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, "{%tr endfor %}")


def add_end(document: WordDocument, *, with_recipients: bool) -> None:
    """Nơi nhận where there is one, then the journal's head, small."""
    table = add_table(document, (TEXT_WIDTH_MM - 30, 30), ruled=False)
    words, picture = add_row(table)
    if with_recipients:
        add_recipients(words, "VT, Hồ sơ")
    add_head(words)
    add_text(words, d30.MA_KIEM_CHUNG, "Mã lần phúc tra: {{ recheck }}")
    add_text(picture, d30.MA_QR, "{{ head_qr }}", before_pt=6)


def main() -> None:
    """Write both templates."""
    (DOCUMENTS / "bien-ban-phuc-tra.docx").write_bytes(pack_document(compose_record()))
    (DOCUMENTS / "phieu-doc-phuc-tra.docx").write_bytes(pack_document(compose_form()))


if __name__ == "__main__":
    main()
