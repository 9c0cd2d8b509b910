"""Who scans what, how: the batches of each profile, for tuning and for judging.

Tuning uses the product's own rehearsal (its paper, its scanners); judging uses what is made in
``benchmarks.wear``, ``benchmarks.optics`` and, where it is installed, augraphy. ``hard`` is what
the promise names: pencil, black and white at 150 dpi, folds, ±5°, photos, a lost mark, stains,
streaks, holes. ``rough`` adds what else was thought of: stamps, show-through, crumpled and tinted
paper, weak toner, drums that smear, moiré. ``beside`` is marks that hardly touch their box, or that
its outline or number nearly hides.
"""

from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from benchmarks import optics, wear
from benchmarks.answers import BESIDE_MIX, HARD_MIX, MARKS_MIX, OFFICE_MIX, Mix
from benchmarks.parts import Part
from scans import defects
from scans.scanner import (
    BILEVEL,
    FEEDER,
    PHONE,
    WORN_FEEDER,
    Scanner,
    Sometimes,
    curl,
    feed_stretch,
)

PROFILE_NAMES = (
    *("office", "marks", "beside", "hard", "rough"), *("photo", "bilevel", "photocopy", "bent")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One way a page is scanned.

    Attributes:
        scanner: paper, lie and sensor.
        in_colour: the reader sees the darkest channel, not the luminance.
        dpi: this way has its own resolution; 0 takes the one asked for.
    """

    scanner: Scanner
    in_colour: bool = False
    dpi: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Pens, answers and ways of scanning of one profile; every way is as likely."""

    pencil_share: float
    mix: Mix
    ways: tuple[Way, ...]


def batch_of(profile: str, part: Part) -> Batch:
    """The batch of a profile for one part."""
    return (_TUNE if part is Part.TUNE else _JUDGE)[profile]


_COPIED_TUNE = Scanner(
    paper=(
        Sometimes(1, partial(defects.blur, sigma_mm=(0.05, 0.1))),
        Sometimes(1, partial(defects.tone, black=(0, 60), white=(245, 300), gamma=(1.2, 2.4))),
        Sometimes(1, partial(defects.noise, sigma=(2, 9))),
        Sometimes(1, partial(defects.blur, sigma_mm=(0.05, 0.1))),
        Sometimes(1, partial(defects.tone, black=(0, 60), white=(245, 300), gamma=(1.0, 2.0))),
        Sometimes(0.3, defects.streak),
    ),
    sensor=FEEDER.sensor, turn_deg=2, scale=(0.97, 1.03), aspect=0.01,
)  # fmt: skip
_BENT_TUNE = replace(
    FEEDER, paper=(Sometimes(0.5, defects.fold),), bends=(curl, feed_stretch),
    turn_deg=3, scale=(0.9, 1.05), aspect=0.01, margin_mm=8,
)  # fmt: skip
_TUNE = {
    "office": Batch(0.04, OFFICE_MIX, (Way(FEEDER), Way(FEEDER, in_colour=True))),
    "marks": Batch(0.15, MARKS_MIX, (Way(FEEDER), Way(FEEDER, in_colour=True))),
    "beside": Batch(0.15, BESIDE_MIX, (Way(FEEDER), Way(WORN_FEEDER, in_colour=True))),
    "hard": Batch(
        0.3, HARD_MIX,
        (Way(WORN_FEEDER), Way(WORN_FEEDER), Way(BILEVEL, dpi=150), Way(PHONE, in_colour=True)),
    ),
    "photo": Batch(0.1, HARD_MIX, (Way(PHONE, in_colour=True),)),
    "bilevel": Batch(0.04, OFFICE_MIX, (Way(BILEVEL),)),
    "photocopy": Batch(0.04, OFFICE_MIX, (Way(_COPIED_TUNE),)),
    "bent": Batch(0.04, OFFICE_MIX, (Way(_BENT_TUNE),)),
}  # fmt: skip
_TUNE["rough"] = _TUNE["hard"]

HAS_AUGRAPHY = find_spec("augraphy") is not None


def _augmented(name: str) -> tuple[Sometimes, ...]:
    """A set of ``benchmarks.augmented``; nothing where augraphy is not installed."""
    if not HAS_AUGRAPHY:
        return ()
    found: tuple[Sometimes, ...] = getattr(import_module("benchmarks.augmented"), name)
    return found


_DESK = Scanner(
    paper=(Sometimes(0.03, wear.starved_toner), Sometimes(0.01, wear.adhesive_tape)),
    sensor=(
        *_augmented("OFFICE"),
        Sometimes(1, optics.Defocus((0.04, 0.09))),
        Sometimes(1, optics.RoomLight((0.0, 0.04), 0)),
        Sometimes(1, optics.Exposure((5, 50), (236, 265), (0.8, 1.25))),
        Sometimes(1, optics.SensorNoise((0.5, 3))),
    ),
    turn_deg=1.0, shift_mm=2.5, scale=(0.99, 1.01), aspect=0.003, upside_down=0.03,
    jpeg_quality=(70, 95),
)  # fmt: skip
_WEAR = (
    Sometimes(0.25, wear.worn_fold),
    Sometimes(0.08, wear.spill),
    Sometimes(0.08, wear.binder_holes),
    Sometimes(0.06, wear.paper_clip),
    Sometimes(0.05, wear.ripped_corner),
    Sometimes(0.1, wear.lost_mark),
)
_ROUGH_WEAR = (
    Sometimes(0.2, wear.tinted_paper),
    Sometimes(0.08, wear.reverse_print),
    Sometimes(0.04, wear.crumple),
    Sometimes(0.06, wear.office_stamp),
    Sometimes(0.1, wear.starved_toner),
    Sometimes(0.06, wear.adhesive_tape),
)
_WORN = Scanner(
    paper=_WEAR,
    sensor=(
        Sometimes(1, optics.Defocus((0.05, 0.14))),
        Sometimes(1, optics.RoomLight((0.0, 0.12), 0)),
        Sometimes(1, optics.Exposure((0, 75), (205, 265), (0.7, 1.45))),
        Sometimes(0.2, optics.dirty_glass),
        Sometimes(1, optics.SensorNoise((1.5, 8))),
    ),
    lid=(15, 255), margin_mm=6, turn_deg=5, shift_mm=3, scale=(0.96, 1.03), aspect=0.012,
    upside_down=0.1, jpeg_quality=(40, 88),
)  # fmt: skip
_BENT = replace(
    _WORN, paper=(Sometimes(0.5, wear.worn_fold),), sensor=_DESK.sensor,
    bends=(optics.page_wave, optics.stretched_feed, optics.kinked, optics.lifted_corner),
    scale=(0.9, 1.05), turn_deg=3, margin_mm=9, lid=(180, 255), jpeg_quality=(70, 95),
)  # fmt: skip
_FAX = replace(
    _WORN,
    sensor=(
        Sometimes(1, optics.Defocus((0.04, 0.09))),
        Sometimes(0.2, optics.dirty_glass),
        Sometimes(1, optics.SensorNoise((2, 9))),
        Sometimes(1, optics.two_tones),
    ),
    lid=(225, 255), margin_mm=0, turn_deg=3, scale=(0.97, 1.02),
)  # fmt: skip
_CAMERA = Scanner(
    paper=(
        Sometimes(0.3, wear.worn_fold),
        Sometimes(0.1, wear.spill),
        Sometimes(0.06, wear.lost_mark),
    ),
    sensor=(
        Sometimes(1, optics.Defocus((0.05, 0.16))),
        Sometimes(0.2, optics.shaken),
        Sometimes(1, optics.RoomLight((0.05, 0.5), 0.4)),
        Sometimes(1, optics.Exposure((8, 55), (195, 262), (0.75, 1.35))),
        Sometimes(1, optics.SensorNoise((2, 8))),
    ),
    bends=(optics.page_wave, optics.kinked, optics.lifted_corner),
    lid=(30, 180), turn_deg=5, shift_mm=5, scale=(0.82, 0.94), tilt=0.06, upside_down=0.05,
    jpeg_quality=(50, 92),
)  # fmt: skip


def _roughened(scanner: Scanner, augmented: str) -> Scanner:
    """The same scanner, and everything that the promise does not name."""
    return replace(
        scanner,
        paper=(*scanner.paper, *_ROUGH_WEAR),
        sensor=(*_augmented(augmented), *scanner.sensor),
    )


_ROUGH = _roughened(_WORN, "HARD")
_ROUGH_CAMERA = replace(
    _roughened(_CAMERA, "PHOTO"), paper=(Sometimes(0.2, wear.tinted_paper), *_CAMERA.paper)
)
_COPIED = replace(
    _DESK, paper=(Sometimes(1, wear.photocopy),), sensor=(*_augmented("COPY"), *_DESK.sensor),
    turn_deg=2, scale=(0.96, 1.04), aspect=0.01,
    margin_mm=3,
)  # fmt: skip
_JUDGE = {
    "office": Batch(0.04, OFFICE_MIX, (Way(_DESK), Way(_DESK, in_colour=True))),
    "marks": Batch(0.15, MARKS_MIX, (Way(_DESK), Way(_DESK, in_colour=True))),
    "beside": Batch(0.15, BESIDE_MIX, (Way(_DESK), Way(_WORN, in_colour=True))),
    "hard": Batch(
        0.3, HARD_MIX,
        (Way(_WORN), Way(_WORN, in_colour=True), Way(replace(_WORN, bends=_BENT.bends)),
         Way(_FAX, dpi=150), Way(_CAMERA, in_colour=True)),
    ),
    "rough": Batch(
        0.3, HARD_MIX,
        (Way(_ROUGH), Way(_ROUGH, in_colour=True), Way(replace(_ROUGH, bends=_BENT.bends)),
         Way(replace(_FAX, paper=_ROUGH.paper), dpi=150), Way(_ROUGH_CAMERA, in_colour=True)),
    ),
    "photo": Batch(0.1, HARD_MIX, (Way(_ROUGH_CAMERA, in_colour=True),)),
    "bilevel": Batch(0.04, OFFICE_MIX, (Way(replace(_FAX, paper=())),)),
    "photocopy": Batch(0.04, OFFICE_MIX, (Way(_COPIED),)),
    "bent": Batch(0.04, OFFICE_MIX, (Way(_BENT),)),
}  # fmt: skip
