"""What usually comes next in a survey that stands as it does: one command."""

from steps.closing import SIGNED_BY_TWO
from steps.reconcile import Reconciliation
from survey.plan import Plan


def first_act(plan: Plan) -> tuple[str, ...]:
    """Sheets are printed, unless the plan has no box and answers come another way."""
    if plan.boxes or not plan.channels:
        return ("print", "--copies", "100")
    return ("import", "FILE", "--channel", plan.channels[0].id, "--mapping", "FILE.toml")


def next_act(plan: Plan, reconciliation: Reconciliation, waiting: int) -> tuple[str, ...]:
    """The words of that command, without the program's name.

    ``waiting`` are the questions and pages that people must settle.
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
    return ("report", "annual")
