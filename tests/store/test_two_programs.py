"""Real processes: one killed in the middle of its work, two writing at once."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audit.chain import check_chain
from audit.file_seal import check_seal
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
# opens and closes again and again, writing each time, as many commands after another
NEVER_STOPS_CLOSING = """
with record:
    pass
for number in range(1_000_000):
    with Record.open(SurveyFolder(Path(sys.argv[1]))) as record:
        record.append("bundle-exported", {"number": number})
    if number == 5:
        print("ready", flush=True)
"""
WRITES_FORTY = """
print("ready", flush=True)
sys.stdin.read()
for number in range(40):
    record.append("bundle-exported", {"number": number}, person=sys.argv[2])
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


def kill(*started: subprocess.Popen[str]) -> None:
    for program in started:
        with program:
            program.kill()
        assert program.returncode == -signal.SIGKILL


def test_killed_in_a_transaction(record: Record, folder: SurveyFolder) -> None:
    kill(start(folder, STOPS_IN_A_TRANSACTION))
    assert [page.sheet for page in listing.list_pages(record)] == ["0000"]
    record.append("bundle-exported", {})
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


def test_two_programs_and_an_auditor_raise_no_false_alarm(whole: SurveyFolder) -> None:
    """Others write, checkpoint, close and seal all the time while the seal is checked."""
    programs = [start(whole, NEVER_STOPS_CLOSING) for _program in range(2)]
    ends = time.monotonic() + 1
    while time.monotonic() < ends:
        assert check_seal(whole.database_path) == ()
    kill(*programs)
    assert check_seal(whole.database_path) == ()
    with Record.open(whole) as record:
        record.append("bundle-exported", {})
        head = record.head()
    assert check_seal(whole.database_path) == ()
    assert head in whole.seal_path.read_text()
