"""Answers of another channel: rows of a table in, answers without any personal content out."""

import hmac
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from channels.mapping import DAY_SEPARATOR, ColumnMapping
from channels.named_columns import CellError
from channels.table import Table, TableRow
from survey.errors import Mistake, TableError
from survey.language import _
from survey.names import name_key
from survey.period import Period
from survey.plan import Plan
from survey.procedure_code import national_code
from survey.reading import Status
from survey.spoken_day import spoken_day
from templates.form import Form

KEY_CHARACTERS = 24
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class ImportedAnswer:
    """One row.

    Attributes:
        key: a keyed hash that tells the row from all others and leads back to nobody.
        period: the collection period of its day.
        procedure, field: empty where the row does not say.
        answers: question, status and choice (None unless answered).
    """

    key: str
    period: str
    procedure: str
    field: str
    answers: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """What a table holds.

    Attributes:
        answers: the good rows, in an order that says nothing about the table's.
        bad: rows that cannot be taken, by row and column.
        set_aside: rows that the mapping leaves out.
        dropped: headings of the columns that nobody looked at.
        row_of: key → number of its row, to name it with; never kept.
    """

    answers: tuple[ImportedAnswer, ...]
    bad: tuple[Mistake, ...]
    set_aside: int
    dropped: tuple[str, ...]
    row_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything needed to understand a row.

    Attributes:
        channel: its id in the plan.
        secret: the survey's own key, without which no row can be guessed from its hash.
    """

    mapping: ColumnMapping
    form: Form
    plan: Plan
    channel: str
    secret: bytes

    def read(self, table: Table) -> AnswersRead:
        """All rows of a table.

        Raises:
            TableError: a column that the mapping names is missing, stands there twice, or has
                merged cells.
        """
        places = self._places(table)
        answers: dict[str, ImportedAnswer] = {}
        row_of: dict[str, int] = {}
        bad: list[Mistake] = []
        seen: Counter[tuple[str, ...]] = Counter()
        set_aside = 0
        for row in table.rows:
            cells = _Cells(row, places)
            seen[row.cells] += 1
            if not self._is_meant(cells):
                set_aside += 1
                continue
            try:
                answer = self._answer(cells, self._key(cells, seen[row.cells]))
                row_of.setdefault(answer.key, row.number)
                if answers.setdefault(answer.key, answer) != answer:
                    raise CellError(self.mapping.key[0], _("stands here twice, with other answers"))
            except CellError as error:
                bad.append(Mistake(row.number, error.column, str(error)))
        looked_at = set(places.values())
        dropped = tuple(h for i, h in enumerate(table.headings) if h and i not in looked_at)
        ordered = tuple(answers[key] for key in sorted(answers))
        return AnswersRead(ordered, tuple(bad), set_aside, dropped, row_of)

    def _places(self, table: Table) -> dict[str, int]:
        """Heading → position of every column that is looked at."""
        places = {}
        for heading in self.mapping.headings:
            wanted = name_key(heading)
            at = [i for i, found in enumerate(table.headings) if name_key(found) == wanted]
            if len(at) != 1:
                raise TableError(
                    _(
                        "{file} must have one column «{heading}», not {count}; it has: {known}. "
                        "Mend the heading in the mapping, or its heading_row where other rows "
                        "stand above the headings",
                        file=table.source,
                        count=len(at),
                        heading=heading,
                        known=", ".join(table.headings),
                    )
                )
            places[heading] = at[0]
        table.refuse_merged(places.values())
        return places

    def _is_meant(self, cells: "_Cells") -> bool:
        """Does the row rate a settled dossier, as far as the mapping can tell?"""
        return all(
            name_key(cells.text(column)) in {name_key(value) for value in values}
            for column, values in self.mapping.only.items()
        )

    def _key(self, cells: "_Cells", times: int) -> str:
        """A keyed hash of the row's key, or of the whole row and how often it came before."""
        told = tuple(cells.text(column) for column in self.mapping.key)
        if self.mapping.key and not all(told):
            column = self.mapping.key[told.index("")]
            raise CellError(column, _("must not be empty"))
        content = told or (*cells.row.cells, str(times))
        text = "\x1f".join((self.channel, *content))
        return hmac.digest(self.secret, text.encode(), "sha256").hex()[:KEY_CHARACTERS].upper()

    def _answer(self, cells: "_Cells", key: str) -> ImportedAnswer:
        answers = tuple(self._rating(cells, *asked) for asked in self._asked())
        if all(status == Status.BLANK for _question, status, _choice in answers):
            column = next(iter(self.mapping.columns.questions.values()))
            raise CellError(column, _("no question is answered"))
        procedure = self._procedure(cells)
        field = self._field(cells)
        return ImportedAnswer(key, str(self._period(cells)), procedure, field, answers)

    def _asked(self) -> Iterator[tuple[str, str]]:
        """Question and heading in the form's order."""
        columns = self.mapping.columns.questions
        return ((q.id, columns[q.id]) for q in self.form.rated if q.id in columns)

    def _rating(self, cells: "_Cells", question: str, column: str) -> tuple[str, str, str | None]:
        said = name_key(cells.text(column))
        if not said:
            return question, Status.BLANK, None
        known = {name_key(step.choice): step.choice for step in self.form.scale}
        known |= {name_key(step.label): step.choice for step in self.form.scale}
        known |= {name_key(words): choice for words, choice in self.mapping.values.items()}
        if said not in known:
            raise CellError(column, _("«{text}» is not on the scale", text=cells.text(column)))
        return question, Status.ANSWERED, known[said]

    def _period(self, cells: "_Cells") -> Period:
        if not self.mapping.columns.date:
            return Period.parse(self.mapping.period)
        column = self.mapping.columns.date
        day = _parse_day(cells.text(column), self.mapping.date_format)
        survey = self.plan.survey
        if not cells.text(column):
            raise CellError(column, _("must not be empty"))
        if day is None:
            form = self.mapping.date_format
            raise CellError(
                column, _("«{text}» is not a day as {form}", text=cells.text(column), form=form)
            )
        if not survey.starts <= day <= survey.ends:
            raise CellError(
                column,
                _("{day} is not within the survey, {starts} to {ends}", day=spoken_day(day),
                  starts=spoken_day(survey.starts), ends=spoken_day(survey.ends)),
            )  # fmt: skip
        return Period.of(day, survey.period_months)

    def _procedure(self, cells: "_Cells") -> str:
        column = self.mapping.columns.procedure
        told = cells.text(column) if column else ""
        code = national_code(told)
        if told and (code is None or code not in {known.code for known in self.plan.procedures}):
            raise CellError(column, _("procedure {code} is not in the plan", code=told))
        return code or ""

    def _field(self, cells: "_Cells") -> str:
        column = self.mapping.columns.field
        told = cells.text(column) if column else ""
        if not told:
            return ""
        known = self.plan.fields_by_name | {
            name_key(words): field for words, field in self.mapping.fields.items()
        }
        if name_key(told) not in known:
            raise CellError(column, _("field «{field}» is not in the plan", field=told))
        return known[name_key(told)]


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row's cells by heading."""

    row: TableRow
    places: dict[str, int]

    def text(self, heading: str) -> str:
        """What stands in this column."""
        return self.row.cells[self.places[heading]]


def _parse_day(text: str, form: str) -> date | None:
    """The day of a cell, a time behind it left out; workbooks give days in ISO form."""
    found = ISO_DAY.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
    else:
        numbers = re.match(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?![0-9])", text)
        if numbers is None:
            return None
        parts = dict(zip(DAY_SEPARATOR.split(form), map(int, numbers.groups()), strict=True))
        year, month, day = parts["yyyy"], parts["mm"], parts["dd"]
    try:
        return date(year, month, day)
    except ValueError:
        return None
