"""``recheck draw``: sheets drawn by lot for phúc tra, and the forms for those who read them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from audit.lot import draw_units, parse_seed
from audit.recheck import Asked, PileSheet, Question, first_sample, record_digest
from reports.recheck_form import ORDINALS, FormFacts, FormRow, write_recheck_form
from steps.recheck_pile import HAND, PAGE, list_pile
from steps.session import Session
from steps.spreadsheet import spreadsheet_csv
from store.entries import PageEntry
from store.folder import write_whole
from store.journal import Event
from store.listing import list_pages
from store.recheck_listing import RecheckEntry, list_rechecks
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from survey.reading import Outcome
from tally.share import decimal_string
from templates.shelf import document_path

FORM_TEMPLATE = "phieu-doc-phuc-tra"
SHEET_COLUMN = "phieu"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to know of a period; shares between 0 and 1."""

    period: str
    question: Question
    allowed: Fraction
    risk_limit: Fraction


@dataclass(frozen=True, slots=True)
class Lot:
    """The pile before the draw: what is asked, the sheets, and how many to draw first."""

    wish: Wish
    asked: Asked
    units: tuple[PileSheet, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: the re-check's id, the sheets just drawn and all so far, and the files."""

    recheck: str
    new: int
    total: int
    population: int
    files: tuple[Path, ...]


def prepare_lot(session: Session, wish: Wish) -> Lot:
    """Count the pile and find how many sheets to draw.

    Raises:
        RequestError: shares out of range, nothing opened in the period, or something waits.
    """
    for share in (wish.allowed, wish.risk_limit):
        if not 0 < share < 1:
            raise RequestError(
                _(
                    "{share} does not fit: a share between 0 and 1, such as 0.05 or 5%",
                    share=decimal_string(share),
                )
            )
    units = list_pile(session, str(Period.parse(wish.period)))
    form = session.form
    about = form.rated if wish.question is Question.MARGIN else form.asked
    asked = Asked(
        wish.question,
        wish.allowed,
        wish.risk_limit,
        frozenset(form.satisfied_choices),
        len(about),
        frozenset(question.id for question in form.rated),
    )
    return Lot(wish, asked, units, first_sample(units, asked))


def draw_sheets(session: Session, lot: Lot, dice: str, count: int | None = None) -> Drawn:
    """Draw the first sheets of a re-check; ``count`` of them where that is given.

    Raises:
        RequestError: the dice are no seed, or were used before.
    """
    seed = parse_seed(dice)
    earlier = list_rechecks(session.record)
    if any(entry.body["seed"] == seed for entry in earlier):
        raise RequestError(_("these digits were used for an earlier draw; throw the dice anew"))
    units = draw_units((unit.id for unit in lot.units), seed, count or lot.first)
    body: dict[str, object] = {
        "id": f"phuc-tra-{len(earlier) + 1}",
        "period": lot.wish.period,
        "question": lot.asked.question,
        "allowed": decimal_string(lot.asked.allowed),
        "risk_limit": decimal_string(lot.asked.risk_limit),
        "satisfied": sorted(lot.asked.satisfied),
        "per_sheet": lot.asked.per_sheet,
        "rated": sorted(lot.asked.rated),
        "seed": seed,
        "population": len(lot.units),
        "record_sha256": record_digest(lot.units),
    }
    return _record_draw(session, body, (), units)


def draw_more(session: Session, recheck: str, more: int) -> Drawn:
    """Go on with a draw where it ended.

    Raises:
        RequestError: there is no such re-check, its result was changed, or all was drawn.
    """
    entry = find_recheck(session, recheck)
    units = pile_of(session, entry)
    drawn = draw_units((unit.id for unit in units), entry.body["seed"], len(entry.units) + more)
    if len(drawn) == len(entry.units):
        raise RequestError(_("{recheck}: all sheets were drawn already", recheck=entry.id))
    settings = {name: value for name, value in entry.body.items() if name not in ("first", "units")}
    return _record_draw(session, settings, entry.units, drawn)


def find_recheck(session: Session, recheck: str = "") -> RecheckEntry:
    """The re-check of this id, the newest one without it.

    Raises:
        RequestError: there is none.
    """
    entries = [one for one in list_rechecks(session.record) if recheck in ("", one.id)]
    if not entries:
        raise RequestError(
            _("there is no such re-check; begin one with: hom-phieu recheck draw --period P")
        )
    return entries[-1]


def pile_of(session: Session, entry: RecheckEntry) -> tuple[PileSheet, ...]:
    """The pile of a re-check, as it still is.

    Raises:
        RequestError: what the record counts is not what it counted when the sheets were drawn.
    """
    units = list_pile(session, entry.period)
    if record_digest(units) != entry.body["record_sha256"]:
        raise RequestError(
            _(
                "{recheck}: answers or pages of the period were changed after its sheets were "
                "drawn; what people are to check must be what counts, so begin a new re-check",
                recheck=entry.id,
            )
        )
    return units


def asked_of(entry: RecheckEntry) -> Asked:
    """What a re-check asks."""
    body = entry.body
    return Asked(
        Question(body["question"]),
        Fraction(body["allowed"]),
        Fraction(body["risk_limit"]),
        frozenset(body["satisfied"]),
        body["per_sheet"],
        frozenset(body.get("rated", ())),
    )


def _record_draw(
    session: Session,
    settings: Mapping[str, object],
    earlier: Sequence[str],
    drawn: Sequence[str],
) -> Drawn:
    """Write the sheets beyond the earlier ones into the journal, then the forms to read them."""
    new = tuple(drawn[len(earlier) :])
    first = len(earlier) + 1
    event = session.record.append("recheck-drawn", {**settings, "first": first, "units": new})
    files = tuple(_write_forms(session, form_facts(session, event), first))
    return Drawn(str(settings["id"]), len(new), len(drawn), int(str(settings["population"])), files)


def form_facts(session: Session, draw: Event) -> FormFacts:
    """What the forms of a draw say, from the event that recorded it."""
    body = draw.body
    return FormFacts(
        recheck=body["id"],
        period=body["period"],
        head=draw.hash,
        drawn_at=datetime.fromisoformat(draw.at),
        rows=tuple(_form_rows(session, body["units"], body["first"])),
    )


def recheck_form(session: Session, facts: FormFacts, reader: int) -> bytes:
    """The form of the first reader (0) or the second (1).

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    template = document_path(FORM_TEMPLATE, session.folder.templates)
    return write_recheck_form(session.plan, facts, reader, template)


def _form_rows(session: Session, units: Sequence[str], first: int) -> Iterator[FormRow]:
    """A row for each sheet that can be looked for; a sheet only counted by hand cannot."""
    places = find_pages(session, frozenset(units))
    blanks = "  ".join(f"{question.called_with_choices} ……" for question in session.form.asked)
    for place, unit in enumerate(units, first):
        if not unit.startswith(HAND):
            where = "; ".join(
                f"{page.source_file}, trang {page.source_page} (lần mở hòm {page.opening})"
                for page in places[unit]
            )
            yield FormRow(str(place), where, unit, blanks)


def find_pages(session: Session, units: frozenset[str]) -> dict[str, list[PageEntry]]:
    """PileSheet → the scanned pages that show where in the pile its paper is."""
    found: dict[str, list[PageEntry]] = {}
    for page in list_pages(session.record):
        unit = page.sheet if page.outcome == Outcome.READ else f"{PAGE}{page.seq}"
        if unit in units:
            found.setdefault(unit, []).append(page)
    return found


def _write_forms(session: Session, facts: FormFacts, first: int) -> Iterator[Path]:
    """A form and an empty table for each of two readers."""
    table = _empty_table(session, facts)
    for reader in range(len(ORDINALS)):
        name = f"{facts.recheck}-tu-{first}-nguoi-doc-{reader + 1}"
        form = session.folder.reports / f"{name}.docx"
        write_whole(form, recheck_form(session, facts, reader))
        yield form
        answers = session.folder.reports / f"{name}.csv"
        write_whole(answers, table)
        yield answers


def _empty_table(session: Session, facts: FormFacts) -> bytes:
    """The table that ``recheck record`` takes, still without answers."""
    questions = [question.id for question in session.form.asked]
    heading = ("stt", SHEET_COLUMN, "vi_tri", *questions)
    empty = [""] * len(questions)
    rows = ((row.place, row.sheet, row.where, *empty) for row in facts.rows)
    return spreadsheet_csv((heading, *rows))
