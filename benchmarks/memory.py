"""How much memory ``scan`` takes: the peak of every process, for piles of many and of more pages.

Pages are a few scans under many names, so that ten thousand need no room; each is read, kept and
recorded like any other. Peaks are those that the system keeps of each process (``VmHWM``).
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from benchmarks.survey_folder import COMMAND, REPOSITORY, Pile, make_pile
from benchmarks.tables import show_table
from scans.writers import open_batch

PILES = (100, 1_000, 10_000)
LONG_FILE = 2_000
_DIFFERENT = 50
_LOOK_EVERY_S = 0.1
_SCAN_DONE = (0, 3)
_LIMIT_MB = 400
_MOST_GROWTH = 1.15
"""What counts as flat: Python and SQLite keep a little more of what they used once."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The most memory that processes of one scan held.

    Attributes:
        pages: that were scanned.
        writes_mb: of the process that writes the record.
        reads_mb: of the largest process that reads.
    """

    pages: int
    writes_mb: float
    reads_mb: float


def measure_memory(piles: tuple[int, ...] = PILES, long_file: int = LONG_FILE) -> dict[str, Peaks]:
    """Scan piles of so many JPEGs, then a PDF and a TIFF of so many pages; peaks by what it was."""
    with TemporaryDirectory(prefix="hom-phieu-memory-") as name:
        folder = Path(name)
        pile = make_pile(folder, _DIFFERENT)
        found = {}
        for pages in piles:
            source = _many(pile, folder / "many", pages)
            found[f"{pages} JPEGs"] = _scan(pile, folder / "read", source, pages)
        for form in ("pdf", "tiff"):
            source = _long(pile, folder, form, long_file)
            found[f"one {form.upper()}"] = _scan(pile, folder / "read", source, long_file)
        return found


def _many(pile: Pile, folder: Path, pages: int) -> Path:
    """A folder with so many files: the same scans under other names."""
    folder.mkdir(exist_ok=True)
    jpegs = sorted(pile.jpegs.glob("*.jpg"))
    for number in range(len(list(folder.iterdir())), pages):
        (folder / f"{number:05}.jpg").hardlink_to(jpegs[number % len(jpegs)])
    return folder


def _long(pile: Pile, folder: Path, form: str, pages: int) -> Path:
    """One file of so many pages, the same again and again; TIFF as fax does, in G4."""
    raws = [file.read_bytes() for file in sorted(pile.jpegs.glob("*.jpg"))]
    if form == "tiff":
        raws = [_in_black_and_white(raw) for raw in raws]
    with open_batch(folder, form) as add_page:
        for number in range(pages):
            name, _page = add_page(raws[number % len(raws)])
    return folder / name


def _in_black_and_white(jpeg: bytes) -> bytes:
    fax = BytesIO()
    plain = Image.open(BytesIO(jpeg)).convert("1", dither=Image.Dither.NONE)
    plain.save(fax, "TIFF", compression="group4")
    return fax.getvalue()


def _scan(pile: Pile, place: Path, source: Path, pages: int) -> Peaks:
    survey = pile.fresh_survey(place)
    command = (*COMMAND, "-C", str(survey), "scan", str(source), "--workers", "2")
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, start_new_session=True
    ) as scanning:
        peaks: dict[int, float] = {}
        while scanning.poll() is None:
            peaks |= _peaks_mb(scanning.pid)
            time.sleep(_LOOK_EVERY_S)
    if scanning.returncode not in _SCAN_DONE:
        raise subprocess.CalledProcessError(scanning.returncode, command)
    return Peaks(pages, peaks.pop(scanning.pid), max(peaks.values()))


def _peaks_mb(session: int) -> dict[int, float]:
    """The peak of every process of this session, by its number."""
    return {process: peak for process in _processes(session) if (peak := _peak_mb(process))}


def _processes(session: int) -> Iterator[int]:
    for process in Path("/proc").glob("[1-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                yield int(process.name)
        except ProcessLookupError:
            continue  # it has ended meanwhile


def _peak_mb(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak[0]) / 1024 if peak else 0


def show_memory(found: Mapping[str, Peaks]) -> str:
    """Peaks against the limit, and how they grow from the smallest pile to the largest."""
    rows = [
        (what, str(peaks.pages), f"{peaks.writes_mb:.0f}", f"{peaks.reads_mb:.0f}",
         "yes" if max(peaks.writes_mb, peaks.reads_mb) < _LIMIT_MB else "no")
        for what, peaks in found.items()
    ]  # fmt: skip
    heads = ("scanned", "pages", "writes, MB", "reads, MB", f"under {_LIMIT_MB} MB")
    piles = sorted((one for one in found.values()), key=lambda one: one.pages)
    few, many = piles[0], piles[-1]
    growth = max(many.writes_mb / few.writes_mb, many.reads_mb / few.reads_mb)
    return (
        show_table(heads, rows)
        + f"\n\nFrom {few.pages} to {many.pages} pages the largest peak grows by a factor of "
        f"{growth:.2f}: {'flat' if growth <= _MOST_GROWTH else 'not flat'}."
    )
