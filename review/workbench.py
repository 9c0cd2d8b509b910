"""The workbench: long work that was begun on a page, one piece at a time, in a session of its own.

The work runs on a thread beside the one that answers, so the pages stay quick; every page can ask
how far it is. When the server stops, the work stops where its step next tells its progress; like an
interrupted command it loses nothing that was recorded.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from review.agreement import OpenSession
from steps.session import Session
from survey.errors import HomPhieuError, RequestError
from survey.language import _


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a piece of work: sentences, a table if there is one, files that were written."""

    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[Path, ...] = ()


OnProgress = Callable[[int, int], None]
Act = Callable[[Session, OnProgress], Outcome]


@dataclass(slots=True)
class Work:
    """One piece of work: its name, how far it is, and what came of it once it is over."""

    name: str
    done: int = 0
    total: int = 0
    future: Future[Outcome] = field(default_factory=Future)

    @property
    def is_over(self) -> bool:
        """Is nothing more to be waited for?"""
        return self.future.done()

    @property
    def fault(self) -> str:
        """Why it failed, empty when it did not."""
        error = self.future.exception()
        if error is None:
            return ""
        if isinstance(error, HomPhieuError):
            return error.on_page
        return _("This is a bug in Hòm Phiếu: {error}", error=repr(error))

    @property
    def outcome(self) -> Outcome:
        """What came of it; of failed work nothing."""
        return Outcome() if self.future.exception() else self.future.result()


class Workbench:
    """The work of one running server; nothing of it is written down but by the steps themselves."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open_session = open_session
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._is_closing = False
        self.newest: Work | None = None

    def begin(self, name: str, act: Act) -> None:
        """Begin a piece of work.

        Raises:
            RequestError: another one is not over yet.
        """
        if self.newest and not self.newest.is_over:
            raise RequestError(
                _("wait until the work before is over: {work}", work=self.newest.name)
            )
        self.newest = work = Work(name)
        work.future = self._worker.submit(self._run, work, act)

    def put_away(self) -> None:
        """Stop what runs at its next step, and wait for that."""
        self._is_closing = True
        self._worker.shutdown(cancel_futures=True)

    def _run(self, work: Work, act: Act) -> Outcome:
        def note(done: int, total: int) -> None:
            work.done, work.total = done, total
            if self._is_closing:
                raise RequestError(_("the page was stopped; begin this work again to go on"))

        with self._open_session() as session:
            return act(session, note)
