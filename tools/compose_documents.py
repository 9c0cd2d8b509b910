"""Compose the Word templates of ``templates/documents``; run ``python -m tools.compose_documents``.

The minutes follow Mẫu 1.9 of Decree 30/2020/NĐ-CP. No rule gives the text of a box opening: it is
put together from seed 003 and from the minutes of the election law. The annual report is Phụ lục 2
of seed 003 word for word, set as Mẫu 1.4, as is the notice of a period's results.
The texts in braces are the fields of ``docs/documents.md``.
"""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Mm
from docx.table import Table, _Cell

from reports.document import pack_document
from tools import decree30 as d30
from tools.decree30 import TEXT_WIDTH_MM, add_line, add_row, add_seam, add_table, add_text

DOCUMENTS = Path(__file__).parents[1] / "templates" / "documents"
BLANK_NUMBER = "\u00a0" * 8  # Văn thư writes the number by hand (Decree 30/2020)
SCALE = "{{ scale }}"
# Field of the row, heading, width in millimetres.
RESULT_COLUMNS = (
    ("blank", "Bỏ trống", 13.0),
    ("multiple", "Nhiều hơn một", 14.0),
    ("unclear", "Không rõ", 14.0),
    ("satisfied_share", "Hài lòng (%)", 15.0),
)
SHEETS_COLUMN = ("sheets", "Số phiếu", 13.0)
LEVEL_WIDTH_MM = 11.0  # of each choice of the scale; the template has room for five
LEVELS = 5
LEVELS_END = ("{%tc endfor %}", "{%tc if false %}", "{%tc endif %}")
UNIT_COLUMNS = (("Số phiếu", 20.0), ("Hài lòng (%)", 20.0), ("Ghi chú", 45.0))
HOW_TO_FILL_IN = (
    "* Hướng dẫn cách ghi tại mục (1):",
    "- (1): Ghi “Có” hoặc “Không”. Nếu có, ghi số, ký hiệu, ngày, tháng, năm ban hành văn bản "
    "triển khai.",
    "- (2): Ghi thời gian bắt đầu và thời gian kết thúc khảo sát.",
    "- (3): Lấy phiếu trực tiếp tại Bộ phận Một cửa hoặc các hình thức khác (nêu chi tiết).",
    "- (4): 01/3/6 tháng.",
    "- (5): Tên phòng, ban, đơn vị.",
    "- (6): Ghi tên lĩnh vực/TTHC.",
    "- (7): Tổng số phiếu của các kỳ lấy phiếu (Ghi số phiếu khảo sát đối với các TTHC thuộc thẩm "
    "quyền tiếp nhận, giải quyết của đơn vị. Đối với UBND cấp huyện là các TTHC tiếp nhận, giải "
    "quyết tại Bộ phận Một cửa của UBND cấp huyện).",
    "- (8): Nêu các hình thức công khai kết quả khảo sát.",
    "- (9): Số lượng đơn vị trực thuộc triển khai.",
    "- (10): Tổng số phiếu khảo sát của các kỳ lấy phiếu trong năm tại các đơn vị trực thuộc.",
)
"""The notes of Phụ lục 2 (seed 003), word for word."""
PLACES = ("left", "inner_left", "inner_right", "right")
SIGNING_ROOM_MM = 18.0
SEAL_LINES = 4  # room for a signature and a round seal above the name
REPORT_ROWS = (
    ("Đơn vị triển khai khảo sát", "conducted"),
    ("Thời gian triển khai trong năm", "duration"),
    ("Hình thức khảo sát", "method"),
    ("Kỳ lấy phiếu", "period_length"),
    ("Đơn vị được giao chủ trì tham mưu triển khai thực hiện", "lead_unit"),
    ("Lĩnh vực/TTHC có số phiếu khảo sát nhiều nhất", "most_surveyed"),
    ("Tổng số phiếu khảo sát thu về trong năm", "sheets_collected"),
    ("Hình thức công khai kết quả khảo sát", "publication"),
    ("Số đơn vị trực thuộc triển khai khảo sát", "subordinate_units"),
    ("Tổng số phiếu khảo sát tại các đơn vị trực thuộc", "subordinate_sheets"),
)


def compose_minutes() -> WordDocument:
    """«Biên bản mở hòm phiếu», Mẫu 1.9: no place-and-date line, two signatures at the ends."""
    document = d30.blank_document()
    add_letterhead(document, kind="BB", date_line="")
    add_title(document, "BIÊN BẢN", "{{ title }}", line_mm=50)
    add_minutes_head(document)
    add_minutes_course(document)
    add_signatures(document)
    add_seam(document).paragraph_format.keep_with_next = True
    add_minutes_end(document)
    add_seam(document)
    return document


