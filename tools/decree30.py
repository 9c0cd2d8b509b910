"""The measures of Decree 30/2020/NĐ-CP, annex I, as Word styles and building blocks.

Used only to compose the templates in ``templates/documents``; the program itself reads those files.
Lengths are millimetres and type sizes points, as in the Decree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TEXT_WIDTH_MM = 165.0  # A4 without the margins below
AGENCY_WIDTH_MM = 67.0
MOTTO_WIDTH_MM = TEXT_WIDTH_MM - AGENCY_WIDTH_MM
# Width of «Độc lập - Tự do - Hạnh phúc» in Times New Roman bold 13: the line under it is as long.
MOTTO_LINE_MM = 56.1
TWIPS_PER_MM = 1440 / 25.4
OUTER_AND_INNER = ("top", "left", "bottom", "right", "insideH", "insideV")

Place = WordDocument | _Cell


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One paragraph style; the name is what the ward sees in Word's list of styles."""

    name: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.CENTER
    before_pt: float = 0
    after_pt: float = 0
    first_line_mm: float = 0
    keep_with_next: bool = False


QUOC_HIEU = TextStyle("Quốc hiệu", 12, bold=True)
TIEU_NGU = TextStyle("Tiêu ngữ", 13, bold=True)
CO_QUAN_CHU_QUAN = TextStyle("Cơ quan chủ quản", 12)
CO_QUAN = TextStyle("Cơ quan ban hành", 12, bold=True)
SO_KY_HIEU = TextStyle("Số ký hiệu", 13)
DIA_DANH = TextStyle("Địa danh ngày tháng", 13, italic=True)
TEN_LOAI = TextStyle("Tên loại", 14, bold=True, keep_with_next=True)
TRICH_YEU = TextStyle("Trích yếu", 14, bold=True, keep_with_next=True)
NOI_DUNG = TextStyle("Nội dung", 14, align=ALIGN.JUSTIFY, after_pt=6, first_line_mm=12.7)
NOI_DUNG_CUOI = replace(NOI_DUNG, name="Nội dung đoạn cuối", keep_with_next=True)
LUU_Y = TextStyle("Lưu ý", 14, bold=True, align=ALIGN.JUSTIFY, after_pt=6, first_line_mm=12.7)
MUC = TextStyle(
    "Mục", 14, bold=True, align=ALIGN.JUSTIFY, after_pt=6, first_line_mm=12.7, keep_with_next=True
)
CHUC_VU = TextStyle("Chức vụ người ký", 13, bold=True, keep_with_next=True)
CHU_KY = TextStyle("Chỗ ký", 13, italic=True, keep_with_next=True)
HO_TEN = TextStyle("Họ tên người ký", 13, bold=True)
NOI_NHAN = TextStyle("Nơi nhận", 12, bold=True, italic=True, align=ALIGN.LEFT, keep_with_next=True)
NOI_NHAN_DONG = TextStyle("Nơi nhận từng dòng", 11, align=ALIGN.LEFT)
CACH_GHI = TextStyle("Hướng dẫn cách ghi", 11, align=ALIGN.JUSTIFY)
MA_KIEM_CHUNG = TextStyle("Mã kiểm chứng", 11, align=ALIGN.LEFT)
MA_QR = TextStyle("Mã QR kiểm chứng", 11)
PHU_LUC = TextStyle("Phụ lục", 14, bold=True, keep_with_next=True)
KEM_THEO = TextStyle("Kèm theo", 13, italic=True, after_pt=6)
BANG_DAU = TextStyle("Bảng dòng đầu", 12, bold=True, before_pt=1.5, after_pt=1.5)
BANG_CHU = TextStyle("Bảng chữ", 12, align=ALIGN.LEFT, before_pt=1, after_pt=1)
BANG_SO = TextStyle("Bảng số", 12, before_pt=1, after_pt=1)
BANG_NHO_DAU = TextStyle("Bảng nhỏ dòng đầu", 11, bold=True, before_pt=1, after_pt=1)
BANG_NHO_CHU = TextStyle("Bảng nhỏ chữ", 11, align=ALIGN.LEFT, before_pt=1, after_pt=1)
BANG_NHO_SO = TextStyle("Bảng nhỏ số", 11, before_pt=1, after_pt=1)
SO_TRANG = TextStyle("Số trang", 13)
DUONG_KE = TextStyle("Đường kẻ", 2)
# Its length follows the agency's name: reports.document sets it by this name.
DUONG_KE_CO_QUAN = TextStyle("Đường kẻ dưới cơ quan", 2)

STYLES = (
    *(QUOC_HIEU, TIEU_NGU, CO_QUAN_CHU_QUAN, CO_QUAN, SO_KY_HIEU, DIA_DANH, TEN_LOAI, TRICH_YEU),
    *(NOI_DUNG, NOI_DUNG_CUOI, LUU_Y, MUC, CHUC_VU, CHU_KY, HO_TEN, NOI_NHAN, NOI_NHAN_DONG),
    *(CACH_GHI, MA_KIEM_CHUNG, MA_QR, PHU_LUC, KEM_THEO, BANG_DAU, BANG_CHU, BANG_SO),
    *(BANG_NHO_DAU, BANG_NHO_CHU, BANG_NHO_SO, SO_TRANG, DUONG_KE, DUONG_KE_CO_QUAN),
)


