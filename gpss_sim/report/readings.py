"""Which design points are read by the rules alone, and which with differences that are assumed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from gpss_sim.study.plan import StudyPlan

LEVER = "rules.overlays"
RULES_ONLY = "rules only"


@dataclass(frozen=True, slots=True)
class PointReading:
    """One design point, told apart into what it sets and which assumed differences it switches on.

    Parameters
    ----------
    point : str
        Name of the design point.
    choice : str
        All that it sets besides.
    on : tuple of str
        Overlays (label A) switched on; none of them is the rules alone.
    """

    point: str
    choice: str
    on: tuple[str, ...]


def readings(plan: StudyPlan) -> list[PointReading]:
    """Reading of every design point, in the order of the design."""
    found = []
    for point, scenario in zip(plan.points, plan.scenarios, strict=True):
        rest = [(path, value) for path, value in point.settings if path != LEVER]
        found.append(PointReading(point.name, repr(rest), tuple(scenario.rules.overlays)))
    return found


def unaccompanied(plan: StudyPlan) -> tuple[str, ...]:
    """Assumed differences switched on at a design point whose rules alone the study does not run."""
    found = readings(plan)
    alone = {reading.choice for reading in found if not reading.on}
    return tuple(dict.fromkeys(name for reading in found if reading.choice not in alone for name in reading.on))


def side_by_side(plan: StudyPlan) -> tuple[str, str]:
    """Lines that make both readings worlds of the study, and the command that runs them."""
    sets = dict.fromkeys(reading.on for reading in readings(plan) if reading.on)
    named = [f'"{RULES_ONLY}" = []', *(f'"{" + ".join(on)}" = [{", ".join(map(_quoted, on))}]' for on in sets)]
    lines = f'[uncertainties]\n"{LEVER}" = {{ {", ".join(named)} }}'
    study = plan.experiment
    return lines, f"gpss-sim batch {shlex.quote(study.file)} --out results/{study.study.name}_both"


def _quoted(name: str) -> str:
    return f'"{name}"'
