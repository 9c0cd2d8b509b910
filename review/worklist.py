"""Everything the machine asked about, with what became of it; filtered, and nothing hidden."""

from starlette.responses import Response

from review.doors import Visit
from store.worklist import ListFilter, list_asked, list_people, list_reasons
from survey.language import _
from survey.wording import say_question_reason

ON_A_PAGE = 50
Options = list[tuple[str, str]]


async def show_worklist(visit: Visit) -> Response:
    """A page of the list; the address says what is left out and where it goes on."""
    selects = _selects(visit)
    chosen = {name: visit.asked(name) for name in selects}
    after = visit.asked("after-sheet"), visit.asked("after-question")
    record = visit.desk.session.record
    found = list_asked(record, ListFilter(**chosen), after, ON_A_PAGE + 1)
    return visit.show(
        "worklist.html",
        chosen=chosen,
        found=found[:ON_A_PAGE],
        has_more=len(found) > ON_A_PAGE,
        selects=selects,
    )


def _selects(visit: Visit) -> dict[str, tuple[str, Options]]:
    """Field of the filter → what it is called, and its options."""
    session = visit.desk.session
    reasons = [
        (one.reason, say_question_reason(one.reason)) for one in list_reasons(session.record)
    ]
    boxes = [(box.id, box.name) for box in session.plan.boxes]
    questions = [(q.id, f"{q.number} {q.text}".strip()) for q in session.form.asked]
    people = [(one.key, one.person) for one in list_people(session.record)]
    return {
        "reason": (_("Reason"), reasons),
        "box": (_("Box"), boxes),
        "question": (_("Question"), questions),
        "person": (_("Person"), people),
    }
