"""``sample``: who is asked in a survey of persons, in the four steps of seed 002, each recorded.

1. units chosen by lot; 2. how many dossiers they settled, by field; 3. the size of the sample;
4. its allotment, and for each unit and field the running numbers of the persons in the list that
the unit keeps. The list itself is never taken in: only numbers leave, only numbers come back.

A running number's ticket is the SHA-256 of ``seed,unit/field/number`` and the smallest tickets are
drawn (``audit.lot``); so is a unit's, of ``seed,code``. Anyone can repeat both.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from audit.lot import draw_units, parse_seed
from channels.frame_table import HEADINGS, read_frame
from channels.named_columns import dropped_headings
from channels.table import read_table
from steps.session import Session
from steps.spreadsheet import spreadsheet_csv
from steps.take_dossiers import check_source
from store.bundle_listing import list_units
from store.custody import list_events
from store.folder import write_whole
from store.journal import Event
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from tally.quota import slovin_size
from tally.sampling import Stratum, allot
from tally.share import decimal_string

UNITS, FRAME, DRAWN = "sample-units", "sample-frame", "sample-drawn"


@dataclass(frozen=True, slots=True)
class FrameTaken:
    """How many dossiers were recorded, and the columns of the table that nobody looked at."""

    dossiers: int
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """The sample: its strata with what falls to each, how many draws there were, and the file."""

    size: int
    dossiers: int
    allotted: tuple[tuple[Stratum, int], ...]
    draws: int
    file: Path


def choose_units(session: Session, period: str, count: int, dice: str) -> tuple[str, ...]:
    """Step 1: draw so many of the units that exist in the period.

    Raises:
        RequestError: no units are known, fewer than asked for, or the dice are no fresh seed.
    """
    asked, seed = Period.parse(period), _fresh_seed(session, dice)
    codes = sorted({u.code for u in list_units(session.record) if u.exists_in(asked)})
    if not 0 < count <= len(codes):
        raise RequestError(
            _(
                "{count} units cannot be chosen out of {known}; choose fewer, or take in the table "
                "of all: hom-phieu bundle units FILE --source TEXT --date DATE",
                (
                    "{count} unit cannot be chosen out of {known}; take in the table of all: "
                    "hom-phieu bundle units FILE --source TEXT --date DATE"
                ),
                count=count,
                known=len(codes),
            )
        )
    chosen = draw_units(codes, seed, count)
    digest = hashlib.sha256("\n".join(codes).encode()).hexdigest()
    body = {"period": period, "seed": seed, "population": len(codes), "units": list(chosen)}
    session.record.append(UNITS, body | {"population_sha256": digest})
    return chosen


def take_frame(
    session: Session, file: Path, period: str, source: str, given_on: date
) -> FrameTaken:
    """Step 2: record how many dossiers were settled, by unit and field.

    Raises:
        TableError: the file cannot be read.
        MistakesError: with every bad row.
        RequestError: no source, a day to come, or a missing column.
    """
    Period.parse(period)
    source = check_source(source, given_on)
    chosen = newest_step(session, UNITS, period)
    table = read_table(file)
    rows = read_frame(table, session.plan, chosen.body["units"] if chosen else ())
    body = {
        "period": period,
        "source": source,
        "as_of": given_on.isoformat(),
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "frame": [list(row) for row in rows],
    }
    session.record.append(FRAME, body)
    dossiers = sum(dossiers for _unit, _field, dossiers in rows)
    return FrameTaken(dossiers, dropped_headings(table, HEADINGS))


def draw_sample(
    session: Session, period: str, dice: str, *, error: Fraction | None, size: int | None
) -> SampleDrawn:
    """Steps 3 and 4: size, allotment, and the running numbers that were drawn.

    Args:
        session: the survey.
        period: whose frame was recorded.
        dice: digits thrown before everyone.
        error: for Slovin's n = N / (1 + N·e²); None when the size is given.
        size: as the province set it; None when it follows from the error.

    Raises:
        RequestError: no frame of the units chosen last, no size, an error that is no share, or the
            dice are no fresh seed.
    """
    if error is not None and not 0 < error < 1:  # «5» for 5 % would draw a single person
        raise RequestError(
            _(
                "{share} does not fit: a share between 0 and 1, such as 0.05 or 5%",
                share=decimal_string(error),
            )
        )
    seed, frame = _fresh_seed(session, dice), _frame_of(session, period)
    strata = tuple(Stratum(*row) for row in frame["frame"])
    total = sum(stratum.dossiers for stratum in strata)
    wanted = size or slovin_size(total, error or Fraction(0))
    allotted = tuple(zip(strata, allot(strata, wanted), strict=True))
    draws = sum(e.body["period"] == period for e in list_events(session.record, DRAWN)) + 1
    file = session.folder.reports / f"chon-mau-{period}-{draws}.csv"
    content = spreadsheet_csv(_number_rows(allotted, seed))
    write_whole(file, content)
    body = {
        "period": period,
        "seed": seed,
        "error": decimal_string(error) if size is None else None,
        "size": wanted,
        "dossiers": total,
        "allotted": [[one.unit, one.field, one.dossiers, count] for one, count in allotted],
        "file": file.name,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    session.record.append(DRAWN, body)
    return SampleDrawn(wanted, total, allotted, draws, file)


def drawn_numbers(stratum: Stratum, count: int, seed: str) -> tuple[int, ...]:
    """The running numbers of a stratum that are in the sample, from 1, in their own order."""
    tickets = (f"{stratum.name}/{number}" for number in range(1, stratum.dossiers + 1))
    drawn = draw_units(tickets, seed, count)
    return tuple(sorted(int(one.rpartition("/")[2]) for one in drawn))


def _number_rows(
    allotted: tuple[tuple[Stratum, int], ...], seed: str
) -> Iterator[tuple[object, ...]]:
    """The table of the running numbers, its heading first."""
    yield "ma_don_vi", "linh_vuc", "so_ho_so", "so_thu_tu"
    for stratum, count in allotted:
        for number in drawn_numbers(stratum, count, seed):
            yield stratum.unit, stratum.field, stratum.dossiers, number


def newest_step(session: Session, kind: str, period: str, before: int = 0) -> Event | None:
    """The newest event of a step of this period; the newest before an event where one is named."""
    events = list_events(session.record, kind)
    mine = (e for e in events if e.body["period"] == period and (not before or e.seq < before))
    return max(mine, key=lambda event: event.seq, default=None)


def _frame_of(session: Session, period: str) -> dict[str, Any]:
    """The newest frame of a period; it no longer holds once units were chosen after it.

    Raises:
        RequestError: there is no such frame.
    """
    units, frame = (newest_step(session, kind, period) for kind in (UNITS, FRAME))
    if frame is None or (units and units.seq > frame.seq):
        raise RequestError(
            _(
                "how many dossiers were settled where persons are chosen now is not known yet: "
                "hom-phieu sample frame FILE --period {period} --source TEXT --date DATE",
                period=period,
            )
        )
    return frame.body


def _fresh_seed(session: Session, dice: str) -> str:
    """The digits of the dice, which no draw may have used before."""
    seed = parse_seed(dice)
    for kind in (UNITS, DRAWN, "recheck-drawn"):
        if any(event.body["seed"] == seed for event in list_events(session.record, kind)):
            raise RequestError(_("these digits were used for an earlier draw; throw the dice anew"))
    return seed
