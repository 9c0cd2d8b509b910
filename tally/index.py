"""The satisfaction index of a whole survey, the extremes of a table, and the way since last time.

Which of two indices the authorities mean is nowhere written (domain, part 9, point 4): both are
computed and each is named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tally.count import TallyRow
from tally.share import Interval, wilson_interval


@dataclass(frozen=True, slots=True)
class Index:
    """The two indices.

    Attributes:
        pooled: satisfied answers to all questions over all answers.
        averaged: mean of the questions' satisfied shares, each with the same weight.
    """

    pooled: Fraction | None
    averaged: Fraction | None


@dataclass(frozen=True, slots=True)
class Extremes:
    """The rows with the highest and the lowest satisfied share; every one of a tie."""

    highest: tuple[TallyRow, ...]
    lowest: tuple[TallyRow, ...]


def index_of(whole: TallyRow, questions: Sequence[TallyRow]) -> Index:
    """Both indices; None where nothing was answered, or where a part of it is hidden.

    Args:
        whole: all questions counted together.
        questions: each question in a row of its own.
    """
    shares = [row.satisfied for row in questions if row.answered]
    known = [share for share in shares if share is not None]
    averaged = sum(known, Fraction(0)) / len(known) if known and len(known) == len(shares) else None
    return Index(whole.satisfied, averaged)


def extremes(rows: Sequence[TallyRow], besides: Collection[str] = ()) -> Extremes | None:
    """The best and the worst of the rows that have a share.

    None when fewer than two have, or when a share is hidden that might be better or worse.

    Args:
        rows: the lines of a table.
        besides: keys of lines that are not compared, since they name nothing.
    """
    compared = [row for row in rows if not set(row.keys) & set(besides)]
    shares = {row.keys: row.satisfied for row in compared if row.satisfied is not None}
    if len(shares) < 2 or any(row.is_hidden("satisfied") for row in compared):
        return None
    most, least = max(shares.values()), min(shares.values())
    return Extremes(
        tuple(row for row in rows if shares.get(row.keys) == most),
        tuple(row for row in rows if shares.get(row.keys) == least),
    )


def interval_of(row: TallyRow, dossiers: int | None = None) -> Interval | None:
    """The 95 % interval of a row's satisfied share.

    The answers on one sheet depend on each other, so a row of several questions rests on as many
    independent answers as one question has on average, which errs on the wide side.

    Args:
        row: a line of a table.
        dossiers: how many dossiers the row's people had; None when not known.
    """
    if row.satisfied is None:
        return None
    return wilson_interval(row.satisfied, Fraction(row.answered, row.questions), dossiers)


def changes_since(
    rows: Sequence[TallyRow], before: Sequence[TallyRow]
) -> dict[tuple[str, ...], Fraction]:
    """Keys → how much the satisfied share rose, where both times have one.

    The caller sees to it that form and scale are the same both times.
    """
    earlier = {row.keys: row.satisfied for row in before}
    pairs = ((row.keys, row.satisfied, earlier.get(row.keys)) for row in rows)
    return {keys: now - then for keys, now, then in pairs if now is not None and then is not None}
