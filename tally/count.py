"""Counting answers by question, factor, procedure, field, box, period or channel.

Shares are exact fractions until they are printed. «Bình thường» (3) is not satisfied in the
Vietnamese index (domain, part 9, point 6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from survey.errors import RequestError
from survey.language import _
from survey.reading import Status

GROUPINGS = ("question", "factor", "procedure", "field", "box", "period", "channel")
SATISFIED_CHOICES = frozenset({"5", "4"})
DECIMAL_PLACES = 10


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question on one sheet, as ``export answers`` has it.

    Attributes:
        procedure: its code; what stands for «không xác định» is the caller's choice.
        field: id of the procedure's field, likewise.
        status: a ``survey.reading.Status``.
        choice: the printed choice, None unless answered.
    """

    sheet: str
    opening: str
    box: str
    period: str
    procedure: str
    field: str
    channel: str
    question: str
    status: str
    choice: str | None


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a table of results.

    Attributes:
        key: the question, factor, code, id, period or channel.
        label: the key as people name it.
        counts: answers for each choice, in the printed order.
        satisfied: satisfied answers over answered, None when nothing was answered.
    """

    key: str
    label: str
    counts: Mapping[str, int]
    answered: int
    blank: int
    multiple: int
    unclear: int
    flagged: int
    satisfied: Fraction | None


@dataclass(frozen=True, slots=True)
class Scale:
    """The choices in printed order, and those that count as satisfied."""

    choices: tuple[str, ...]
    satisfied: frozenset[str] = SATISFIED_CHOICES


def tally_by(
    rows: Iterable[AnswerRow],
    by: str,
    scale: Scale,
    labels: Mapping[str, str] | None = None,
    factors: Mapping[str, str] | None = None,
) -> tuple[TallyRow, ...]:
    """Count the answers in groups.

    Args:
        rows: answers to questions of one scale only; scales are never mixed (spec, chapter 8).
        by: one of ``GROUPINGS``.
        scale: the choices to count.
        labels: key → label in the order to show; its keys appear also when nothing was counted,
            keys it does not hold follow in their own order, named by themselves.
        factors: question → factor, needed to count by factor.

    Raises:
        RequestError: an answer is not on the scale, or ``by`` is unknown.
    """
    if by not in GROUPINGS:
        raise RequestError(
            _("cannot count by {by}; choose one of: {known}", by=by, known=", ".join(GROUPINGS))
        )
    groups: dict[str, Counter[tuple[str, str | None]]] = {}
    for row in rows:
        key = (factors or {}).get(row.question, "") if by == "factor" else getattr(row, by)
        groups.setdefault(key, Counter())[_counted(row, scale)] += 1
    names = dict(labels or {})
    names |= {key: key for key in sorted(groups) if key not in names}
    return tuple(
        _tally_row(key, name, groups.get(key, Counter()), scale) for key, name in names.items()
    )


def decimal_string(share: Fraction | None) -> str | None:
    """The share as decimal text without exponent; None stays None.

    A share whose decimals end is given exactly, any other rounded half to even at
    ``DECIMAL_PLACES`` decimals.
    """
    if share is None:
        return None
    exact = share if _has_finite_decimals(share) else round(share, DECIMAL_PLACES)
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    digits = str((exact * 10**places).numerator).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _counted(row: AnswerRow, scale: Scale) -> tuple[str, str | None]:
    if row.status != Status.ANSWERED:
        return row.status, None
    if row.choice not in scale.choices:
        raise RequestError(
            _(
                "sheet {sheet}, {question}: the answer {choice} is not on this form's scale; "
                "count forms with different scales apart",
                sheet=row.sheet,
                question=row.question,
                choice=row.choice,
            )
        )
    return row.status, row.choice


def _tally_row(
    key: str, label: str, counted: Counter[tuple[str, str | None]], scale: Scale
) -> TallyRow:
    counts = {choice: counted[Status.ANSWERED, choice] for choice in scale.choices}
    answered = sum(counts.values())
    satisfied = sum(counts[choice] for choice in scale.choices if choice in scale.satisfied)
    return TallyRow(
        key=key,
        label=label,
        counts=counts,
        answered=answered,
        blank=counted[Status.BLANK, None],
        multiple=counted[Status.MULTIPLE, None],
        unclear=counted[Status.UNCLEAR, None],
        flagged=counted[Status.FLAGGED, None],
        satisfied=Fraction(satisfied, answered) if answered else None,
    )


def _has_finite_decimals(share: Fraction) -> bool:
    rest = share.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
