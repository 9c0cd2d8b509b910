"""What can be asked of the record about what came by other ways than paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from store.record import Record
from survey.json_text import read_json


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """The newest figure for a period, scope and key; ``as_of`` is the day it was given, ISO."""

    period: str
    scope: str
    key: str
    dossiers: int
    source: str
    as_of: str


def list_dossiers(record: Record) -> tuple[DossierEntry, ...]:
    """The figures of settled dossiers that count now."""
    rows = record.rows(
        "SELECT period, scope, key, dossiers, source, as_of FROM dossiers AS one WHERE seq ="
        " (SELECT max(seq) FROM dossiers WHERE (period, scope, key) ="
        "  (one.period, one.scope, one.key)) ORDER BY period, scope, key"
    )
    return tuple(DossierEntry(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class AskedForm:
    """What a form asked when answers were taken in.

    Attributes:
        choices: the scale in the form's order; ``satisfied`` are those that count as satisfied.
        labels: choice → its words.
        questions: id → words; ``factors`` id → factor, ``factor_names`` factor → name.
    """

    choices: tuple[str, ...]
    satisfied: frozenset[str]
    labels: dict[str, str]
    questions: dict[str, str]
    factors: dict[str, str]
    factor_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One imported answer sheet."""

    channel: str
    key: str
    period: str
    procedure: str
    field: str


@dataclass(frozen=True, slots=True)
class ImportedSheets:
    """Imported answer sheets that are alike in everything: so many of them."""

    channel: str
    period: str
    procedure: str
    field: str
    sheets: int


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One question of one imported answer sheet, as ``export answers`` shows it."""

    file: str
    sheet: ImportedEntry
    question: str
    status: str
    choice: str | None


@dataclass(frozen=True, slots=True)
class ImportedCount:
    """Imported answers that are alike in everything: so many of them."""

    channel: str
    form: str
    period: str
    procedure: str
    field: str
    question: str
    status: str
    choice: str
    answers: int


def list_asked_forms(record: Record) -> dict[str, AskedForm]:
    """Fingerprint of a form → what it asked, for every form that answers were taken in on."""
    rows = record.rows("SELECT form, asked FROM import_part ORDER BY seq")
    return {form: _asked_form(read_json(asked)) for form, asked in rows}


def count_imported_sheets(record: Record) -> tuple[ImportedSheets, ...]:
    """Every imported answer sheet, counted with those like it."""
    rows = record.rows(
        "SELECT channel, period, procedure, field, count(*) FROM imported GROUP BY 1, 2, 3, 4"
    )
    return tuple(ImportedSheets(*row) for row in rows)


def list_imported_rows(record: Record, channel: str = "") -> Iterator[ImportedRow]:
    """Every question of every imported answer sheet, of one channel or of all."""
    for file, *sheet, question, status, choice in record.rows(IMPORTED_ROWS, (channel, channel)):
        yield ImportedRow(file, ImportedEntry(*sheet), question, status, choice)


IMPORTED_ROWS = """
SELECT import_part.file, imported.channel, imported.key, period, procedure, field, question, status,
       choice
FROM imported
CROSS JOIN imported_answer USING (channel, key)
CROSS JOIN import_part ON import_part.seq = imported.part
WHERE ? = '' OR imported.channel = ?
ORDER BY imported.channel, imported.key, position
"""


def count_imported_alike(record: Record) -> Iterator[ImportedCount]:
    """Every imported answer, counted with those like it."""
    return (ImportedCount(*row) for row in record.rows(IMPORTED_ALIKE))


IMPORTED_ALIKE = """
SELECT imported.channel, import_part.form, period, procedure, field, question, status,
       coalesce(choice, ''), count(*)
FROM imported
CROSS JOIN imported_answer USING (channel, key)
CROSS JOIN import_part ON import_part.seq = imported.part
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def _asked_form(asked: dict[str, Any]) -> AskedForm:
    scale, questions = asked["scale"], asked["questions"]
    return AskedForm(
        choices=tuple(choice for choice, _label, _is_satisfied in scale),
        satisfied=frozenset(choice for choice, _label, is_satisfied in scale if is_satisfied),
        labels={choice: label for choice, label, _is_satisfied in scale},
        questions={question: words for question, words, _factor in questions},
        factors={question: factor for question, _words, factor in questions},
        factor_names=dict(asked["factors"]),
    )
