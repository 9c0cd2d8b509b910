"""``verify FILE``: do words, figures and charts of a document still follow from the record?"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from audit.chain import check_chain
from audit.printed_head import PinnedEvent, find_head
from reports.head import head_picture
from reports.issued import IssuedDocument, Shown, read_issued, show
from reports.origin import Origin, Trace
from steps.session import Session
from steps.write_anew import write_anew
from survey.errors import DocumentError
from survey.fault import say_fault
from survey.head import short_head
from survey.language import _
from survey.spoken_number import number

OPEN = re.compile("…|\u00a0{3,}")
"""Where Văn thư writes day and number."""
LONGEST_FILLED_IN = 40
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
    """Write the document anew from the record and compare every line and picture.

    Raises:
        DocumentError: the file is no document of this program.
        RequestError: nothing is counted any more of what it speaks of.
    """
    document, trace = _read(file)
    origin, database = trace.origin, session.folder.database_path
    pinned = find_head(database, origin.head)
    findings = [*check_chain(database)]
    if pinned is None:
        findings.append(_say_strange(origin.head))
    anew = _write_anew(session, origin, file)
    heads = (origin.head, session.record.head())
    findings += _differences(_settled(document.lines, heads), _settled(anew.lines, heads))
    pictures, notes = _compare_pictures(document.pictures, anew.pictures, heads)
    findings += pictures
    if anew.trace is None or anew.trace.digest != trace.digest:
        notes.append(_("the record gives other words or figures than when it was written"))
    return DocumentVerdict(
        origin.kind, origin.subject, trace.version, tuple(findings), tuple(notes), pinned
    )


def _say_strange(head: str) -> str:
    return _(
        "the journal has no event with the head {head} of this document: it is of another survey, "
        "or the journal was written anew",
        head=short_head(head),
    )


def _read(file: Path) -> tuple[IssuedDocument, Trace]:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ValueError
        document = read_issued(file.read_bytes(), file.suffix.lower())
    except OSError as error:
        raise DocumentError(
            _("cannot read {file}: {reason}", file=file, reason=say_fault(error))
        ) from error
    except ValueError as error:
        raise DocumentError(
            _("{file} is damaged or not what its name says; take another copy", file=file)
        ) from error
    if document.trace is None:
        raise DocumentError(
            _(
                "{file} carries no trace of this program: it was not written by hom-phieu report, "
                "or its keywords (File, Info) were removed; verify --head FILE looks for the QR "
                "code of a signed paper",
                file=file,
            )
        )
    return document, document.trace


def _write_anew(session: Session, origin: Origin, file: Path) -> IssuedDocument:
    """The document as the record gives it now.

    Raises:
        DocumentError: its trace names nothing that this program writes.
    """
    try:
        content = write_anew(session, origin)
        anew = None if content is None else read_issued(content, file.suffix.lower())
    except ValueError:  # so may the file's name, when the trace is of another kind
        anew = None
    if anew is None:
        raise DocumentError(
            _(
                "{file}: its trace names nothing that this program writes ({kind} {subject}); it "
                "was altered, or written by a newer version",
                file=file,
                kind=origin.kind,
                subject=origin.subject,
            )
        )
    return anew


def _settled(lines: tuple[str, ...], heads: tuple[str, ...]) -> list[str]:
    """The lines without the journal's head, which moves with every act."""
    printed = [form for head in heads for form in (head, short_head(head), head[:16])]
    told = []
    for line in lines:
        for head in printed:
            line = line.replace(head, "")  # noqa: PLW2901 - the same line, shorter
        told.append(line)
    return told


def _differences(lines: list[str], expected: list[str]) -> Iterator[str]:
    """Where the document says something else than the record, in its order, the first of them."""
    found = [*_places(lines, expected)]
    for line, wanted in found[:MOST_DIFFERENCES]:
        yield _("the document says «{line}», the record gives «{wanted}»", line=line, wanted=wanted)
    if len(found) > MOST_DIFFERENCES:
        yield _(
            "and {count} other places differ",
            "and {count} other place differs",
            count=number(len(found) - MOST_DIFFERENCES),
        )


def _places(lines: list[str], expected: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, lines, expected, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        wanted = expected[j:j_end]
        is_same_length = i_end - i == j_end - j
        if tag == "equal" or (is_same_length and all(map(_is_filled_in, lines[i:i_end], wanted))):
            continue
        yield " / ".join(lines[i:i_end]), " / ".join(wanted)


def _is_filled_in(line: str, wanted: str) -> bool:
    """Whether people filled in what was left open, and changed nothing else.

    A question may end in dots as well: what stands around them must be the same.
    """
    gap = f".{{0,{LONGEST_FILLED_IN}}}"
    return bool(re.fullmatch(gap.join(map(re.escape, OPEN.split(wanted))), line))


def _compare_pictures(
    pictures: tuple[Shown, ...], expected: tuple[Shown, ...], heads: tuple[str, str]
) -> tuple[list[str], list[str]]:
    """Findings and notes: which pictures are not those that the record gives."""
    if len(pictures) != len(expected):
        return [
            _(
                "the document has {count} pictures, the record gives {wanted}",
                count=number(len(pictures)),
                wanted=number(len(expected)),
            )
        ], []
    then, now = map(head_picture, heads)
    code = show(then.alternative, then.png)
    findings, notes = [], []
    for shown, drawn in zip(pictures, expected, strict=True):
        wanted = code if drawn.alternative == now.alternative else drawn
        if (shown.alternative, shown.pixels) == (wanted.alternative, wanted.pixels):
            continue
        if not wanted.drawn_by or shown.drawn_by in ("", wanted.drawn_by):
            findings.append(_say_drawn_otherwise(wanted))
        else:
            notes.append(_say_drawn_by_another(shown, wanted))
    return findings, notes


def _say_drawn_otherwise(wanted: Shown) -> str:
    return _(
        "a picture is not the one that the record gives: «{alternative}»",
        alternative=wanted.alternative,
    )


def _say_drawn_by_another(shown: Shown, wanted: Shown) -> str:
    return _(
        "a picture was drawn by {other}, not by {ours}, so its pixels cannot be compared; write "
        "the document again and hold both side by side: «{alternative}»",
        other=shown.drawn_by,
        ours=wanted.drawn_by,
        alternative=wanted.alternative,
    )


def document_json(verdict: DocumentVerdict) -> dict[str, Any]:
    """What was found, for machines."""
    return {"follows": not verdict.findings, **asdict(verdict)}
