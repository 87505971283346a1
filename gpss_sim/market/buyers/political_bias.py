"""What officials make of surveyed need: a taste for what shows, a leader's will (facts M64, M65); off by default."""

from __future__ import annotations

from math import exp

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.setting import Setting


def political_bias(setting: Setting, project: CityProject) -> float:
    """Factor on the need of a project as officials see it; what the survey found stays as it is."""
    rules = setting.scenario.rules
    if rules.showy == 0 and rules.will_sd == 0:
        return 1.0
    will = rules.will_sd * setting.luck.will(project.template.id, setting.year)
    return exp(rules.showy * project.template.visibility + will)
