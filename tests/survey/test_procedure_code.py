import pytest

from survey.procedure_code import national_code


@pytest.mark.parametrize(
    "printed",
    [
        "2.000815",
        "2.000815.000.00.00.H61",
        "2.000815.00 0.00.00.H61",
        " 2.000815.H05 ",
        "2.000815.01",
    ],
)
def test_the_national_part_is_kept(printed: str) -> None:
    assert national_code(printed) == "2.000815"


@pytest.mark.parametrize(
    "printed", ["", "2.00081", "2.0008155", "2000815", "２.000815", "x2.000815"]
)
def test_anything_else_is_no_code(printed: str) -> None:
    assert national_code(printed) is None
