"""Every sentence has its Vietnamese, the two fit each other, and no help is half English.

The sentences are looked for in the syntax tree, not by Babel as ``make messages`` does, so that one
that Babel overlooks, such as one within an f-string, is missed here too.
"""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from jinja2 import Environment, nodes

import cli
from survey.errors import ExitStatus
from survey.language import _, read_catalogue, speaking
from tests.office import run
from tools.compile_catalogue import read_written

ROOT = Path(cli.__file__).parent
ROOMS = ("survey", "templates", "ballots", "scans", "omr", "store", "tally", "audit", "reports",
         "channels", "bundles", "steps", "review", "terminal", "commands")  # fmt: skip
MARKS = {"_", "later"}
WORD = re.compile(r"[^\W\d_]+")
COMMANDS = tuple(cli.cli.commands)
PLACE_NAMES = frozenset(
    {"OPTIONS", "COMMAND", "ARGS", "BOX", "BUNDLE", "CODE", "COUNT", "DAY", "DIR", "FILE",
     "FOLDER", "FORM", "HEAD", "ID", "KIND", "NAME", "NUMBER", "OR", "PATH", "QUESTION", "ROLE",
     "SHARE", "SHEET", "SHEETS", "TEXT", "VALUE", "WHAT"}
)  # fmt: skip
"""What stands for a value in a usage line; not translated."""
FILE_WORDS = frozenset({"hom", "phieu", "json", "pdf", "toml", "csv", "truth", "gzip"})


def sentences(source: str) -> Iterator[tuple[str, int]]:
    """Each sentence marked for the catalogue, and its line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=mark), args=[ast.Constant(value=str(said)), *_]):
                if mark in MARKS:
                    yield said, node.lineno


def page_sentences(source: str) -> Iterator[tuple[str, int]]:
    """The same of a page of the review."""
    for call in Environment().parse(source).find_all(nodes.Call):
        match call:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(said)), *_]):
                yield said, call.lineno


def said_in_the_code() -> dict[str, str]:
    """Sentence → one place where it stands."""
    files = [ROOT / "cli.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]
    pages = (ROOT / "review" / "pages").glob("*.html")
    finders = [*((file, sentences) for file in files), *((page, page_sentences) for page in pages)]
    return {
        said: f"{file.relative_to(ROOT)}:{line}"
        for file, find in finders
        for said, line in find(file.read_text(encoding="utf-8"))
    }


def places(sentence: str) -> set[str]:
    """The names to be filled in."""
    return {name for _text, name, _format, _how in Formatter().parse(sentence) if name is not None}


def words(text: str) -> set[str]:
    """The words of a sentence, without the names to be filled in."""
    return set(WORD.findall(re.sub(r"\{.*?\}", " ", text)))


@functools.cache
def written() -> dict[str, str]:
    """English sentence → Vietnamese sentence, as people wrote them."""
    return {str(entry.id): str(entry.string) for entry in read_written() if entry.id}


@functools.cache
def english_only() -> set[str]:
    """Words of the English sentences that no Vietnamese sentence has."""
    catalogue = written()
    english = {word.lower() for sentence in catalogue for word in words(sentence)}
    return english - {word.lower() for said in catalogue.values() for word in words(said)}


def names_of(command: click.Command) -> Iterator[str]:
    """The names a command has and takes: they are typed as they are."""
    yield command.name or ""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from names_of(one)
    for param in command.params:
        yield from param.opts
        if isinstance(param.type, click.Choice):
            yield from param.type.choices


def english_in(told: str) -> set[str]:
    """English words in what was told, other than names."""
    names = {word for name in names_of(cli.cli) for word in words(name)}
    left = words(told) - names - PLACE_NAMES - FILE_WORDS
    return {word for word in left if word.lower() in english_only()}


# --- the catalogue --------------------------------------------------------------------------------


def test_the_compiled_catalogue_says_what_was_written() -> None:
    compiled = {english: read_catalogue().gettext(english) for english in written()}
    assert compiled == written(), "run `make messages`"


def test_every_sentence_has_its_vietnamese() -> None:
    catalogue = written()
    missing = {said: place for said, place in said_in_the_code().items() if not catalogue.get(said)}
    assert not missing, "run `make messages`, translate; Babel overlooks those within an f-string"


def test_nothing_is_translated_that_nobody_says() -> None:
    assert not written().keys() - said_in_the_code().keys(), "run `make messages`"


def test_the_same_is_filled_in_on_both_sides() -> None:
    differing = {
        english: (places(english), places(vietnamese))
        for english, vietnamese in written().items()
        if places(english) != places(vietnamese)
    }
    assert not differing


def sentences_of_one(source: str) -> Iterator[tuple[str, str]]:
    """Each sentence with the one that English says in its place of a single thing."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Name(id="_"),
                args=[ast.Constant(value=str(many)), ast.Constant(value=str(one))],
            ):
                yield many, one


