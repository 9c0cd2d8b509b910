"""JSON that somebody else may have written: read, or refused with one kind of error."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """What the text says.

    Raises:
        ValueError: it is no JSON, or holds more things in each other than can be read.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from error
