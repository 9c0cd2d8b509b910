"""TOML files people edit: read whatever they hold, and name every mistake at once, by line and key.

A file becomes a ``Draft`` first. The model's own mistakes and those found by rules that look at the
draft are then reported together, so nobody has to mend a file ten times to find ten mistakes.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from survey.edited_model import expectation
from survey.errors import Mistake, MistakesError
from survey.language import _
from survey.spoken_number import number
from survey.toml_lines import KeyPath, key_lines

TEXT_CHARACTERS = 500_000
KEY_CHARACTERS = 100
MESSAGE_CHARACTERS = 500
BYTE_ORDER_MARK = "\ufeff"

# tomllib needs time growing with the square of a dotted key's length.
LONG_DOTTED_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){17}"""
)
SYNTAX_PLACE = re.compile(r"at line ([0-9]+)")

ModelType = TypeVar("ModelType", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake before its line is known."""

    path: KeyPath
    message: str


@dataclass(frozen=True)
class Draft:
    """A table of an edited file, not yet known to be right.

    The getters return None both for what is missing and for what is of another kind, so that a rule
    looks only at what it can judge; the model names the rest.
    """

    table: dict[str, Any]
    source: str = ""
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def value(self, *path: str) -> object:
        """The value at this path of keys, None when there is none."""
        value: object = self.table
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def text(self, *path: str) -> str | None:
        """The trimmed text at this path."""
        value = self.value(*path)
        return value.strip() if isinstance(value, str) else None

    def is_empty(self, *path: str) -> bool:
        """Whether nothing, or only blank text, stands at this path."""
        return self.value(*path) is None or self.text(*path) == ""

    def count(self, *path: str) -> int | None:
        """The whole number at this path."""
        value = self.value(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, *path: str) -> date | None:
        """The day, without a time, at this path."""
        value = self.value(*path)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def moment(self, *path: str) -> datetime | None:
        """The time with a UTC offset at this path."""
        value = self.value(*path)
        return value if isinstance(value, datetime) and value.tzinfo else None

    def entries(self, key: str) -> Iterator[tuple[int, "Draft"]]:
        """The sections in the list of this key, with their positions from 0."""
        value = self.table.get(key)
        for position, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict):
                yield position, Draft(entry)

    def line(self, path: KeyPath) -> int:
        """The line of the key, or else of the section it lies in; 0 when neither is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def check(self, model: type[ModelType], findings: Iterable[Finding] = ()) -> ModelType:
        """Turn the draft into the model.

        Args:
            model: the shape the file must have.
            findings: what rules beyond the shape have found.

        Raises:
            MistakesError: with every mistake of the shape and every finding, in the file's order.
        """
        found = [*model_findings(model, self.table), *findings]
        if found:
            mistakes = sorted((self._mistake(finding) for finding in found), key=_file_order)
            raise MistakesError(self.source, tuple(mistakes))
        return model.model_validate(self.table)

    def _mistake(self, finding: Finding) -> Mistake:
        key = visible(written_key(finding.path) or self.source, KEY_CHARACTERS)
        return Mistake(self.line(finding.path), key, visible(finding.message, MESSAGE_CHARACTERS))


def read_draft(text: str, source: str) -> Draft:
    """Read the text of a TOML file; ``source`` is how messages name the file.

    Raises:
        MistakesError: the text is too long or is not TOML.
    """
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
    if len(text) > TEXT_CHARACTERS:
        raise _whole_file_mistake(
            source, _("is longer than {limit} characters", limit=number(TEXT_CHARACTERS))
        )
    if LONG_DOTTED_KEY.search(text):
        raise _whole_file_mistake(source, _("is nested too deeply"))
    return Draft(_load(text, source), source, key_lines(text))


def decode_text(content: bytes, source: str) -> str:
    """The text of a file people edit.

    Raises:
        MistakesError: the file is not text in UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = _("is not text in UTF-8 here; save the file as UTF-8 text")
        raise MistakesError(source, (Mistake(line, source, message),)) from error


def model_findings(model: type[BaseModel], table: dict[str, Any]) -> list[Finding]:
    """What the shape of the model finds wrong."""
    try:
        model.model_validate(table)
    except ValidationError as error:
        found = error.errors()
        return [
            Finding(mistake["loc"], expectation(mistake))
            for mistake in found
            if not _counts_bad_ones(mistake, found)
        ]
    return []


def _counts_bad_ones(mistake: ErrorDetails, found: Iterable[ErrorDetails]) -> bool:
    """Whether a list is called too short only because entries with mistakes are not counted."""
    place = mistake["loc"]
    return mistake["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in found
    )


def written_key(path: KeyPath) -> str:
    """The path as people write it, list positions from 1: ``boxes[1].id``."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def visible(text: str, limit: int) -> str:
    """The text cut to a length and with hidden characters spelled out, safe to print anywhere."""
    shown = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in shown)


def _load(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _whole_file_mistake(source, _("is nested too deeply")) from error
    except ValueError as error:  # TOMLDecodeError is one; a number of 5,000 digits is another
        place = SYNTAX_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        message = _(
            "cannot be read; each line is a key, the sign = and a value, text stands in quotation "
            "marks, and no key or section stands twice"
        )
        raise MistakesError(source, (Mistake(line, source, message),)) from error


def _whole_file_mistake(source: str, message: str) -> MistakesError:
    return MistakesError(source, (Mistake(0, source, message),))


def _file_order(mistake: Mistake) -> tuple[bool, int]:
    """By line; what has no line comes last."""
    return mistake.line == 0, mistake.line
