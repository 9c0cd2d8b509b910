"""The table of requirements is whole, and names commands and files that exist."""

import re

from cli import cli
from survey.plan import Report
from tests.docs.pages import code_pieces, read_page

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in read_page("docs/requirements.md").splitlines()
    if re.match(r"\| [0-9]+ \|", line)
]


def test_all_89_stand_there_once_and_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 90))


def test_no_cell_is_empty() -> None:
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_commands_that_are_named_exist() -> None:
    first_words = {piece.split()[0] for row in ROWS for piece in code_pieces(row[3])}
    plain = {word for word in first_words if re.fullmatch(r"[a-z]+(-[a-z]+)?", word)}
    keys = {
        "only", "starts", "ends", "strict", "scope", "minimum", "share", "quotas", "unknown",
        "before", "refusal", "count", "handover", "due", "standing", "observer", "secretary",
    }  # fmt: skip
    assert plain - keys - set(Report.model_fields) <= set(cli.commands)