def blank_document() -> WordDocument:
    """An A4 document with the Decree's margins, font, styles and page numbers, and no text."""
    document = Document()
    _drop_foreign_parts(document)
    _set_defaults(document)
    for style in STYLES:
        _add_style(document, style)
    _set_page(document.sections[0])
    return document


def _drop_foreign_parts(document: WordDocument) -> None:
    """Remove the styles, thumbnail and extra parts of python-docx's own starting document."""
    kept = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
    for style in list(document.styles):
        if style.name not in kept:
            style.delete()
    for relations, ending in (
        (document.part.rels, ("WithEffects", "/customXml", "/numbering")),
        (document.part.package.rels, ("/thumbnail",)),
    ):
        for key in [key for key, rel in relations.items() if rel.reltype.endswith(ending)]:
            del relations[key]


def _set_defaults(document: WordDocument) -> None:
    """Times New Roman, black, Vietnamese, single spacing; opens in today's Word mode."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
            '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
            '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
            'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )
    document.settings.element.find(".//" + qn("w:compatSetting")).set(qn("w:val"), "15")


def _add_style(document: WordDocument, wanted: TextStyle) -> None:
    style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    font, layout = style.font, style.paragraph_format
    font.name, font.size, font.color.rgb = FONT, Pt(wanted.size_pt), RGBColor(0, 0, 0)
    font.bold, font.italic = wanted.bold, wanted.italic
    layout.alignment = wanted.align
    layout.space_before, layout.space_after = Pt(wanted.before_pt), Pt(wanted.after_pt)
    layout.first_line_indent = Mm(wanted.first_line_mm)
    layout.keep_with_next = wanted.keep_with_next


def _set_page(section: Section) -> None:
    """A4, margins 20-20-30-15 mm, the page number centred in the top margin from page 2."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = SO_TRANG.name
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        )
    )


def start_annex(document: WordDocument) -> None:
    """A new page whose numbers start again at 1: annexes are numbered on their own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _shrink(document.paragraphs[-1])
    section.different_first_page_header_footer = True
    margins = section._sectPr.find(qn("w:pgMar"))
    margins.addnext(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))


def add_text(place: Place, style: TextStyle, text: str, before_pt: float = 0) -> Paragraph:
    """One paragraph in that style; in a fresh cell it takes the empty paragraph that is there."""
    first = place.paragraphs[0] if isinstance(place, _Cell) else None
    fresh = first is not None and first.style is not None and first.style.name == "Normal"
    paragraph = first if first is not None and fresh else place.add_paragraph()
    paragraph.style = style.name
    paragraph.add_run(text)
    if before_pt:
        paragraph.paragraph_format.space_before = Pt(before_pt)
    return paragraph


def add_seam(document: WordDocument) -> Paragraph:
    """A paragraph of one point: without it Word joins two tables, or ends with an empty line."""
    paragraph = document.add_paragraph()
    _shrink(paragraph)
    return paragraph


def _shrink(paragraph: Paragraph) -> None:
    paragraph.style = DUONG_KE.name
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def add_line(place: Place, length_mm: float, within_mm: float, style: TextStyle = DUONG_KE) -> None:
    """A thin solid line, centred in ``within_mm``: the upper border of an empty paragraph."""
    paragraph = add_text(place, style, "")
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm((within_mm - length_mm) / 2)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    layout.space_before = Pt(3)
    border = '<w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:spacing", "w:ind"
    )


def add_table(
    document: WordDocument, widths_mm: Sequence[float], *, ruled: bool, air_mm: float = 0
) -> Table:
    """A table of fixed columns and no rows, with ``air_mm`` at the sides of its cells."""
    table: Table = document.add_table(rows=0, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    arrangement = table._tbl.tblPr.find(qn("w:tblLayout"))
    if ruled:
        sides = _sides(OUTER_AND_INNER, 'w:val="single" w:sz="4" w:space="0" w:color="000000"')
        arrangement.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
    sides = _sides(("left", "right"), f'w:w="{round(air_mm * TWIPS_PER_MM)}" w:type="dxa"')
    arrangement.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    return table


def keep_with_next(table: Table) -> None:
    """Keep a whole table on the page of what follows it."""
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _sides(names: Sequence[str], measure: str) -> str:
    return "".join(f"<w:{name} {measure}/>" for name in names)


def add_row(table: Table, *, heading: bool = False) -> tuple[_Cell, ...]:
    """An empty row that never breaks across pages; a ``heading`` is repeated on every page."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if heading else None
    marks = ("cantSplit", "tblHeader") if heading else ("cantSplit",)
    for mark in marks:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:{mark} {nsdecls('w')}/>"))
    cells: tuple[_Cell, ...] = row.cells
    return cells
