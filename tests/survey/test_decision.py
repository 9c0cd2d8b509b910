from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.decision import Decision, Settlement, left_to_third, settle
from survey.names import name_key
from survey.reading import Status


def decisions(*opinions: str) -> list[Decision]:
    """Each opinion as ``person=value``, in the order of the journal."""
    parts = (opinion.split("=") for opinion in opinions)
    return [
        Decision(seq, "sheet", "q1", value, person, "seen on paper")
        for seq, (person, value) in enumerate(parts, 1)
    ]


@pytest.mark.parametrize(
    "opinions", [(), ("An=5",), ("An=5", "an=4"), ("An=5", " AN =5"), ("Hoà=5", "Hòa=5")]
)
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
        (("An=5", "Bình=5", "Cường=3", "Dũng=3"), "3", "Cường; Dũng"),
        (("An=5", "Bình=4", "Cường=3", "Dũng=2"), "3", "Cường"),
        (("An=5", "Bình=4", "Cường=3", "Dũng=2", "Em=5"), "3", "Cường"),
        (("An=5", "Bình=4", "Cường=3", "Dũng=2", "Em=2"), "2", "Dũng; Em"),
        (("An=5", "Bình=4", "Cường=3", "Dũng=4", "Em=4"), "4", "Bình; Dũng; Em"),
        (("An=5", "Bình=4", "Cường=3", "Dũng=2", "Em=2", "Em=3"), "3", "Cường; Em"),
    ],
)
def test_two_agree_or_the_third_settles_or_two_others_correct_it(
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


@pytest.mark.parametrize(
    "opinions",
    [
        (),
        ("An=5", "An=4"),
        ("An=5", "An=4", "Bình=4"),
        ("An=5", "Bình=5"),
        ("An=5", "Bình=5", "Bình=4"),  # he takes back what both had settled, as all could see
        ("An=5", "Bình=5", "Bình=4", "Bình=5", "An=4"),
        ("An=5", "Bình=5", "Bình=4", "An=4"),
        ("An=5", "Bình=5", "Cường=3"),
    ],
)
def test_who_did_not_differ_from_another_may_change_their_mind(opinions: tuple[str, ...]) -> None:
    assert left_to_third(decisions(*opinions)) == frozenset()


@pytest.mark.parametrize(
    "opinions",
    [
        ("An=5", "Bình=4"),
        ("An=3", "An=5", "Bình=4"),
        ("An=5", "Bình=4", "Cường=4"),
        ("An=5", "Bình=4", "Cường=3", "Cường=5"),
        ("An=5", "Bình=5", "Bình=4", "An=3"),
        ("An=5", "Bình=5", "Bình=4", "Cường=3"),
    ],
)
def test_two_who_differed_leave_it_to_the_third(opinions: tuple[str, ...]) -> None:
    assert left_to_third(decisions(*opinions)) == {name_key("An"), name_key("Bình")}


OPINIONS = st.lists(st.sampled_from([f"{p}={v}" for p in "ABC" for v in "54"]), max_size=6)


@given(OPINIONS, st.sampled_from([1, 2]), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_are_handed_over_does_not_matter(
    opinions: list[str], needed: int, random: Random
) -> None:
    ordered = decisions(*opinions)
    shuffled = list(ordered)
    random.shuffle(shuffled)
    assert settle(shuffled, needed) == settle(ordered, needed)


@given(OPINIONS)
def test_nobody_finds_the_answer_of_another_by_trying(opinions: list[str]) -> None:
    """Where the two who differed may not speak again, they never settle it between them."""
    given_ones: list[Decision] = []
    for opinion in decisions(*opinions):
        left = left_to_third(given_ones)
        if opinion.person.casefold() in left:
            continue
        given_ones.append(opinion)
        settled = settle(given_ones, needed=2)
        if left and settled:
            third = list(dict.fromkeys(one.person for one in given_ones))[2]
            assert third in settled.decided_by.split("; ")
