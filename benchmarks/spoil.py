"""Files spoilt at random: the ways in which copying, disks, people and ill will damage them."""

import re
from collections.abc import Callable
from random import Random

_WORD = re.compile(rb"[\w.:+-]+|[^\w\s]")
_STRANGE = (
    b"", b"\0", b"\n", b"\xff\xff\xff\xff", b"-1", b"0", b"99999999999999999999", b"nan", b"-inf",
    b"1e400", b"true", b"[]", b"{}", b'""', b'"', b"'''", b"[[", b"=", b",", b"2021-02-30",
    b"2021-10-29T16:00:00+07:00", b"0x7fffffff", "\u202e".encode(), "\u00a0".encode(),
    b"\xed\xa0\x80", b"a.b.c", b"9" * 5000, b"[" * 2000,
)  # fmt: skip
"""What stands in a file instead of something honest."""


def spoil(raw: bytes, chance: Random, ways: int = 3) -> bytes:
    """The file after one to so many damages."""
    for _damage in range(chance.randint(1, ways)):
        raw = chance.choice(_DAMAGES)(raw, chance)
    return raw


def cut_off(raw: bytes, chance: Random) -> bytes:
    """The end is missing, as after a copy that was broken off."""
    return raw[: chance.randrange(len(raw) + 1)]


def change_bytes(raw: bytes, chance: Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(raw)
    for _byte in range(chance.randint(1, 8) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def blot_out(raw: bytes, chance: Random) -> bytes:
    """A block holds zeros, as on a disk that was never written."""
    start, end = _span(raw, chance)
    return raw[:start] + bytes(end - start) + raw[end:]


def lose_part(raw: bytes, chance: Random) -> bytes:
    """A part is missing from the middle."""
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def repeat_part(raw: bytes, chance: Random) -> bytes:
    """A part stands there again, somewhere else."""
    start, end = _span(raw, chance)
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[start:end] + raw[at:]


def swap_word(raw: bytes, chance: Random) -> bytes:
    """A word or number is replaced by something strange."""
    words = list(_WORD.finditer(raw))
    if not words:
        return chance.choice(_STRANGE)
    word = chance.choice(words)
    return raw[: word.start()] + chance.choice(_STRANGE) + raw[word.end() :]


def _span(raw: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(raw) + 1)
    return start, min(len(raw), start + chance.randint(1, max(1, len(raw) // 4)))


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    cut_off, change_bytes, blot_out, lose_part, repeat_part, swap_word, swap_word,
)  # fmt: skip
