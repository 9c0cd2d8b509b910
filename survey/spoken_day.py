"""Days and moments as the chosen language writes them."""

from datetime import date, datetime

from survey.language import chosen_language


def spoken_day(day: date) -> str:
    """A day: 29/10/2021 in Vietnamese, 2021-10-29 in English."""
    return f"{day:%d/%m/%Y}" if chosen_language() == "vi" else f"{day:%Y-%m-%d}"


def spoken_moment(written: str) -> str:
    """A moment of the journal by this machine's clock, as ``log`` tells it, to the second.

    What is no moment, as in a record that was tampered with, stays as it is.
    """
    try:
        at = datetime.fromisoformat(written).astimezone()
    except (ValueError, OverflowError, OSError):
        return written
    return f"{spoken_day(at.date())} {at:%H:%M:%S}"
