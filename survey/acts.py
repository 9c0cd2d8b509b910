"""What each kind of event in the journal means, in one sentence a committee understands.

One function for each kind, listed in ``SAYINGS``; it gets the event's body.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from survey.head import short_head
from survey.language import _, later
from survey.spoken_day import spoken_day, spoken_moment
from survey.spoken_number import half_up, number, written
from survey.wording import say_fate, say_ground, say_outcome, say_page_reason, say_value

Body = Mapping[str, Any]

_PAPER_ACTS = {
    "issued": (later("{count} sheets issued"), "{count} sheet issued"),
    "spoilt": (later("{count} sheets spoilt"), "{count} sheet spoilt"),
    "returned": (later("{count} issued sheets brought back"), "{count} issued sheet brought back"),
    "left": (later("{count} unused sheets counted"), "{count} unused sheet counted"),
}
"""Act → its sentence for many sheets, and in English for one."""

_SCANS = {"office": later("ordinary scans"), "hard": later("bad scans")}

VERDICTS = {
    "stop": later("the result is confirmed"),
    "go-on": later("more sheets are needed"),
    "full-count": later("all sheets must be counted by hand"),
}
"""What the sheets of a re-check allow."""


def say_act(kind: str, body: Body) -> str:
    """The sentence of an event; one that does not fit its kind is only named."""
    try:
        return SAYINGS[kind](body)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return _("event of the kind {kind} that cannot be told; run: hom-phieu verify", kind=kind)


def _survey_created(body: Body) -> str:
    return _("The survey was begun from the plan {plan}.", plan=body["plan"])


def _plan_read(body: Body) -> str:
    return _("The plan in survey.toml was used as it stands ({sha256}).", sha256=body["sha256"][:8])


def _printed(body: Body) -> str:
    sheets = {"copies": number(body["copies"]), "file": body["file"]}
    if body["procedure"]:
        code = body["procedure"]
        return _(
            "{copies} sheets for {code} made for printing: {file}.",
            "{copies} sheet for {code} made for printing: {file}.",
            code=code,
            **sheets,
        )
    return _(
        "{copies} sheets with the free-text line made for printing: {file}.",
        "{copies} sheet with the free-text line made for printing: {file}.",
        **sheets,
    )


def _mixed(body: Body) -> str:
    return _("The sheets in {file} were mixed: their order is forgotten.", file=body["file"])


def _paper(body: Body) -> str:
    many, one = _PAPER_ACTS[body["act"]]
    said = _(many, one, count=number(body["count"]))
    box = _(" for {box}", box=body["box"]) if body["box"] else ""
    return said + box + _note(body["note"])


def _sealed(body: Body) -> str:
    said = _("{box} sealed with {number}", box=body["box"], number=body["seal_number"])
    return said + _note(body["note"])


def _opening(body: Body) -> str:
    said = _refusal(body) if body["refused"] else _opened(body)
    if body.get("corrects"):
        said += " " + _(
            "This corrects {first}: {reason} ({people}).",
            first=body["corrects"],
            reason=body["reason"],
            people=", ".join(body["corrected_by"]),
        )
    if body.get("follows"):
        said += " " + _("It follows the refusal {refusal}.", refusal=body["follows"])
    return said + _seal_differs(body)


def _opened(body: Body) -> str:
    count, handover = body["count"], body["handover"]
    return _(
        "{box} opened ({id}): sheets counted {first} and {second}; sheets to {sheets_to}, key to "
        "{key_to}; new seal {seal}.",
        box=body["box"],
        id=body["id"],
        first=number(count["first"]),
        second=number(count["second"]),
        sheets_to=handover["sheets_to"] or "–",
        key_to=handover["key_to"],
        seal=handover["box_seal_number"],
    )


def _refusal(body: Body) -> str:
    note = body["before"]["note"]
    return _("{box} left closed ({id}): {note}", box=body["box"], id=body["id"], note=note)


def _seal_differs(body: Body) -> str:
    expected, found = body.get("expected_seal", ""), body["before"]["seal_number"]
    if not expected or not found or expected == found:
        return ""
    said = _("The seal found was {found}, not {expected}.", found=found, expected=expected)
    return " " + said


def _instruction(body: Body) -> str:
    return _("Instruction on {opening}: {instruction}", **_only(body, "opening", "instruction"))


def _imported(body: Body) -> str:
    return _(
        "{count} answers of the channel {channel} taken in from {file}.",
        "{count} answer of the channel {channel} taken in from {file}.",
        count=number(len(body["answers"])),
        **_only(body, "channel", "file"),
    )


def _dossiers(body: Body) -> str:
    return _(
        "{count} figures of settled dossiers from {source} ({as_of}).",
        "{count} figure of settled dossiers from {source} ({as_of}).",
        count=number(len(body["figures"])),
        source=body["source"],
        as_of=_day(body["as_of"]),
    )


def _original(body: Body) -> str:
    return _("The scan file {name} was taken in.", name=body["name"])


def _page(body: Body) -> str:
    said = _(
        "{file}, page {page}: {outcome}",
        file=body["source_file"],
        page=body["source_page"],
        outcome=say_outcome(body["outcome"]),
    )
    sheet = _(", sheet {sheet}", sheet=body["sheet"]) if body["sheet"] else ""
    reason = say_page_reason(body["reason"])
    return said + sheet + (f" ({reason})" if reason else "")


def _batch(body: Body) -> str:
    said = _(
        "Scans taken in by reading rules {reader}: pages {pages}, files {files}; questions that "
        "waited for people: {flags}.",
        reader=body["reader"],
        **_counts(body, "pages", "files", "flags"),
    )
    return " ".join([said, *(_bound(kind, bound) for kind, bound in body["bound"].items())])


def _bound(kind: str, bound: Body) -> str:
    return _(
        "Tested on {kind}: {misread} of {questions} answers of {writers} writers misread "
        "without a question.",
        kind=_(_SCANS[kind]),
        **_counts(bound, "misread", "questions", "writers"),
    )


def _assigned(body: Body) -> str:
    return _("The pages of {source_file} belong to the opening {opening}.",
             **_only(body, "source_file", "opening"))  # fmt: skip


def _decision(body: Body) -> str:
    value = say_value(body["value"])
    return _("Sheet {sheet}, {question}: decided {value}. Reason: {reason}", value=value,
             **_only(body, "sheet", "question", "reason"))  # fmt: skip


def _page_decision(body: Body) -> str:
    fate = say_fate(body["fate"]) + (f" ({body['sheet']})" if body["sheet"] else "")
    return _("{file}, page {page}: decided «{fate}». Reason: {reason}", file=body["source_file"],
             page=body["source_page"], fate=fate, reason=body["reason"])  # fmt: skip


def _sheet_decision(body: Body) -> str:
    named = _only(body, "sheet", "reason")
    if not body["ground"]:
        return _("Sheet {sheet}: decided valid. Reason: {reason}", **named)
    ground = say_ground(body["ground"])
    return _("Sheet {sheet}: decided invalid, {ground}. Reason: {reason}", ground=ground, **named)


def _spot_check(body: Body) -> str:
    return _(
        "Sheet {sheet}, {question}: spot check, a person saw {value}.",
        value=say_value(body["value"]),
        **_only(body, "sheet", "question"),
    )


def _comment(body: Body) -> str:
    return _("Sheet {sheet}: its comment deserves an answer.", sheet=body["sheet"])


def _explained(body: Body) -> str:
    figures = _counts(body, "expected", "found")
    people = ", ".join(body["people"])
    return _("Difference {slug} {key} ({expected}, {found}) explained: {reason} ({people})",
             people=people, **figures, **_only(body, "slug", "key", "reason"))  # fmt: skip


def _closed(body: Body) -> str:
    return _("The period {period} was closed.", period=body["period"])


def _reopened(body: Body) -> str:
    named = _only(body, "period", "reason")
    people = ", ".join(body["people"])
    return _("The period {period} was reopened: {reason} ({people})", people=people, **named)


def _report(body: Body) -> str:
    return _("Document written: {file}", file=body["file"])


def _recheck_drawn(body: Body) -> str:
    return _("{id}: {count} sheets of {period} drawn by lot, dice {seed}.",
             "{id}: {count} sheet of {period} drawn by lot, dice {seed}.",
             count=number(len(body["units"])), **_only(body, "id", "period", "seed"))  # fmt: skip


def _recheck_read(body: Body) -> str:
    return _("{recheck}: {count} sheets read from paper.",
             "{recheck}: {count} sheet read from paper.",
             recheck=body["recheck"], count=number(len(body["sheets"])))  # fmt: skip


def _recheck_result(body: Body) -> str:
    verdict = VERDICTS[body["verdict"]]
    return _("{recheck}: {sheets} sheets looked at, attained risk {risk}: {verdict}.",
             "{recheck}: {sheets} sheet looked at, attained risk {risk}: {verdict}.",
             verdict=_(verdict), sheets=number(body["sheets"]), recheck=body["recheck"],
             risk=written(half_up(Fraction(body["risk"]) * 100, 2), "0.00") + " %")  # fmt: skip


def _bundle_exported(body: Body) -> str:
    return _("The results of {period} were signed for the office above: {file}.",
             **_only(body, "period", "file"))  # fmt: skip


def _units(body: Body) -> str:
    return _(
        "{count} units below this office by the table of {source} ({as_of}).",
        "{count} unit below this office by the table of {source} ({as_of}).",
        count=number(len(body["units"])),
        source=body["source"],
        as_of=_day(body["as_of"]),
    )


def _bundle_added(body: Body) -> str:
    said = _(
        "Results of {unit_name} ({unit}) for {period} taken in from {file}; sheets: {sheets}, "
        "head: {head}.",
        head=short_head(body["head"]),
        sheets=number(body["sheets"]),
        **_only(body, "unit_name", "unit", "period", "file"),
    )
    if not body["replaces"]:
        return said
    return said + " " + _("They replace those of event {seq}.", seq=body["replaces"])


def _sample_units(body: Body) -> str:
    return _("{count} of {population} units drawn by lot for {period}, dice {seed}.",
             count=number(len(body["units"])), population=number(body["population"]),
             **_only(body, "period", "seed"))  # fmt: skip


def _sample_frame(body: Body) -> str:
    dossiers = sum(count for _unit, _field, count in body["frame"])
    return _("Frame of the sample for {period}: {dossiers} dossiers from {source} ({as_of}).",
             dossiers=number(dossiers), as_of=_day(body["as_of"]),
             **_only(body, "period", "source"))  # fmt: skip


def _sample_drawn(body: Body) -> str:
    return _(
        "{size} persons of {dossiers} dossiers drawn by lot for {period}, dice {seed}.",
        "{size} person of {dossiers} dossiers drawn by lot for {period}, dice {seed}.",
        **_counts(body, "size", "dossiers"),
        **_only(body, "period", "seed"),
    )


def _clock_set_back(body: Body) -> str:
    before, now = (spoken_moment(body[key]) for key in ("before", "now"))
    return _("The clock was set back from {before} to {now}.", before=before, now=now)


def _day(written: str) -> str:
    return spoken_day(date.fromisoformat(written))


def _note(note: str) -> str:
    return f": {note}" if note else "."


def _only(body: Body, *keys: str) -> dict[str, object]:
    return {key: body[key] for key in keys}


def _counts(body: Body, *keys: str) -> dict[str, str]:
    return {key: number(body[key]) for key in keys}


SAYINGS: dict[str, Callable[[Body], str]] = {
    "survey-created": _survey_created,
    "plan-read": _plan_read,
    "printed": _printed,
    "paper": _paper,
    "sealed": _sealed,
    "opening": _opening,
    "instruction": _instruction,
    "dossiers": _dossiers,
    "imported": _imported,
    "original": _original,
    "page": _page,
    "batch": _batch,
    "assigned": _assigned,
    "decision": _decision,
    "page-decision": _page_decision,
    "sheet-decision": _sheet_decision,
    "mixed": _mixed,
    "spot-check": _spot_check,
    "comment": _comment,
    "explained": _explained,
    "closed": _closed,
    "reopened": _reopened,
    "report": _report,
    "recheck-drawn": _recheck_drawn,
    "recheck-read": _recheck_read,
    "recheck-result": _recheck_result,
    "bundle-exported": _bundle_exported,
    "units": _units,
    "bundle-added": _bundle_added,
    "sample-units": _sample_units,
    "sample-frame": _sample_frame,
    "sample-drawn": _sample_drawn,
    "clock-set-back": _clock_set_back,
}
"""Kind of event → how it is told; a test sees to it that no kind is missing."""
