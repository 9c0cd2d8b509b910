"""What the plan asks for and promises, told to people: quotas and publications."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from survey.language import _
from terminal.screen import say

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from steps.due import DueStatus
    from steps.status import SurveyStatus


def say_quotas(status: SurveyStatus) -> None:
    """How each quota stands, under its own name."""
    from steps.quotas import say_quota  # noqa: PLC0415 - so that help stays quick

    for name, quotas in groupby(status.quotas, key=lambda quota: quota.rule.name):
        say(_("Quota: {name}", name=name))
        for quota in quotas:
            say(f"  {say_quota(quota)}")


def say_due(status: SurveyStatus) -> None:
    """The period that is running and what is to be published when."""
    if status.running:
        say(_("Period running: {period}", period=status.running))
    if status.due:
        say(_("To be published:"))
    for entry in status.due:
        what = f"{entry.due.publication.name}, {entry.due.period}"
        say(f"  {_said_day(entry)}: {what}; {_said_written(entry, status)}")


def _said_day(entry: DueStatus) -> str:
    """The day as the plan names it, a Saturday or Sunday too."""
    if entry.due.day is None:
        return _("no day named")
    day = entry.due.day.strftime("%d/%m/%Y")
    if entry.due.is_weekend:
        return _("{day} (Saturday or Sunday; the plan names this day)", day=day)
    return day


def _said_written(entry: DueStatus, status: SurveyStatus) -> str:
    if entry.written:
        return _("written on {day}", day=entry.written.strftime("%d/%m/%Y"))
    if entry.is_awaited(status.today):
        return _("the period is over; not written yet")
    return _("late, not written") if entry.is_late(status.today) else _("not written yet")
