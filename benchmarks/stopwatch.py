"""``python -m benchmarks.stopwatch CORES COMMAND…``: run a command and print what it took, as JSON.

A process of its own, and a small one: the peak memory that the system tells of a child counts what
its parent held when it was started.
"""

import json
import os
import subprocess
import sys
import time


def main() -> None:
    """Bind to the first so many cores, run the command, print seconds and megabytes."""
    count, *command = sys.argv[1:]
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(count)])
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    took = {
        "status": child.returncode,
        "wall_s": wall_s,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main()
