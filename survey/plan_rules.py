"""What no single section of a plan can know: names that stand twice, or that nothing bears."""

from collections.abc import Iterator

from survey.edited_file import Draft, Finding
from survey.language import _
from survey.procedure_code import national_code

PAPER = "paper"
"""The channel of what was dropped into a box; every plan has it."""


def plan_findings(draft: Draft) -> Iterator[Finding]:
    """What no single section can know: things named twice, unknown fields, dates in wrong order."""
    yield from _named_twice(draft, "boxes", "id")
    yield from _named_twice(draft, "fields", "id")
    yield from _named_twice(draft, "procedures", "code")
    yield from _named_twice(draft, "roles", "role")
    yield from _named_twice(draft, "channels", "id")
    yield from _named_twice(draft, "quotas", "id")
    yield from _named_twice(draft, "publications", "id")
    yield from _unknown_fields(draft)
    yield from _unknown_channels(draft)
    yield from _wrong_dates(draft)


def _named_twice(draft: Draft, section: str, key: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, entry in draft.entries(section):
        name = entry.text(key)
        if name is None:
            continue
        name = national_code(name) or name
        if name in seen:
            yield Finding((section, position, key), _("{name} stands here twice", name=name))
        seen.add(name)


def _unknown_fields(draft: Draft) -> Iterator[Finding]:
    known = {entry.text("id") for _position, entry in draft.entries("fields")}
    for position, entry in draft.entries("procedures"):
        field = entry.text("field")
        if field is not None and field not in known:
            message = _("{field} is not the id of any of the [[fields]]", field=field)
            yield Finding(("procedures", position, "field"), message)


def _unknown_channels(draft: Draft) -> Iterator[Finding]:
    known = {entry.text("id") for _position, entry in draft.entries("channels")} | {PAPER}
    for position, entry in draft.entries("quotas"):
        named = entry.value("channels")
        for channel in named if isinstance(named, list) else ():
            if isinstance(channel, str) and channel not in known:
                message = _("{channel} is not the id of any of the [[channels]]", channel=channel)
                yield Finding(("quotas", position, "channels"), message)


def _wrong_dates(draft: Draft) -> Iterator[Finding]:
    starts, ends = draft.day("survey", "starts"), draft.day("survey", "ends")
    if starts is None or ends is None:
        return
    if starts > ends:
        yield Finding(("survey", "ends"), _("must not be before the first day, {day}", day=starts))
    year = draft.count("survey", "year")
    if year is not None and not starts.year <= year <= ends.year:
        yield Finding(("survey", "year"), _("must be the year of the survey's days"))
