"""Days, fiscal years and month ends. Nobody else writes 365.

Time is a number of days since 1 January of year 0; a fiscal year has 365 days and begins on
1 January; a month is a twelfth of a year.
"""

from __future__ import annotations

YEAR = 365
MONTHS = 12
MONTH = YEAR / MONTHS
WEEK = 7
MOST_YEARS = 40
"""Longest horizon of a run [years]."""


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


TICKS_PER_DAY = 1 << 20
"""Every day in the model is a whole number of ticks (0.08 s), so that sums of days are exact."""

OFFICE_HOUR = 0.375
"""The buyer decides at nine in the morning; month ends are at midnight, contracts change at noon."""

NOON = 0.5


def tick(day: float) -> float:
    """Round a day or a delay to whole ticks (equation 1.1); sums and differences of such days are exact in floats.

    >>> tick(1 / 3) * 3 == tick(1 / 3) + tick(1 / 3) + tick(1 / 3)
    True
    """
    return round(day * TICKS_PER_DAY) / TICKS_PER_DAY


def next_noon(day: float) -> float:
    """First noon at or after `day`: contracts begin and end at noon.

    >>> next_noon(45.375), next_noon(45.5), next_noon(45.75)
    (45.5, 45.5, 46.5)
    """
    whole = float(int(day // 1))
    return whole + NOON if day <= whole + NOON else whole + 1 + NOON
