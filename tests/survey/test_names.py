import pytest

from survey.names import name_key


@pytest.mark.parametrize(
    "other", ["nguyễn văn  dự", " Nguyễn Văn Dự\t", "Nguye\u0302\u0303n Văn Dự"]
)
def test_the_same_name(other: str) -> None:
    assert name_key(other) == name_key("Nguyễn Văn Dự")


@pytest.mark.parametrize(
    ("old", "new"), [("Hoà", "Hòa"), ("THUÝ", "thúy"), ("Khoẻ", "Khỏe"), ("Loã", "Lõa")]
)
def test_a_tone_on_either_vowel_is_the_same_name(old: str, new: str) -> None:
    assert name_key(f"Nguyễn Thị {old}") == name_key(f"Nguyễn Thị {new}")


@pytest.mark.parametrize("other", ["Nguyễn Thị Hoa", "Nguyễn Thị Hóa", "Nguyên Thị Hòa"])
def test_another_tone_or_vowel_is_another_name(other: str) -> None:
    assert name_key(other) != name_key("Nguyễn Thị Hòa")


def test_accents_make_another_name() -> None:
    assert name_key("Nguyễn Văn Du") != name_key("Nguyễn Văn Dự")
