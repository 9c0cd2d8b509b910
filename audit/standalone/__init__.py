"""The independent verifier: one file that is handed out and imports nothing of this program."""

from importlib import resources

NAME = "xac_minh.py"


def verifier_bytes() -> bytes:
    """The file, to be put beside whatever people are to check."""
    return resources.files("audit.standalone").joinpath(NAME).read_bytes()