def compose_annual_report() -> WordDocument:
    """Phụ lục 2 of seed 003 with its annex of results."""
    document = d30.blank_document()
    add_letterhead(document, kind="BC", date_line="{{ place }}, ngày … tháng … năm …")
    title = (
        "Kết quả khảo sát, lấy ý kiến người dân, tổ chức\n"
        "đã giao dịch, nhận kết quả giải quyết TTHC năm {{ year }}"
    )
    add_title(document, "BÁO CÁO", title, line_mm=45)
    add_text(document, d30.MUC, "1. Kết quả triển khai", before_pt=6)
    add_ten_rows(document)
    add_loop(document, d30.LUU_Y, "warning in warnings", "Lưu ý: {{ warning }}", before_pt=6)
    add_text(document, d30.MUC, "2. Khó khăn, vướng mắc (nếu có)", before_pt=6)
    add_loop(document, d30.NOI_DUNG, "difficulty in difficulties", "{{ difficulty }}")
    add_text(document, d30.MUC, "3. Kiến nghị, đề xuất (nếu có)")
    add_loop(document, d30.NOI_DUNG_CUOI, "proposal in proposals", "{{ proposal }}")
    add_report_end(document)
    add_annex(document)
    return document


def compose_notice() -> WordDocument:
    """«Thông báo», Mẫu 1.4: the results of a period for the wall and the website."""
    document = d30.blank_document()
    add_letterhead(document, kind="TB", date_line="{{ place }}, ngày … tháng … năm …")
    title = (
        "Kết quả khảo sát, lấy ý kiến người dân, tổ chức\n"
        "đã giao dịch, nhận kết quả giải quyết TTHC {{ period }}"
    )
    add_title(document, "THÔNG BÁO", title, line_mm=45)
    add_text(document, d30.NOI_DUNG, "{{ preamble }}", before_pt=12)
    add_loop(document, d30.LUU_Y, "warning in warnings", "Lưu ý: {{ warning }}")
    add_text(document, d30.MUC, "1. Kết quả chung")
    add_loop(document, d30.NOI_DUNG, "sentence in summary", "{{ sentence }}")
    add_text(document, d30.MUC, "2. Kết quả theo câu hỏi")
    add_text(document, d30.NOI_DUNG, SCALE)
    add_results(document, "question in questions", "Câu hỏi", is_by_field=False)
    add_text(document, d30.MA_QR, "{{ chart }}", before_pt=6)
    add_text(document, d30.MUC, "3. Kết quả theo lĩnh vực", before_pt=12)
    add_results(document, "field in fields", "Lĩnh vực", is_by_field=True)
    add_text(document, d30.MUC, "4. Ghi chú về số liệu", before_pt=12)
    add_loop(document, d30.NOI_DUNG, "note in notes", "- {{ note }}")
    add_text(document, d30.NOI_DUNG_CUOI, "{{ closing }}")
    add_report_end(document)
    return document


