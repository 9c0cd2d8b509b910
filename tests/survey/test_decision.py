from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.decision import Decision, Settlement, settle
from survey.reading import Status


def decisions(*opinions: str) -> list[Decision]:
    """Each opinion as ``person=value``, in the order of the journal."""
    parts = (opinion.split("=") for opinion in opinions)
    return [
        Decision(seq, "sheet", "q1", value, person, "seen on paper")
        for seq, (person, value) in enumerate(parts, 1)
    ]


@pytest.mark.parametrize("opinions", [(), ("An=5",), ("An=5", "an=4"), ("An=5", " AN =5")])
def test_one_person_alone_does_not_settle_for_two(opinions: tuple[str, ...]) -> None:
    assert settle(decisions(*opinions), needed=2) is None


@pytest.mark.parametrize(
    ("opinions", "choice", "people"),
    [
        (("An=5", "Bình=5"), "5", "An; Bình"),
        (("An=4", "Bình=5", "An=5"), "5", "Bình; An"),
        (("An=5", "Bình=4", "Cường=3"), "3", "Cường"),
        (("An=5", "Bình=4", "Cường=4"), "4", "Bình; Cường"),
        (("An=5", "Bình=4", "Cường=4", "Cường=5"), "5", "An; Cường"),
        (("An=5", "Bình=4", "Cường=3", "Bình=5"), "5", "An; Bình"),
        (("An=5", "Bình=5", "Cường=3"), "5", "An; Bình"),
    ],
)
def test_two_agree_or_the_third_settles(
    opinions: tuple[str, ...], choice: str, people: str
) -> None:
    expected = Settlement(Status.ANSWERED, choice, people)
    assert settle(decisions(*opinions), needed=2) == expected


def test_an_undo_opens_the_question_again() -> None:
    assert settle(decisions("An=5", "Bình=5", "Bình=4"), needed=2) is None


def test_the_latest_settles_where_one_is_enough() -> None:
    expected = Settlement(Status.ANSWERED, "3", "An")
    assert settle(decisions("An=5", "Bình=4", "An=3"), needed=1) == expected
    assert settle([], needed=1) is None


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("blank", Status.BLANK),
        ("multiple", Status.MULTIPLE),
        ("unclear", Status.UNCLEAR),
        ("unknown", Status.UNCLEAR),
    ],
)
def test_what_cannot_be_counted_has_no_choice(value: str, status: Status) -> None:
    assert settle(decisions(f"An={value}"), needed=1) == Settlement(status, None, "An")


def test_a_procedure_code_is_a_choice() -> None:
    assert settle(decisions("An=1.001193"), needed=1) == Settlement(
        Status.ANSWERED, "1.001193", "An"
    )


OPINIONS = st.lists(st.sampled_from([f"{p}={v}" for p in "ABC" for v in "54"]), max_size=6)


@given(OPINIONS, st.sampled_from([1, 2]), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_are_handed_over_does_not_matter(
    opinions: list[str], needed: int, random: Random
) -> None:
    ordered = decisions(*opinions)
    shuffled = list(ordered)
    random.shuffle(shuffled)
    assert settle(shuffled, needed) == settle(ordered, needed)
