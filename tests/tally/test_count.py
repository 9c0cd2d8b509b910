from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import RequestError
from survey.reading import Status
from tally.count import GROUPINGS, AnswerRow, Scale, decimal_string, tally_by

FIVE_LEVELS = Scale(("5", "4", "3", "2", "1"))
FACTORS = {"q1": "a", "q2": "c", "q3": "c"}


def answer(
    question: str = "q1",
    status: Status = Status.ANSWERED,
    choice: str | None = None,
    field: str = "ho-tich",
) -> AnswerRow:
    shown = choice if status is Status.ANSWERED else None
    return AnswerRow(
        "s1", "m1", "hom-1", "2021-10", "1.001193", field, "paper", question, status, shown
    )


ANSWERS = st.builds(
    answer,
    question=st.sampled_from(["q1", "q2", "q3"]),
    status=st.sampled_from([Status.ANSWERED, *Status]),
    choice=st.sampled_from("54321"),
    field=st.sampled_from(["ho-tich", "chung-thuc"]),
)


def key_of(row: AnswerRow, by: str) -> str:
    return FACTORS[row.question] if by == "factor" else str(getattr(row, by))


@given(st.lists(ANSWERS, max_size=40), st.sampled_from(GROUPINGS))
def test_every_figure_agrees_with_a_naive_count(rows: list[AnswerRow], by: str) -> None:
    tallied = tally_by(rows, by, FIVE_LEVELS, factors=FACTORS)
    assert [line.key for line in tallied] == sorted({key_of(row, by) for row in rows})
    for line in tallied:
        mine = [row for row in rows if key_of(row, by) == line.key]
        for choice in "54321":
            assert line.counts[choice] == len([r for r in mine if r.choice == choice])
        for status in (Status.BLANK, Status.MULTIPLE, Status.UNCLEAR, Status.FLAGGED):
            assert getattr(line, status) == len([r for r in mine if r.status == status])
        answered = [r.choice for r in mine if r.status == Status.ANSWERED]
        assert line.answered == len(answered)
        if answered:
            good = len([c for c in answered if c in ("5", "4")])
            assert line.satisfied == Fraction(good, len(answered))
        else:
            assert line.satisfied is None


def test_counts_stand_in_printed_order() -> None:
    (line,) = tally_by([answer(choice="1")], "question", FIVE_LEVELS)
    assert list(line.counts) == ["5", "4", "3", "2", "1"]


def test_labels_give_names_order_and_fields_without_sheets() -> None:
    labels = {"dat-dai": "Đất đai", "ho-tich": "Hộ tịch"}
    rows = [answer(choice="5"), answer(choice="3", field="x")]
    tallied = tally_by(rows, "field", FIVE_LEVELS, labels)
    assert [(line.label, line.answered) for line in tallied] == [
        ("Đất đai", 0),
        ("Hộ tịch", 1),
        ("x", 1),
    ]
    assert tallied[0].satisfied is None


def test_another_scale_has_its_own_satisfied_choices() -> None:
    three_levels = Scale(("3", "2", "1"), satisfied=frozenset({"3", "2"}))
    rows = [answer(choice="3"), answer(choice="2"), answer(choice="1")]
    (line,) = tally_by(rows, "question", three_levels)
    assert line.satisfied == Fraction(2, 3)


def test_scales_are_never_mixed() -> None:
    with pytest.raises(RequestError, match="q1: the answer 7"):
        tally_by([answer(choice="7")], "question", FIVE_LEVELS)


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(RequestError, match="officer"):
        tally_by([], "officer", FIVE_LEVELS)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, None),
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(1, 2**14), "0.00006103515625"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(1, 3), "0.3333333333"),
        (Fraction(1, 3 * 10**11), "0"),
        (Fraction(1, 7 * 10**8), "0.0000000014"),
    ],
)
def test_decimal_text(share: Fraction | None, text: str | None) -> None:
    assert decimal_string(share) == text


@given(st.fractions(0, 1))
def test_decimal_text_is_exact_or_near(share: Fraction) -> None:
    text = decimal_string(share)
    assert text is not None
    assert abs(Fraction(text) - share) <= Fraction(1, 2 * 10**10)


@given(st.integers(0, 10**15))
def test_decimal_text_of_finite_decimals_is_exact(units: int) -> None:
    text = decimal_string(Fraction(units, 10**15))
    assert text is not None
    assert Fraction(text) == Fraction(units, 10**15)
    assert not text.endswith("0") or text == "0"
