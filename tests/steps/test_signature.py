"""Who signs: one person by one name, since names stand side by side with a semicolon."""

import pytest

from steps.signature import Signature, check_signature, check_two_people, person_name
from survey.errors import RequestError

TWO = "Nguyễn Thị Hòa; Trần Văn Bình"


@pytest.mark.parametrize("name", [TWO, "Hòa;", "Hòa\u037e Bình", "Hòa\nBình", "Hòa\u2028Bình"])
def test_a_name_that_reads_as_two_or_on_two_lines_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match=r"without a semicolon|hidden character"):
        person_name(name)


def test_nobody_signs_as_two() -> None:
    with pytest.raises(RequestError, match="must be the name of one person"):
        check_signature(Signature(TWO, "mờ"))
    with pytest.raises(RequestError, match="must be the name of one person"):
        check_two_people((TWO, "Lê Văn Cường"), "mờ")


def test_a_reason_may_hold_a_semicolon() -> None:
    assert check_signature(Signature("  Hòa  Nguyễn ", "mờ; rách")).person == "Hòa Nguyễn"


def test_a_document_pasted_as_name_or_reason_is_refused() -> None:
    """What is recorded stays for good, and is printed on minutes."""
    with pytest.raises(RequestError, match=r"^«a{40}…» is longer than 300 characters"):
        person_name("a" * 301)
    with pytest.raises(RequestError, match="is longer than 5,000 characters"):
        check_signature(Signature("Hòa", "mờ " * 5000))
    assert check_signature(Signature("Hòa", "m" * 5000)).reason == "m" * 5000
