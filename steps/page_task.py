"""What is asked of a process that reads, and what it answers; knows no picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from survey.reading import Outcome, PageReading, Reason

if TYPE_CHECKING:
    from scans.pages import PageImage


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page read; ``detail`` says in words why a file or page could not be opened."""

    number: int
    reading: PageReading
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many pages a file has, or ``trouble``, why it cannot be opened."""

    pages: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page cut out of its file, undecoded, as a file of its own; empty where that cannot be."""

    content: bytes


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as pixels, for whoever asks to look at; ``detail`` says in words why there is none."""

    number: int
    image: "PageImage | None"
    detail: str = ""


Answer = PageResult | PageCount | PageFile | PagePicture


class Task(Protocol):
    """Something that gets one answer after the other."""

    @property
    def answers(self) -> int:
        """How many answers it gets."""

    @property
    def rest(self) -> Self:
        """What is left of it after its first answer."""

    def give_up(self, detail: str) -> Answer:
        """The first answer where there is none; ``detail`` says why."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """Pages of one file to read, numbers ascending from 1."""

    path: Path
    pages: tuple[int, ...]

    @property
    def answers(self) -> int:
        """One for each page."""
        return len(self.pages)

    @property
    def rest(self) -> Self:
        """All pages but the first."""
        return type(self)(self.path, self.pages[1:])

    def give_up(self, detail: str) -> PageResult | PagePicture:
        """The first page rejected."""
        return PageResult(self.pages[0], unreadable(), detail)


@dataclass(frozen=True, slots=True)
class DevelopTask(PageTask):
    """Pages of one file to open, and not to read."""

    def give_up(self, detail: str) -> PagePicture:
        """No picture of the first page."""
        return PagePicture(self.pages[0], None, detail)


@dataclass(frozen=True, slots=True)
class CountTask:
    """A file whose pages are to be counted, none of them decoded."""

    path: Path
    answers: int = 1

    @property
    def rest(self) -> Self:
        """Nothing."""
        return type(self)(self.path, 0)

    def give_up(self, detail: str) -> PageCount:
        """No pages."""
        return PageCount(0, detail)


@dataclass(frozen=True, slots=True)
class CutTask:
    """A page to cut out of its file, so that it can be read elsewhere."""

    path: Path
    page: int
    answers: int = 1

    @property
    def rest(self) -> Self:
        """Nothing."""
        return type(self)(self.path, self.page, 0)

    def give_up(self, detail: str) -> PageFile:
        """Left in its file."""
        return PageFile(b"")


def unreadable() -> PageReading:
    """The outcome of a page, or a whole file, that cannot be opened."""
    return PageReading(Outcome.REJECTED, Reason.UNREADABLE_FILE)
