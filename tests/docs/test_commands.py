import re
import shlex

import click
import pytest

from cli import cli
from tests.docs.pages import READMES, code_pieces, page_names, read_page

COMMAND_ROW = re.compile(r"^\| `([a-z][a-z-]*)\b", re.MULTILINE)


def spoken_commands(text: str) -> list[list[str]]:
    """The words of each ``hom-phieu …`` that names a command, without the program's own name."""
    pieces = [re.sub(r"\s+#.*", "", piece) for piece in code_pieces(text)]
    spoken = [shlex.split(piece)[1:] for piece in pieces if piece.startswith("hom-phieu ")]
    return [words for words in spoken if not words[0].isupper()]


def fault_of(words: list[str]) -> str:
    """What is wrong with a command as it stands in a document, empty when nothing is."""
    if words[0] == "-C":
        words = words[2:]
    command = cli.commands.get(words[0])
    if command is None:
        return f"there is no command {words[0]}"
    if isinstance(command, click.Group) and len(words) > 1:
        command = command.commands[words[1]]
    known = {name for option in command.params for name in option.opts} | {"--help"}
    unknown = [word for word in words[1:] if word.startswith("-") and word not in known]
    return f"{words[0]} has no {unknown}" if unknown else ""


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_commands_is_that_of_the_program(name: str) -> None:
    assert COMMAND_ROW.findall(read_page(name)) == list(cli.commands)


@pytest.mark.parametrize("name", READMES)
def test_options_in_the_table_exist(name: str) -> None:
    for row in re.findall(r"^\| `([a-z].*?)` \|", read_page(name), flags=re.MULTILINE):
        command = cli.commands[row.split()[0]]
        known = {name for option in command.params for name in option.opts}
        assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", row)) <= known


@pytest.mark.parametrize("name", page_names())
def test_commands_and_options_in_documents_exist(name: str) -> None:
    assert [fault for words in spoken_commands(read_page(name)) if (fault := fault_of(words))] == []


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_make_targets_in_documents_exist(name: str) -> None:
    makefile = read_page("Makefile")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, flags=re.MULTILINE))
    pieces = [re.sub(r"\s+#.*", "", piece) for piece in code_pieces(read_page(name))]
    asked = {word for p in pieces if p.startswith("make ") for word in p.split()[1:]}
    assert asked <= targets
