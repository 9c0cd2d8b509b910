"""The journal's head as people read and type it: on minutes and reports, and on the screen."""

GROUP_LENGTH = 4
SHORT_LENGTH = 16


def short_head(head: str) -> str:
    """The first 16 hexadecimal digits in groups of four, short enough to compare by eye."""
    return " ".join(
        head[start : start + GROUP_LENGTH]
        for start in range(0, min(SHORT_LENGTH, len(head)), GROUP_LENGTH)
    )
