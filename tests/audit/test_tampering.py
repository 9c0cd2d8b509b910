"""One changed byte of survey.db, wherever something is stored there, is found without the seal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.chain import check_chain
from store.folder import SurveyFolder
from store.record import Record
from store.replay import compare_replay
from survey.errors import FolderError, RecordDiffersError
from tests.store.surveys import sha256_of


@pytest.fixture
def content(whole: SurveyFolder) -> bytes:
    return whole.database_path.read_bytes()


def findings(folder: SurveyFolder) -> tuple[str, ...]:
    """What a verification finds: first the auditor, then the replay."""
    found = check_chain(folder.database_path)
    try:
        with Record.open(folder) as record:
            return found + compare_replay(record)
    except (FolderError, RecordDiffersError) as error:
        return (*found, str(error))


def places(content: bytes, text: bytes) -> Iterator[int]:
    """Where the text stands in the file, each time."""
    place = content.find(text)
    while place >= 0:
        yield place
        place = content.find(text, place + 1)


def change(folder: SurveyFolder, content: bytes, place: int, bit: int) -> None:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    folder.database_path.write_bytes(changed)
    for beside in ("survey.db-wal", "survey.db-shm"):
        Path(folder.path / beside).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "text",
    [
        "vp-2021",  # the body of event 1
        "Nguyễn Thị Hoa",  # a person of the journal
        "survey-created",
        "2021-10-29T09:00:05Z",
        "Hòm phiếu đặt tại",  # the opening's body, in the journal and in its table
        "faint-mark",  # the machine's reading
        "q1 5 1250",  # measurements
        "bb22",  # a sheet, in tables and indexes
        sha256_of("c.jpg"),
        "Trần Văn Bình",  # a decision
        "bien-ban.docx",  # a report
        "RAISE(ABORT",  # the triggers
        "CREATE TABLE answer",
    ],
)
def test_changed_byte_in_a_stored_text(folder: SurveyFolder, content: bytes, text: str) -> None:
    written = text.encode()
    found_at = list(places(content, written))
    assert found_at
    for place in found_at:
        for offset, bit in ((0, 0), (len(written) // 2, 3), (len(written) - 1, 7)):
            change(folder, content, place + offset, bit)
            assert findings(folder), f"bit {bit} of byte {place + offset}"


def test_changed_byte_in_the_header(folder: SurveyFolder, content: bytes) -> None:
    for place in (0, 16, 60, 68):  # magic, page size, user_version, application_id
        change(folder, content, place, 2)
        assert findings(folder), f"byte {place}"


def test_whole_bytes_have_no_findings(folder: SurveyFolder, content: bytes) -> None:
    folder.database_path.write_bytes(content)
    assert findings(folder) == ()
