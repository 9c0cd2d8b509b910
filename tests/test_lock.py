"""``requirements.lock`` holds what ``pyproject.toml`` asks for, in its ranges, by hash."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = [entry for entry in re.split(r"\n(?=\S)", LOCK) if not entry.startswith("#")]
"""One for each version of a package: ``name==version ; when \\ --hash=…``."""


def asked_for() -> list[Requirement]:
    """What the program needs, with the extras that people install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [Requirement(one) for one in (*project["dependencies"], *extras["parquet"],
                                         *extras["cluster"])]  # fmt: skip


@pytest.mark.parametrize("asked", asked_for(), ids=lambda asked: asked.name)
def test_every_requirement_is_pinned_within_its_range(asked: Requirement) -> None:
    name = canonicalize_name(asked.name)
    pinned = [
        Version(entry.split()[0].partition("==")[2])
        for entry in ENTRIES
        if entry.startswith(f"{name}==")
    ]
    assert pinned, "run make lock"
    assert all(version in asked.specifier for version in pinned), "run make lock"


def test_everything_is_pinned_by_hash() -> None:
    assert len(ENTRIES) > len(asked_for())
    assert all("--hash=sha256:" in entry for entry in ENTRIES)


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links", LOCK)
