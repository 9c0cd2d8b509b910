"""The table of requirements is whole, and names commands, options, keys and files that exist."""

import re
from collections.abc import Iterator
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from channels.mapping import ColumnMapping
from cli import cli
from survey.opening import Opening
from survey.plan import Plan, Role
from survey.reading import Status
from templates.form import Form
from tests.docs.pages import REPOSITORY, code_pieces, read_page

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in read_page("docs/requirements.md").splitlines()
    if re.match(r"\| [0-9]+ \|", line)
]
PIECES = sorted({piece for row in ROWS for piece in code_pieces(row[3])})
PLANS = {"HV", "TX", "HG", "VP", "DN"}
TOLD_ELSEWHERE = {"unknown", "quotas", "due"}
"""A value of ``decide``, and keys of ``status --json``."""


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a file that people write, in all its sections."""
    for name, field in model.model_fields.items():
        yield name
        for inner in nested_in(field.annotation):
            yield from keys_of(inner)


def nested_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from nested_in(part)


KEYS = {*keys_of(Plan), *keys_of(Opening), *keys_of(ColumnMapping), *keys_of(Form), *Role, *Status}


def check_command(words: list[str]) -> None:
    """Command and options as the program has them; other words are examples."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known


def test_all_89_stand_there_once_and_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 90))


def test_no_cell_is_empty() -> None:
    assert all(len(row) == 4 and all(row) for row in ROWS)
    assert all(set(row[1].split()) <= PLANS | {"all"} for row in ROWS)


@pytest.mark.parametrize("piece", PIECES)
def test_what_a_line_names_is_there(piece: str) -> None:
    first = piece.split(maxsplit=1)[0]
    if "/" in first:
        assert (REPOSITORY / first).exists()
    elif first in cli.commands:
        check_command(piece.split())
    else:
        names = re.findall(r"[a-z_]+", piece.partition("=")[0])
        assert set(names) <= KEYS | TOLD_ELSEWHERE
