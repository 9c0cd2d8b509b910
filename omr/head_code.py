"""The QR code of a document's head (minutes, report), found on a scan of the signed paper."""

import zxingcpp

from omr.registration import Grey


def read_qr_codes(grey: Grey) -> tuple[str, ...]:
    """The texts of all QR codes on the page, whichever way it lies."""
    codes = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return tuple(code.text for code in codes)
