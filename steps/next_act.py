"""What usually comes next in a survey that stands as it does: one command."""

from steps.closing import SIGNED_BY_TWO, next_after_refusal
from steps.open_box import Opened
from steps.reconcile import Reconciliation
from survey.plan import Plan


def first_act(plan: Plan) -> tuple[str, ...]:
    """Sheets are printed, unless the plan has no box and answers come another way."""
    if plan.boxes or not plan.channels:
        return ("print", "--copies", "100")
    return ("import", "FILE", "--channel", plan.channels[0].id, "--mapping", "FILE.toml")


def next_act(plan: Plan, reconciliation: Reconciliation, waiting: int) -> tuple[str, ...]:
    """The words of that command, without the program's name.

    ``waiting`` are the questions, hand-written lines and pages that people must settle.
    """
    figures = reconciliation.figures
    if not figures.paper.now.printed:
        return first_act(plan)
    if not figures.openings:
        return ("open-box",)
    if not figures.sheets_read and not waiting:
        return ("scan", "PATH")
    if waiting:
        return ("review",)
    if reconciliation.open:
        return ("explain", reconciliation.open[0].name, *SIGNED_BY_TWO)
    return ("report", yearly_report(plan))


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
