"""What one page of a PDF shows: which pictures, where, and whether anything else."""

from dataclasses import dataclass, replace
from math import hypot

import pikepdf
from pikepdf import Array, Matrix, Name, Object, Page, PdfImage, Stream

from survey.errors import PageError
from survey.language import _

# Operators that paint, place, or change how painting looks; the others are not even handed over.
_WATCHED = "q Q cm Do gs Tr g rg k cs sc scn Tj TJ ' \" f F f* B B* b b* S s sh BI ID EI"
_FILL_COLOURS = frozenset({"g", "rg", "k", "cs", "sc", "scn"})
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_INVISIBLE_TEXT = 3
_PLAIN_COLOURS = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})
_MOST_CONTENT_BYTES = 2_000_000  # the recognised text of a dense page has some hundred thousand
_LOOKLESS_NOTES = frozenset({"/Link", "/Popup"})


@dataclass(frozen=True, slots=True)
class GraphicsState:
    """The graphics state, as far as it matters here."""

    matrix: Matrix
    text_mode: int = 0
    is_black: bool = True

    def after(self, operator: str, operands: list[Object]) -> "GraphicsState":
        """The state after ``cm``, ``Tr`` or a fill colour."""
        if operator == "cm":
            return replace(self, matrix=Matrix(*operands) @ self.matrix)
        if operator == "Tr":
            return replace(self, text_mode=int(operands[0]))
        return replace(self, is_black=operator in ("g", "rg") and not any(operands))


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture and the state it is drawn in; the matrix takes the unit square to page points."""

    stream: Stream
    state: GraphicsState

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.stream.Width)

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.stream.Height)

    @property
    def dpi(self) -> float:
        """Pixels per inch as drawn on the page."""
        return 72 * self.width / hypot(self.state.matrix.a, self.state.matrix.b)

    @property
    def is_plain(self) -> bool:
        """Whether it shows as it is stored: no mask, no layer, no other colours."""
        is_masked = any(key in self.stream for key in ("/SMask", "/Mask", "/OC"))
        has_ink = self.state.is_black or not self.stream.get("/ImageMask")
        return not is_masked and has_ink and not self._is_recoloured_jpeg

    @property
    def is_jpeg(self) -> bool:
        """Whether its bytes are a JPEG file."""
        return self.stream.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))

    @property
    def _is_recoloured_jpeg(self) -> bool:
        """Whether a JPEG (or JPEG 2000) has other colours here than as a file of its own."""
        filters = PdfImage(self.stream).filters
        if "/JPXDecode" not in filters and "/DCTDecode" not in filters:
            return False
        is_plain = "/JPXDecode" in filters or self._has_plain_colours
        return "/Decode" in self.stream or not is_plain

    @property
    def _has_plain_colours(self) -> bool:
        space = self.stream.get("/ColorSpace")
        if not isinstance(space, Array):
            return str(space) in _PLAIN_COLOURS
        return str(space[0]) in _PLAIN_COLOURS or (
            space[0] == Name.ICCBased and int(space[1].N) in (1, 3)
        )

    def fills(self, page: Page) -> bool:
        """Whether it covers half of the page at least, all visible, unmirrored and undistorted."""
        a, b, c, d, e, f = self.state.matrix.shorthand
        across, up = hypot(a, b), hypot(c, d)
        if a * d - b * c <= 0 or abs(a * c + b * d) > 0.05 * across * up:
            return False
        stretch = (across / self.width) / (up / self.height)
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        left, bottom, right, top = (float(side) for side in page.cropbox)
        seen = _overlap(min(xs), max(xs), left, right) * _overlap(min(ys), max(ys), bottom, top)
        extent = (max(xs) - min(xs)) * (max(ys) - min(ys))
        sheet = (right - left) * (top - bottom)
        return 0.95 < stretch < 1.05 and seen > 0.95 * extent and extent > 0.5 * sheet


def _overlap(low: float, high: float, from_: float, to: float) -> float:
    return max(0.0, min(high, to) - max(low, from_))


def drawn_pictures(page: Page) -> tuple[PlacedPicture, ...] | None:
    """The pictures the page draws, in order; None when it shows anything else as well.

    Raises:
        PageError: it draws a picture that is not in the file.
    """
    if _content_bytes(page) > _MOST_CONTENT_BYTES:
        return None
    saved: list[GraphicsState] = []
    state = GraphicsState(Matrix())
    pictures: list[PlacedPicture] = []
    for instruction in pikepdf.parse_content_stream(page, _WATCHED):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            saved.append(state)
        elif operator == "Q":
            state = saved.pop() if saved else state
        elif operator == "Do":
            pictures.append(PlacedPicture(_find_picture(page, str(operands[0])), state))
        elif operator in _FILL_COLOURS or operator in ("cm", "Tr"):
            state = state.after(operator, operands)
        elif not _is_invisible(page, state, operator, operands):
            return None
    return (
        None if any(p.stream.get("/Subtype") != Name.Image for p in pictures) else tuple(pictures)
    )


def has_visible_notes(page: Page) -> bool:
    """Whether stamps, form fields, comments or other annotations lie on the page."""
    notes = page.get("/Annots")
    return notes is not None and any(
        str(note.get("/Subtype")) not in _LOOKLESS_NOTES for note in notes
    )


def _content_bytes(page: Page) -> int:
    contents = page.get("/Contents")
    if contents is None:
        return 0
    streams = contents if isinstance(contents, Array) else [contents]
    return sum(len(stream.read_bytes()) for stream in streams)


def _find_picture(page: Page, name: str) -> Stream:
    pictures = page.resources.get("/XObject")
    picture = None if pictures is None else pictures.get(name)
    if not isinstance(picture, Stream):
        raise PageError(
            _(
                "The picture of this page is missing from the PDF; "
                "copy the file from the scanner again."
            )
        )
    return picture


def _is_invisible(page: Page, state: GraphicsState, operator: str, operands: list[Object]) -> bool:
    """Whether showing this text, or this graphics state, leaves the looks of the page alone."""
    if operator in _SHOWS_TEXT:
        return state.text_mode == _INVISIBLE_TEXT
    if operator != "gs":
        return False
    look = page.resources.ExtGState[str(operands[0])]
    return bool(
        look.get("/SMask", Name("/None")) == Name("/None")
        and look.get("/ca", 1) == 1
        and look.get("/BM", Name.Normal) in (Name.Normal, Name.Compatible)
    )
