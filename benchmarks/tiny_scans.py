"""Scans of a page of a few pixels, in every file format and its rarer kinds, to be damaged."""

import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from scans.writers import open_batch

_PICTURES = {"jpg": "JPEG", "pdf": "JPEG", "png": "PNG", "tiff": "TIFF"}
_OTHERS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "jpg": [("JPEG", "CMYK", {}), ("JPEG", "RGB", {"progressive": True})],
    "png": [("PNG", "P", {}), ("PNG", "RGBA", {}), ("PNG", "1", {})],
    "tiff": [("TIFF", "1", {"compression": "group4"}), ("TIFF", "RGB", {"compression": "lzw"})],
    "pdf": [("PDF", "1", {}), ("PDF", "RGB", {})],
}
"""Rarer kinds of the same format: as Pillow calls it, its mode, and how it is saved."""


def tiny_scans(form: str) -> Sequence[bytes]:
    """Files of this format: as scanners write it, several pages where it has them, and others."""
    page, encoded = Image.linear_gradient("L").resize((62, 88)), io.BytesIO()
    page.save(encoded, _PICTURES[form], dpi=(50, 50))
    with tempfile.TemporaryDirectory() as folder:
        with open_batch(Path(folder), form) as add_page:
            for _page in range(1 if form in {"jpg", "png"} else 3):
                add_page(encoded.getvalue())
        (made,) = Path(folder).iterdir()
        return [made.read_bytes(), *_other_scans(form, page)]


def _other_scans(form: str, page: Image.Image) -> Iterator[bytes]:
    for kind, mode, options in _OTHERS[form]:
        encoded = io.BytesIO()
        page.convert(mode).save(encoded, kind, **options)
        yield encoded.getvalue()
    if form == "pdf":
        yield _drawn_pdf()


def _drawn_pdf() -> bytes:
    drawn = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 9 9 l S BT (a) Tj ET")
        pdf.save(drawn, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return drawn.getvalue()
