"""Row 6 of the annual report tells no number that its annex hides."""

import pytest

from reports.annual import MostSurveyed
from steps.most_surveyed import SheetsOf, most_surveyed, most_surveyed_procedures
from store.sheet_settlement import UNKNOWN_PROCEDURE

FIELD_OF = {"1": "a", "2": "a", "3": "b"}


def of(sheets: str) -> list[SheetsOf]:
    """Such as ``a20 b20* c3*``; a star hides."""
    rows = []
    for words in sheets.split():
        count = int(words[1:].rstrip("*"))
        rows.append(SheetsOf(words[0], words[0], count, None if words.endswith("*") else count))
    return rows


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ("a20 b20 c6", MostSurveyed(("a", "b"), 20)),
        ("a20 b20* c3*", MostSurveyed(("a",), 20, is_of_told=True)),  # b = 20 would give c away
        ("a20* b20 c3*", MostSurveyed(("b",), 20, is_of_told=True)),
        ("a20* b20*", MostSurveyed((), None, is_of_told=True)),
        ("a20 b17* c3*", MostSurveyed(("a",), 20)),
        ("a20 b18* c3*", MostSurveyed(("a",), 20, is_of_told=True)),
        ("a20* b17 c3*", MostSurveyed(("a",), None)),
        ("a20* b18 c3*", MostSurveyed(("b",), 18, is_of_told=True)),
        ("a4* b0*", MostSurveyed((), None, is_of_told=True)),
        ("a0 b0", None),
    ],
)
def test_what_is_hidden_is_named_only_where_one_sheet_more_or_less_changes_nothing(
    sheets: str, expected: MostSurveyed | None
) -> None:
    assert most_surveyed(of(sheets), 5) == expected


def test_what_nobody_knows_does_not_count() -> None:
    assert most_surveyed([SheetsOf(UNKNOWN_PROCEDURE, "", 9, 9)], 5) is None


@pytest.mark.parametrize(
    ("procedures", "fields", "expected"),
    [
        ("110 28 37", "a18 b7", MostSurveyed(("1",), 10)),
        ("18 28 36", "a20 b6", MostSurveyed((), None, is_of_told=True)),  # four of the others
        ("18 28 36", "a16 b6", MostSurveyed(("1", "2"), 8)),
        ("120 320", "a20 b20*", MostSurveyed(("1",), 20, is_of_told=True)),
        ("117 23", "a20 b0", MostSurveyed(("1",), None)),
        ("14", "a9", MostSurveyed((), None, is_of_told=True)),
        ("10", "a9", None),
    ],
)
def test_procedures_do_not_tell_of_the_others_of_their_field(
    procedures: str, fields: str, expected: MostSurveyed | None
) -> None:
    assert most_surveyed_procedures(of(procedures), of(fields), FIELD_OF, 5) == expected
