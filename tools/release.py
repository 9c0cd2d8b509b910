"""Check that a release is whole, and build it: ``make release``.

The version of ``pyproject.toml`` must head the changelog with a day, its tag must be free, nothing
may be uncommitted, and what documents take from the program must be the newest. Then sdist and
wheel are built into ``dist/``, and what publishes them is told; nothing is published here.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools import figures, reference

REPOSITORY = Path(__file__).resolve().parents[1]
SHOWN = {
    "docs/pictures": (("templates", "ballots", "reports", "review", "omr/explain.py"), "make docs"),
    "docs/benchmark.md": (("omr", "scans"), "make bench"),
}
"""What shows or measures code: the code, and what makes it anew."""
HEADING = re.compile(r"^## (\S+) · (.+)$", re.MULTILINE)


def main() -> None:
    """Name everything that is wrong, or build."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    faults = list(find_faults(version))
    if faults:
        sys.exit("\n".join(faults))
    subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=REPOSITORY, check=True)
    print(
        f"dist/ holds {version}. To publish it:\n  git tag v{version}\n  git push origin v{version}"
    )


def find_faults(version: str) -> Iterator[str]:
    """What keeps this version from being released, one sentence each."""
    newest = HEADING.search((REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"))
    if newest is None or newest[1] != version:
        yield f"CHANGELOG.md does not begin with version {version}"
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest[2]):
        yield f"CHANGELOG.md has no day for {version}: write ## {version} · YYYY-MM-DD"
    if _git("tag", "--list", f"v{version}"):
        yield f"the tag v{version} exists already; raise the version in pyproject.toml"
    if _git("status", "--porcelain"):
        yield "something is not committed"
    for shown, (code, again) in SHOWN.items():
        if _git("rev-list", f"{_git('rev-list', '-1', 'HEAD', '--', shown)}..HEAD", "--", *code):
            yield f"{shown} is older than {', '.join(code)}: {again}"
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
