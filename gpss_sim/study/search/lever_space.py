"""The space of policies of an experiment: its levers, its uncertainties as worlds, and the city of each policy."""

from __future__ import annotations

from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import Files, load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.crossing import applies, full, grouped, labelled, set_paths
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.names import override
from gpss_sim.study.search.landscape import Policy

Settings = dict[str, Any]


class LeverSpace:
    """Policies and worlds of an experiment.

    Parameters
    ----------
    experiment : Experiment
        The study.

    Attributes
    ----------
    groups : list of list of str
        Levers that change together.
    worlds : list of dict
        What each world sets.

    Raises
    ------
    InputError
        If there are no levers, or the scenario refuses a value.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.groups = grouped(experiment.levers, experiment.design.zip)
        if not self.groups:
            raise InputError([Fault(experiment.file, "levers", "", Message("search.no_levers"))])
        self.worlds: list[Settings] = [
            dict(set_paths(each)) for each in full(experiment.uncertainties, experiment.design, {})
        ]
        self._files: Files = {}
        self._cities: dict[tuple[Policy, int], tuple[str, Scenario]] = {}

    @property
    def today(self) -> Policy:
        """Every lever at its first value."""
        return (0,) * len(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Values of each lever."""
        return tuple(len(self.experiment.levers[group[0]]) for group in self.groups)

    def settings(self, policy: Policy) -> Settings:
        """Values that a policy sets; levers whose condition is not met are left out."""
        chosen: Settings = {}
        for group, level in zip(self.groups, policy, strict=True):
            for path in group:
                chosen[path] = labelled(self.experiment.levers[path])[level][1]
        when = self.experiment.design.when
        known = {**self.experiment.study.set, **chosen}
        return {path: value for path, value in chosen.items() if applies(path, when, known)}

    def plain(self, policy: Policy) -> Policy:
        """The policy with every lever whose condition is not met at its first value, which sets the same."""
        chosen = self.settings(policy)
        told = zip(self.groups, policy, strict=True)
        plain = tuple(level if any(path in chosen for path in group) else 0 for group, level in told)
        return plain if self.settings(plain) == chosen else policy

    def named(self, policy: Policy) -> dict[str, str]:
        """Label of each lever's value."""
        return {
            group[0]: labelled(self.experiment.levers[group[0]])[level][0]
            for group, level in zip(self.groups, policy, strict=True)
        }

    def city(self, policy: Policy, world: int) -> tuple[str, Scenario]:
        """Digest and scenario of a policy in a world."""
        if (policy, world) not in self._cities:
            study = self.experiment.study
            values = {**study.set, **self.settings(policy), **self.worlds[world]}
            scenario = load_scenario(study.scenario, [override(*each) for each in values.items()], self._files)
            self._cities[policy, world] = digest(scenario), scenario
        return self._cities[policy, world]
