"""The codes of administrative procedures (domain, part 5.2).

The national code is ``N.NNNNNN``. Provinces print it with their unit behind it
(``2.000815.000.00.00.H61``), at times with stray spaces; only the national part is the procedure.
"""

import re

PRINTED_CODE = re.compile(r"([0-9]\.[0-9]{6})(?:\.[0-9A-Za-z.]*)?")


def national_code(printed: str) -> str | None:
    """The national part of a printed code, or None when it is not the code of a procedure."""
    found = PRINTED_CODE.fullmatch("".join(printed.split()))
    return found[1] if found else None
