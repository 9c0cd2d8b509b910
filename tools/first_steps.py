"""Run the first steps of a README as they stand there: ``python -m tools.first_steps README.md``.

Every line of the installing and of the ten minutes goes through a shell at a terminal of its own,
as a newcomer would type it; the five questions are answered, the review page is left with Ctrl-C.
Afterwards Phụ lục 2 must lie there. Linux only; needs pipx.
"""

import argparse
import os
import pty
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWERS = "phường Vạn Phúc\n129/KH-UBND 01/10/2021\n01/10/2021 - 31/10/2021\n1\nChủ tịch Lê A\n"
CTRL_C = b"\x03"
MINUTES = 10
WENT_WELL = (0, 3)


def main() -> None:
    """Run them; the exit status is 1 when a line fails, or it took more than ten minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readme", choices=("README.md", "README.vi.md"))
    parser.add_argument("--skip-install", action="store_true", help="hom-phieu is on the PATH")
    asked = parser.parse_args()
    begun = time.monotonic()
    with TemporaryDirectory() as scratch:
        place = REPOSITORY
        for line in first_steps(asked.readme):
            if line.startswith("pipx install"):
                if not asked.skip_install:
                    run_at_terminal(line, REPOSITORY)
                place = Path(scratch)
            elif line.startswith("cd "):
                place /= line.removeprefix("cd ")
            else:
                run_at_terminal(line, place)
        (report,) = place.glob("reports/phu-luc-2-*.docx")
        minutes = (time.monotonic() - begun) / 60
        print(f"{report.name} after {minutes:.1f} minutes")
        sys.exit(minutes > MINUTES)


def first_steps(readme: str) -> list[str]:
    """The lines of the installing and of the ten minutes, without their remarks."""
    text = (REPOSITORY / readme).read_text(encoding="utf-8")
    blocks = [block for block in FENCE.findall(text) if "install" in block or "init" in block]
    return [line.partition("  #")[0].rstrip() for block in blocks for line in block.splitlines()]


def run_at_terminal(line: str, place: Path) -> None:
    """Type a line at a terminal; leave with what it said when it fails."""
    print(f"$ {line}", flush=True)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(place)
        os.execvp("bash", ["bash", "-c", line])
    if " init " in line:
        os.write(terminal, ANSWERS.encode())
    said = "".join(_listen(terminal, line))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in WENT_WELL:
        sys.exit(f"{said}\n{line}: exit status {status}")


def _listen(terminal: int, line: str) -> Iterator[str]:
    """What the line says; a review page is left once it tells how."""
    with suppress(OSError):  # the other end was closed
        while said := os.read(terminal, 4096):
            yield said.decode(errors="replace")
            if " review" in line and b"Ctrl-C" in said:
                time.sleep(3)
                os.write(terminal, CTRL_C)


if __name__ == "__main__":
    main()
