"""``bundle add``: results of the units below this office, each checked before it is taken in."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bundles.archive import MOST_ARCHIVE_BYTES, json_bytes, open_archive
from bundles.contents import Bundle, read_bundle
from steps.session import Session
from store.bundle_listing import BundleEntry, has_bundle_file, list_bundles, list_units
from store.folder import write_whole
from survey.errors import BundleError, HomPhieuError, RequestError
from survey.fault import say_fault
from survey.head import short_head
from survey.language import _
from survey.period import Period
from survey.unit import Unit, find_unit

SUFFIX = ".zip"
READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class AddedBundle:
    """A bundle that was taken in; ``replaces`` is the event of the one before it, 0 for none."""

    file: str
    unit: Unit
    period: str
    sheets: int
    replaces: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A bundle that was not taken in, and why, in a sentence."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of all bundles."""

    added: tuple[AddedBundle, ...]
    refused: tuple[Refused, ...]


def add_bundles(
    session: Session,
    paths: Sequence[Path],
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Added:
    """Take in every bundle that passes; the others are named, and the rest goes on.

    Raises:
        RequestError: nothing is there, or the table of units was not given yet.
        FolderError: the record is busy, read-only, or the disk is full.
    """
    files = tuple(_list_files(paths))
    if not files:
        raise RequestError(_("there is no bundle (.zip) here; name files or their folder"))
    units = list_units(session.record)
    if not units:
        raise RequestError(
            _(
                "it is not known which units hand up their results; first take in their table: "
                "hom-phieu bundle units FILE --source TEXT --date DATE"
            )
        )
    session.note_plan()
    outcomes: list[AddedBundle | Refused] = []
    for done, file in enumerate(files, 1):
        try:
            outcomes.append(_add(session, file, units))
        except BundleError as error:
            outcomes.append(Refused(file.name, str(error)))
        on_progress(done, len(files))
    return Added(
        tuple(one for one in outcomes if isinstance(one, AddedBundle)),
        tuple(one for one in outcomes if isinstance(one, Refused)),
    )


def added_json(added: Added) -> dict[str, Any]:
    """What became of all bundles, for machines."""
    return {
        "added": [
            {"file": one.file, "unit": one.unit.code, "period": one.period, "sheets": one.sheets,
             "replaces": one.replaces or None}
            for one in added.added
        ],
        "refused": [asdict(one) for one in added.refused],
    }  # fmt: skip


def read_bundle_file(file: Path) -> tuple[bytes, Bundle]:
    """A bundle whose signature is right and whose contents have their shape, and its bytes.

    Raises:
        BundleError: it cannot be read, or is not so.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_ARCHIVE_BYTES + 1)
    except OSError as error:
        raise BundleError(
            _("cannot read {file}: {reason}", file=file, reason=say_fault(error))
        ) from error
    if len(content) > MOST_ARCHIVE_BYTES:
        raise BundleError(_("{file} is larger than any bundle; nothing was taken", file=file.name))
    return content, read_bundle(open_archive(content, file.name), file.name)


def _list_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are named, and those that lie in the folders that are named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.lower() == SUFFIX)
        else:
            yield path


def _add(session: Session, file: Path, units: tuple[Unit, ...]) -> AddedBundle:
    content, bundle = read_bundle_file(file)
    period = _period_of(session, bundle, file.name)
    unit = _signer(bundle, units, period, file.name)
    results = hashlib.sha256(json_bytes(bundle.results)).hexdigest()
    body = _body(bundle, unit, results, file.name)
    with session.record.transaction():
        replaces = _place(session, bundle, results, file.name)
        _keep(session, content, bundle.archive.sha256)
        session.record.append("bundle-added", body | {"replaces": replaces})
    return AddedBundle(file.name, unit, str(period), int(str(body["sheets"])), replaces)


def _period_of(session: Session, bundle: Bundle, name: str) -> Period:
    """The period, which must be of the years this office surveys."""
    survey = session.plan.survey
    try:
        period = Period.parse(bundle.head.period)
    except HomPhieuError as error:
        raise BundleError(f"{name}: {error}") from error
    if not survey.starts.year <= period.year <= survey.ends.year:
        raise BundleError(
            _(
                "{file} is of {period}, this survey of {first} to {last}; add it to the survey of "
                "its year",
                file=name,
                period=period,
                first=survey.starts.year,
                last=survey.ends.year,
            )
        )
    return period


def _signer(bundle: Bundle, units: tuple[Unit, ...], period: Period, name: str) -> Unit:
    """The unit that signed, which must be known, exist in the period and have this key."""
    code = bundle.head.unit
    named = {"file": name, "code": code, "period": period}
    same_code = [unit for unit in units if unit.code == code]
    if not same_code:
        raise BundleError(
            _("{file}: no unit {code} is in the table of units; is it one of yours?", **named)
        )
    unit = find_unit(units, code, period)
    if unit is None:
        days = "; ".join(map(_say_days, same_code))
        raise BundleError(
            _(
                "{file}: the unit {code} does not exist on every day of {period} ({days}); each "
                "unit hands up its own part of the year, and parts are not added across a merger",
                days=days,
                **named,
            )
        )
    if not unit.key:
        raise BundleError(
            _(
                "{file}: the table of units has no key for {code} yet; ask the unit for it (hom-"
                "phieu bundle key), by a letter that it signed",
                **named,
            )
        )
    if unit.key != bundle.archive.key:
        raise BundleError(
            _(
                "{file} is forged, or the unit began a new survey: it says it is of {unit}, but is "
                "signed with the key {found}…, and that unit's key is {known}…",
                unit=unit.name,
                found=short_head(bundle.archive.key),
                known=short_head(unit.key),
                **named,
            )
        )
    return unit


def _say_days(unit: Unit) -> str:
    starts = unit.starts.strftime("%d/%m/%Y") if unit.starts else "…"
    ends = unit.ends.strftime("%d/%m/%Y") if unit.ends else "…"
    became = f" → {unit.successor}" if unit.successor else ""
    return f"{unit.name}: {starts}-{ends}{became}"


def _place(session: Session, bundle: Bundle, results: str, name: str) -> int:
    """The event of the bundle that this one replaces, 0 for none."""
    if has_bundle_file(session.record, bundle.archive.sha256):
        raise BundleError(_("{file} was added before; nothing was changed", file=name))
    head = bundle.head
    known = next(
        (
            one
            for one in list_bundles(session.record, head.unit)
            if (one.survey, one.period) == (head.survey, head.period)
        ),
        None,
    )
    if known is None:
        return 0
    if known.results == results:
        raise BundleError(
            _("{file} repeats what event {seq} took in: the same results of the same unit",
              file=name, seq=known.seq)
        )  # fmt: skip
    if _is_outdated(bundle, known):
        raise BundleError(
            _(
                "{file} is outdated: it was made at event {events} of the unit's journal, and what "
                "was taken in by event {seq} was made later, at event {newer}",
                file=name,
                events=head.events,
                seq=known.seq,
                newer=known.events,
            )
        )
    return known.seq


def _is_outdated(bundle: Bundle, known: BundleEntry) -> bool:
    """Whether it comes from an earlier state of the same journal; a new key is a new journal."""
    return bundle.archive.key == known.key and bundle.head.events <= known.events


def _body(bundle: Bundle, unit: Unit, results: str, name: str) -> dict[str, object]:
    """The event: what was said and by whom, with the counts, which lie nowhere else."""
    head, told = bundle.head, bundle.reconciliation
    return {
        "file": name,
        "sha256": bundle.archive.sha256,
        "key": bundle.archive.key,
        "results": results,
        "unit": head.unit,
        "unit_name": unit.name,
        "starts": unit.starts.isoformat() if unit.starts else "",
        "survey": head.survey,
        "plan_sha256": head.plan_sha256,
        "period": head.period,
        "made_at": head.made_at,
        "program": head.program,
        "head": head.head,
        "events": head.events,
        "grounds": list(head.grounds),
        "sheets": told.valid + told.imported,
        "paper": {"read": told.read, "valid": told.valid, "invalid": told.invalid,
                  "hand_count": sum(one.hand_count for one in told.openings)},
        "differences": [one.model_dump() for one in told.differences],
        **bundle.tally.model_dump(),
    }  # fmt: skip


def _keep(session: Session, content: bytes, sha256: str) -> None:
    """Keep the file as it came, under its SHA-256."""
    folder = session.folder.bundles
    folder.mkdir(exist_ok=True)
    kept = folder / f"{sha256}{SUFFIX}"
    if not kept.exists():
        write_whole(kept, content)
        kept.chmod(READ_ONLY)
