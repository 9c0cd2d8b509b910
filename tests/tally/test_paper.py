from hypothesis import given
from hypothesis import strategies as st

from tally.paper import IssuedTwice, PaperMoment, follow_paper


def moments(*told: tuple[str, int | None] | tuple[str, int | None, str]) -> list[PaperMoment]:
    """Each as (act, count) or (act, count, box); openings are called m1, m2 …"""
    made, openings = [], 0
    for act, count, *box in told:
        openings += act == "opened"
        opening = f"m{openings}" if act == "opened" else ""
        made.append(PaperMoment(act, count, "".join(box), opening))
    return made


def test_the_minutes_are_believed_where_there_is_no_register() -> None:
    life = follow_paper(moments(("printed", 200), ("opened", 120, "a"), ("opened", 30, "b")))
    assert (life.now.printed, life.now.issued, life.now.unknown) == (200, 150, ())
    assert (life.counted, life.twice) == (None, ())


def test_minutes_that_say_nothing_leave_it_unknown() -> None:
    life = follow_paper(moments(("printed", 200), ("opened", 120, "a"), ("opened", None, "a")))
    assert (life.now.issued, life.now.unknown) == (120, ("m2",))


def test_the_register_is_taken_where_it_speaks_and_what_came_back_is_taken_off() -> None:
    told = (("issued", 100, "a"), ("returned", 10, "a"), ("opened", None, "a"))
    life = follow_paper(moments(("printed", 200), *told, ("opened", 50, "a"), ("issued", 5, "a")))
    assert (life.now.issued, life.now.unknown) == (90 + 50 + 5, ())


def test_what_register_and_minutes_say_is_compared() -> None:
    life = follow_paper(moments(("issued", 100, "a"), ("opened", 90, "a")))
    assert life.now.issued == 100
    assert life.twice == (IssuedTwice("m1", register=100, minutes=90),)


def test_sheets_issued_for_any_box_speak_for_the_next_opening_of_each() -> None:
    told = (("issued", 100, ""), ("opened", 60, "a"), ("opened", 40, "b"), ("opened", None, "a"))
    life = follow_paper(moments(*told))
    assert (life.now.issued, life.now.unknown, life.twice) == (100, ("m3",), ())


def test_unused_sheets_are_compared_at_the_moment_they_were_counted() -> None:
    told = (("printed", 100), ("issued", 60, ""), ("spoilt", 2, ""), ("left", 38, ""))
    life = follow_paper(moments(*told, ("printed", 50), ("issued", 10, "")))
    assert life.counted is not None
    counted = life.counted
    assert (counted.printed, counted.issued, counted.spoilt, counted.left) == (100, 60, 2, 38)
    assert (life.now.printed, life.now.issued) == (150, 70)


def test_what_is_left_at_several_places_is_added_up_and_counted_anew() -> None:
    life = follow_paper(moments(("left", 5, "a"), ("left", 7, "b"), ("left", 4, "a")))
    assert life.counted is not None
    assert life.counted.left == 11


REGISTER = st.lists(
    st.tuples(st.sampled_from(["printed", "issued", "returned", "spoilt"]), st.integers(0, 50))
)


@given(REGISTER)
def test_a_register_alone_is_simply_added_up(register: list[tuple[str, int]]) -> None:
    def total(act: str) -> int:
        return sum(count for done, count in register if done == act)

    now = follow_paper(moments(*((act, count, "") for act, count in register))).now
    assert now.printed == total("printed")
    assert now.issued == total("issued") - total("returned")
    assert now.spoilt == total("spoilt")
