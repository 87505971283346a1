"""Dates of the days of a run: fiscal years are calendar years from a first one on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gpss_sim import fiscal


@dataclass(frozen=True, slots=True)
class RunDates:
    """Day of a run → date.

    Parameters
    ----------
    first_year : int
        Calendar year of year 0; the last day of leap years is left out.

    >>> RunDates(2012).date(0.5), RunDates(2012).date(366)
    ('2012-01-01T12:00:00Z', '2013-01-02T00:00:00Z')
    """

    first_year: int

    def date(self, day: float) -> str:
        """Date and time of a day of the run, in UTC."""
        start = datetime(self.first_year + fiscal.year_of(day), 1, 1, tzinfo=UTC)
        return (start + timedelta(days=fiscal.day_of_year(day))).strftime("%Y-%m-%dT%H:%M:%SZ")

    def period(self, start: float, end: float | None) -> dict[str, str]:
        """A period as the standard writes it."""
        return {"startDate": self.date(start)} | ({} if end is None else {"endDate": self.date(end)})
