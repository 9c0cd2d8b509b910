"""The bound that ships with the reader speaks of this reader."""

import tomllib

import pytest

from omr import bound
from omr.bound import bound_text, read_bounds


def test_shipped_bounds_follow_from_what_was_found() -> None:
    measured = tomllib.loads(bound_text())["scans"]
    assert measured.keys() == {"office", "hard"}
    for scans in measured.values():
        assert 0 <= scans["misread"] / scans["questions"] < scans["at_most"] < 1
        assert scans["writers"] > 1
        assert 0.9 < scans["confidence"] < 1


def test_a_measurement_of_other_rules_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound, "RULES", "never measured")
    assert read_bounds() == {}


def test_a_measurement_of_these_rules_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = tomllib.loads(bound_text())
    monkeypatch.setattr(bound, "RULES", measured["rules"])
    told = {kind: one.questions for kind, one in read_bounds().items()}
    assert told == {kind: one["questions"] for kind, one in measured["scans"].items()}
