"""The large rooms say at their door where what stands."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import benchmarks
import steps
import store

NAMES = re.compile(r"\b[a-z_]+(?=[,;.])")


@pytest.mark.parametrize("room", [benchmarks, steps, store])
def test_every_module_is_named_at_the_door(room: ModuleType) -> None:
    assert room.__doc__
    listed = [line for line in room.__doc__.splitlines() if line.startswith("    ")]
    named = NAMES.findall("\n".join(listed))
    modules = {file.stem for folder in room.__path__ for file in Path(folder).glob("*.py")}
    lacking, gone = modules - {"__init__", "__main__", *named}, set(named) - modules
    assert not lacking | gone, f"{room.__name__}/__init__.py: name {lacking}, strike out {gone}"
    assert len(named) == len(set(named))
