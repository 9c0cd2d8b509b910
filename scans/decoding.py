"""Run the picture decoders on bytes nobody vouches for: quietly, and with every fault in words.

libjpeg and libtiff hand over a damaged picture as if it were whole; their only complaint is a line
on stderr. A sheet whose lower half was never decoded must not be read, so that line is listened to,
which also keeps the terminal clean. Not every damage is heard: of
JPEGs with a few bytes changed about half, of G4 two thirds and more. Whether registration marks and
box outlines are found where they must be remains the second guard.
"""

import functools
import os
import re
import struct
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import cv2

from survey.errors import FolderError, PageError
from survey.fault import say_fault
from survey.language import _
from survey.wording import say_too_much_memory

# What Pillow and OpenCV raise on damaged and malicious files is nearly anything. Keep what
# stands inside ``decoding`` to their calls and a few plain lines, lest a bug of ours hides there.
DECODER_FAULTS: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    AssertionError,
    struct.error,
    cv2.error,
)
_DAMAGE = re.compile(rb"Corrupt JPEG|Premature end|Inconsistent progression|JPEGLib: |Decode\w*: ")
_TALK = re.compile(
    rb"^.*(TIFF|\.tif: |StripByteCounts|JPEG|JFIF|SOS|libpng|\[ ?WARN:|\[ERROR:).*\n?", re.MULTILINE
)
_stderr_lock = threading.RLock()  # stderr belongs to the whole process: one listener at a time


@contextmanager
def decoding(*more: type[Exception]) -> Iterator[None]:
    """Decode inside this; a damaged picture becomes a ``PageError``, heard or raised.

    Args:
        more: what else this decoder raises on damaged files.
    """
    heard: list[bytes] = []
    with warnings.catch_warnings(), _listening(heard):
        warnings.simplefilter("ignore")
        try:
            yield
        except MemoryError as fault:
            raise PageError(say_too_much_memory()) from fault
        except DECODER_FAULTS + more as fault:
            if isinstance(fault, cv2.error) and fault.code == cv2.Error.StsNoMem:
                raise PageError(say_too_much_memory()) from fault
            raise PageError(damaged_sentence()) from fault
    if _DAMAGE.search(heard[0]):
        raise PageError(damaged_sentence())
    os.write(2, _TALK.sub(b"", heard[0]))  # what somebody else said meanwhile is passed on


def damaged_sentence() -> str:
    """What to say of a picture that cannot be decoded whole."""
    return _(
        "The picture is damaged in the file and cannot be read whole; "
        "copy the file from the scanner again, or scan this sheet again."
    )


@contextmanager
def _listening(heard: list[bytes]) -> Iterator[None]:
    """Keep what C libraries write to stderr, and append it to ``heard`` at the end."""
    with _stderr_lock:
        notes = _open_notes(os.getpid())
        real_stderr = os.dup(2)
        os.dup2(notes.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real_stderr, 2)
            os.close(real_stderr)
            heard.append(_tear_off(notes))


@functools.cache
def _open_notes(_process_id: int) -> IO[bytes]:
    """A file without a name, once for each process: to open one costs more than a header."""
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as fault:
        raise FolderError(
            _(
                "No temporary file can be written ({reason}); make room on the disk and run the "
                "command again.",
                reason=say_fault(fault),
            )
        ) from fault


def _tear_off(notes: IO[bytes]) -> bytes:
    """What stands in the notes, which are empty after it."""
    if not os.fstat(notes.fileno()).st_size:
        return b""
    notes.seek(0)
    written = notes.read()
    notes.seek(0)
    notes.truncate()
    return written
