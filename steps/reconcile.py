"""Do paper and record agree, and what did two people say where they do not?"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from steps.figures import gather_figures
from steps.session import Session
from steps.signature import check_two_people
from store.closing import Explanation, find_explanation
from store.listing import list_openings
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from tally.reconcile import Balance, Difference, Figures, find_balances, find_differences

IN_THE_BOX = "more-collected-than-issued"
"""The minutes of an opening must explain this one, and so they do."""
NOT_OPENED = "box-not-opened"


@dataclass(frozen=True, slots=True)
class StatedDifference:
    """A difference, and its explanation; None while it is open."""

    difference: Difference
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every identity with its figures, and those that do not hold."""

    figures: Figures
    balances: tuple[Balance, ...]
    differences: tuple[StatedDifference, ...]

    @property
    def issued(self) -> int | None:
        """Sheets issued in all; None while that is not known."""
        paper = self.figures.paper.now
        is_known = not paper.unknown and bool(paper.issued or self.figures.openings)
        return paper.issued if is_known else None

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that nobody has explained."""
        return tuple(one.difference for one in self.differences if one.explanation is None)

    def open_within(self, period: Period) -> tuple[Difference, ...]:
        """Those of them that concern sheets of this period, or the paper as a whole."""
        return tuple(
            one for one in self.open if not one.period or period.contains(Period.parse(one.period))
        )


def reconcile(session: Session) -> Reconciliation:
    """Compare paper and record."""
    figures = gather_figures(session)
    balances = find_balances(figures)
    stated = _state(session, find_differences(balances))
    return Reconciliation(figures, balances, stated)


def unopened_boxes(session: Session, period: Period) -> tuple[StatedDifference, ...]:
    """The plan's boxes of which no opening is recorded in this period."""
    opened = {
        opening.box
        for opening in list_openings(session.record)
        if not opening.refused and period.contains(Period.parse(opening.period))
    }
    balances = tuple(
        Balance(NOT_OPENED, f"{period}/{box.id}", str(period), 1, {"openings": 0})
        for box in session.plan.boxes
        if box.id not in opened
    )
    return _state(session, find_differences(balances))


def explain_difference(
    session: Session, name: str, people: Sequence[str], reason: str
) -> StatedDifference:
    """Record why a difference is as it is; it stays visible, and is open again when it changes.

    Args:
        session: the survey.
        name: as ``status`` names it, such as ``hand-count:2021-10-hom-1-1``.
        people: the two who answer for it.
        reason: what they found.

    Raises:
        RequestError: no such difference, not two people, or no reason.
    """
    named, said = check_two_people(people, reason)
    with session.record.transaction():
        difference = _find(session, name.strip())
        figures = {"expected": difference.expected, "found": difference.found}
        place = {"slug": difference.slug, "key": difference.key}
        body = place | figures | {"reason": said, "people": list(named)}
        session.record.append("explained", body, person=named[0])
    return StatedDifference(difference, Explanation(said, "; ".join(named)))


def difference_json(stated: StatedDifference) -> dict[str, Any]:
    """A difference for machines; ``explanation`` is null while it is open."""
    explanation = asdict(stated.explanation) if stated.explanation else None
    named = {"name": stated.difference.name, "explanation": explanation}
    return asdict(stated.difference) | named


def _find(session: Session, name: str) -> Difference:
    known = {one.difference.name: one.difference for one in _explainable(session, name)}
    meant = [one for full, one in known.items() if name in (full, one.slug)]
    if len(meant) != 1:
        raise RequestError(
            _(
                "{name} names no single difference; there are: {known}",
                name=name,
                known=", ".join(known) or _("none"),
            )
        )
    return meant[0]


def _explainable(session: Session, name: str) -> Iterator[StatedDifference]:
    yield from reconcile(session).differences
    slug, _colon, key = name.partition(":")
    if slug == NOT_OPENED:
        yield from unopened_boxes(session, Period.parse(key.partition("/")[0]))


def _state(session: Session, differences: tuple[Difference, ...]) -> tuple[StatedDifference, ...]:
    minutes = _explained_in_minutes(session) if differences else {}
    return tuple(
        StatedDifference(
            one,
            find_explanation(session.record, (one.slug, one.key), (one.expected, one.found))
            or (minutes.get(one.key) if one.slug == IN_THE_BOX else None),
        )
        for one in differences
    )


def _explained_in_minutes(session: Session) -> dict[str, Explanation]:
    """Opening → what its minutes say of its counts, signed by those present."""
    explained = {}
    for opening in list_openings(session.record):
        reason = (opening.body.get("count") or {}).get("difference_explained", "")
        if reason:
            people = "; ".join(person["name"] for person in opening.body["people"])
            explained[opening.id] = Explanation(reason, people)
    return explained
