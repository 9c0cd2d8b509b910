"""The page to print for the day of the opening is the guide's checklist, and one page."""

import pikepdf

from tools.checklist import PAGE, checklist, words_hash


def test_the_page_has_the_words_of_the_guide() -> None:
    with pikepdf.open(PAGE) as page:
        assert str(page.docinfo["/Subject"]) == words_hash(), "run: python -m tools.checklist"
        assert len(page.pages) == 1


def test_every_item_of_the_guide_is_taken() -> None:
    assert [(head, len(items)) for head, items in checklist()] == [
        ("Trước khi mở", 3), ("Mở và đếm", 4), ("Bàn giao", 4),
    ]  # fmt: skip
