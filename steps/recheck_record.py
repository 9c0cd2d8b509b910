"""``recheck record``: what one reader saw on the sheets that were drawn, from a table or typed."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from steps.handed_file import read_handed_file
from steps.recheck_draw import SHEET_COLUMN, find_recheck
from steps.session import Session
from steps.signature import person_name
from survey.errors import Mistake, MistakesError, RequestError
from survey.language import _
from templates.form import Form

WORDS = {
    "blank": "blank", "0": "blank", "trống": "blank", "bỏ trống": "blank",
    "multiple": "multiple", "n": "multiple", "nhiều": "multiple",
    "unclear": "unclear", "k": "unclear", "không rõ": "unclear",
    "invalid": "invalid", "h": "invalid", "không hợp lệ": "invalid",
    "missing": "missing", "m": "missing", "mất": "missing",
}  # fmt: skip
"""What a reader may write instead of a choice → what the record keeps."""
WHOLE_SHEET = frozenset({"invalid", "missing"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it."""

    recheck: str
    person: str
    sheets: int


def record_reading(session: Session, file: Path, person: str, recheck: str = "") -> Recorded:
    """Write into the journal what this person read; rows without any answer are left out.

    Raises:
        RequestError: no name, no such re-check, or the file cannot be read.
        MistakesError: with everything in the file that does not fit.
    """
    entry, name = find_recheck(session, recheck), reader_name(person)
    sheets = read_filled_table(file, session.form, frozenset(entry.units))
    session.record.append("recheck-read", {"recheck": entry.id, "sheets": sheets}, person=name)
    return Recorded(entry.id, name, len(sheets))


def reader_name(person: str) -> str:
    """The name as the record has it.

    Raises:
        RequestError: there is none.
    """
    name = person_name(person)
    if not name:
        raise RequestError(_("say who read the sheets: --by NAME"))
    return name


def read_value(text: str, choices: tuple[str, ...]) -> str:
    """What a reader's word means; empty when it means nothing."""
    return text if text in choices else WORDS.get(text.casefold(), "")


def no_answer(text: str, choices: tuple[str, ...]) -> str:
    """That a word means nothing, and which words do."""
    return _(
        "«{text}» is no answer; write one of {choices}, 0 blank, N several, "
        "K unclear; for the whole sheet H not valid, M not found",
        text=text,
        choices=", ".join(choices),
    )


def read_filled_table(file: Path, form: Form, drawn: frozenset[str]) -> dict[str, dict[str, str]]:
    """Sheet → question → value, of every row that was filled in; ``drawn`` are the sheets.

    Raises:
        RequestError: the file cannot be read, or has no row with an answer.
        MistakesError: with everything in it that does not fit.
    """
    questions = [question.id for question in form.asked]
    table = _Table({name: form.choices_of(name) for name in questions}, drawn)
    sheets: dict[str, dict[str, str]] = {}
    mistakes: list[Mistake] = []
    for line, row in _rows(file, questions):
        sheet = (row[SHEET_COLUMN] or "").strip()
        written = {name: (row[name] or "").strip() for name in questions}
        if any(written.values()):
            found = tuple(table.check(line, sheet, written))
            mistakes += found
            if not found:
                sheets[sheet] = table.values(written)
    if mistakes:
        raise MistakesError(file.name, tuple(mistakes))
    if not sheets:
        raise RequestError(_("{file}: no row has an answer", file=file.name))
    return sheets


def _rows(file: Path, questions: list[str]) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    """Each row with its line; columns may be parted by a comma, a semicolon or a tab."""
    lines = read_handed_file(file).splitlines()
    heading = lines[0] if lines else ""
    reader = csv.DictReader(lines, delimiter=max(",;\t", key=heading.count))
    try:
        yield from _filled_rows(file, reader, questions)
    except csv.Error as error:
        raise RequestError(
            _(
                "{file}, row {row}: this is no table of text; save it as CSV in UTF-8",
                file=file.name,
                row=reader.line_num,
            )
        ) from error


def _filled_rows(
    file: Path, reader: "csv.DictReader[str]", questions: list[str]
) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    wanted = [SHEET_COLUMN, *questions]
    if missing := [name for name in wanted if name not in (reader.fieldnames or ())]:
        raise RequestError(
            _(
                "{file} lacks the columns {names}; fill in the table that `recheck draw` wrote",
                file=file.name,
                names=", ".join(missing),
            )
        )
    for row in reader:
        yield reader.line_num, row


@dataclass(frozen=True, slots=True)
class _Table:
    """What a filled-in row may hold."""

    choices: Mapping[str, tuple[str, ...]]
    drawn: frozenset[str]

    def check(self, line: int, sheet: str, written: Mapping[str, str]) -> Iterator[Mistake]:
        """Everything that is wrong with a row."""
        if sheet not in self.drawn:
            yield Mistake(line, SHEET_COLUMN, _("{sheet} was not drawn", sheet=sheet))
        if self._is_whole_sheet(written):
            return
        for name, text in written.items():
            if self._value(name, text) in {"", *WHOLE_SHEET}:
                yield Mistake(line, name, no_answer(text, self.choices[name]))

    def values(self, written: Mapping[str, str]) -> dict[str, str]:
        """The row as the record keeps it."""
        if self._is_whole_sheet(written):
            return dict.fromkeys(self.choices, next(iter(self._said(written))))
        return {name: self._value(name, text) for name, text in written.items()}

    def _is_whole_sheet(self, written: Mapping[str, str]) -> bool:
        """Did the reader write the same word for the sheet, in one column or in all?"""
        said = self._said(written)
        return len(said) == 1 and said <= WHOLE_SHEET

    def _said(self, written: Mapping[str, str]) -> set[str]:
        return {self._value(name, text) for name, text in written.items() if text}

    def _value(self, question: str, text: str) -> str:
        return read_value(text, self.choices[question])
