"""Days and times as Vietnamese documents write them (Decree 30/2020/NĐ-CP, annex I).

Days below 10 and the months 1 and 2 carry a zero in front, so that no 1 can be added by hand; the
other months do not: «ngày 05 tháng 01 năm 2020», «ngày 29 tháng 6 năm 2019».
Times are those of Vietnam.
"""

from datetime import date, datetime

from survey.period import in_vietnam


def date_words(day: date) -> str:
    """«ngày 05 tháng 01 năm 2020»."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def short_date(day: date) -> str:
    """As running text writes it: «05/01/2020», «28/6/2024»."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def time_words(moment: datetime) -> str:
    """«16 giờ 05 phút, ngày 29 tháng 10 năm 2021»."""
    return f"{clock_words(moment)}, {date_words(in_vietnam(moment))}"


def clock_words(moment: datetime) -> str:
    """«16 giờ 05 phút»."""
    here = in_vietnam(moment)
    return f"{here.hour:02} giờ {here.minute:02} phút"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= 2 else str(day.month)
