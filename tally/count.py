"""Counting answers by question, factor, field, period, unit and so on, or by two of these.

What is counted comes as cells: how many answers are alike in everything that can be grouped by.
Shares are exact fractions until they are printed. «Bình thường» (3) is not satisfied in the
Vietnamese index (domain, part 9, point 6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from survey.errors import RequestError
from survey.language import _
from survey.reading import Status

GROUPINGS = ("question", "factor", "procedure", "field", "box", "period", "channel", "unit")
SATISFIED_CHOICES = frozenset({"5", "4"})
UNCOUNTED = (Status.BLANK, Status.MULTIPLE, Status.UNCLEAR)
"""Settled, but without an answer: outside every share, in columns of their own."""

Labels = Mapping[str, Mapping[str, str]]
"""Grouping → key → the key as people name it, in the order to show."""


@dataclass(frozen=True, slots=True)
class AnswerCells:
    """Answers that are alike in everything: so many of them.

    Attributes:
        form: fingerprint of the form they were given on.
        box: id of the box, empty while the sheets belong to no opening.
        period: the period of that opening, likewise.
        procedure: its code; what stands for «không xác định» is the caller's choice.
        field: id of the procedure's field, likewise.
        factor: the question's factor, empty when it has none.
        status: a ``survey.reading.Status``.
        choice: the printed choice, empty unless answered.
        unit: the unit below this office that handed them up, empty for this office's own.
    """

    channel: str
    form: str
    period: str
    box: str
    field: str
    procedure: str
    question: str
    factor: str
    status: str
    choice: str
    answers: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The choices in printed order, and those that count as satisfied."""

    choices: tuple[str, ...]
    satisfied: frozenset[str] = SATISFIED_CHOICES


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a table of results.

    Attributes:
        keys: the question, factor, code, id, period or channel; two of them when crossed.
        labels: the keys as people name them.
        counts: answers for each choice, in the printed order.
        satisfied_answers: those with a satisfied choice; None when the scale names none.
        questions: how many different questions were put together in this row.
        most_asked: answers to that of them which has the most: a sheet has every question once, and
            one of several pages whose second page is missing has not all of them.
        hidden: columns that a published table does not show: choices, ``answered``, ``satisfied``,
            ``total``, or a status; see ``tally.disclosure``.
    """

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    counts: Mapping[str, int]
    satisfied_answers: int | None
    blank: int
    multiple: int
    unclear: int
    flagged: int
    questions: int
    most_asked: int
    hidden: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The keys as one text."""
        return ",".join(self.keys)

    @property
    def label(self) -> str:
        """The labels as one text."""
        return " · ".join(label for label in self.labels if label)

    @property
    def answered(self) -> int:
        """Answers that count."""
        return sum(self.counts.values())

    @property
    def satisfied(self) -> Fraction | None:
        """Satisfied answers over answered; None when nothing was answered or it is hidden."""
        if self.satisfied_answers is None or not self.answered or self.is_hidden("satisfied"):
            return None
        return Fraction(self.satisfied_answers, self.answered)

    @property
    def mean(self) -> Fraction | None:
        """The mean of the choices as numbers; None as above, or when they are no numbers."""
        numeric = all(choice.isdecimal() for choice in self.counts)
        if not numeric or not self.answered or self.hidden & self.counts.keys():
            return None
        return Fraction(sum(int(choice) * n for choice, n in self.counts.items()), self.answered)

    @property
    def total(self) -> int:
        """Every question of every sheet in this row, whatever its state."""
        return self.answered + self.blank + self.multiple + self.unclear + self.flagged

    @property
    def sheets(self) -> int | None:
        """Sheets in this row; None when that is hidden."""
        return None if self.is_hidden("total") else self.most_asked

    def is_hidden(self, column: str) -> bool:
        """Whether a figure may not be shown; a share needs its denominator."""
        return column in self.hidden or (column == "satisfied" and "answered" in self.hidden)

    def figure(self, column: str) -> int | None:
        """The count in a column, None where it is hidden."""
        if self.is_hidden(column):
            return None
        return self.counts[column] if column in self.counts else int(getattr(self, column))


def tally_by(
    cells: Iterable[AnswerCells], by: Sequence[str], scale: Scale, labels: Labels
) -> tuple[TallyRow, ...]:
    """Count the answers in groups.

    Args:
        cells: answers to questions of one scale only; scales are never mixed (spec, chapter 8).
        by: one of ``GROUPINGS``, or two different ones.
        scale: the choices to count.
        labels: keys it names appear also when nothing was counted, keys it does not name follow in
            their own order, named by themselves. When two are crossed, the pairs that were counted
            appear, and each first key that has none.

    Raises:
        RequestError: an answer is not on the scale, or ``by`` cannot be counted by.
    """
    _refuse_unknown(by)
    groups: dict[tuple[str, ...], list[AnswerCells]] = {}
    for cell in cells:
        groups.setdefault(tuple(getattr(cell, name) for name in by), []).append(cell)
    named = [labels.get(name, {}) for name in by]
    rows = []
    for keys in _ordered(named, groups.keys()):
        shown = tuple(names.get(key, key) for names, key in zip(named, keys, strict=True))
        rows.append(_tally_row(keys, shown, groups.get(keys, []), scale))
    return tuple(rows)


def _refuse_unknown(by: Sequence[str]) -> None:
    if not set(by) <= set(GROUPINGS) or len(set(by)) != len(by) or len(by) not in (1, 2):
        raise RequestError(
            _(
                "cannot count by {by}; choose one or two different ones of: {known}",
                by=", ".join(by),
                known=", ".join(GROUPINGS),
            )
        )


def _ordered(
    named: Sequence[Mapping[str, str]], counted: Set[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """The rows to show: named keys in their order, then the others in their own."""
    first = dict.fromkeys([*named[0], *sorted(keys[0] for keys in counted)])
    if len(named) == 1:
        return [(key,) for key in first]
    second = dict.fromkeys([*named[1], *sorted(keys[1] for keys in counted)])
    ordered: list[tuple[str, ...]] = []
    for key in first:
        pairs = [(key, other) for other in second if (key, other) in counted]
        ordered += pairs or [(key, "")]
    return ordered


def _tally_row(
    keys: tuple[str, ...], labels: tuple[str, ...], cells: Sequence[AnswerCells], scale: Scale
) -> TallyRow:
    counted: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for cell in cells:
        counted[leaf_of(cell, scale)] += cell.answers
        asked[cell.question] += cell.answers
    counts = {choice: counted[choice] for choice in scale.choices}
    satisfied = sum(counts[choice] for choice in scale.choices if choice in scale.satisfied)
    return TallyRow(
        keys=keys,
        labels=labels,
        counts=counts,
        satisfied_answers=satisfied if scale.satisfied else None,
        blank=counted[Status.BLANK],
        multiple=counted[Status.MULTIPLE],
        unclear=counted[Status.UNCLEAR],
        flagged=counted[Status.FLAGGED],
        questions=len(asked),
        most_asked=max(asked.values(), default=0),
    )


def leaf_of(cell: AnswerCells, scale: Scale) -> str:
    """The column a cell is counted in: its choice, or the status of what has none.

    Raises:
        RequestError: the choice is not on the scale.
    """
    if cell.status != Status.ANSWERED:
        return cell.status
    if cell.choice not in scale.choices:
        raise RequestError(
            _(
                "{question}: the answer {choice} is not on the scale of form {form}; "
                "count forms with different scales apart",
                question=cell.question,
                choice=cell.choice,
                form=cell.form,
            )
        )
    return cell.choice
