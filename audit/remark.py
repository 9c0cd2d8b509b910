"""What an auditor says: a difference that people must look into, or something they should know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence; ``differs`` is False when it only tells what nobody need worry about."""

    sentence: str
    differs: bool = True
