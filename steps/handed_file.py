"""A text file that a person names in a command: read whole, or refused in words."""

from pathlib import Path

from survey.edited_file import decode_text
from survey.errors import RequestError
from survey.fault import say_fault
from survey.language import _


def read_handed_file(file: Path) -> str:
    """Its text.

    Raises:
        RequestError: it cannot be read.
        MistakesError: it is not text in UTF-8.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RequestError(
            _("cannot read {file}: {reason}", file=file, reason=say_fault(error))
        ) from error
    return decode_text(content, file.name)
