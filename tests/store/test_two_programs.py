"""Real processes: one killed in the middle of its work, two writing at once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audit.chain import check_chain
from store import listing
from store.folder import SurveyFolder
from store.journal import read_events
from store.record import Record
from store.replay import compare_replay

ROOT = Path(__file__).parents[2]
BEGIN = """
import sys
from pathlib import Path
from store.folder import SurveyFolder
from store.record import Record
from survey.reading import Status
from tests.store.surveys import read_page, take_in

record = Record.open(SurveyFolder(Path(sys.argv[1])))
"""
# one committed page, then a hundred that never are
STOPS_IN_A_TRANSACTION = """
take_in(record, "whole.jpg", read_page("0000", Status.BLANK))
with record.transaction():
    for number in range(1, 100):
        take_in(record, f"{number}.jpg", read_page(f"{number:04x}", Status.BLANK))
    print("ready", flush=True)
    sys.stdin.read()
"""
NEVER_STOPS = """
for number in range(1_000_000):
    take_in(record, f"{number}.jpg", read_page(f"{number:04x}", Status.BLANK))
    if number == 20:
        print("ready", flush=True)
"""
WRITES_FORTY = """
print("ready", flush=True)
sys.stdin.read()
for number in range(40):
    record.append("verified", {"number": number}, person=sys.argv[2])
"""


def start(folder: SurveyFolder, script: str, name: str = "") -> subprocess.Popen[str]:
    """A process that runs the script on this survey, once it says that it is ready."""
    started = subprocess.Popen(
        [sys.executable, "-c", BEGIN + script, str(folder.path), name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout
    assert started.stdout.readline() == "ready\n"
    return started


def kill(started: subprocess.Popen[str]) -> None:
    with started:
        started.kill()
    assert started.returncode == -signal.SIGKILL


def test_killed_in_a_transaction(record: Record, folder: SurveyFolder) -> None:
    kill(start(folder, STOPS_IN_A_TRANSACTION))
    assert [page.sheet for page in listing.list_pages(record)] == ["0000"]
    record.append("verified", {})
    assert check_chain(folder.database_path) == compare_replay(record) == ()


def test_killed_at_any_moment(record: Record, folder: SurveyFolder) -> None:
    kill(start(folder, NEVER_STOPS))
    assert check_chain(folder.database_path) == compare_replay(record) == ()
    assert len(list(listing.list_pages(record))) >= 20


@pytest.mark.usefixtures("record")
def test_two_writers_wait_for_each_other(folder: SurveyFolder) -> None:
    writers = [start(folder, WRITES_FORTY, name) for name in ("An", "Bình")]
    for writer in writers:
        assert writer.stdin
        writer.stdin.close()
    for writer in writers:
        with writer:
            assert writer.wait(timeout=30) == 0
    with Record.open(folder) as record:
        people = [event.person for event in read_events(record.connection)]
        assert (people.count("An"), people.count("Bình")) == (40, 40)
        assert check_chain(folder.database_path) == compare_replay(record) == ()
