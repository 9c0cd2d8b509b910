"""Why the system refused, in both languages."""

import errno
import zlib
from pathlib import Path

import pytest

from survey.fault import say_fault
from survey.language import speaking


def test_a_real_refusal_is_said_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "no-such").read_bytes()
    assert say_fault(refused.value) == "there is no such file or folder"
    with speaking("vi"):
        assert say_fault(refused.value) == "không có tệp hay thư mục này"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x.db"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "permission is lacking"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link"),
        (OSError("cannot identify image file"), "cannot identify image file"),
        (zlib.error("incorrect header check"), "incorrect header check"),
    ],
)
def test_what_is_not_known_is_said_in_its_own_words(fault: Exception, said: str) -> None:
    assert say_fault(fault) == said
