"""Pages read by a cluster of machines (Dask distributed) instead of processes of this one.

This machine keeps the originals, asks for pages in order and alone writes the record. Where the
workers see the survey folder under the same path they read from it; elsewhere each page is sent to
them, cut out of its file undecoded. A worker that ends costs nothing, for the scheduler gives its
pages to another; pages that ended several workers are read here, by a process that may end.
"""

import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steps.cluster_worker import Edition, Parcel, Results, own_edition, read_parcel
from steps.join_cluster import join_cluster, say_other_edition
from steps.page_task import PageResult, PageTask
from steps.readers import PAGES_PER_TASK, Readers, split_tasks
from steps.serve_tasks import Beginning
from survey.errors import ClusterError
from survey.language import _

if TYPE_CHECKING:
    from distributed import Future

_WAITING_S = 30
"""After so long without an answer we look whether any worker is left."""
_PARCELS_AHEAD = 3
"""Under way per thread of the cluster: one being read, the next beside it, one on its way."""
_BYTES_AHEAD = 64_000_000
_MOST_PARCEL_BYTES = 32_000_000
_RETRIES = 2


_Part = tuple[int, PageTask]


@dataclass(frozen=True, slots=True)
class _Flight:
    """Pages under way: their tasks with an index, and where they are read; None means here."""

    parts: tuple[_Part, ...]
    future: "Future | None"
    size_bytes: int


class ClusterReaders(Readers):
    """Readers on other machines; one process here counts pages, cuts them out, and stands in."""

    def __init__(self, address: str, beginning: Beginning) -> None:
        self._client = join_cluster(address)
        self._for_all = beginning
        self._is_shared = True  # until a worker says otherwise
        super().__init__(1, beginning)

    def close(self) -> None:
        """Give up what is still under way."""
        self._client.close()
        super().close()

    def read(self, tasks: Iterable[PageTask]) -> Iterator[tuple[int, PageResult]]:
        """Every page of every task with the task's index, in order.

        Raises:
            ClusterError: the cluster was lost, or one of its machines cannot do its work.
        """
        order: deque[_Flight] = deque()
        for parts in _together(split_tasks(tasks)):
            order.append(self._send(parts))
            while self._is_enough(order):
                yield from self._land(order.popleft())
        while order:
            yield from self._land(order.popleft())

    def _send(self, parts: tuple[_Part, ...]) -> _Flight:
        """Hand pages to the cluster, or keep those that can be read only in their file here."""
        tasks = tuple(task for _index, task in parts)
        files = () if self._is_shared else self._cut_out(tasks)
        if not (files or self._is_shared):
            return _Flight(parts, None, 0)
        parcel = pickle.dumps(Parcel(self._for_all, tasks, files))
        future = self._client.submit(
            read_parcel, own_edition(), parcel, pure=False, retries=_RETRIES
        )
        return _Flight(parts, future, len(parcel))

    def _cut_out(self, tasks: Iterable[PageTask]) -> tuple[bytes, ...]:
        """These pages as files of their own; none when one cannot be cut, or all are much."""
        files: list[bytes] = []
        for path, page in ((task.path, page) for task in tasks for page in task.pages):
            files.append(self.cut(path, page))
            if not files[-1] or sum(map(len, files)) > _MOST_PARCEL_BYTES:
                return ()
        return tuple(files)

    def _is_enough(self, order: Sequence[_Flight]) -> bool:
        """Whether enough is under way to keep the cluster busy, or memory allows no more."""
        threads = sum(self._client.nthreads().values())
        is_heavy = sum(flight.size_bytes for flight in order) > _BYTES_AHEAD
        return is_heavy or len(order) >= _PARCELS_AHEAD * max(threads, 1)

    def _land(self, flight: _Flight) -> Iterator[tuple[int, PageResult]]:
        """The results of pages under way, once they are there."""
        told = None if flight.future is None else self._wait(flight.future)
        if isinstance(told, dict):
            raise ClusterError(say_other_edition(told))
        if told == ():
            self._is_shared = False
            yield from self._land(self._send(flight.parts))
        else:
            read = super().read([task for _index, task in flight.parts]) if told is None else told
            yield from ((flight.parts[number][0], result) for number, result in read)

    def _wait(self, future: "Future") -> Results | Edition | None:
        """What a worker answers; None when the pages ended one worker after the other.

        Raises:
            ClusterError: the scheduler or all workers are gone, or a worker cannot do its work.
        """
        from distributed import KilledWorker, wait  # noqa: PLC0415 - only where there is a cluster

        while not future.done():
            try:
                wait(future, timeout=_WAITING_S)
            except TimeoutError:
                if not self._client.nthreads():
                    raise ClusterError(_say_lost(None)) from None
        if future.status == "finished":
            told: Results | Edition = future.result()
            future.release()  # left to its finaliser, an interruption there would be lost
            return told
        fault = future.exception() if future.status == "error" else None
        if isinstance(fault, KilledWorker):
            return None
        raise ClusterError(_say_lost(fault))


def _together(parts: Iterable[_Part]) -> Iterator[tuple[_Part, ...]]:
    """Files of few pages go together, as many pages as of a long file: a parcel has its price."""
    some: list[_Part] = []
    for part in parts:
        if sum(len(task.pages) for _index, task in [*some, part]) > PAGES_PER_TASK:
            yield tuple(some)
            some = []
        some.append(part)
    if some:
        yield tuple(some)


def _say_lost(fault: BaseException | None) -> str:
    """Why nothing more comes from the cluster; a worker's own fault in its own words."""
    nobody = _("the scheduler or all workers are gone")
    return _(
        "the cluster reads no more ({reason}); pages read before are kept: look at its machines "
        "and run the command again, or scan without --cluster",
        reason=nobody if fault is None else fault,
    )
