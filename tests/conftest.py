"""What holds for every test."""

from collections.abc import Iterator

import pytest

from survey.language import speaking


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Messages are English, the language of the source, whatever ran before."""
    with speaking("en"):
        yield