def add_letterhead(document: WordDocument, kind: str, date_line: str) -> None:
    """The two columns at the head; the number is left blank for Văn thư."""
    table = add_table(document, (d30.AGENCY_WIDTH_MM, d30.MOTTO_WIDTH_MM), ruled=False)
    agency, motto = add_row(table)
    add_loop(agency, d30.CO_QUAN_CHU_QUAN, "line in letterhead.governing", "{{ line }}")
    add_loop(agency, d30.CO_QUAN, "line in letterhead.agency", "{{ line }}")
    add_line(agency, 18, d30.AGENCY_WIDTH_MM, d30.DUONG_KE_CO_QUAN)
    add_text(motto, d30.QUOC_HIEU, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    add_text(motto, d30.TIEU_NGU, "Độc lập - Tự do - Hạnh phúc")
    add_line(motto, d30.MOTTO_LINE_MM, d30.MOTTO_WIDTH_MM)
    number, dated = add_row(table)
    add_text(
        number, d30.SO_KY_HIEU, f"Số:{BLANK_NUMBER}/{kind}-{{{{ letterhead.symbol }}}}", before_pt=6
    )
    add_text(dated, d30.DIA_DANH, date_line, before_pt=6)


def add_title(document: WordDocument, kind: str, title: str, line_mm: float) -> None:
    """Tên loại and trích yếu with the line under them, a third to a half of the text."""
    add_text(document, d30.TEN_LOAI, kind, before_pt=12)
    for line in title.split("\n"):
        add_text(document, d30.TRICH_YEU, line)
    add_line(document, line_mm, TEXT_WIDTH_MM)


def add_loop(
    place: d30.Place, style: d30.TextStyle, loop: str, text: str, before_pt: float = 0
) -> None:
    """One paragraph for each value of a field that holds several."""
    add_text(place, style, f"{{%p for {loop} %}}")
    add_text(place, style, text, before_pt)
    add_text(place, style, "{%p endfor %}")


def add_minutes_head(document: WordDocument) -> None:
    """When, where, on what ground, and who was there."""
    add_text(document, d30.NOI_DUNG, "Thời gian bắt đầu: {{ started }}.", before_pt=12)
    add_text(document, d30.NOI_DUNG, "Địa điểm: {{ place }}.")
    add_text(document, d30.NOI_DUNG, "Căn cứ {{ ground }}.")
    add_loop(document, d30.NOI_DUNG, "sentence in preamble", "{{ sentence }}")
    add_text(document, d30.MUC, "I. THÀNH PHẦN THAM DỰ")
    add_loop(
        document,
        d30.NOI_DUNG,
        "person in people",
        "{{ loop.index }}. {{ person.role }}: Ông (bà) {{ person.name }}, {{ person.title }}.",
    )


def add_minutes_course(document: WordDocument) -> None:
    """What happened, in the order of the act; the stop path has its own two sections."""
    add_text(document, d30.MUC, "II. KIỂM TRA HÒM PHIẾU TRƯỚC KHI MỞ")
    add_loop(document, d30.NOI_DUNG, "sentence in check", "{{ sentence }}")
    add_text(document, d30.MUC, "{{ course_heading }}")
    add_loop(document, d30.NOI_DUNG, "sentence in course", "{{ sentence }}")
    add_text(document, d30.MUC, "IV. BÀN GIAO")
    add_loop(document, d30.NOI_DUNG, "sentence in handover", "{{ sentence }}")
    add_text(document, d30.MUC, "V. Ý KIẾN, KHIẾU NẠI")
    add_loop(document, d30.NOI_DUNG, "sentence in remarks", "{{ sentence }}")
    add_text(document, d30.NOI_DUNG_CUOI, "{{ closing }}").paragraph_format.keep_with_next = True


def add_signatures(document: WordDocument) -> None:
    """Rows of four: THƯ KÝ at the left end of the first row, CHỦ TỌA at its right end."""
    table = add_table(document, [TEXT_WIDTH_MM / len(PLACES)] * len(PLACES), ruled=False)
    add_text(add_row(table)[0], d30.CHUC_VU, "{%tr for row in signatures %}")
    add_signature_line(table, d30.CHUC_VU, "capacity", before_pt=6)
    add_signature_line(table, d30.CHU_KY, "note")
    for cell in add_row(table):
        add_text(cell, d30.CHU_KY, "")
    table.rows[-1].height = Mm(SIGNING_ROOM_MM)
    table.rows[-1].height_rule = WD_ROW_HEIGHT_RULE.EXACTLY
    add_signature_line(table, d30.HO_TEN, "name")
    add_text(add_row(table)[0], d30.HO_TEN, "{%tr endfor %}")
    d30.keep_with_next(table)


def add_signature_line(table: Table, style: d30.TextStyle, part: str, before_pt: float = 0) -> None:
    """One row of the same part of four signatures, so that capacities, notes and names align."""
    for cell, place in zip(add_row(table), PLACES, strict=True):
        add_text(cell, style, f"{{{{ row.{place}.{part} }}}}", before_pt)


def add_minutes_end(document: WordDocument) -> None:
    """Nơi nhận under the signatures (Mẫu 1.9), then the journal's head, small."""
    table = add_table(document, (TEXT_WIDTH_MM - 30, 30), ruled=False)
    words, picture = add_row(table)
    add_recipients(words, "VT, Hồ sơ")
    add_head(words)
    add_text(words, d30.MA_KIEM_CHUNG, "Mã lần mở hòm phiếu: {{ opening_id }}")
    add_text(picture, d30.MA_QR, "{{ head_qr }}", before_pt=6)


def add_report_end(document: WordDocument) -> None:
    """Nơi nhận at the left, level with the signer's title at the right (Mẫu 1.4)."""
    table = add_table(document, (70, 25, TEXT_WIDTH_MM - 95), ruled=False)
    recipients, picture, signer = add_row(table)
    add_recipients(recipients, "{{ archive }}")
    add_head(recipients)
    picture.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    add_text(picture, d30.MA_QR, "{{ head_qr }}")
    add_loop(signer, d30.CHUC_VU, "line in signer_title", "{{ line }}", before_pt=6)
    add_text(signer, d30.CHU_KY, "(Ký tên, đóng dấu)")
    for _line in range(SEAL_LINES):
        add_text(signer, d30.CHU_KY, "")
    add_text(signer, d30.HO_TEN, "{{ signer_name }}")


def add_recipients(cell: _Cell, archive: str) -> None:
    """«Nơi nhận:», its lines and the archive line."""
    add_text(cell, d30.NOI_NHAN, "Nơi nhận:", before_pt=6)
    add_loop(cell, d30.NOI_NHAN_DONG, "recipient in recipients", "- {{ recipient }};")
    add_text(cell, d30.NOI_NHAN_DONG, f"- Lưu: {archive}.")


def add_head(cell: _Cell) -> None:
    """The journal's head for the eye, short."""
    add_text(cell, d30.MA_KIEM_CHUNG, "Mã kiểm chứng: {{ head_short }}", before_pt=6)


def add_ten_rows(document: WordDocument) -> None:
    """The table of Phụ lục 2."""
    table = add_table(document, (12, 58, TEXT_WIDTH_MM - 70), ruled=True, air_mm=1.5)
    headings = ("STT", "Nội dung", "Kết quả thực hiện (1)")
    for cell, heading in zip(add_row(table, heading=True), headings, strict=True):
        add_text(cell, d30.BANG_DAU, heading)
    for number, (content, field) in enumerate(REPORT_ROWS, start=1):
        cells = add_row(table)
        add_text(cells[0], d30.BANG_SO, f"{number}.")
        add_text(cells[1], d30.BANG_CHU, content)
        add_text(cells[2], d30.BANG_CHU, f"{{{{ {field} }}}}")


def add_annex(document: WordDocument) -> None:
    """Phụ lục: results by question and by field, and what must be said of them."""
    d30.start_annex(document)
    add_text(document, d30.PHU_LUC, "Phụ lục")
    title = "{{ 'THEO CÂU HỎI VÀ THEO LĨNH VỰC' if questions else 'TẠI CÁC ĐƠN VỊ TRỰC THUỘC' }}"
    add_text(document, d30.PHU_LUC, f"KẾT QUẢ {title}")
    add_text(
        document,
        d30.KEM_THEO,
        f"(Kèm theo Báo cáo số{BLANK_NUMBER}/BC-{{{{ letterhead.symbol }}}} "
        "ngày … tháng … năm … của {{ agency_name }})",
    )
    add_text(document, d30.NOI_DUNG, "{%p if questions %}")
    add_text(document, d30.NOI_DUNG, SCALE)
    add_text(document, d30.MUC, "1. Kết quả theo câu hỏi")
    add_results(document, "question in questions", "Câu hỏi", is_by_field=False)
    add_channels(document)
    add_text(document, d30.MUC, "2. Kết quả theo lĩnh vực", before_pt=12)
    add_results(document, "field in fields", "Lĩnh vực", is_by_field=True)
    add_text(document, d30.NOI_DUNG, "{%p endif %}")
    add_text(document, d30.NOI_DUNG, "{%p if charts %}")
    add_text(document, d30.MUC, "3. Biểu đồ", before_pt=12)
    add_loop(document, d30.MA_QR, "chart in charts", "{{ chart }}", before_pt=6)
    add_text(document, d30.NOI_DUNG, "{%p endif %}")
    number = "{{ 4 if charts else 3 if questions else 1 }}"
    add_text(document, d30.MUC, f"{number}. Ghi chú về số liệu", before_pt=12)
    add_loop(document, d30.NOI_DUNG, "note in notes", "- {{ note }}")
    add_units(document)
    for at, note in enumerate(HOW_TO_FILL_IN):  # at the very end: what is signed stays on one page
        add_text(document, d30.CACH_GHI, note, before_pt=0 if at else 12)


def add_channels(document: WordDocument) -> None:
    """The questions of every other channel or form: never added up, so each has its own table."""
    add_text(document, d30.NOI_DUNG, "{%p for channel in channels %}")
    add_text(document, d30.NOI_DUNG, "{{ channel.name }}", before_pt=12)
    add_text(document, d30.NOI_DUNG, "{{ channel.scale }}")
    loop = "question in channel.questions"
    add_results(document, loop, "Câu hỏi", is_by_field=False, levels="channel.levels")
    add_text(document, d30.NOI_DUNG, "{%p endfor %}")


def add_units(document: WordDocument) -> None:
    """The units below the office side by side; nothing where none handed up its results."""
    add_text(document, d30.NOI_DUNG, "{%p if units %}")
    number = "{{ 5 if charts else 4 if questions else 2 }}"
    add_text(document, d30.MUC, f"{number}. Kết quả tại các đơn vị trực thuộc", before_pt=12)
    add_unit_rows(document)
    add_text(document, d30.NOI_DUNG, "{%p endif %}")


def add_unit_rows(document: WordDocument) -> None:
    """STT, unit, sheets, share, and what must be known of it."""
    widths_mm = [width_mm for _words, width_mm in UNIT_COLUMNS]
    first_mm = (12.0, TEXT_WIDTH_MM - 12.0 - sum(widths_mm))
    table = add_table(document, (*first_mm, *widths_mm), ruled=True, air_mm=1)
    headings = ("STT", "Đơn vị", *(words for words, _width_mm in UNIT_COLUMNS))
    for cell, heading in zip(add_row(table, heading=True), headings, strict=True):
        add_text(cell, d30.BANG_NHO_DAU, heading)
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, "{%tr for unit in units %}")
    number, name, sheets, share, remark = add_row(table)
    add_text(number, d30.BANG_NHO_SO, "{{ loop.index }}")
    add_text(name, d30.BANG_NHO_CHU, "{{ unit.name }}")
    add_text(sheets, d30.BANG_NHO_SO, "{{ unit.sheets }}")
    add_text(share, d30.BANG_NHO_SO, "{{ unit.satisfied_share }}")
    add_text(remark, d30.BANG_NHO_CHU, "{{ unit.remark }}")
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, "{%tr endfor %}")


