"""Whether paper and record agree (domain, part 3.5; spec, chapter 6).

The count by hand counts sheets of paper. A page scanned twice is the same paper, and the blank back
of a sheet is no sheet of its own, so duplicates and blank backs stand on neither side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.language import _
from survey.reading import Outcome


@dataclass(frozen=True, slots=True)
class OpeningFigures:
    """What one opening gave.

    Attributes:
        opening: the opening's id.
        hand_count: sheets by the second count.
        sheets: different sheets read.
        pages: number of pages by outcome; a rejected or waiting page stands for one sheet.
    """

    opening: str
    hand_count: int
    sheets: int
    pages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts to compare.

    Attributes:
        printed: sheets printed.
        issued: sheets handed out as the minutes say; None when none says.
        openings: the opened boxes.
        sheets_read: different sheets read in all, with and without an opening.
        pages_without_opening: pages that belong to no opening.
        answers: question → rows of answers in any status, flagged ones too.
    """

    printed: int
    issued: int | None
    openings: tuple[OpeningFigures, ...]
    sheets_read: int
    pages_without_opening: int
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that must be equal, or within bounds, and are not."""

    slug: str
    message: str
    expected: int
    found: int


def reconcile(figures: Figures) -> tuple[Difference, ...]:
    """Every difference between paper and record; empty when they agree."""
    return (
        *_hand_counts(figures),
        *_pages_without_opening(figures),
        *_answers(figures),
        *_printed(figures),
    )


def _hand_counts(figures: Figures) -> Iterator[Difference]:
    for opening in figures.openings:
        rejected = opening.pages.get(Outcome.REJECTED, 0)
        waiting = opening.pages.get(Outcome.WAITING, 0)
        found = opening.sheets + rejected + waiting
        if found != opening.hand_count:
            message = _(
                "opening {opening}: {expected} sheets were counted by hand, the scans hold {found} "
                "({read} read, {rejected} rejected, {waiting} waiting)",
                opening=opening.opening,
                expected=opening.hand_count,
                found=found,
                read=opening.sheets,
                rejected=rejected,
                waiting=waiting,
            )
            yield Difference("hand-count", message, opening.hand_count, found)


def _pages_without_opening(figures: Figures) -> Iterator[Difference]:
    found = figures.pages_without_opening
    if found:
        message = _("{found} scanned pages belong to no opening of a box", found=found)
        yield Difference("no-opening", message, 0, found)


def _answers(figures: Figures) -> Iterator[Difference]:
    for question, found in figures.answers.items():
        if found != figures.sheets_read:
            message = _(
                "question {question}: {found} answers for {expected} sheets",
                question=question,
                found=found,
                expected=figures.sheets_read,
            )
            yield Difference("answers", message, figures.sheets_read, found)


def _printed(figures: Figures) -> Iterator[Difference]:
    printed, issued = figures.printed, figures.issued
    if figures.sheets_read > printed:
        message = _(
            "{found} different sheets were read, but only {expected} were printed",
            found=figures.sheets_read,
            expected=printed,
        )
        yield Difference("more-than-printed", message, printed, figures.sheets_read)
    if issued is not None and issued > printed:
        message = _(
            "{found} sheets were issued, but only {expected} were printed",
            found=issued,
            expected=printed,
        )
        yield Difference("more-issued-than-printed", message, printed, issued)
