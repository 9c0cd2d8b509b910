"""The measures of Decree 30/2020/NĐ-CP, annex I, in the documents as written."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reports.annual import AnnualFacts, write_annual
from reports.minutes import Recorded, write_minutes
from reports.notice import NoticeFacts, write_notice
from reports.passage import write_passage
from reports.sipas import SipasFacts, write_sipas
from survey.plan import Plan
from tests.reports.conftest import OpeningMaker

FONT = "Times New Roman"


@dataclass(frozen=True)
class Look:
    """The range of sizes the Decree allows, and the style."""

    smallest_pt: float
    largest_pt: float
    bold: bool
    italic: bool


UPRIGHT_BOLD_12 = Look(12, 13, bold=True, italic=False)
UPRIGHT_BOLD_13 = Look(13, 14, bold=True, italic=False)
UPRIGHT_13 = Look(13, 14, bold=False, italic=False)
ITALIC_13 = Look(13, 14, bold=False, italic=True)
LETTERHEAD = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": UPRIGHT_BOLD_12,
    "Độc lập - Tự do - Hạnh phúc": UPRIGHT_BOLD_13,
    "PHƯỜNG VẠN PHÚC": UPRIGHT_BOLD_12,
    "Số:": Look(13, 13, bold=False, italic=False),
    "Nơi nhận:": Look(12, 12, bold=True, italic=True),
    "- Lưu:": Look(11, 11, bold=False, italic=False),
}
OF_MINUTES = LETTERHEAD | {
    "BIÊN BẢN": UPRIGHT_BOLD_13,
    "Mở hòm phiếu và kiểm đếm": UPRIGHT_BOLD_13,
    "Thời gian bắt đầu": UPRIGHT_13,
    "I. THÀNH PHẦN THAM DỰ": UPRIGHT_BOLD_13,
    "CHỦ TỌA": UPRIGHT_BOLD_13,
    "Nguyễn Văn An": UPRIGHT_BOLD_13,
}
OF_NOTICE = LETTERHEAD | {
    "Vạn Phúc, ngày": ITALIC_13,
    "THÔNG BÁO": UPRIGHT_BOLD_13,
    "Kết quả khảo sát, lấy ý kiến": UPRIGHT_BOLD_13,
    "1. Kết quả chung": UPRIGHT_BOLD_13,
    "Lưu ý: số liệu của thông báo": UPRIGHT_BOLD_13,
    "CHỦ TỊCH": UPRIGHT_BOLD_13,
    "Nguyễn Văn Dự": UPRIGHT_BOLD_13,
}
OF_SIPAS = LETTERHEAD | {
    "BÁO CÁO": UPRIGHT_BOLD_13,
    "Chỉ số hài lòng của người dân": UPRIGHT_BOLD_13,
    "I. GIỚI THIỆU CHUNG": UPRIGHT_BOLD_13,
    "II. TÌNH HÌNH TRIỂN KHAI": UPRIGHT_BOLD_13,
    "III. KẾT QUẢ": UPRIGHT_BOLD_13,
    "IV. NHẬN XÉT, ĐÁNH GIÁ, KIẾN NGHỊ": UPRIGHT_BOLD_13,
    "V. CÁC PHỤ LỤC": UPRIGHT_BOLD_13,
    "KẾT QUẢ THEO LĨNH VỰC": UPRIGHT_BOLD_13,
    "(Kèm theo Báo cáo": ITALIC_13,
}
OF_REPORT = LETTERHEAD | {
    "Vạn Phúc, ngày": ITALIC_13,
    "BÁO CÁO": UPRIGHT_BOLD_13,
    "Kết quả khảo sát, lấy ý kiến": UPRIGHT_BOLD_13,
    "1. Kết quả triển khai": UPRIGHT_BOLD_13,
    "CHỦ TỊCH": UPRIGHT_BOLD_13,
    "Nguyễn Văn Dự": UPRIGHT_BOLD_13,
    "Phụ lục": Look(14, 14, bold=True, italic=False),
    "KẾT QUẢ THEO CÂU HỎI": UPRIGHT_BOLD_13,
    "(Kèm theo Báo cáo": ITALIC_13,
}


def paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def style_of(paragraph: Paragraph) -> ParagraphStyle:
    assert isinstance(paragraph.style, ParagraphStyle)
    return paragraph.style


@pytest.fixture
def minutes(plan: Plan, opened: OpeningMaker, recorded: Recorded) -> WordDocument:
    return Document(io.BytesIO(write_minutes(plan, opened(), recorded)))


@pytest.fixture
def report(plan: Plan, facts: AnnualFacts) -> WordDocument:
    return Document(io.BytesIO(write_annual(plan, facts)))


@pytest.fixture
def notice(plan: Plan, notice_facts: NoticeFacts) -> WordDocument:
    return Document(io.BytesIO(write_notice(plan, notice_facts)))


@pytest.fixture
def sipas(plan: Plan, sipas_facts: SipasFacts) -> WordDocument:
    return Document(io.BytesIO(write_sipas(plan, sipas_facts)))


@pytest.fixture
def passage(plan: Plan, notice_facts: NoticeFacts) -> WordDocument:
    return Document(io.BytesIO(write_passage(plan, notice_facts)))


@pytest.fixture(params=["minutes", "report", "notice", "sipas"])
def document(request: pytest.FixtureRequest) -> WordDocument:
    """A whole document; the passage has neither letterhead nor signature."""
    made: WordDocument = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["minutes", "report", "notice", "sipas", "passage"])
def page(request: pytest.FixtureRequest) -> WordDocument:
    made: WordDocument = request.getfixturevalue(request.param)
    return made


def assert_looks(document: WordDocument, looks: dict[str, Look]) -> None:
    for beginning, look in looks.items():
        paragraph = next(p for p in paragraphs(document) if p.text.startswith(beginning))
        font = style_of(paragraph).font
        assert font.size is not None
        assert look.smallest_pt <= font.size.pt <= look.largest_pt, beginning
        assert (font.bold, font.italic) == (look.bold, look.italic), beginning


def test_sizes_and_styles_of_the_minutes(minutes: WordDocument) -> None:
    assert_looks(minutes, OF_MINUTES)


def test_sizes_and_styles_of_the_report(report: WordDocument) -> None:
    assert_looks(report, OF_REPORT)


def test_sizes_and_styles_of_the_notice(notice: WordDocument) -> None:
    assert_looks(notice, OF_NOTICE)


def test_sizes_and_styles_of_the_sipas_report(sipas: WordDocument) -> None:
    assert_looks(sipas, OF_SIPAS)


def test_page_and_margins(page: WordDocument) -> None:
    for section in page.sections:
        measures = (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
        width, height, top, bottom, left, right = (m.mm for m in measures if m is not None)
        assert (round(width), round(height)) == (210, 297)
        assert 19.9 <= top <= 25.1
        assert 19.9 <= bottom <= 25.1
        assert 29.9 <= left <= 35.1
        assert 14.9 <= right <= 20.1


def test_every_letter_is_black_times_new_roman(page: WordDocument) -> None:
    defaults = page.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert set(defaults.attrib.values()) == {FONT}
    for paragraph in paragraphs(page):
        font = style_of(paragraph).font
        assert (font.name, font.color.rgb) == (FONT, RGBColor(0, 0, 0))
        for run in paragraph.runs:
            assert (run.font.name, run.font.size, run.font.color.rgb) == (None, None, None)


def test_page_number_is_centred_in_the_top_margin_from_page_two(page: WordDocument) -> None:
    for section in page.sections:
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
    [number] = page.sections[0].header.paragraphs
    assert "PAGE" in number._p.xml
    style = style_of(number)
    assert style.font.size is not None
    assert 13 <= style.font.size.pt <= 14
    assert style.paragraph_format.alignment == ALIGN.CENTER


@pytest.mark.parametrize(("name", "annexes"), [("report", 1), ("sipas", 3)])
def test_annexes_are_numbered_on_their_own(
    request: pytest.FixtureRequest, name: str, annexes: int
) -> None:
    first, *others = request.getfixturevalue(name).sections
    assert first._sectPr.find(qn("w:pgNumType")) is None
    assert len(others) == annexes
    for annex in others:
        assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_body_is_justified_indented_and_spaced(page: WordDocument) -> None:
    body = [p for p in paragraphs(page) if style_of(p).name.startswith("Nội dung")]
    assert body
    for paragraph in body:
        style = style_of(paragraph)
        layout = style.paragraph_format
        assert layout.alignment == ALIGN.JUSTIFY
        assert layout.first_line_indent is not None
        assert layout.space_after is not None
        assert style.font.size is not None
        assert 10 <= layout.first_line_indent.mm <= 12.8
        assert layout.space_after.pt >= 6
        assert style.font.size.pt == 14


def test_body_ends_with_the_closing_mark(document: WordDocument) -> None:
    body = [p.text for p in paragraphs(document) if style_of(p).name == "Nội dung đoạn cuối"]
    assert body[-1].endswith("./.")


def test_line_under_the_motto_is_as_long_as_the_motto(document: WordDocument) -> None:
    cell = document.tables[0].cell(0, 1)
    rule = cell.paragraphs[-1]
    assert "w:pBdr" in rule._p.xml
    left, right = rule.paragraph_format.left_indent, rule.paragraph_format.right_indent
    assert cell.width is not None
    assert left is not None
    assert right is not None
    # «Độc lập - Tự do - Hạnh phúc» is 158,9 pt wide in Times New Roman bold 13
    assert cell.width.pt - left.pt - right.pt == pytest.approx(158.9, abs=1)


def test_the_number_is_left_to_the_records_clerk(document: WordDocument) -> None:
    number = next(p.text for p in paragraphs(document) if p.text.startswith("Số:"))
    blank, symbol = number.removeprefix("Số:").split("/")
    assert blank.strip("\u00a0") == ""
    assert len(blank) >= 6
    assert symbol in {"BB-UBND", "BC-UBND", "TB-UBND"}


def test_nothing_is_left_unfilled(page: WordDocument) -> None:
    xml = page.element.xml + page.sections[0].header._element.xml
    assert "{{" not in xml
    assert "{%" not in xml
