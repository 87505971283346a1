"""Administration rules: how much working time the host or buyer diverts."""

from __future__ import annotations

from typing import Protocol

from gpss_sim.registry import Registry


class Administration(Protocol):
    """An administration rule."""

    def diverted(self, usual: float, limit: float, favour: float, slope: float) -> float:
        """Share of working time diverted.

        Parameters
        ----------
        usual : float
            Share diverted where nothing else is said.
        limit : float
            Largest share a buyer can divert.
        favour : float [share of price]
            What the agency gains by obliging the party that decides its future without a score.
        slope : float [share of price per rater sd]
            Marginal return to served quality: money, renewal and mission.
        """


ADMIN_RULES: Registry[type[Administration]] = Registry("administration rule")


@ADMIN_RULES.register("fixed")
class Fixed:
    """The same share everywhere (the neutral setting)."""

    def diverted(self, usual: float, limit: float, favour: float, slope: float) -> float:
        """The usual share."""
        return usual


@ADMIN_RULES.register("obliging")
class Obliging:
    """Who decides by score gets service, who decides by favour gets errands (equation 10.4)."""

    def diverted(self, usual: float, limit: float, favour: float, slope: float) -> float:
        """``limit · favour / (favour + slope)``."""
        total = favour + slope
        return limit * favour / total if total > 0 else usual
