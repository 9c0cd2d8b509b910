"""The overview: how far people are, whether paper and record agree, what is left to do."""

from starlette.responses import Response

from review.doors import Visit
from review.queues import lines_of, marks_of
from steps.spot_check import spot_checked
from store.worklist import (
    count_asked,
    count_comments,
    count_open_pages,
    count_waiting,
    list_people,
    list_reasons,
)


async def show_overview(visit: Visit) -> Response:
    """Progress, agreement, and what is left to do."""
    record = visit.desk.session.record
    agreement = visit.desk.agreements.newest()
    return visit.show(
        "overview.html",
        agreement=agreement,
        marks=count_waiting(record, lines=False),
        lines=count_waiting(record, lines=True),
        mine=count_asked(record, marks_of(visit.seated, {})),
        people=list_people(record),
        reasons=list_reasons(record),
        pages=count_open_pages(record),
        spot=spot_checked(visit.desk.session),
        comments=count_comments(record),
        my_lines=count_asked(record, lines_of(visit.seated)) if visit.desk.has_lines else 0,
    )
