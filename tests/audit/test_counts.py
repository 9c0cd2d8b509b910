"""Kept counts that are not those of the rows are noticed without a replay."""

import pytest

from audit.counts import check_counts
from benchmarks.forger import forging
from store.folder import SurveyFolder


def test_counts_of_a_whole_record_are_right(whole: SurveyFolder) -> None:
    assert check_counts(whole.database_path) == ()


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE answer_count SET answers = answers + 1 WHERE choice = '4'", "answer_count: 1 "),
        ("UPDATE open_count SET questions = 9 WHERE question = 'q1'", "open_count: 1 "),
        ("UPDATE asked_count SET answers = 9 WHERE status = 'flagged'", "asked_count: 1 "),
        ("DELETE FROM sheet_count", "sheet_count: 1 counts are not those of the sheets"),
    ],
)
def test_a_changed_count_is_noticed(whole: SurveyFolder, sql: str, sentence: str) -> None:
    with forging(whole.database_path) as connection:
        assert connection.execute(sql).rowcount == 1
    (found,) = check_counts(whole.database_path)
    assert found.startswith(sentence)


def test_damage_is_left_to_the_check_of_the_chain(whole: SurveyFolder) -> None:
    whole.database_path.write_bytes(b"no database")
    assert check_counts(whole.database_path) == ()
