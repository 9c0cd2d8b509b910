"""A smaller version of ``python -m benchmarks tampers``."""

import random
from pathlib import Path

import pytest

from benchmarks.tampering import Knowledge
from benchmarks.tampers import Judged, judge_one, make_survey
from survey.language import speaking

TAMPERS = 40


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_survey(tmp_path_factory.mktemp("whole"), 6)


@pytest.fixture(scope="module")
def judged(survey: Path) -> list[Judged]:
    chance = random.Random(2021)
    with speaking("en"):
        return [judge_one(survey, chance) for _time in range(TAMPERS)]


def test_each_tamper_is_found_and_named(judged: list[Judged]) -> None:
    assert [one for one in judged if not one.told or not one.is_named] == []


def test_a_tamperer_who_makes_all_anew_is_betrayed_by_the_printed_head(
    judged: list[Judged],
) -> None:
    alone = [one for one in judged if one.by_head]
    assert alone
    assert all(one.tamper.knowledge >= Knowledge.CHAIN for one in alone)
    assert len(alone) < TAMPERS / 2