def add_results(
    document: WordDocument, loop: str, heading: str, *, is_by_field: bool, levels: str = "levels"
) -> None:
    """One row for each question or field; ``loop`` is such as ``question in questions``.

    A column for each choice of the form, whose cells repeat between others that vanish: they make
    five, so that the columns of the usual scale have their width.
    """
    before = (SHEETS_COLUMN,) if is_by_field else ()
    columns = (*before, *RESULT_COLUMNS)
    first_mm = TEXT_WIDTH_MM - sum(width for *_words, width in columns) - LEVELS * LEVEL_WIDTH_MM
    widths_mm = [width for *_words, width in RESULT_COLUMNS]
    table = add_table(
        document,
        (first_mm, *(width for *_words, width in before), *[LEVEL_WIDTH_MM] * LEVELS, *widths_mm),
        ruled=True,
        air_mm=1,
    )
    words = [words for _field, words, _width in columns]
    add_result_cells(
        add_row(table, heading=True),
        (heading, *words[: len(before)], f"{{%tc for level in {levels} %}}", "{{ level }}"),
        words[len(before) :],
        (d30.BANG_NHO_DAU, d30.BANG_NHO_DAU),
    )
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, f"{{%tr for {loop} %}}")
    row = loop.split(maxsplit=1)[0]
    fields = [f"{{{{ {row}.{field} }}}}" for field, *_words in columns]
    label = f"{{{{ {row}.label }}}}"
    counts = (f"{{%tc for count in {row}.answers %}}", "{{ count }}")
    add_result_cells(
        add_row(table),
        (label, *fields[: len(before)], *counts),
        fields[len(before) :],
        (d30.BANG_NHO_CHU, d30.BANG_NHO_SO),
    )
    add_text(add_row(table)[0], d30.BANG_NHO_CHU, "{%tr endfor %}")


def add_result_cells(
    cells: Sequence[_Cell],
    left: Sequence[str],
    right: Sequence[str],
    styles: tuple[d30.TextStyle, d30.TextStyle],
) -> None:
    """A row up to the repeated cell, the end of the repetition, and what follows."""
    first, others = styles
    for at, (cell, words) in enumerate(zip(cells, (*left, *LEVELS_END, *right), strict=True)):
        add_text(cell, others if at else first, words)


def main() -> None:
    """Write the templates."""
    DOCUMENTS.mkdir(exist_ok=True)
    (DOCUMENTS / "bien-ban-mo-hom.docx").write_bytes(pack_document(compose_minutes()))
    (DOCUMENTS / "phu-luc-2.docx").write_bytes(pack_document(compose_annual_report()))
    (DOCUMENTS / "thong-bao-ket-qua.docx").write_bytes(pack_document(compose_notice()))


if __name__ == "__main__":
    main()
