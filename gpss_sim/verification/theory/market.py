"""T12, T13: concentration under awards by lot and by past wins; turnover, vacancies, renewals."""

from __future__ import annotations

from math import exp, log


def concentration(agencies: int, contracts: int) -> float:
    """Mean Herfindahl index of equal contracts given away by lot.

    >>> round(concentration(10, 50), 6)
    0.118
    """
    return 1 / agencies + (1 - 1 / agencies) / contracts


def urn(agencies: int, contracts: int, start: float) -> float:
    """Mean Herfindahl index of equal contracts won in proportion to `start` plus those won before (Pólya).

    >>> round(urn(10, 50, 1), 6), round(urn(10, 10**9, 1), 6)
    (0.198182, 0.181818)
    """
    n, m = agencies, contracts
    return 1 / n + (1 - 1 / n) * (m + n * start) / (m * (1 + n * start))


def mean_terms(chance: float) -> float:
    """Mean number of terms of a contract that is renewed with a constant chance.

    >>> mean_terms(0.75), round(mean_terms(0.6), 9)
    (4.0, 2.5)
    """
    return 1 / (1 - chance)


def hazard(turnover: float) -> float:
    """Monthly hazard of leaving of a yearly turnover.

    >>> round(hazard(0.18), 6)
    0.016538
    """
    return -log(1 - turnover) / 12


def vacancy(turnover: float, fill: float) -> float:
    """Share of seats empty, by yearly turnover and mean months to fill.

    >>> round(vacancy(0.18, 1.5), 6)
    0.024206
    """
    return hazard(turnover) * fill / (1 + hazard(turnover) * fill)


def leavers(turnover: float) -> float:
    """Leavers a year per worker present at month ends: twelve times the chance of leaving within a month.

    >>> round(leavers(0.18), 6)
    0.196819
    """
    return 12 * (1 - exp(-hazard(turnover)))


def barred_share(ban: int, years: int) -> float:
    """Share of year ends that fall into the one ban, of `ban` years, within the horizon.

    >>> barred_share(2, 8)
    0.25
    """
    return ban / years
