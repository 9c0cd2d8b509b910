"""The body of a ``page`` event: where a page came from, what was read on it, what was measured."""

from dataclasses import dataclass
from operator import itemgetter

from survey.reading import BoxMeasure, PageReading

# Every measurement of a box, in the order of the class; the first two fields name the box.
MEASURES = itemgetter(slice(2, None))
# One of them as text; a format for all at once takes two thirds of the time of one for each.
_BOX = " ".join(["%s", "%s", *["%.0f"] * len(MEASURES(BoxMeasure._fields))])


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page came from.

    Attributes:
        sha256: of the kept original it is a page of.
        source_file: that file as the person named it.
        source_page: its page, from 1.
        opening: id of the box opening it belongs to.
    """

    sha256: str
    source_file: str
    source_page: int
    opening: str


def page_body(source: PageSource, reading: PageReading, detail: str = "") -> dict[str, object]:
    """The body of the event «this page was taken in»; ``detail`` adds to the outcome in words."""
    return {
        "sha256": source.sha256,
        "source_file": source.source_file,
        "source_page": source.source_page,
        "opening": source.opening,
        "outcome": reading.outcome,
        "reason": reading.reason or "",
        "detail": detail,
        "sheet": reading.sheet,
        "sheet_page": reading.sheet_page,
        "fingerprint": reading.fingerprint,
        "procedure": reading.procedure,
        "fit_mm": round(reading.fit_mm, 4),
        "questions": [[q.question, q.status, q.choice, q.reason] for q in reading.questions],
        "boxes": write_boxes(reading.boxes),
    }


def write_boxes(boxes: tuple[BoxMeasure, ...]) -> str:
    """The measurements in ten-thousandths as one short text: ``q1 5 1234 40 …;q1 4 …``."""
    return ";".join(
        [_BOX % (*box[:2], *[measure * 10_000 for measure in MEASURES(box)]) for box in boxes]
    )


def read_boxes(text: str) -> tuple[BoxMeasure, ...]:
    """The measurements back from ``write_boxes``."""
    return tuple(_read_box(*part.split(" ")) for part in text.split(";") if part)


def _read_box(question: str, choice: str, *measures: str) -> BoxMeasure:
    return BoxMeasure(question, choice, *(int(measure) / 10_000 for measure in measures))
