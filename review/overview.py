"""The overview: how far people are, whether paper and record agree, what is left to do."""

from starlette.responses import Response

from review.doors import Visit
from review.queues import marks_of
from store.worklist import count_asked, count_waiting, list_people, list_reasons
from survey.reading import Outcome


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
        rejected=agreement.pages[Outcome.REJECTED],
        duplicates=agreement.pages[Outcome.WAITING],
    )
