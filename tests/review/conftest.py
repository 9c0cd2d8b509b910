"""A review page over a survey in which some questions wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copy_survey
from tests.office import Office
from tests.review.visitors import Review, open_review


@pytest.fixture
def review(scanned: Office) -> Iterator[Review]:
    """A review page of one's own."""
    with open_review(scanned) as review:
        yield review


@pytest.fixture(scope="module")
def shared(scanned_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """A review page for tests that change nothing."""
    office = Office(copy_survey(scanned_survey, tmp_path_factory.mktemp("review")))
    with open_review(office) as review:
        yield review
