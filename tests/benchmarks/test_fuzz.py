from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import fuzz_targets
from benchmarks.fuzz_targets import TARGETS, Target, try_input
from benchmarks.spoil import spoil

BROKE_ONCE = sorted((Path(__file__).parent / "broke_once").glob("*/*"))
"""What fuzzing found, by target."""


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    for seed in TARGETS[name].seeds():
        try_input(name, seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_damaged_input_is_read_or_refused_in_words(name: str, seed: int) -> None:
    chance = Random(seed)
    try_input(name, spoil(chance.choice(TARGETS[name].seeds()), chance))


@pytest.mark.parametrize("file", BROKE_ONCE, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_broke_it_once_no_longer_does(file: Path) -> None:
    try_input(file.parent.name, file.read_bytes())


def test_any_other_error_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes) -> None:
        raise KeyError(raw)

    monkeypatch.setitem(fuzz_targets.TARGETS, "code", Target(fail, lambda: [b""]))
    with pytest.raises(KeyError):
        try_input("code", b"")
