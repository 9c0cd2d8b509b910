"""The end of a scan in the record: what came in, by which rules, and how far these are proven."""

from dataclasses import asdict

from omr.bound import Bound, read_bounds
from omr.rules import RULES
from steps.session import Session
from store.counting import count_new_pages


def note_batch(session: Session) -> dict[str, Bound]:
    """Write a ``batch`` event for all pages that none speaks of yet; nothing when there are none.

    A run that was cut off leaves its pages to the next, so every page is in exactly one batch.

    Returns:
        the bounds written down, by kind of scans; empty when nothing new came in.
    """
    bounds = read_bounds()
    with session.record.transaction():
        new = count_new_pages(session.record)
        if not new.pages:
            return {}
        bound = {kind: asdict(one) for kind, one in bounds.items()}
        session.record.append("batch", asdict(new) | {"reader": RULES, "bound": bound})
    return bounds
