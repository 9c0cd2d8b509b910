"""Which version of the program is this? Every event and every document carries it."""

import functools
from importlib import metadata


@functools.cache
def program_version() -> str:
    """The version that every event of this program carries."""
    try:
        return metadata.version("hom-phieu")
    except metadata.PackageNotFoundError:
        return "0"  # run from a checkout that was never installed
