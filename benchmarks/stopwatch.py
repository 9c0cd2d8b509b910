"""``python -m benchmarks.stopwatch CORES COMMAND…``: run a command and print what it took, as JSON.

A process of its own, and a small one: the peak memory that the system tells of a child counts what
its parent held when it was started. Processes that the command leaves behind, such as the server
that its readers come from, become children of this one and are counted with it.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from resource import struct_rusage

_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Bind to the first so many cores, run the command, print seconds and megabytes."""
    count, *command = sys.argv[1:]
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(count)])
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage, *_wait_for_the_rest()]
    took = {
        "status": child.returncode,
        "wall_s": wall_s,
        "cpu_s": sum(one.ru_utime + one.ru_stime for one in usages),
        "peak_mb": max(one.ru_maxrss for one in usages) / 1024,
    }
    print(json.dumps(took))


def _wait_for_the_rest() -> Iterator[struct_rusage]:
    try:
        while True:
            yield os.wait4(-1, 0)[2]
    except ChildProcessError:
        return


if __name__ == "__main__":
    main()