def test_one_thing_is_told_with_the_same_values() -> None:
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    pairs = {pair for file in files for pair in sentences_of_one(file.read_text("utf-8"))}
    assert len(pairs) > 30
    assert {pair for pair in pairs if places(pair[0]) != places(pair[1])} == set()


@pytest.mark.parametrize(
    ("count", "language", "said"),
    [
        ("1", "en", "1 question waits for people."),
        ("2", "en", "2 questions wait for people."),
        ("1", "vi", "Có 1 câu hỏi cần người xem lại."),
    ],
)
def test_english_tells_one_from_many(count: str, language: str, said: str) -> None:
    many, one = "{flags} questions wait for people.", "{flags} question waits for people."
    with speaking(language):
        assert _(many, one, flags=count) == said


def test_a_name_may_stand_before_the_number() -> None:
    many, one = "{recheck}: {count} sheets read from paper.", "{recheck}: {count} sheet read."
    with speaking("en"):
        assert _(many, one, recheck="2021-10-1", count="1") == "2021-10-1: 1 sheet read."
        assert _(many, one, recheck="2021-10-1", count="1,001").startswith("2021-10-1: 1,001 s")


def test_no_translation_is_the_english_again() -> None:
    same = {english for english, said in written().items() if english == said}
    assert not {english for english in same if words(english)}


def refusals(source: str) -> Iterator[str]:
    """Sentences of errors that stand alone on the screen."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Raise(
                exc=ast.Call(
                    func=ast.Name(id="RequestError" | "ClusterError"),
                    args=[
                        ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(said)), *_])
                    ],
                )
            ):
                yield said


def test_what_stands_alone_begins_with_a_capital() -> None:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    told = {written()[said] for file in files for said in refusals(file.read_text("utf-8"))}
    assert len(told) > 50
    small = {words for words in told if words[0].islower()}
    assert {words for words in small if not words.startswith("survey.toml")} == set()


def test_sentences_are_found_wherever_they_stand() -> None:
    source = """_("a {b}", b=later("c")); f"{_('d')}"; print("e")"""
    assert {said for said, _line in sentences(source)} == {"a {b}", "c", "d"}


def test_sentences_are_found_in_pages() -> None:
    source = """{% if x %}{{ _("a {b}", b=_("c")) }}{% endif %}<p title="{{ _('d') }}">"""
    assert {said for said, _line in page_sentences(source)} == {"a {b}", "c", "d"}


# --- what is shown --------------------------------------------------------------------------------


def without_examples(shown: str) -> str:
    """The help without its examples: commands, each whole on one line so that it can be copied."""
    return shown.partition("Ví dụ:")[0]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_wholly_vietnamese(command: str) -> None:
    told = run("--lang", "vi", *command.split(), "--help")
    assert told.status == ExitStatus.DONE
    assert not english_in(without_examples(told.out))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_english_help_would_be_noticed(command: str) -> None:
    assert english_in(run("--lang", "en", *command.split(), "--help").out)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_fits_a_terminal_of_80_columns(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = run("--lang", "vi", *command.split(), "--help")
    assert max(map(len, without_examples(told.out).splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_one_line_in_the_list(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("--lang", "vi", "--help").out.splitlines()
    (line,) = (line for line in lines if line.startswith(f"  {command} "))
    said = written()[cli.cli.commands[command].help or ""]
    assert line.endswith(said.rstrip("."))


@pytest.mark.parametrize(
    "wrong",
    [
        ("khong-co",),
        ("--lang", "xx", "plans"),
        ("-C",),
        ("print", "--khong-co"),
        ("print", "--copies"),
        ("print", "--copies", "0"),
        ("status", "--json=1"),
        ("simulate", "x.pdf", "-o", "y", "--dpi", "9"),
        ("simulate", "x.pdf"),
        ("tally", "--by", "x"),
        ("scan",),
        ("decide", "A", "q1"),
        ("decide", "A", "q1", "5", "--by", "An"),
        ("status", "x"),
        ("export", "x"),
        ("report",),
        ("verify", "x", "y"),
    ],
)
def test_a_wrong_use_is_told_in_vietnamese(wrong: tuple[str, ...]) -> None:
    told = run(*wrong)
    assert told.status == ExitStatus.USAGE
    assert told.err
    assert not english_in(told.err)


@pytest.mark.parametrize(
    "wrong",
    [
        ("-C", "/", "status"),
        ("init", "/"),
        ("init", "x", "--plan", "y"),
        ("tally", "--period", "10-2021"),
        ("layout", "x"),
        ("simulate", "x.pdf", "-o", "y"),
    ],
)
def test_what_cannot_be_done_is_told_in_vietnamese(
    wrong: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run(*wrong)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert not english_in(told.err.replace(str(tmp_path), ""))
