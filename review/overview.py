"""The overview: how far people are, whether paper and record agree, what is left to do."""

from starlette.responses import Response

from review.doors import Visit
from review.queues import lines_of, marks_of
from steps.closing import say_refusal
from steps.spot_check import spot_checked
from steps.unfinished import find_unfinished, open_periods
from store.worklist import count_asked, count_comments, list_people, list_reasons


async def show_overview(visit: Visit) -> Response:
    """Progress, agreement, and what is left to do."""
    session = visit.desk.session
    record = session.record
    agreement = await visit.desk.agreements.newest(session)
    unfinished = find_unfinished(session, open_periods(session), agreement.reconciliation)
    return visit.show(
        "overview.html",
        agreement=agreement,
        mine=count_asked(record, marks_of(visit.seated, {})),
        people=list_people(record),
        reasons=list_reasons(record),
        say_refusal=say_refusal,
        spot=spot_checked(session),
        comments=count_comments(record),
        my_lines=count_asked(record, lines_of(visit.seated)) if visit.desk.has_lines else 0,
        unfinished=tuple(unfinished),
    )
