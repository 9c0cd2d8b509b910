"""On which line each key of a TOML text stands, so that a mistake can be shown where it is.

``tomllib`` gives values without lines. This scanner walks over text that ``tomllib`` has already
accepted, so it only follows brackets and keys and does not judge.
"""

import re
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of the file, e.g. ``("boxes", 0, "id")``."""

TOKEN = re.compile(
    r'''
    (?P<comment>\#[^\n]*)
  | (?P<word>"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{3,5}
      |\'\'\'(?:(?!\'\'\').)*\'{3,5}
      |"(?:\\.|[^"\\\n])*"
      |'[^'\n]*'
      |[^\s\[\]{},=.\#"']+)
  | (?P<mark>[\[\]{},=])
  | (?P<newline>\n)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every section, key and list entry of a valid TOML text."""
    scanner = _Scanner()
    line = 1
    for token in TOKEN.finditer(text):
        scanner.take(token, line)
        line += token[0].count("\n")
    return scanner.lines


@dataclass(slots=True)
class _OpenValue:
    """An array or inline table that is not closed yet; an array counts its entries from 0."""

    path: KeyPath
    position: int | None

    @property
    def inner_path(self) -> KeyPath:
        """The path of the array's present entry, or of the inline table itself."""
        return self.path if self.position is None else (*self.path, self.position)


class _Scanner:
    """Follows the text token by token; ``value_path`` is None while a key is being read."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.section: KeyPath = ()
        self.section_counts: dict[KeyPath, int] = {}
        self.header_brackets = 0
        self.key: list[str] = []
        self.value_path: KeyPath | None = None
        self.open_values: list[_OpenValue] = []

    def take(self, token: re.Match[str], line: int) -> None:
        """Take one token that starts on this line."""
        if token.lastgroup == "word":
            self._take_word(token[0], line)
        elif token.lastgroup == "mark":
            self._take_mark(token[0], line)
        elif token.lastgroup == "newline" and not self.open_values:
            self.value_path, self.key = None, []

    def _take_word(self, word: str, line: int) -> None:
        if self.value_path is None:
            self.key.append(word.strip("\"'"))
        else:
            self._record(self.value_path, line)

    def _take_mark(self, mark: str, line: int) -> None:
        if mark == "=":
            self._begin_value(line)
        elif self.value_path is None and not self.open_values:
            self._take_header_bracket(mark, line)
        elif mark in "[{":
            self._open_value(mark, line)
        elif mark == ",":
            self._next_entry()
        else:
            self._close_value()

    def _begin_value(self, line: int) -> None:
        parent = self.open_values[-1].inner_path if self.open_values else self.section
        self.value_path = (*parent, *self.key)
        self._record(self.value_path, line)
        self.key = []

    def _record(self, path: KeyPath, line: int) -> None:
        """Keep the first line on which the path was met, and the paths it lies in."""
        while path and path not in self.lines:
            self.lines[path] = line
            path = path[:-1]

    def _take_header_bracket(self, mark: str, line: int) -> None:
        if mark == "[":
            self.header_brackets += 1
        elif self.key:
            self.section = self._section_path(is_list=self.header_brackets == 2)
            self._record(self.section, line)
            self.key, self.header_brackets = [], 0

    def _section_path(self, *, is_list: bool) -> KeyPath:
        path: KeyPath = ()
        for part in self.key[:-1]:
            path = self._latest((*path, part))
        path = (*path, self.key[-1])
        if is_list:
            self.section_counts[path] = self.section_counts.get(path, 0) + 1
        return self._latest(path)

    def _latest(self, path: KeyPath) -> KeyPath:
        """The last section of a list of sections; any other path as it is."""
        count = self.section_counts.get(path)
        return path if count is None else (*path, count - 1)

    def _open_value(self, mark: str, line: int) -> None:
        path = self.value_path or ()
        self._record(path, line)
        self.open_values.append(_OpenValue(path, 0 if mark == "[" else None))
        self.value_path = self.open_values[-1].inner_path if mark == "[" else None

    def _next_entry(self) -> None:
        value = self.open_values[-1]
        if value.position is None:
            self.value_path = None
        else:
            value.position += 1
            self.value_path = value.inner_path

    def _close_value(self) -> None:
        self.value_path = self.open_values.pop().path
