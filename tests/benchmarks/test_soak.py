"""A smaller version of ``python -m benchmarks soak``."""

import os

import pytest

from benchmarks.disturb import Ended, Way
from benchmarks.soak import Soaking, show_soak, soak
from survey.errors import ExitStatus

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX processes")
SEED = 6


def test_a_disturbed_month_ends_like_one_in_peace() -> None:
    soaked = soak(Soaking(0, sheets=2, seed=SEED, disturbed_share=0.9, is_short=True))
    assert soaked.troubles == []
    assert soaked.months == 1
    assert soaked.pages in {1, 2}
    assert {way for _command, way in soaked.commands} - {Way.PEACE}  # tokens are new each time
    assert "| scan " in show_soak(soaked)


@pytest.mark.parametrize(
    ("way", "status", "said"),
    [
        (Way.PEACE, ExitStatus.USER_CAN_MEND, "no disk"),
        (Way.KILL, ExitStatus.BUG, ""),
        (Way.INTERRUPT, ExitStatus.INTERRUPTED, "Traceback (most recent call last)"),
        (Way.FULL_DISK, ExitStatus.RECORD_DIFFERS, ""),
    ],
)
def test_what_no_disturbance_excuses_is_a_trouble(way: Way, status: int, said: str) -> None:
    assert Ended(("scan",), way, status, said).troubles


def test_work_that_was_done_before_is_no_trouble() -> None:
    ended = Ended(("close",), Way.PEACE, ExitStatus.USER_CAN_MEND, "is closed already")
    assert ended.is_done
    assert not ended.troubles
