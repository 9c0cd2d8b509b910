"""Are the kept counts those of the rows? Every sheet, answer and open question counted anew."""

import sqlite3
from pathlib import Path

from audit.database import DAMAGES, open_for_reading
from survey.language import _

_KEY = "opening, procedure, fingerprint, ground, is_blank"
_RECOUNTS = {
    "sheet_count": f"SELECT {_KEY}, count(*) FROM sheet GROUP BY 1, 2, 3, 4, 5",
    "answer_count": f"SELECT {_KEY}, question, status, coalesce(choice, ''), count(*)"
    " FROM answer CROSS JOIN sheet ON sheet.id = answer.sheet GROUP BY 1, 2, 3, 4, 5, 6, 7, 8",
    "asked_count": "SELECT coalesce(machine_reason, ''), status, count(*) FROM answer"
    " WHERE machine_status = 'flagged' GROUP BY 1, 2",
    "open_count": "SELECT opening, question, reason, opinions, given_by, is_blank, count(*)"
    " FROM open_question GROUP BY 1, 2, 3, 4, 5, 6",
}


def check_counts(database_path: Path) -> tuple[str, ...]:
    """Say in words which kept counts are not what is counted here, row by row.

    Damage that keeps the rows from being read is left to the check of the chain.
    """
    try:
        with open_for_reading(database_path) as connection:
            wrong = {
                table: _rows(connection, f"SELECT * FROM {table}") ^ _rows(connection, recount)
                for table, recount in _RECOUNTS.items()
            }
    except DAMAGES:
        return ()
    return tuple(
        _("{table}: {count} counts are not those of the sheets and answers",
          table=table, count=len({row[:-1] for row in rows}))
        for table, rows in wrong.items() if rows
    )  # fmt: skip


def _rows(connection: sqlite3.Connection, question: str) -> set[tuple[object, ...]]:
    """All rows; there are few, since so much is alike."""
    return set(connection.execute(question))
