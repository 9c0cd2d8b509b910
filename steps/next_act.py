"""What usually comes next in a survey that stands as it does: one command."""

from datetime import date

from steps.closed_period import is_closed
from steps.closing import SIGNED_BY_TWO, next_after_refusal
from steps.open_box import Opened
from steps.reconcile import Reconciliation
from steps.session import Session
from store.bundle_listing import list_bundles
from store.channel_listing import count_imported_sheets
from store.listing import is_last_said
from survey.plan import Plan
from survey.publication_calendar import running_period


def first_act(plan: Plan) -> tuple[str, ...]:
    """Sheets are printed, unless the plan has no box and answers come another way."""
    if plan.boxes or not plan.channels:
        return ("print", "--copies", "100")
    return ("import", "FILE", "--channel", plan.channels[0].id, "--mapping", "FILE.toml")


def next_act(
    session: Session, reconciliation: Reconciliation, waiting: int, today: date | None = None
) -> tuple[str, ...]:
    """The words of that command, without the program's name.

    ``waiting`` are the questions, hand-written lines and pages that people must settle.
    """
    plan, figures = session.plan, reconciliation.figures
    if not figures.paper.now.printed:
        is_over = _has_every_import(session, today or date.today()) or _only_gathers(session)
        return _finishing_act(session) if is_over else first_act(plan)
    if not figures.openings:
        return ("open-box",)
    if not figures.sheets_read and not waiting:
        return ("scan", "PATH")
    if waiting:
        return ("review",)
    if reconciliation.open:
        return ("explain", reconciliation.open[0].name, *SIGNED_BY_TWO)
    return _finishing_act(session)


def _finishing_act(session: Session) -> tuple[str, ...]:
    """The yearly report; once it tells what the record holds, the record is checked."""
    kind = yearly_report(session.plan)
    return ("verify",) if is_last_said(session.record, kind) else ("report", kind)


def _has_every_import(session: Session, today: date) -> bool:
    """Answers were taken in, and no more are awaited: nothing is collected now, or it is closed."""
    if session.plan.boxes:
        return False
    running = running_period(session.plan.survey, today)
    is_collecting = running is not None and not is_closed(session.record, str(running))
    return bool(count_imported_sheets(session.record)) and not is_collecting


def _only_gathers(session: Session) -> bool:
    """Units below have handed up results, and no answers are this office's own."""
    return bool(list_bundles(session.record)) and not count_imported_sheets(session.record)


def yearly_report(plan: Plan) -> str:
    """The report on a year that the plan asks for: Phụ lục 2, or SIPAS where it names only that."""
    documents = {publication.document for publication in plan.publications}
    return "sipas" if "sipas" in documents and "annual" not in documents else "annual"


def next_after_opening(opened: Opened) -> tuple[str, ...]:
    """What follows an opening, and a box left closed: first what was instructed about it."""
    refusal = opened.opening.refusal
    if refusal is None:
        has_sheets = opened.opening.count_final > 0
        return ("scan", "PATH", "--opening", opened.opening_id) if has_sheets else ("status",)
    return ("open-box",) if refusal.instruction else next_after_refusal(opened.opening_id)
