"""Check that a release is whole, and build it: ``make release``.

The version of ``survey/version.py`` must head the changelog with a day, its tag must be free,
nothing may be uncommitted, and what documents take from the program must be the newest. Then sdist
and wheel are built into ``dist/``, and what publishes them is told; nothing is published here.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from survey.version import VERSION
from tools import figures, reference

REPOSITORY = Path(__file__).resolve().parents[1]
PICTURES = "docs/pictures"
PICTURED = ("review", "reports", "templates", "ballots", "omr/explain.py")
HEADING = re.compile(r"^## (\S+) · (.+)$", re.MULTILINE)


def main() -> None:
    """Name everything that is wrong, or build."""
    faults = list(find_faults(VERSION))
    if faults:
        sys.exit("\n".join(faults))
    subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=REPOSITORY, check=True)
    print(
        f"dist/ holds {VERSION}. To publish it:\n  git tag v{VERSION}\n  git push origin v{VERSION}"
    )


def find_faults(version: str) -> Iterator[str]:
    """What keeps this version from being released, one sentence each."""
    yield from _find_unready(version)
    yield from _find_old()


def _find_unready(version: str) -> Iterator[str]:
    """What is wrong with version, changelog and working tree."""
    newest = HEADING.search((REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"))
    if newest is None or newest[1] != version:
        yield f"CHANGELOG.md does not begin with version {version}"
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest[2]):
        yield f"CHANGELOG.md has no day for {version}: write ## {version} · YYYY-MM-DD"
    if _git("tag", "--list", f"v{version}"):
        yield f"the tag v{version} exists already; raise it in survey/version.py"
    if _git("status", "--porcelain"):
        yield "something is not committed"


def _find_old() -> Iterator[str]:
    """Pages and pictures that were made before what they show was changed."""
    made = _git("rev-list", "-1", "HEAD", "--", PICTURES)
    if _git("rev-list", f"{made}..HEAD", "--", *PICTURED):
        yield f"{PICTURES} is older than what it shows: make docs"
    if reference.PAGE.read_text(encoding="utf-8") != reference.reference():
        yield "docs/commands.md is old: make docs"
    for name in figures.WORDS:
        if (REPOSITORY / name).read_text(encoding="utf-8") != figures.with_figures(name):
            yield f"the figures in {name} are old: make docs"


def _git(*words: str) -> str:
    told = subprocess.run(
        ["git", *words], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    return told.stdout.strip()


if __name__ == "__main__":
    main()
