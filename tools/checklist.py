"""Draw ``docs/ngay-mo-hom.pdf``: the guide's checklist for the day of the opening, one page.

Its words are those of the guide, which is the only place they are written; the page carries their
hash, so that a test notices when it is old. ``make docs`` runs it.
"""

import hashlib
import re
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from ballots.sheet import FONT_NAMES, register_fonts
from templates.typeface import BOLD, REGULAR

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "ngay-mo-hom.pdf"
SECTION = re.compile(r"^## 4\. .+?\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
GROUP = re.compile(r"^\*\*(.+)\*\*\n\n((?:- \[ \] .+\n(?:      .+\n)*)+)", re.MULTILINE)
MARKED_BOLD = re.compile(r"\*\*(.+?)\*\*")
PLAIN, STRONG = FONT_NAMES[REGULAR], FONT_NAMES[BOLD]
BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=12, leading=18)
HEAD = ParagraphStyle("head", fontName=STRONG, fontSize=13.5, leading=20, spaceBefore=10)
TITLE = ParagraphStyle("title", fontName=STRONG, fontSize=18, leading=26, alignment=1)
TO_WRITE = (
    "Hòm phiếu: …………………………………………………………… Ngày: ……/……/…………",
    "Số niêm phong đọc được: ………………………… Giờ kiểm tra: …………… Giờ mở: ……………",
    "Đếm lần một: ……………… Đếm lần hai: ……………… Đã phát ra: ………………",
    "Niêm phong gói phiếu: ……………………… Niêm phong mới của hòm: ………………………",
    "Người nhận phiếu: …………………………………… Người giữ chìa khóa: ……………………………………",
    "Giờ kết thúc: …………… Số bản của biên bản: …………",
)
FOOT = (
    "Ghi xong thì chạy <b>hom-phieu open-box</b>: chương trình hỏi đúng theo thứ tự này và lập "
    "biên bản. Chưa ghi được ngay thì giữ tờ này làm căn cứ."
)


def main() -> None:
    """Draw the page."""
    register_fonts()
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=STRONG)
    paper = SimpleDocTemplate(
        str(PAGE), pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=15 * mm,
        bottomMargin=12 * mm, title="Ngày mở hòm phiếu", subject=words_hash(), invariant=1,
    )  # fmt: skip
    paper.build(_story())


def checklist() -> list[tuple[str, list[str]]]:
    """Heading and items of every part, as the guide has them."""
    (section,) = SECTION.findall((DOCS / "huong-dan.md").read_text(encoding="utf-8"))
    return [
        (head, [" ".join(item.split()) for item in items.split("- [ ] ")[1:]])
        for head, items in GROUP.findall(section)
    ]


def words_hash() -> str:
    """A hash of everything that stands on the page."""
    return hashlib.sha256(repr((checklist(), TO_WRITE, FOOT)).encode()).hexdigest()


def _story() -> list[Flowable]:
    story: list[Flowable] = [Paragraph("NGÀY MỞ HÒM PHIẾU", TITLE), Spacer(0, 3 * mm)]
    story += [Paragraph(line, BODY) for line in TO_WRITE[:1]]
    for head, items in checklist():
        story.append(Paragraph(head, HEAD))
        rows = [[_Box(), Paragraph(MARKED_BOLD.sub(r"<b>\1</b>", item), BODY)] for item in items]
        story.append(
            Table(rows, colWidths=(9 * mm, 165 * mm), style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
        )
    story.append(Paragraph("Ghi lại", HEAD))
    story += [Paragraph(line, BODY) for line in TO_WRITE[1:]]
    return [*story, Spacer(0, 4 * mm), Paragraph(FOOT, BODY)]


class _Box(Flowable):
    """An empty box to tick."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 4.5 * mm, 4.5 * mm

    def draw(self) -> None:
        self.canv.rect(0, 0, 4 * mm, 4 * mm)


if __name__ == "__main__":
    main()
