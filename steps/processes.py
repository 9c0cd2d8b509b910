"""How the processes that read are started.

On Linux they come from one small server that has everything imported when the first of them is
needed: starting a process then costs nothing. It is started before the command itself begins to
import, on another core. Elsewhere every process starts from nothing, as forking is not safe there.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_HAS_SERVER = sys.platform == "linux"
_NEEDED = ["steps.serve_tasks", "steps.read_pages"]
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""NumPy's threads would wait for work by spinning, on the cores where other pages are read."""
_main_lock = threading.Lock()


def start_method() -> "ForkServerContext | SpawnContext":
    """How to start a process that reads."""
    os.environ |= _ONE_THREAD
    if _HAS_SERVER:
        forkserver.set_forkserver_preload(_NEEDED)
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


def get_ready() -> None:
    """Begin to import elsewhere what reading needs."""
    if _HAS_SERVER:
        start_method()
        with without_main():
            forkserver.ensure_running()


@contextmanager
def without_main() -> Iterator[None]:
    """Processes started in here do not load the module this program began with.

    Python would do so lest a function stands there; ours stand elsewhere, and a command line with
    its colours takes as long to load as the reader.
    """
    with _main_lock:  # a machine of a cluster starts them from several threads
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
