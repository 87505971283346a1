"""Plans simulated in one city with the same luck: what each delivers, and which projects fall short."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gpss_sim.metrics.accounts import AccountRow
from gpss_sim.metrics.registry import possible_range
from gpss_sim.planning.admission import Rulebound
from gpss_sim.planning.measures import DistrictField, Key, NeedMet, about
from gpss_sim.study.compare import Estimate, estimate

CHOSEN = "chosen"
LEVEL = 0.95
"""Level of every band."""


class Variant(NamedTuple):
    """A plan to simulate.

    Parameters
    ----------
    name : str
        ``chosen``, ``rank-and-cut``, ``last`` or a budget such as ``+5%``.
    selected, reserve : tuple of str
    share : float
        Its money over today's.
    admits : Rulebound, optional
        Rules that hold for what is bought from savings as well; none, if left out.
    """

    name: str
    selected: tuple[str, ...]
    reserve: tuple[str, ...] = ()
    share: float = 1.0
    admits: Rulebound | None = None


class PlayedRun(NamedTuple):
    """One run.

    Parameters
    ----------
    variant : str
    replication : int
    values : dict of Key to float
    served : dict of str to int [person]
        Recipients whose service started, by project.
    by_month : list of float [yuan]
        Paid for service, by month from the first.
    need : mapping of Place to Need
        People who asked and people served, by district and field.
    accounts : tuple of AccountRow
        Final accounts by year and source [fen].
    """

    variant: str
    replication: int
    values: dict[Key, float]
    served: dict[str, int]
    by_month: list[float]
    need: Mapping[DistrictField, NeedMet] = {}
    accounts: tuple[AccountRow, ...] = ()


@dataclass(frozen=True)
class Simulated:
    """All runs of all plans."""

    runs: tuple[PlayedRun, ...]
    _by_variant: dict[str, list[PlayedRun]] = field(default_factory=dict, repr=False)

    def of(self, variant: str) -> list[PlayedRun]:
        """Runs of a plan, by replication."""
        if variant not in self._by_variant:
            mine = (run for run in self.runs if run.variant == variant)
            self._by_variant[variant] = sorted(mine, key=lambda run: run.replication)
        return self._by_variant[variant]

    def values(self, variant: str, key: Key) -> list[float]:
        """Values of one indicator, by replication."""
        return [run.values.get(key, float("nan")) for run in self.of(variant)]

    def estimate(self, variant: str, key: Key) -> Estimate:
        """Mean with its band over replications, cut to what is possible: a share below 0 is not."""
        return estimate(self.values(variant, key), LEVEL).within(*possible_range(key.metric, about(key.metric).unit))

    def against(self, variant: str, key: Key) -> Estimate:
        """Difference from the chosen plan with its band, paired by replication."""
        pairs = zip(self.values(variant, key), self.values(CHOSEN, key), strict=True)
        return estimate([mine - chosen for mine, chosen in pairs], LEVEL)

    def delivered(self, project: str, variant: str = CHOSEN) -> list[int]:
        """Recipients served by a project, by replication."""
        return [run.served.get(project, 0) for run in self.of(variant)]

    def payments(self, variant: str = CHOSEN) -> list[Estimate]:
        """Money paid by month with its band [yuan]."""
        rows = [run.by_month for run in self.of(variant)]
        return [estimate(list(month), LEVEL).within(0, math.inf) for month in zip(*rows, strict=True)]

    def accounts(self, variant: str = CHOSEN) -> list[AccountRow]:
        """Final accounts, mean over the runs to the fen: each row closes, each year opens as the last one closed."""
        runs = self.of(variant)
        places = sorted({(row.year, row.source) for run in runs for row in run.accounts})
        found, held = list[AccountRow](), dict[str, int]()
        for year, source in places:
            rows = [row for run in runs for row in run.accounts if (row.year, row.source) == (year, source)]
            opening = held.get(source, 0)
            granted, service, buying, other, lapsed = (
                round(sum(getattr(row, name) for row in rows) / len(runs))
                for name in ("granted", "service", "buying", "other", "lapsed")
            )
            held[source] = opening + granted - service - buying - other - lapsed
            found.append(AccountRow(year, source, opening, granted, service, buying, other, lapsed, held[source]))
        return found

    def met(self, place: DistrictField, variant: str = CHOSEN) -> Estimate:
        """Share of the people of a place who asked for service and were served; nan where nobody asked."""
        return estimate(self._shares(place, variant), LEVEL).within(0, 1)

    def met_against(self, place: DistrictField, variant: str) -> Estimate:
        """What the chosen plan has over another in the share of need met, paired by replication."""
        pairs = zip(self._shares(place, CHOSEN), self._shares(place, variant), strict=True)
        return estimate([chosen - other for chosen, other in pairs], LEVEL)

    def _shares(self, place: DistrictField, variant: str) -> list[float]:
        needs = [run.need.get(place, NeedMet(0, 0)) for run in self.of(variant)]
        return [each.served / each.asked if each.asked else float("nan") for each in needs]


def disappointing(
    simulated: Simulated, promised: Mapping[str, float], least: float
) -> list[tuple[str, float, float, float]]:
    """Projects by how often they serve less than `least` of their promise: id, promised, served on average, share.

    Parameters
    ----------
    promised : mapping of str to float [person]
        People a year that each project says it serves, times the years.
    least : float
        Share of the promise below which it disappoints.
    """
    rows = []
    for name, promise in promised.items():
        served = simulated.delivered(name)
        often = sum(value < least * promise for value in served) / max(1, len(served))
        rows.append((name, promise, sum(served) / max(1, len(served)), often))
    return sorted(rows, key=lambda row: (-row[3], row[2] - row[1], row[0]))
