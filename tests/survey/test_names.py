import pytest

from survey.names import name_key


@pytest.mark.parametrize(
    "other", ["nguyễn văn  dự", " Nguyễn Văn Dự\t", "Nguye\u0302\u0303n Văn Dự"]
)
def test_the_same_name(other: str) -> None:
    assert name_key(other) == name_key("Nguyễn Văn Dự")


def test_accents_make_another_name() -> None:
    assert name_key("Nguyễn Văn Du") != name_key("Nguyễn Văn Dự")
