import inspect
import re

import pytest

from survey import errors
from survey.errors import ExitStatus, HomPhieuError
from survey.language import LANGUAGES, speaking
from survey.reading import Reason
from survey.wording import say_page_reason, say_question_reason
from tally.reconcile import SENTENCES
from tests.docs.pages import read_page, sections

ENTRIES = sections(read_page("docs/messages.md"), "###")
SLUGS = sorted(
    {
        kind.slug
        for _name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, HomPhieuError)
    }
)
DIFFERENCES = list(SENTENCES)


def sentence_of(reason: Reason, language: str) -> str:
    with speaking(language):
        try:
            return say_question_reason(reason)
        except KeyError:
            return say_page_reason(reason)


def test_what_is_explained_is_what_the_program_says() -> None:
    assert sorted(ENTRIES) == sorted([*SLUGS, *Reason, *DIFFERENCES])


@pytest.mark.parametrize("slug", [*SLUGS, *Reason, *DIFFERENCES])
def test_each_is_explained_in_both_languages(slug: str) -> None:
    vietnamese, english = ENTRIES[slug].split("**English.**")
    assert len(vietnamese.split("**Tiếng Việt.**")[1]) > 40
    assert len(english) > 30


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_a_reason_can_be_found_by_its_sentence(reason: Reason, language: str) -> None:
    assert f"«{sentence_of(reason, language)}»" in " ".join(ENTRIES[reason].split())


def test_every_exit_status_is_explained() -> None:
    rows = re.findall(r"^\| (\d+) \|", read_page("docs/messages.md"), flags=re.MULTILINE)
    assert [int(row) for row in rows] == list(ExitStatus)
