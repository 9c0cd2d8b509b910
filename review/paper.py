"""The paper itself: a whole page, upright, as large as anyone wants it."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.doors import Visit
from review.queues import address_of, marks_of, with_filters
from store.entries import PageEntry
from store.one_sheet import find_page
from survey.language import _
from survey.reading import Outcome

ZOOMS = ("1", "2", "3")
"""Fit to the screen, and twice or three times as wide."""


async def show_paper(visit: Visit) -> Response:
    """A whole page with the means to enlarge it."""
    page = find_paper(visit)
    zoom = visit.asked("zoom") if visit.asked("zoom") in ZOOMS else ZOOMS[0]
    kept = dict(visit.request.query_params)
    back = _way_back(visit, page)
    return visit.show("paper.html", page=page, zoom=zoom, zooms=ZOOMS, back=back, kept=kept)


async def show_picture(visit: Visit) -> Response:
    """The picture of a whole page."""
    page = find_paper(visit)
    return visit.picture(await run_in_threadpool(visit.desk.lightbox.whole, page))


def find_paper(visit: Visit) -> PageEntry:
    """The page that the path names by the number of its event.

    Raises:
        HTTPException: the record knows none.
    """
    page = find_page(visit.desk.session.record, int(visit.place("page")))
    if page is None:
        raise HTTPException(404, _("The record knows no such page."))
    return page


def _way_back(visit: Visit, page: PageEntry) -> str:
    """Where the person came from: the question named in the address, or the sheet."""
    sheet, at = quote(page.sheet, safe=""), quote(visit.asked("at"), safe="")
    asked = marks_of(visit.seated, visit.request.query_params)
    if at:
        return with_filters(address_of((sheet, at)), asked)
    return f"/sheets/{sheet}" if page.outcome == Outcome.READ else f"/pages/{page.seq}"
