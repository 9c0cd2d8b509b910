"""The simulated power cut takes what a real one may take, and SQLite withstands it."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.power_cut import tear

COMMITS = 5
WORD = "x" * 3000


@pytest.fixture
def in_use(tmp_path: Path) -> Path:
    """A database and its log as they lie while a program has it open, after some commits."""
    (tmp_path / "open").mkdir()
    path = tmp_path / "open" / "survey.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT)")
        for seq in range(COMMITS):
            connection.execute("INSERT INTO event VALUES (?, ?)", (seq, WORD))
        left = Path(shutil.copytree(path.parent, tmp_path / "left"))
    os.utime(left / "survey.db", (0, 0))  # it was written to before the log
    return left / "survey.db"


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def test_only_the_last_commit_may_be_lost(in_use: Path, tmp_path: Path) -> None:
    found = set()
    for seed in range(40):
        torn = Path(shutil.copytree(in_use.parent, tmp_path / str(seed))) / "survey.db"
        tear(torn, random.Random(seed))
        found.add(rows(torn))
    assert found == {COMMITS - 1, COMMITS}


def test_what_was_flushed_before_another_file_was_written_is_kept(
    in_use: Path, tmp_path: Path
) -> None:
    (in_use.parent / "bien-ban.docx").write_text("after the last commit")
    for seed in range(20):
        torn = Path(shutil.copytree(in_use.parent, tmp_path / str(seed))) / "survey.db"
        tear(torn, random.Random(seed))
        assert rows(torn) == COMMITS


def test_a_closed_database_is_left_alone(in_use: Path) -> None:
    assert rows(in_use) == COMMITS
    content = in_use.read_bytes()
    tear(in_use, random.Random(1))
    assert in_use.read_bytes() == content
