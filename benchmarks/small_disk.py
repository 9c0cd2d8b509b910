"""A small disk that can be filled up, where this user may mount one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

SIZE_MB = 512
LEAST_LEFT, MOST_LEFT = 0, 400_000
"""Bytes left free on a full disk: nothing, or enough for a part of the work."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A place to work; ``is_small`` says whether it can be filled up."""

    path: Path
    is_small: bool

    @contextmanager
    def full(self, chance: Random) -> Iterator[None]:
        """Hardly anything is free for as long as this lasts."""
        filler = self.path / "filler"
        left = chance.randint(LEAST_LEFT, MOST_LEFT)
        free = shutil.disk_usage(self.path).free
        try:
            with filler.open("wb") as file, suppress(OSError):  # another took what was left
                os.posix_fallocate(file.fileno(), 0, max(1, free - left))
            yield
        finally:
            filler.unlink()


@contextmanager
def small_disk(place: Path) -> Iterator[SmallDisk]:
    """Mounted here for as long as this lasts, or the folder as it is where that is not allowed."""
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", str(place))
    known = shutil.which("mount") is not None
    is_small = known and not subprocess.run(mount, capture_output=True, check=False).returncode
    try:
        yield SmallDisk(place, is_small)
    finally:
        if is_small:
            subprocess.run(("umount", "-l", str(place)), check=True)
