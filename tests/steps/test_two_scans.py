"""Two people scan the same files at the same time, in two processes."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

from audit.chain import check_chain
from steps.session import open_session
from store.listing import list_pages
from store.replay import compare_replay
from tests.office import begin

ROOT = Path(__file__).parents[2]
# stops when everything is read and nothing written yet
SCAN = """
import sys
from pathlib import Path
from steps.scan import scan_paths
from steps.session import open_session

def wait(done: int, pages: int) -> None:
    if done == pages:
        print("read", flush=True)
        sys.stdin.readline()

with open_session(Path(sys.argv[1])) as session:
    taken = scan_paths(session, [Path(sys.argv[2])], None, 1, wait)
print(taken.outcomes.total(), "new", taken.known_pages, "known")
"""
PAGES = 3


def start_scan(survey: Path, scans: Path) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", SCAN, str(survey), str(scans)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout
    assert started.stdout.readline() == "read\n"
    return started


def test_every_page_enters_once(tmp_path: Path) -> None:
    survey, scans = begin(tmp_path / "khao-sat").path, tmp_path / "scans"
    scans.mkdir()
    for number in range(PAGES):
        Image.new("L", (827, 1169), 250 - number).save(scans / f"{number}.png", dpi=(100, 100))
    both = [start_scan(survey, scans) for _person in range(2)]
    told = [process.communicate("go on\n", timeout=60)[0] for process in both]
    assert told == [f"{PAGES} new 0 known\n", f"0 new {PAGES} known\n"]
    with open_session(survey) as session:
        assert len(list(list_pages(session.record))) == PAGES
        assert compare_replay(session.record) == check_chain(session.folder.database_path) == ()
