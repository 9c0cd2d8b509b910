"""What usually comes next in a survey that stands as it does: one command."""

from steps.closing import SIGNED_BY_TWO
from steps.reconcile import Reconciliation


def next_act(reconciliation: Reconciliation, waiting: int) -> tuple[str, ...]:
    """The words of that command, without the program's name.

    ``waiting`` are the questions and pages that people must settle.
    """
    figures = reconciliation.figures
    if not figures.paper.now.printed:
        return ("print", "--copies", "100")
    if not figures.openings:
        return ("open-box",)
    if not figures.sheets_read and not waiting:
        return ("scan", "PATH")
    if waiting:
        return ("review",)
    if reconciliation.open:
        return ("explain", reconciliation.open[0].name, *SIGNED_BY_TWO)
    return ("report", "annual")
