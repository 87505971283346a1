"""A challenge suspends an award, a complaint suspends it longer; either may annul it."""

from __future__ import annotations

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.setting import Setting
from gpss_sim.market.statuses import EventKind


def suspended(setting: Setting, project: CityProject, losers: bool, year: int, attempt: int) -> tuple[float, bool]:
    """For how long an award is suspended [day], and whether it is annulled; `losers` says whether somebody lost."""
    rules = setting.scenario.rules.challenge
    if not rules.chance or not losers:
        return 0.0, False
    comes, answer, goes_on, decision = setting.luck.challenge(project.template.id, year, attempt)
    if comes >= rules.chance:
        return 0.0, False
    days, annulled = rules.days, answer < rules.upheld
    if not annulled and goes_on < rules.complaint:
        days, annulled = days + rules.complaint_days, decision < rules.upheld
    found = "annulled" if annulled else "award stands"
    setting.record.event(setting.now, EventKind.CHALLENGED, f"project:{project.template.id}", found, days)
    return days, annulled
