"""A small city with every mode, form and method of the shipped example: quick to run, easy to vary."""

from __future__ import annotations

from pathlib import Path

from gpss_sim.metrics.evaluate import MetricRow, evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import Results, run

DISTRICTS = ("east", "west")
DOMAINS = {"youth": 4, "elderly": 6, "family": 3}

HEAD = """\
extends = "baseline"
name = "small"
title = "A small city"

[calendar]
years = 2

[agencies]
number = 12
domains_known = 3

# On in the example city and no part of what is looked at: offers and ceilings are exact here, waiting costs nothing.
[market]
capital_cost = 0

[rules]
estimate_error = 0

[rules.award]
claim_noise = 0
claim_inflation = 0
claim_trust = 1
"""


def write(folder: Path) -> Path:
    """Write the small city into `folder`; return its file."""
    district = [
        f'[[city.districts]]\nid = "{name}"\nresidents = 500_000\nremote = {str(name == "west").lower()}\n'
        for name in DISTRICTS
    ]
    domain = [
        f'[[city.domains]]\nid = "{name}"\ngroup = "{name}"\nduration = {months}\n' for name, months in DOMAINS.items()
    ]
    places = [(place, field) for place in DISTRICTS for field in DOMAINS]
    template = [
        f'[[templates]]\nid = "{place}_{field}"\ndistrict = "{place}"\ndomain = "{field}"\n'
        f"posts = {2 + k % 3 * 4}\ncost = {(2 + k % 3 * 4) * 100_000}\nurgency = {1 + k % 5}\nbenefit = {90 + 10 * k}\n"
        f"visibility = {k % 2}\n"
        for k, (place, field) in enumerate(places)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.toml").write_text("\n".join([HEAD, *district, *domain, *template]), "utf-8")
    return folder / "small.toml"


def load(folder: Path, *overrides: str) -> Scenario:
    """The small city with `overrides`."""
    return load_scenario(write(folder), overrides)


def play(scenario: Scenario, seed: int = 7) -> tuple[Results, list[MetricRow]]:
    """One run with its log, and its indicators in every breakdown."""
    results = run(scenario, seed=seed, log=True)
    return results, evaluate(results, breakdown=True)
