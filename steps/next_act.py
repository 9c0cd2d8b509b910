"""What usually comes next in a survey that stands as it does: one command."""

from steps.status import SurveyStatus

SIGNED_TWICE = ("--by", "NAME", "--by", "NAME", "--reason", "TEXT")


def next_act(status: SurveyStatus) -> tuple[str, ...]:
    """The words of that command, without the program's name."""
    if not status.printed:
        return ("print", "--copies", "100")
    if not status.reconciliation.figures.openings:
        return ("open-box",)
    if not any(status.pages.values()):
        return ("scan", "PATH")
    if status.flags_waiting or status.pages_open:
        return ("review",)
    if status.reconciliation.open:
        return ("explain", status.reconciliation.open[0].name, *SIGNED_TWICE)
    return ("report", "annual")
