"""Chapters of ``docs/benchmark.md``: each can be measured anew by itself, and the others stay."""

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.survey_folder import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "benchmark.md"
_HEADING = "\n## "


def chapter(title: str, command: str, measured: str) -> str:
    """A chapter that says when it was measured, and how to do so again."""
    return f"## {title}\n\nBy `{command}` on {datetime.now(UTC):%Y-%m-%d}.\n\n{measured}"


def find_chapter(title: str, document: Path = DOCUMENT) -> str:
    """A chapter as it stands in the document; empty when it has none of this title."""
    _before, heading, rest = document.read_text(encoding="utf-8").partition(f"{_HEADING}{title}\n")
    return (heading + rest.partition(_HEADING)[0]).strip("\n")


def put_chapter(written: str, document: Path = DOCUMENT) -> None:
    """Put a chapter into the document, in place of that of the same title or at the end."""
    title = written.partition("\n")[0]
    parts = document.read_text(encoding="utf-8").rstrip("\n").split(_HEADING)
    parts = [parts[0], *(f"## {part}" for part in parts[1:])]
    at = next((i for i, part in enumerate(parts) if part.startswith(f"{title}\n")), len(parts))
    parts[at : at + 1] = [written.rstrip("\n") + "\n"]
    document.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts), encoding="utf-8")
