"""What misreads found, or none, allow to say of the reader."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.answers import Kind
from benchmarks.bound import bound_of, upper_bound, write_bounds
from benchmarks.verdict import Judged, JudgedPage, Verdict
from omr.rules import RULES
from survey.reading import Outcome


def page(writer: str, *verdicts: Verdict) -> JudgedPage:
    questions = tuple(
        Judged(1, f"q{n}", Kind.PLAIN, "answered 5", "", None, verdict, "", "", writer, ())
        for n, verdict in enumerate(verdicts, 1)
    )
    return JudgedPage(1, Outcome.READ, None, False, 0.1, (), questions)


@pytest.mark.parametrize(
    ("found", "tries", "share"),
    [(0, 100, 1 - 0.05**0.01), (1, 10, 0.39416), (10, 10, 1.0), (2, 20_000, 0.00031478)],
)
def test_upper_bound_is_that_of_clopper_and_pearson(found: int, tries: int, share: float) -> None:
    assert upper_bound(found, tries, 0.95) == pytest.approx(share, rel=1e-4)


@given(st.integers(1, 100_000))
def test_none_found_is_about_three_in_all(tries: int) -> None:
    assert upper_bound(0, tries, 0.95) <= 3 / tries + 1e-7


@given(st.integers(1, 60), st.data())
def test_more_found_is_a_higher_bound(tries: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, tries - 1))
    assert found / tries < upper_bound(found, tries, 0.95) < upper_bound(found + 1, tries, 0.95)


def test_bound_counts_writers_questions_and_misreads() -> None:
    right, wrong = Verdict.RIGHT, Verdict.MISREAD
    bound = bound_of([page("An", right, wrong), page("An", right), page("Bình", Verdict.FLAGGED)])
    assert (bound.writers, bound.questions, bound.misread) == (2, 4, 1)
    assert bound.at_most == upper_bound(1, 4, 0.95)


def test_a_smaller_round_never_replaces_a_larger_one_of_the_same_rules(tmp_path: Path) -> None:
    file = tmp_path / "bound.toml"
    large, small = [page("An", *[Verdict.RIGHT] * 8)] * 9, [page("Bình", Verdict.MISREAD)]
    write_bounds({"office": large, "hard": large}, "large", file)
    first = file.read_bytes()
    write_bounds({"office": small, "hard": small}, "small", file)
    assert file.read_bytes() == first
    file.write_text(file.read_text().replace(f'rules = "{RULES}"', 'rules = "older"'))
    write_bounds({"office": small, "hard": small}, "small", file)
    written = tomllib.loads(file.read_text())
    assert (written["command"], written["rules"]) == ("small", RULES)
    assert written["scans"]["hard"]["misread"] == 1
