import contextlib
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from survey.edited_file import Draft, Finding, decode_text, read_draft, visible, written_key
from survey.edited_model import Count, Day, EditedModel, Line, Moment, Name, Prose, Switch
from survey.errors import MistakesError


class Section(EditedModel):
    name: Name
    note: Prose = ""
    remark: Line = ""
    number: Count = 0
    day: Day | None = None
    at: Moment | None = None
    is_on: Switch = False


class Whole(EditedModel):
    section: Section
    entries: tuple[Section, ...] = ()


def mistakes_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(MistakesError) as caught:
        read_draft(text, "test.toml").check(Whole)
    return [(mistake.line, mistake.key) for mistake in caught.value.mistakes]


def message_of(line: str) -> str:
    with pytest.raises(MistakesError) as caught:
        read_draft(f'[section]\nname = "A"\n{line}', "test.toml").check(Whole)
    (mistake,) = caught.value.mistakes
    return mistake.message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("remark = 3", "text in quotation marks"),
        ('number = "3"', "whole number"),
        ("number = 3.0", "whole number"),
        ("number = true", "whole number"),
        ("number = -1", "0 or more"),
        ("number = 99999999999999999999", "10,000,000 or less"),
        ('day = "2021-10-01"', "must be a day such as"),
        ("day = 2021-10-01T00:00:00", "must be a day such as"),
        ("at = 2021-10-01T16:00:00", "offset from UTC"),
        ("at = 2021-10-01", "offset from UTC"),
        ('is_on = "yes"', "true or false"),
        ("colour = 1", "is not known here"),
        ('remark = "two\\nlines"', "hidden character U+000A"),
        ('remark = "ab\\u202Ecd"', "hidden character U+202E"),
        ('note = "bell\\u0007"', "hidden character U+0007"),
        (f'remark = "{"x" * 301}"', "longer than 300 characters"),
    ],
)
def test_mistakes_are_said_in_plain_words(line: str, words: str) -> None:
    assert words in message_of(line)


def test_several_lines_are_welcome_in_prose_and_text_is_composed() -> None:
    text = '[section]\nname = "  Va\u0323n Phu\u0301c "\nnote = "one\\ntwo"\n'
    section = read_draft(text, "test.toml").check(Whole).section
    assert section.name == "Vạn Phúc"
    assert section.note == "one\ntwo"


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = "[[entries]]\nnumber = -1\n[[entries]]\nname = ''\n[section]\n"
    assert mistakes_of(text) == [
        (1, "entries[1].name"),
        (2, "entries[1].number"),
        (4, "entries[2].name"),
        (5, "section.name"),
    ]


def test_what_is_missing_altogether_has_no_line_and_comes_last() -> None:
    assert mistakes_of("colour = 1") == [(1, "colour"), (0, "section")]


def test_findings_of_rules_join_those_of_the_model() -> None:
    draft = read_draft('colour = 1\n[section]\nname = "A"\n', "test.toml")
    with pytest.raises(MistakesError) as caught:
        draft.check(Whole, [Finding(("section", "name"), "not A")])
    assert [str(m) for m in caught.value.mistakes][1] == "line 3, section.name: not A"


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x02",
        "[section",
        "a = 1\na = 2",
        "a = " + "[" * 5000,
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{a=" * 5000,
        ".".join("a" * 100_000) + " = 1",
        "'a' . " * 50_000 + "a = 1",
        "a = " + "9" * 6000,
        "a" * 600_000,
        '"' * 400_000,
        "a = '" + "[" * 5000 + "'",
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_hostile_text_is_a_mistake_like_any_other(text: str) -> None:
    assert mistakes_of(text)


def test_a_syntax_mistake_has_its_line() -> None:
    assert mistakes_of("a = 1\nb = 2\nc = : \n") == [(3, "test.toml")]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text = '\ufeff[section]\r\nname = "A"\r\nnote = """x\r\ny"""\r\n'
    assert read_draft(text, "test.toml").check(Whole).section.note == "x\ny"


@given(st.text(alphabet="[]{}=.,\"'#\n a1-", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(MistakesError):
        read_draft(text, "test.toml").check(Whole)


def test_a_list_is_not_too_short_for_the_mistakes_of_its_entries() -> None:
    class Listed(EditedModel):
        entries: Annotated[tuple[Section, ...], Field(min_length=1)]

    with pytest.raises(MistakesError) as caught:
        read_draft("[[entries]]\nname = 3\n", "test.toml").check(Listed)
    assert [mistake.key for mistake in caught.value.mistakes] == ["entries[1].name"]
    with pytest.raises(MistakesError) as caught:
        read_draft("entries = []\n", "test.toml").check(Listed)
    assert [mistake.key for mistake in caught.value.mistakes] == ["entries"]


def test_bytes_that_are_no_text_name_their_line() -> None:
    assert decode_text("Vạn Phúc".encode(), "a.toml") == "Vạn Phúc"
    with pytest.raises(MistakesError) as caught:
        decode_text("một\nhai\n".encode() + b"\xff\xfe", "a.toml")
    assert caught.value.mistakes[0].line == 3


def test_keys_and_messages_cannot_play_tricks_on_the_screen() -> None:
    (line_and_key,) = mistakes_of('[section]\nname = "A"\n"\\u001b[2J" = 1\n')
    assert line_and_key[1] == "section.<U+001B>[2J"
    assert visible("x" * 20, 10) == "x" * 10 + "…"


def test_written_keys_count_from_one() -> None:
    assert written_key(("boxes", 0, "id")) == "boxes[1].id"


def test_a_draft_gives_only_what_is_of_the_right_kind() -> None:
    draft = Draft({"a": {"text": " x ", "count": 3, "true": True}, "list": [{"b": 1}, 2]})
    assert draft.text("a", "text") == "x"
    assert draft.text("a", "count") is None
    assert draft.count("a", "count") == 3
    assert draft.count("a", "true") is None
    assert draft.value("a", "text", "deeper") is None
    assert [(position, entry.table) for position, entry in draft.entries("list")] == [(0, {"b": 1})]
    assert list(draft.entries("a")) == []
    assert draft.is_empty("nothing")
    assert not draft.is_empty("a", "count")
