"""The journal's head as people read and type it: on minutes and reports, and on the screen."""

GROUP_LENGTH = 4
SHORT_LENGTH = 16


def short_head(head: str) -> str:
    """The first 16 hexadecimal digits in groups of four, short enough to compare by eye."""
    return in_groups(head[:SHORT_LENGTH])


def in_groups(digits: str) -> str:
    """Hexadecimal digits, a public key perhaps, in groups of four: read aloud, compared by eye."""
    starts = range(0, len(digits), GROUP_LENGTH)
    return " ".join(digits[start : start + GROUP_LENGTH] for start in starts)
