"""What seed 003 (II.3) forbids at an opening, one small rule each.

A rule looks only at values that are there and of the right kind; the model names the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from survey.edited_file import Draft, Finding
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key, one_person
from survey.period import Period, in_vietnam
from survey.plan import Plan, Role, Timetable
from survey.spoken_day import spoken_day
from survey.spoken_number import number
from survey.wording import say_role

COMPULSORY_ROLES = (Role.CHAIR, Role.SECRETARY, Role.ONE_STOP_HEAD)
"""Who leads, writes down and watches: each a person of their own, or nobody watches anybody."""
USUAL_COPIES = 3
"""Of signed minutes."""
SUSPECTED = frozenset({"suspicious", "broken"})
AFTER_OPENING = ("opened", "count", "handover", "closed")
MOMENTS_IN_ORDER = (
    ("before", "checked_at"),
    ("opened", "at"),
    ("closed", "at"),
)
MOMENTS_OF_REFUSAL = (
    ("before", "checked_at"),
    ("refusal", "reported_at"),
    ("refusal", "instructed_at"),
)
MOMENTS_OF_THE_PAST = (*MOMENTS_IN_ORDER, *MOMENTS_OF_REFUSAL[1:])
CLOCK_SLACK = timedelta(minutes=10)
"""By which the clock of the office may be behind the one on the wall."""


@dataclass(frozen=True, slots=True)
class PastSeals:
    """The seals of one box up to now; each number as its ``name_key``.

    Attributes:
        numbers: every number that the box or the sheets out of it have carried.
        put_on: number → when an opening ended by sealing the box with it.
        written_down: number → when somebody wrote down, outside an opening, that it was put on.
    """

    numbers: frozenset[str] = frozenset()
    put_on: Mapping[str, datetime] = field(default_factory=dict)
    written_down: Mapping[str, datetime] = field(default_factory=dict)


NO_PAST: Mapping[str, PastSeals] = MappingProxyType({})


def opening_findings(
    draft: Draft,
    plan: Plan,
    seals: Mapping[str, str],
    past: Mapping[str, PastSeals] = NO_PAST,
) -> Iterator[Finding]:
    """Everything the rules find wrong.

    Args:
        draft: what was written down.
        plan: the plan of the survey.
        seals: box → the number that should be on it.
        past: box → its seals up to this opening.
    """
    of_box = past.get(draft.text("box") or "", PastSeals())
    yield from _unknown_year(draft, plan.survey)
    yield from _unknown_box(draft, plan)
    yield from _missing_roles(draft)
    yield from _missing_titles(draft, plan)
    yield from _one_person_as_two(draft)
    yield from _two_people_as_one(draft)
    if is_suspected(draft):
        yield from _suspected_box(draft)
    else:
        yield from _intact_box(draft)
    yield from _wrong_order(draft, MOMENTS_IN_ORDER)
    yield from _wrong_order(draft, MOMENTS_OF_REFUSAL)
    yield from _yet_to_come(draft)
    yield from _before_the_survey(draft, plan)
    yield from _before_its_seal(draft, of_box)
    yield from _other_seal(draft, seals)
    yield from _written_down_later(draft, of_box)
    yield from _unexplained_counts(draft)
    yield from _wrong_handover(draft)
    yield from _used_seals(draft, of_box)


def is_suspected(draft: Draft) -> bool:
    """Whether lock or seal was found other than intact."""
    found = {draft.text("before", "lock"), draft.text("before", "seal")}
    return bool(found & SUSPECTED)


def _unknown_year(draft: Draft, survey: Timetable) -> Iterator[Finding]:
    """The sheets of such a period would be in no annual report: it was mistyped."""
    try:
        period = Period.parse(draft.text("period") or "")
    except RequestError:  # the model says what a period is
        return
    if not survey.starts.year <= period.year <= survey.ends.year:
        message = _(
            "{day} is not within the survey, {starts} to {ends}",
            day=period, starts=spoken_day(survey.starts), ends=spoken_day(survey.ends),
        )  # fmt: skip
        yield Finding(("period",), message)


def _unknown_box(draft: Draft, plan: Plan) -> Iterator[Finding]:
    box, known = draft.text("box"), [box.id for box in plan.boxes]
    if box is not None and box not in known:
        message = _(
            "{box} is not a box of the plan, which has: {known}", box=box, known=", ".join(known)
        )
        yield Finding(("box",), message)


def _missing_roles(draft: Draft) -> Iterator[Finding]:
    present = {person.text("role") for _position, person in draft.entries("people")}
    for role in COMPULSORY_ROLES:
        if role not in present:
            message = _(
                "nobody has the role {role}, without whom a box may not be opened", role=role
            )
            yield Finding(("people",), message)


def _missing_titles(draft: Draft, plan: Plan) -> Iterator[Finding]:
    titled = {entry.role for entry in plan.roles}
    for position, person in draft.entries("people"):
        if person.is_empty("title") and person.text("role") not in titled:
            yield Finding(("people", position, "title"), _("is missing; add it"))


def _two_people_as_one(draft: Draft) -> Iterator[Finding]:
    for position, person in draft.entries("people"):
        try:
            one_person(person.text("name") or "")
        except ValueError as error:
            yield Finding(("people", position, "name"), str(error))


def _one_person_as_two(draft: Draft) -> Iterator[Finding]:
    roles: dict[str, str] = {}
    for position, person in draft.entries("people"):
        name, role = person.text("name") or "", person.text("role") or ""
        if not name or role not in COMPULSORY_ROLES:
            continue
        known = roles.get(name_key(name))
        roles.setdefault(name_key(name), role)
        if known:
            message = _(
                "{name} is there as {role} already; name somebody else, or tell two people of one "
                "name apart",
                name=name,
                role=say_role(known),
            )
            yield Finding(("people", position, "name"), message)


def _suspected_box(draft: Draft) -> Iterator[Finding]:
    if draft.is_empty("before", "note"):
        message = _("must say what was suspicious about the lock or the seal")
        yield Finding(("before", "note"), message)
    if draft.is_empty("refusal"):
        message = _("is missing; a suspected box is not opened but reported, say when and to whom")
        yield Finding(("refusal",), message)
    if draft.is_empty("refusal", "instruction") and not draft.is_empty("refusal", "instructed_at"):
        message = _("must say what was instructed, or the time of it must be left out")
        yield Finding(("refusal", "instruction"), message)
    for section in AFTER_OPENING:
        if not draft.is_empty(section):
            message = _("must be left out; a box with a suspicious lock or seal is not opened")
            yield Finding((section,), message)


def _intact_box(draft: Draft) -> Iterator[Finding]:
    if not draft.is_empty("refusal"):
        message = _("must be left out, or the lock or the seal must be recorded as suspicious")
        yield Finding(("refusal",), message)
    for section in AFTER_OPENING:
        if draft.is_empty(section):
            yield Finding((section,), _("is missing; add it"))
    if not draft.is_empty("before") and draft.is_empty("before", "seal_number"):
        yield Finding(("before", "seal_number"), _("is missing; add it"))


def _wrong_order(draft: Draft, paths: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    moments = [(path, draft.moment(*path)) for path in paths]
    known = [(path, moment) for path, moment in moments if moment is not None]
    for (earlier_path, earlier), (path, moment) in pairwise(known):
        if moment < earlier:
            message = _("must not be before {earlier}", earlier=".".join(earlier_path))
            yield Finding(path, message)


def _yet_to_come(draft: Draft) -> Iterator[Finding]:
    """What was written down has happened; an opening of tomorrow was not."""
    now = datetime.now(UTC)
    for path in MOMENTS_OF_THE_PAST:
        moment = draft.moment(*path)
        if moment is not None and moment > now + CLOCK_SLACK:
            message = _(
                "has not come yet: the clock of this machine says {now}; mend the time, or the "
                "clock",
                now=_say_moment(now),
            )
            yield Finding(path, message)


def _before_the_survey(draft: Draft, plan: Plan) -> Iterator[Finding]:
    """A year typed wrong: once the survey has begun, no box was opened in a year before it.

    Until then people only rehearse.
    """
    path, starts = MOMENTS_IN_ORDER[0], plan.survey.starts
    checked_at, today = draft.moment(*path), in_vietnam(datetime.now(UTC)).date()
    if checked_at and in_vietnam(checked_at).year < starts.year and starts <= today:
        message = _("must not be before {day}, when the survey began", day=spoken_day(starts))
        yield Finding(path, message)


def _before_its_seal(draft: Draft, past: PastSeals) -> Iterator[Finding]:
    """A seal cannot be found before it was put on.

    An opening that was forgotten, and is written down after later ones, found another seal.
    """
    path, number = MOMENTS_IN_ORDER[0], draft.text("before", "seal_number")
    checked_at, put_on = draft.moment(*path), past.put_on.get(name_key(number or ""))
    if checked_at is not None and put_on is not None and checked_at < put_on:
        message = _(
            "must not be before {moment}, when the seal {number} was put on at the last opening",
            moment=_say_moment(put_on),
            number=number,
        )
        yield Finding(path, message)


def _say_moment(moment: datetime) -> str:
    return f"{in_vietnam(moment):%d/%m/%Y %H:%M}"


def other_seal(draft: Draft, seals: Mapping[str, str]) -> str:
    """The number that should be on the box, empty when it is there or one of them is not known."""
    expected = seals.get(draft.text("box") or "", "")
    found = draft.text("before", "seal_number")
    return expected if expected and found and name_key(expected) != name_key(found) else ""


def _other_seal(draft: Draft, seals: Mapping[str, str]) -> Iterator[Finding]:
    expected = other_seal(draft, seals)
    if expected and draft.is_empty("before", "note"):
        message = _(
            "must say how the seal comes to be {found}: the record says that {expected} was put on",
            found=draft.text("before", "seal_number"),
            expected=expected,
        )
        yield Finding(("before", "note"), message)


def _written_down_later(draft: Draft, past: PastSeals) -> Iterator[Finding]:
    """The record has this seal only after the box was checked: late in writing, or put on since."""
    number, checked_at = draft.text("before", "seal_number"), draft.moment("before", "checked_at")
    noted = past.written_down.get(name_key(number or ""))
    if checked_at is None or noted is None or not draft.is_empty("before", "note"):
        return
    if checked_at + CLOCK_SLACK < noted:
        message = _(
            "must say why the seal {number} was found before {moment}, when it was first written "
            "down that it was put on",
            number=number,
            moment=_say_moment(noted),
        )
        yield Finding(("before", "note"), message)


def _unexplained_counts(draft: Draft) -> Iterator[Finding]:
    first, second = draft.count("count", "first"), draft.count("count", "second")
    issued = draft.count("count", "issued")
    if first is None or second is None or not draft.is_empty("count", "difference_explained"):
        return
    path = ("count", "difference_explained")
    if first != second:
        message = _(
            "must say why the counts differ: {first} and {second}",
            first=number(first),
            second=number(second),
        )
        yield Finding(path, message)
    if issued is not None and max(first, second) > issued:
        message = _(
            "must say why there are more sheets than the {issued} issued", issued=number(issued)
        )
        yield Finding(path, message)


def _wrong_handover(draft: Draft) -> Iterator[Finding]:
    if draft.count("count", "second") != 0 and not draft.is_empty("handover"):
        for key in ("sheets_to", "sheets_seal_number"):
            if draft.is_empty("handover", key):
                yield Finding(("handover", key), _("is missing; add it"))
    sheets_to, key_to = draft.text("handover", "sheets_to"), draft.text("handover", "key_to")
    if sheets_to and key_to and name_key(sheets_to) == name_key(key_to):
        message = _("must be someone else than who takes the sheets")
        yield Finding(("handover", "key_to"), message)
    broken, new = draft.text("before", "seal_number"), draft.text("handover", "box_seal_number")
    if broken and new and name_key(broken) == name_key(new):
        message = _("must be a new seal, not {number} which was broken", number=broken)
        yield Finding(("handover", "box_seal_number"), message)
    on_sheets = draft.text("handover", "sheets_seal_number")
    if on_sheets and new and name_key(on_sheets) == name_key(new):
        message = _("must be another seal than {number}, which is on the sheets", number=on_sheets)
        yield Finding(("handover", "box_seal_number"), message)


def _used_seals(draft: Draft, past: PastSeals) -> Iterator[Finding]:
    """A number that the box has carried before says nothing: whoever took that seal off has it."""
    broken = {name_key(draft.text("before", "seal_number") or "")}
    used = {"sheets_seal_number": past.numbers | broken, "box_seal_number": past.numbers - broken}
    for key, numbers in used.items():
        number = draft.text("handover", key)
        if number and name_key(number) in numbers:
            message = _(
                "must be a new seal; {number} was on this box or on its sheets before",
                number=number,
            )
            yield Finding(("handover", key), message)
