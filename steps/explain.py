"""``scan --explain``: a picture of every page as the reader sees it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from omr.explain import explain_page
from omr.reader import know_forms, read_page
from scans.pages import PageImage
from steps.keep_files import sort_out
from steps.readers import Readers, start_readers
from steps.session import Session
from survey.errors import FolderError
from survey.fault import say_fault
from survey.language import _


def explain_scans(session: Session, paths: Sequence[Path], folder: Path) -> int:
    """Write a PNG for every page of these files that opens; returns how many.

    Raises:
        FolderError: the folder cannot be written.
    """
    forms = know_forms(session.record.secret_key(), session.layout, session.earlier_layouts())
    drawn = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with start_readers(session, 1) as readers:
            named, _aside = sort_out(session.folder, paths, readers)
            for path, page in _open_pages(map(Path, named), readers):
                reading = read_page(page.grey, forms, is_bilevel=page.is_bilevel)
                picture = explain_page(page.grey, reading, forms)
                picture.save(_free_name(folder, path, page.number), compress_level=3)
                drawn += 1
    except OSError as error:
        raise FolderError(
            _("cannot write to {folder}: {reason}", folder=folder, reason=say_fault(error))
        ) from error
    return drawn


def _open_pages(paths: Iterable[Path], readers: Readers) -> Iterator[tuple[Path, PageImage]]:
    """Every page that opens, with its file."""
    for path in paths:
        for page in readers.develop(path):
            if page.image is not None:
                yield path, page.image


def _free_name(folder: Path, path: Path, page: int) -> Path:
    """A name after the file and its page, with a count where files of one name were handed over."""
    name = f"{path.stem}-{page:04d}"
    counts = ("", *(f"-{count}" for count in range(2, 10_000)))
    return next(f for f in (folder / f"{name}{c}.png" for c in counts) if not f.exists())
