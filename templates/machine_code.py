"""The machine code of a page: what it says, and the keyed check that it is ours.

Text of a QR code in its alphanumeric mode, fixed places, no separators::

    HP1  survey(4)  fingerprint(8)  page(1)  sheet(12)  check(10)  procedure(0–8)

The sheet token is 60 random bits, printed only here and in no order; the check is the start of an
HMAC-SHA256 with the survey's key, so a code that was not printed by this survey is noticed. Nothing
in it names a person, an officer or an hour (domain, part 7).
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to mistake
MOST_PAGES = 9
"""Pages of a sheet; the code has one digit for them."""
SHEET_LENGTH = 12
NO_TOKEN = "0" * SHEET_LENGTH
"""Stands for the sheet when the plan switches tokens off (secrecy first)."""
_CHECK_LENGTH = 10
_PATTERN = re.compile(
    rf"HP1(?P<survey>[{BASE32}]{{4}})(?P<fingerprint>[0-9A-F]{{8}})(?P<page>[1-9])"
    rf"(?P<sheet>[{BASE32}]{{{SHEET_LENGTH}}})(?P<check>[{BASE32}]{{{_CHECK_LENGTH}}})"
    r"(?P<procedure>[123]\.[0-9]{6})?"
)


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What a page's code says.

    Attributes:
        survey: four characters that tell surveys apart.
        fingerprint: of the layout it was printed with.
        page: page of the sheet, from 1.
        sheet: the sheet's token, ``NO_TOKEN`` when switched off.
        procedure: code such as ``1.001193``, empty for the free-text line.
    """

    survey: str
    fingerprint: str
    page: int
    sheet: str
    procedure: str = ""


def base32_text(octets: bytes, length: int) -> str:
    """The first ``length`` base-32 characters of some bytes."""
    number = int.from_bytes(octets, "big") >> (len(octets) * 8 - length * 5)
    return "".join(BASE32[(number >> (5 * (length - 1 - i))) & 31] for i in range(length))


def draw_token() -> str:
    """A fresh random sheet token."""
    return base32_text(secrets.token_bytes(8), SHEET_LENGTH)


def survey_tag(key: bytes) -> str:
    """The four characters by which a survey knows its own sheets."""
    return base32_text(hashlib.sha256(b"survey tag" + key).digest(), 4)


def deck_tag(key: bytes) -> str:
    """The four characters of the same survey's test deck, which no reader takes for a sheet."""
    return base32_text(hashlib.sha256(b"test deck" + key).digest(), 4)


def deck_token(number: int) -> str:
    """Stands for the sheet on the test deck's sheet of this number, from 1."""
    return f"DECK{number:0{SHEET_LENGTH - 4}}"


def encode_code(code: SheetCode, key: bytes) -> str:
    """The text to print, check included."""
    head = f"HP1{code.survey}{code.fingerprint}{code.page}{code.sheet}"
    return f"{head}{_check_of(code, key)}{code.procedure}"


def parse_code(text: str) -> SheetCode | None:
    """What a code says, whether genuine or not; None when it is not one of Hòm Phiếu's."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        return None
    return SheetCode(
        survey=match["survey"],
        fingerprint=match["fingerprint"],
        page=int(match["page"]),
        sheet=match["sheet"],
        procedure=match["procedure"] or "",
    )


def is_genuine(text: str, key: bytes) -> bool:
    """Was this code printed with this survey's key?"""
    code = parse_code(text)
    return code is not None and hmac.compare_digest(encode_code(code, key), text)


def _check_of(code: SheetCode, key: bytes) -> str:
    said = "|".join((code.survey, code.fingerprint, str(code.page), code.sheet, code.procedure))
    return base32_text(hmac.digest(key, said.encode(), "sha256"), _CHECK_LENGTH)
