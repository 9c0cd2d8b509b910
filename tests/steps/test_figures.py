"""The figures of the reconciliation against a naive count of what the record lists."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from steps.figures import gather_figures
from steps.reconcile import reconcile
from steps.session import Session
from steps.unfinished import find_unfinished
from store.folder import create_folder
from store.listing import find_sheets, list_answers, list_flags, list_open_pages, list_pages
from store.record import Record
from survey.period import Period
from survey.plan import parse_plan
from survey.reading import Outcome, PageReading, Reason, Status
from tally.reconcile import find_balances, find_differences
from templates.form import parse_form, plan_line
from templates.geometry import lay_out
from templates.shelf import read_form_text, read_plan_text
from tests.store.surveys import OPENED, OPENING, decide, read_page, rule, settle_page, take_in

PLAN = parse_plan(read_plan_text("van-phuc-2021"), "van-phuc-2021")
FORM = parse_form(read_form_text(PLAN.survey.form), PLAN.survey.form)
LAYOUT = lay_out(FORM, plan_line(FORM, PLAN))
QUESTIONS = len(FORM.questions)

STATUSES = {"answered": Status.ANSWERED, "flagged": Status.FLAGGED}
PAPERS = st.sampled_from(
    ["answered", "flagged", "blank", "rejected", "foreign", "accepted", "waiting", "S5"]
)
PROCEDURES = st.sampled_from(["", "2.000815", "unknown"])


@contextmanager
def new_session(counted: int) -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as place:
        folder = create_folder(Path(place) / "survey", "")
        with Record.create(folder, "van-phuc-2021", "vp-2021") as record:
            count = {"first": counted, "second": counted, "issued": None}
            record.append("opening", OPENING | {"count": count, "people": []})
            yield Session(folder, PLAN, FORM, LAYOUT, record)


def take_paper(record: Record, number: int, kind: str, procedure: str) -> None:
    """One paper of the box, whatever becomes of it."""
    name, sheet = f"{number}.jpg", f"{number:04x}"
    if kind in {"rejected", "foreign", "accepted"}:
        take_in(record, name, PageReading(Outcome.REJECTED, Reason.NO_CODE))
        if kind != "rejected":
            settle_page(record, name, kind, questions=QUESTIONS)
        return
    status = STATUSES.get(kind, Status.BLANK)
    take_in(record, name, read_page(sheet, *[status] * QUESTIONS))
    if kind == "S5":
        rule(record, sheet, "S5")
    if kind == "waiting":
        again = PageReading(Outcome.WAITING, Reason.SAME_SHEET_DIFFERS, sheet=sheet, sheet_page=1)
        take_in(record, f"again-{number}.jpg", again)
    if procedure:
        decide(record, (sheet, "procedure"), procedure)


def naive_validity(record: Record) -> tuple[int, int]:
    """Valid and invalid sheets, straight from the list of answers."""
    statuses = defaultdict(list)
    for answer in list_answers(record):
        statuses[answer.sheet].append(answer.status)
    invalid = 0
    for sheet, found in statuses.items():
        (entry,) = find_sheets(record, sheet)
        is_blank = not entry.verdict and set(found) == {"blank"}
        invalid += entry.verdict == "invalid" or is_blank
    return len(statuses) - invalid, invalid


def naive_papers(record: Record) -> int:
    """Papers that stand for what was scanned, straight from the list of pages."""
    pages = list(list_pages(record))
    sheets = {page.sheet for page in pages if page.outcome == "read"}
    unread = [p for p in pages if p.outcome in {"rejected", "waiting"} and p.fate != "foreign"]
    return len(sheets) + len(unread)


@settings(max_examples=25)
@given(st.lists(st.tuples(PAPERS, PROCEDURES), max_size=12), st.integers(0, 14))
def test_figures_are_what_a_naive_count_finds(papers: list[tuple[str, str]], counted: int) -> None:
    with new_session(counted) as session:
        with session.record.transaction():
            for number, (kind, procedure) in enumerate(papers):
                take_paper(session.record, number, kind, procedure)
        figures = gather_figures(session)
        valid, invalid = naive_validity(session.record)
        assert sum(one.valid for one in figures.periods) == valid
        assert sum(one.invalid for one in figures.periods) == invalid
        assert sum(sum(one.fields.values()) for one in figures.periods) == valid
        assert figures.years == ({"2021": valid} if valid + invalid else {})
        gap = naive_papers(session.record) - counted
        told = find_differences(find_balances(figures))
        of_scans = [d for d in told if d.slug not in {"more-than-printed"}]
        assert [(d.slug, d.key, d.found - d.expected) for d in of_scans] == (
            [("hand-count", OPENED, gap)] if gap else []
        )
        (unfinished,) = find_unfinished(session, [Period.parse("2021-10")], reconcile(session))
        assert unfinished.unkeyed == sum(one.fields[""] for one in figures.periods)
        assert unfinished.flags.total == sum(1 for _flag in list_flags(session.record))
        assert unfinished.pages == sum(1 for _page in list_open_pages(session.record))
