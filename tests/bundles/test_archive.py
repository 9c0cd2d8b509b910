"""A bundle is opened without trust: only what was signed comes out of it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundles.archive import (
    ANSWERS,
    HEAD,
    MANIFEST,
    MOST_BYTES,
    SIGNATURE,
    TALLY,
    archive_bytes,
    open_archive,
)
from bundles.contents import read_bundle
from survey.errors import BundleError
from tests.handed_up import InventedUnit

UNIT = InventedUnit("van-phuc", sheets=6)
BUNDLE = UNIT.bundle()
Rewrite = Callable[[dict[str, bytes]], dict[str, bytes]]


def rewritten(change: Rewrite) -> bytes:
    """The archive with other members, still with the old signature."""
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(BundleError) as refused:
        read_bundle(open_archive(content, "goi.zip"), "goi.zip")
    return str(refused.value)


def test_what_was_written_is_read_and_the_same_record_makes_the_same_bytes() -> None:
    opened = open_archive(BUNDLE, "goi.zip")
    assert opened.key == UNIT.key
    assert opened.members[TALLY] == UNIT.members[TALLY]
    assert UNIT.bundle() == BUNDLE
    assert read_bundle(opened, "goi.zip").head == UNIT.head


def test_answers_are_signed_but_not_held_in_memory() -> None:
    content = archive_bytes(UNIT.members | {ANSWERS: b"sheet,question\n"}, UNIT.secret)
    opened = open_archive(content, "goi.zip")
    assert (ANSWERS in opened.digests, opened.members[ANSWERS]) == (True, b"")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m | {TALLY: m[TALLY].replace(b"ho-tich", b"dat-dai", 1)}, "(tally.json)"),
        (lambda m: {n: c for n, c in m.items() if n != TALLY}, "lacks tally.json"),
        (lambda m: m | {ANSWERS: b""}, "(answers.csv)"),
        (lambda m: m | {"../survey.db": b""}, "holds «../survey.db»"),
        (lambda m: m | {"/etc/passwd": b""}, "holds «/etc/passwd»"),
        (lambda m: m | {"bundle.json/": b""}, "holds «bundle.json/»"),
        (lambda m: m | {MANIFEST: b'{"sha256": 3}'}, "altered"),
        (lambda m: m | {SIGNATURE: b"[" * 100_000}, "no bundle, or it is damaged"),
        (lambda m: m | {HEAD: b" " * (MOST_BYTES[HEAD] + 1)}, "larger than"),
    ],
)
def test_what_was_not_signed_is_refused(change: Rewrite, said: str) -> None:
    assert said in refusal(rewritten(change))


def test_another_key_may_sign_the_same_and_is_told() -> None:
    other = InventedUnit("khac")
    opened = open_archive(archive_bytes(UNIT.members, other.secret), "goi.zip")
    assert opened.key == other.key != UNIT.key


def test_a_signature_under_another_key_is_no_signature() -> None:
    def swap(members: dict[str, bytes]) -> dict[str, bytes]:
        signed = json.loads(members[SIGNATURE]) | {"key": InventedUnit("khac").key}
        return members | {SIGNATURE: json.dumps(signed).encode()}

    assert "altered" in refusal(rewritten(swap))


def test_a_member_that_lies_about_its_size_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb: a few bytes that unpack into more than any member may hold."""
    bomb = bytearray(rewritten(lambda m: m | {TALLY: b"0" * 3_000_000}))
    monkeypatch.setitem(MOST_BYTES, TALLY, 1_000_000)
    size = (3_000_000).to_bytes(4, "little")
    honest = bytes(bomb)
    assert honest.count(size) == 2  # in front of the member and in the list at the end
    assert "larger than" in refusal(honest)
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert "damaged" in refusal(lying)


def test_the_same_name_twice_is_refused(recwarn: pytest.WarningsRecorder) -> None:
    file = io.BytesIO(BUNDLE)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(TALLY, b"{}")
    recwarn.clear()
    assert "stands there twice" in refusal(file.getvalue())


@settings(max_examples=60)
@given(place=st.integers(0, len(BUNDLE) - 1), flip=st.integers(1, 255))
def test_no_byte_can_be_changed_unnoticed(place: int, flip: int) -> None:
    changed = bytearray(BUNDLE)
    changed[place] ^= flip
    try:
        opened = open_archive(bytes(changed), "goi.zip")
    except BundleError:
        return
    assert dict(opened.digests) == dict(open_archive(BUNDLE, "goi.zip").digests)
    assert opened.key == UNIT.key


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_anything_else_is_no_bundle(content: bytes) -> None:
    assert "no bundle" in refusal(content)


def test_nothing_is_unpacked_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_archive(BUNDLE, "goi.zip")
    assert list(tmp_path.iterdir()) == []
