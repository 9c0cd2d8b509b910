"""Messages of many mistakes stay readable."""

from survey.errors import TOLD_AT_ONCE, Mistake, MistakesError


def mistakes(count: int) -> MistakesError:
    return MistakesError(
        "survey.toml", tuple(Mistake(n, f"k{n}", "is missing") for n in range(count))
    )


def test_every_mistake_is_named() -> None:
    told = str(mistakes(TOLD_AT_ONCE)).splitlines()
    assert len(told) == 1 + TOLD_AT_ONCE
    assert told[0].startswith("survey.toml has 40 mistake(s)")
    assert told[-1] == "  line 39, k39: is missing"


def test_of_forty_thousand_mistakes_the_first_are_named_and_the_rest_counted() -> None:
    error = mistakes(40_000)
    told = str(error).splitlines()
    assert len(told) == 2 + TOLD_AT_ONCE
    assert told[-1] == "  … and 39960 more"
    assert len(error.mistakes) == 40_000
