"""How the processes that read side by side are started.

On Linux they come from one small server that has everything imported when the first of them is
needed: starting a process then costs nothing. It is started before the command itself begins to
import, on another core. Elsewhere every process starts from nothing, as forking is not safe there.
"""

import multiprocessing
import sys
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

_HAS_SERVER = sys.platform == "linux"
_READING = "steps.read_pages"


def start_method() -> BaseContext:
    """How to start a process that reads."""
    return multiprocessing.get_context("forkserver" if _HAS_SERVER else "spawn")


def get_ready(command: str) -> None:
    """Begin to import elsewhere what reading needs, and ``command``, the module it came from."""
    if _HAS_SERVER:
        forkserver.set_forkserver_preload([command, _READING])
        forkserver.ensure_running()
