"""The counts that are kept equal a naive count of every row, whatever was done."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from store.counting import count_answers_alike, count_sheets_alike
from store.entries import CountRules
from store.record import Record
from tests.store.test_replay import ACTS, Act, new_record

SHEETS = "SELECT id, opening, procedure, fingerprint, verdict, ground FROM sheet"
ANSWERS = "SELECT question, status, choice FROM answer WHERE sheet = ?"
PERIODS = "SELECT id, period FROM opening"

Key = tuple[str, ...]


def naive_counts(record: Record, rules: CountRules) -> tuple[Counter[Key], Counter[Key]]:
    """Sheets, and answers of valid sheets, counted one by one."""
    periods = dict(record.rows(PERIODS))
    sheets, counted = Counter[Key](), Counter[Key]()
    for sheet, opening, procedure, fingerprint, verdict, ruled in list(record.rows(SHEETS)):
        answers = {question: said for question, *said in record.rows(ANSWERS, (sheet,))}
        is_blank = not verdict and {status for status, _choice in answers.values()} == {"blank"}
        ground = "S3" if is_blank and rules.blank_is_invalid else ruled
        _status, ticked = answers.get(rules.tick_list, ("", None))
        place = (opening, periods.get(opening, ""), procedure, fingerprint)
        sheets[*place, ground, ticked or ""] += 1
        for question, (status, choice) in answers.items():
            counted[*place, question, status, choice or "", ticked or ""] += not ground
    return sheets, +counted


@settings(max_examples=60, deadline=None)
@given(ACTS, st.booleans(), st.sampled_from(["", "q1"]))
def test_kept_counts_are_those_of_the_rows(
    acts: list[Act], blank_is_invalid: bool, tick_list: str
) -> None:
    rules = CountRules(blank_is_invalid=blank_is_invalid, tick_list=tick_list)
    with new_record() as record:
        with record.transaction():
            for number, act in enumerate(acts):
                act.write(record, number)
        sheets, answers = naive_counts(record, rules)
        assert sheets == {
            (one.opening, one.period, one.procedure, one.fingerprint, one.ground, one.ticked):
            one.sheets
            for one in count_sheets_alike(record, rules)
        }  # fmt: skip
        assert answers == {
            (one.opening, one.period, one.procedure, one.fingerprint,
             one.question, one.status, one.choice, one.ticked): one.answers
            for one in count_answers_alike(record, rules)
        }  # fmt: skip
