"""Days, fiscal years and month ends. Nobody else writes 365.

Time is a number of days since 1 January of year 0; a fiscal year has 365 days and begins on
1 January; a month is a twelfth of a year.
"""

from __future__ import annotations

YEAR = 365
MONTHS = 12
MONTH = YEAR / MONTHS
WEEK = 7


def year_of(day: float) -> int:
    """Fiscal year in which `day` [day] falls.

    >>> year_of(364.9), year_of(365)
    (0, 1)
    """
    return int(day // YEAR)


def year_start(year: int) -> int:
    """First day of fiscal `year` [day].

    >>> year_start(2)
    730
    """
    return year * YEAR


def month_end(month: int) -> float:
    """Day on which the `month`-th month since day 0 ends (month 0 ends after a twelfth of a year).

    >>> month_end(11)
    365.0
    """
    return (month + 1) * YEAR / MONTHS


def months(number: float) -> float:
    """Days in `number` months.

    >>> months(6)
    182.5
    """
    return number * MONTH


def day_of_year(day: float) -> float:
    """Days since the fiscal year of `day` began.

    >>> day_of_year(400)
    35
    """
    return day - year_start(year_of(day))
