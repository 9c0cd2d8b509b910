from collections.abc import Iterator

import pytest

from survey.language import choose_language, chosen_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in the language of the source, whatever ran before."""
    before = chosen_language()
    choose_language("en")
    yield
    choose_language(before)
