"""What is open, counted, against a naive look at the answers after any acts."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from store.listing import list_open_pages
from store.open_work import list_open_counts
from store.record import Record
from store.worklist import (
    Asked,
    Place,
    Queue,
    ReasonProgress,
    count_asked,
    count_open_pages,
    find_next,
    list_reasons,
)
from survey.names import name_key
from tests.store.test_replay import ACTS, Act, new_record

STATES = "SELECT id, opening, verdict FROM sheet WHERE verdict <> 'invalid'"


def naive_counts(record: Record) -> Counter[tuple[str, bool, bool]]:
    """(Opening, is it the procedure, is the sheet blank) → what is flagged or not keyed in."""
    counted: Counter[tuple[str, bool, bool]] = Counter()
    for sheet, opening, verdict in list(record.rows(STATES)):
        answers = list(record.rows("SELECT status FROM answer WHERE sheet = ?", (sheet,)))
        is_blank = not verdict and {status for (status,) in answers} == {"blank"}
        counted[opening, False, False] += sum(status == "flagged" for (status,) in answers)
        unkeyed = record.rows("SELECT 1 FROM sheet WHERE id = ? AND procedure = ''", (sheet,))
        counted[opening, True, is_blank] += len(list(unkeyed))
    return +counted


def naive_reasons(record: Record) -> set[ReasonProgress]:
    """What the machine asked and what still waits, counted answer by answer."""
    rows = "SELECT machine_reason, status FROM answer WHERE machine_status = 'flagged'"
    asked, waiting = Counter[str](), Counter[str]()
    for reason, status in record.rows(rows):
        asked[reason] += 1
        waiting[reason] += status == "flagged"
    return {ReasonProgress(reason, asked[reason], waiting[reason]) for reason in asked}


def naive_queue(record: Record, asked: Asked) -> list[Place]:
    """The places of a queue: what is open, of its kind, and not decided by this person."""
    decided = "SELECT sheet, question FROM decision WHERE key = ?"
    own = set(record.rows(decided, (asked.key,)))
    return [
        (sheet, question)
        for sheet, question, opinions in record.rows(
            "SELECT sheet, question, opinions FROM open_question ORDER BY turn, sheet, question"
        )
        if (question == "procedure") == ("lines" in asked.queue)
        and (opinions == 2) == ("differ" in asked.queue)
        and asked.question in ("", question)
        and (sheet, question) not in own
    ]


def walk(record: Record, asked: Asked) -> list[Place]:
    """The places of a queue, one behind the other."""
    places: list[Place] = []
    while place := find_next(record, asked, places[-1] if places else None):
        places.append(place)
    return places


@settings(max_examples=40, deadline=None)
@given(ACTS, st.sampled_from(["An", "Bình"]), st.sampled_from(Queue), st.sampled_from(["", "q1"]))
def test_open_questions_are_counted(acts: list[Act], who: str, queue: Queue, question: str) -> None:
    with new_record() as record:
        with record.transaction():
            for number, act in enumerate(acts):
                act.write(record, number)
        counted: Counter[tuple[str, bool, bool]] = Counter()
        for one in list_open_counts(record):
            if not one.is_doubt:
                counted[one.opening, one.is_line, one.is_blank] += one.questions
        assert counted == naive_counts(record)
        asked = Asked(queue, name_key(who), question=question)
        assert walk(record, asked) == naive_queue(record, asked)
        assert count_asked(record, asked) == len(naive_queue(record, asked))
        assert set(list_reasons(record)) == naive_reasons(record)
        pages = list(list_open_pages(record))
        assert count_open_pages(record, "opening") == Counter(page.opening for page in pages)
        assert count_open_pages(record, "reason") == Counter(page.reason for page in pages)
        assert (
            list(list_open_pages(record, 1, "no-code"))
            == [page for page in pages if page.reason == "no-code"][:1]
        )
