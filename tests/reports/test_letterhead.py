import pytest

from reports.letterhead import letterhead
from survey.plan import Plan


@pytest.mark.parametrize(
    ("heading", "governing", "agency"),
    [
        (("ỦY BAN NHÂN DÂN", "PHƯỜNG VẠN PHÚC"), (), ("ỦY BAN NHÂN DÂN", "PHƯỜNG VẠN PHÚC")),
        (
            ("UBND PHƯỜNG VẠN PHÚC", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"),
            ("UBND PHƯỜNG VẠN PHÚC",),
            ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",),
        ),
        (("SỞ NỘI VỤ",), (), ("SỞ NỘI VỤ",)),
    ],
)
def test_governing_body_is_told_from_the_agencys_own_name(
    plan: Plan, heading: tuple[str, ...], governing: tuple[str, ...], agency: tuple[str, ...]
) -> None:
    head = letterhead(plan.agency.model_copy(update={"heading": heading}))
    assert (head.governing, head.agency, head.symbol) == (governing, agency, "UBND")
