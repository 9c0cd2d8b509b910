"""``verify FILE.docx``: do the figures of a document still follow from the record?"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from audit.chain import check_chain
from audit.printed_head import PinnedEvent, find_head
from reports.origin import Origin, Trace, read_document
from steps.count import Counting
from steps.minutes import find_version, minutes_document
from steps.notice import notice_document, notice_facts, passage_document
from steps.report import annual_document
from steps.session import Session
from steps.sipas import sipas_document
from survey.errors import DocumentError
from survey.fault import say_fault
from survey.head import short_head
from survey.language import _
from survey.period import Period

BLANK = "…"
"""Stands where Văn thư writes number and day."""
NUMBER = "Số:"
"""Begins the line where Văn thư writes the number."""
MOST_DIFFERENCES = 20
LARGEST_FILE = 50_000_000


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    """What was found of one document.

    Attributes:
        kind, subject: what it is about.
        version: of the program that wrote it.
        findings: where its words no longer are what the record gives, in sentences.
        notes: what people should know, though nothing differs.
        pinned: the event it was written after, None when the journal does not have it.
    """

    kind: str
    subject: str
    version: str
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    pinned: PinnedEvent | None


def verify_document(session: Session, file: Path) -> DocumentVerdict:
    """Write the document anew from the record and compare every line.

    Raises:
        DocumentError: the file is no document of this program.
        RequestError: nothing is counted any more of what it speaks of.
    """
    trace, lines = _read(file)
    origin, database = trace.origin, session.folder.database_path
    pinned = find_head(database, origin.head)
    findings = [*check_chain(database)]
    if pinned is None:
        findings.append(_say_strange(origin.head))
    anew = _write_anew(session, origin)
    note = _("a document of this kind is not written anew; only its head was looked for")
    notes = (note,) if anew is None else ()
    if anew is not None:
        written, expected = read_document(anew)
        heads = (origin.head, session.record.head())
        findings += _differences(_settled(lines, heads), _settled(expected, heads))
        if written is not None and written.digest != trace.digest:
            notes = (_("the record gives other words or figures than when it was written"),)
    return DocumentVerdict(
        origin.kind, origin.subject, trace.version, tuple(findings), notes, pinned
    )


def _say_strange(head: str) -> str:
    return _(
        "the journal has no event with the head {head} of this document: it is of another survey, "
        "or the journal was written anew",
        head=short_head(head),
    )


def _read(file: Path) -> tuple[Trace, tuple[str, ...]]:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ValueError
        trace, lines = read_document(file.read_bytes())
    except OSError as error:
        raise DocumentError(
            _("cannot read {file}: {reason}", file=file, reason=say_fault(error))
        ) from error
    except ValueError as error:
        raise DocumentError(
            _("{template} is not a Word document (.docx); save it anew from Word", template=file)
        ) from error
    if trace is None:
        raise DocumentError(
            _(
                "{file} carries no trace of this program: it was not written by hom-phieu report, "
                "or its keywords (File, Info) were removed; verify --head FILE looks for the QR "
                "code of a signed paper",
                file=file,
            )
        )
    return trace, lines


def _write_anew(session: Session, origin: Origin) -> bytes | None:
    """The document as the record gives it now; None for a kind that is not written anew."""
    if origin.kind == "minutes":
        return minutes_document(session, find_version(session, origin.subject))
    if origin.kind not in ("annual", "sipas", "period", "passage"):
        return None
    period = Period.parse(origin.subject)
    if origin.kind == "annual":
        return annual_document(session, period)
    if origin.kind == "sipas":
        return sipas_document(session, period)
    facts = notice_facts(Counting(session, str(period), published=True), period)
    write = notice_document if origin.kind == "period" else passage_document
    return write(session, facts)


def _settled(lines: tuple[str, ...], heads: tuple[str, ...]) -> list[str]:
    """The lines without the journal's head, which moves with every act."""
    shorts = [short_head(head) for head in heads]
    told = []
    for line in lines:
        for short in shorts:
            line = line.replace(short, "")  # noqa: PLW2901 - the same line, shorter
        told.append(line)
    return told


def _differences(lines: list[str], expected: list[str]) -> Iterator[str]:
    """Where the document says something else than the record, in its order, the first of them."""
    found = [*_places(lines, expected)]
    for line, wanted in found[:MOST_DIFFERENCES]:
        yield _("the document says «{line}», the record gives «{wanted}»", line=line, wanted=wanted)
    if len(found) > MOST_DIFFERENCES:
        yield _("and {count} other places differ", count=len(found) - MOST_DIFFERENCES)


def _places(lines: list[str], expected: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, lines, expected, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        wanted = expected[j:j_end]
        is_same_length = i_end - i == j_end - j
        if tag == "equal" or (is_same_length and all(map(_is_blank, wanted))):
            continue
        yield " / ".join(lines[i:i_end]), " / ".join(wanted)


def _is_blank(line: str) -> bool:
    """Whether people fill in something here."""
    return BLANK in line or line.startswith(NUMBER)


def document_json(verdict: DocumentVerdict) -> dict[str, Any]:
    """What was found, for machines."""
    return {"follows": not verdict.findings, **asdict(verdict)}
