"""The journal's head on paper: signed copies in several hands pin the record (spec, chapter 6)."""

import io

import segno

from reports.document import Picture

QR_WIDTH_MM = 18.0


def head_picture(head: str) -> Picture:
    """The whole head as a QR code."""
    png = io.BytesIO()
    segno.make_qr(head, error="m").save(png, kind="png", scale=8)
    return Picture(png.getvalue(), QR_WIDTH_MM, f"Mã QR chứa mã kiểm chứng của nhật ký: {head}")
