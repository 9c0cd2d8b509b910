"""What a release checks: documents that take something from the program are the newest."""

import re

import pytest

from tests.docs.pages import read_page
from tools import release
from tools.figures import WORDS, with_figures


@pytest.mark.parametrize("name", WORDS)
def test_the_figures_of_a_readme_are_those_of_the_benchmark(name: str) -> None:
    assert read_page(name) == with_figures(name), "run: python -m tools.figures"


def test_a_version_without_its_changelog_is_not_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_git", lambda *words: "v9" if words[0] == "tag" else "M x")
    faults = list(release.find_faults("9.9.9"))
    assert [fault.split()[0] for fault in faults[:3]] == ["CHANGELOG.md", "the", "something"]


def test_an_unreleased_changelog_names_its_day_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_git", lambda *_words: "")
    monkeypatch.setattr(release, "HEADING", re.compile(r"# (Changes)\n\n## \S+ · (\S+)"))
    assert any("has no day" in fault for fault in release.find_faults("Changes"))


def test_pictures_older_than_what_they_show_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def later(*words: str) -> str:
        return "4b825dc" if words[0] == "rev-list" and "review" in words else ""

    monkeypatch.setattr(release, "_git", later)
    told = [fault for fault in release.find_faults("9.9.9") if "older than" in fault]
    assert [fault.split()[0] for fault in told] == ["docs/pictures"]
    assert "make docs" in told[0]
