"""The lightbox: pages of the kept originals, cut and enlarged for people to look at.

Pictures are made when they are asked for and kept in memory only, a few pages and some hundred cuts
of them. The darkroom opens the originals. It may be asked from several threads, and never asks the
record.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from omr.crops import cut_line, cut_question, lay_upright
from omr.picture import Grey
from omr.registration import Registration, register_page
from steps.darkroom import Darkroom
from steps.session import Session
from store.entries import PageEntry
from store.originals import original_path
from survey.tick_list import printed_question
from templates.geometry import PROCEDURE_AREA
from templates.layout import Layout, PageLayout

_PAGES_KEPT = 6
_CUTS_KEPT = 300

Value = TypeVar("Value")


class _Shelf(Generic[Value]):
    """The values asked for last; each is made once, however many ask at the same time."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def take(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """The value of this name, made now when it is not there."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            with self._lock:
                if name in self._kept:
                    self._kept.move_to_end(name)
                    return self._kept[name]
            value = make()
            self._keep(name, value)
            return value

    def _keep(self, name: Hashable, value: Value) -> None:
        with self._lock:
            self._kept[name] = value
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
            self._making = {name: lock for name, lock in self._making.items() if lock.locked()}


@dataclass(frozen=True, slots=True, eq=False)
class _Negative:
    """A page decoded, and where it lies in its picture; None where that cannot be told."""

    grey: Grey
    registration: Registration | None


class Lightbox:
    """Pictures of the pages of one survey, as JPEG; None where there is nothing to show."""

    def __init__(self, session: Session) -> None:
        layouts = (*session.earlier_layouts(), session.layout)
        self._folder = session.folder
        self._current = session.layout
        self._layouts = {layout.fingerprint: layout for layout in layouts}
        self._negatives: _Shelf[_Negative | None] = _Shelf(_PAGES_KEPT)
        self._cuts: _Shelf[bytes | None] = _Shelf(_CUTS_KEPT)
        self._darkroom = Darkroom(session)
        self._ahead = ThreadPoolExecutor(1, "lightbox")

    def prepare(self, page: PageEntry, question: str) -> None:
        """Cut this question while people look at another one."""
        self._ahead.submit(self.question, page, question)

    def put_away(self) -> None:
        """Cut nothing any more."""
        self._ahead.shutdown(cancel_futures=True)
        self._darkroom.close()

    def question(self, page: PageEntry, question: str) -> bytes | None:
        """The boxes of one question between those of its neighbours."""
        return self._cuts.take((page.seq, question), lambda: self._cut_question(page, question))

    def line(self, page: PageEntry) -> bytes | None:
        """The line on which the procedure is written by hand."""
        return self._cuts.take((page.seq, "line"), lambda: self._cut_line(page))

    def whole(self, page: PageEntry) -> bytes | None:
        """The whole page."""
        return self._cuts.take((page.seq, "whole"), lambda: self._lay_whole(page))

    def _cut_question(self, page: PageEntry, question: str) -> bytes | None:
        negative, layout = self._negative(page), self._page_layout(page)
        if negative is None:
            return None
        asked = {printed_question(row) for row in layout.questions} if layout else set()
        is_here = printed_question(question) in asked
        if negative.registration is None or layout is None or not is_here:
            return self.whole(page)
        return cut_question(negative.grey, negative.registration, layout, question)

    def _cut_line(self, page: PageEntry) -> bytes | None:
        negative, layout = self._negative(page), self._page_layout(page)
        if negative is None:
            return None
        areas = layout.text_areas if layout else ()
        lines = [area for area in areas if area.name == PROCEDURE_AREA]
        if negative.registration is None or not lines:
            return self.whole(page)
        return cut_line(negative.grey, negative.registration, lines[0])

    def _lay_whole(self, page: PageEntry) -> bytes | None:
        negative = self._negative(page)
        if negative is None:
            return None
        paper_mm = self._layout(page).page_size_mm
        return lay_upright(negative.grey, negative.registration, paper_mm)

    def _negative(self, page: PageEntry) -> _Negative | None:
        place = (page.sha256, page.source_page)
        return self._negatives.take(place, lambda: self._develop(page))

    def _develop(self, page: PageEntry) -> _Negative | None:
        original = original_path(self._folder, page.sha256, page.source_file)
        image = self._darkroom.develop(original, page.source_page)
        if image is None:
            return None
        return _Negative(image.grey, register_page(image.grey, self._layout(page).marks))

    def _layout(self, page: PageEntry) -> Layout:
        return self._layouts.get(page.fingerprint, self._current)

    def _page_layout(self, page: PageEntry) -> PageLayout | None:
        pages = self._layout(page).pages
        return next((one for one in pages if one.page == page.sheet_page), None)
