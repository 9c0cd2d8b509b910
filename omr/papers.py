"""The sizes of paper that a survey has printed on, and which of them a page is.

Corner marks and machine code stand in the same places on all forms of one size. A survey that
changed from A5 to A4 still gets its earlier sheets back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from omr.picture import Grey
from omr.registration import Registration, register_page
from templates.layout import Layout, Rect

_FITS_MM = 0.5
"""Marks of the right size fit better even on a bent sheet; those of another size by far worse."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What all forms of one size have in common.

    Attributes:
        marks: where each corner mark stands, by its code.
        code: where the machine code stands.
    """

    marks: Mapping[int, Rect]
    code: Rect


def papers_of(layouts: Iterable[Layout]) -> tuple[Paper, ...]:
    """One for each size, in the order in which the sizes first come."""
    papers: dict[tuple[float, float], Paper] = {}
    for layout in layouts:
        size_mm, code = layout.page_size_mm, layout.pages[0].code
        known = papers[size_mm].marks if size_mm in papers else {}
        papers[size_mm] = Paper({**known, **layout.marks}, code)
    return tuple(papers.values())


def find_page(grey: Grey, papers: Sequence[Paper]) -> tuple[Registration | None, Paper]:
    """Where the page lies in its picture, and on which of the papers it fits.

    Args:
        grey: the picture, any orientation.
        papers: at least one, the likeliest first; the others are tried where it does not fit.
    """
    best, fitting = register_page(grey, papers[0].marks), papers[0]
    for paper in papers[1:]:
        if best is None or best.fit_mm > _FITS_MM:
            found = register_page(grey, paper.marks)
            if found is not None and (best is None or found.fit_mm < best.fit_mm):
                best, fitting = found, paper
    return best, fitting
