"""Figures of settled dossiers put together for a year."""

from hypothesis import given
from hypothesis import strategies as st

from survey.period import Period
from tally.dossiers import (
    FIELD,
    PROCEDURE,
    UNIT,
    DossierFigure,
    Dossiers,
    KnownDossiers,
)

YEAR = Period.parse("2024")
CATALOGUE = {"ho-tich": ("1.001193", "1.000894"), "chung-thuc": ("2.000815",), "dat-dai": ()}


def figure(period: str, count: int, scope: str = UNIT, key: str = "") -> DossierFigure:
    return DossierFigure(Period.parse(period), scope, key, count, "VP UBND", "2024-12-01")


def of(figures: list[DossierFigure], scope: str = UNIT, key: str = "") -> Dossiers | None:
    return KnownDossiers(figures, YEAR, CATALOGUE).of((scope, key))


def unknown(
    figures: list[DossierFigure], scope: str = UNIT, key: str = ""
) -> tuple[tuple[str, str], ...]:
    return KnownDossiers(figures, YEAR, CATALOGUE).unknown_parts((scope, key))


def test_nothing_is_known_of_what_nobody_said() -> None:
    assert of([]) is None
    assert of([figure("2023", 5)]) is None
    assert of([figure("2024", 5, FIELD, "chung-thuc")], FIELD, "ho-tich") is None


def test_the_longest_period_wins_and_the_others_fill_up() -> None:
    told = of([figure("2024-01", 10), figure("2024-Q1", 25), figure("2024-04", 7)])
    assert told is not None
    assert (told.count, told.months) == (32, frozenset({1, 2, 3, 4}))
    assert told.sources == ("VP UBND (2024-12-01)",)


def test_a_place_without_figures_is_the_sum_of_its_parts() -> None:
    parts = [
        figure("2024", 30, PROCEDURE, "1.001193"),
        figure("2024-01", 4, PROCEDURE, "1.000894"),
        figure("2024", 100, FIELD, "chung-thuc"),
        figure("2024", 0, FIELD, "dat-dai"),
    ]
    field, unit = of(parts, FIELD, "ho-tich"), of(parts)
    assert field is not None
    assert (field.count, field.months) == (34, frozenset({1}))
    assert unit is not None
    assert unit.count == 134
    assert of([*parts, figure("2024", 150)]) == Dossiers(
        150, frozenset(range(1, 13)), ("VP UBND (2024-12-01)",)
    )


def test_some_parts_are_not_the_whole() -> None:
    """As the whole they would make intervals too narrow, and quotas too easy."""
    parts = [figure("2024", 30, PROCEDURE, "1.001193"), figure("2024", 100, FIELD, "chung-thuc")]
    assert of(parts, FIELD, "ho-tich") is None
    assert of(parts) is None
    assert unknown(parts, FIELD, "ho-tich") == ((PROCEDURE, "1.000894"),)
    assert unknown(parts) == ((FIELD, "ho-tich"), (FIELD, "dat-dai"))
    assert unknown([]) == unknown([figure("2024", 9)]) == ()


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 1000), min_size=1))
def test_months_add_up(months: dict[int, int]) -> None:
    told = of([figure(f"2024-{month:02}", count) for month, count in months.items()])
    assert told is not None
    assert (told.count, told.months) == (sum(months.values()), frozenset(months))
