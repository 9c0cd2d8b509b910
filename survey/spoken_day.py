"""Days as the chosen language writes them."""

from datetime import date

from survey.language import chosen_language


def spoken_day(day: date) -> str:
    """A day: 29/10/2021 in Vietnamese, 2021-10-29 in English."""
    return f"{day:%d/%m/%Y}" if chosen_language() == "vi" else f"{day:%Y-%m-%d}"
