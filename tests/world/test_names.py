"""No thumb on the scale: results follow the rules of a mode, never the name it stands under."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.scenario.rulebook import RULEBOOK
from gpss_sim.scenario.schema import Scenario
from tests import city

MODES = ("direct", "formal", "non_competitive", "competitive")
FORMS = ("post", "project")
TURNED = dict(zip(MODES, (*MODES[1:], MODES[0]), strict=True))
SWAPPED = dict(zip(FORMS, FORMS[::-1], strict=True))

TWIN = """
[rules.modes.twin]
seller = "eligible"
price = "bid"
procedure = "rulebook"
raters = 3
renewal = "best_alternative"
bars = true

[rules.forms.twin]
staffing = "by_agency"
fixed_price = false
volume_risk = true
"""
"""The rules of the competitive mode and of the project form, under one more name."""

NEUTRAL = (
    "agencies.theta_low=0.9",
    "agencies.theta_high=0.9",
    "agencies.omega=0",
    "agencies.capability_sd=0",
    "agencies.mission_cv=0",
    "agencies.effort_cost_sd=0",
    "agencies.wage_sd=0",
    "agencies.scale_sd=0",
    "agencies.reach=1",
    "market.bid_cost_sd=0",
    "assessment.rater_noise=0",
    "payment.late_probability=0",
    "demand.heterogeneity=0",
)
"""All agencies identical, no noise of raters, bids or payment."""


def told(scenario: Scenario, form_names: dict[str, str], method_names: dict[str, str]) -> tuple[list[str], Any]:
    """Indicators and movements of money of a run, with forms and methods under the names given."""
    results, rows = city.play(scenario)
    renamed = [
        row._replace(form=form_names.get(row.form, row.form), method=method_names.get(row.method, row.method))
        for row in rows
    ]
    return sorted(map(repr, renamed)), results.world.state.ledger.entries


def permuted(scenario: Scenario) -> Scenario:
    """The same rules, every mode, form and method under the name of another."""
    rules = scenario.rules
    methods = turned_methods(scenario)
    # The order of the tables stays: only names move.
    new_methods = {
        methods[name]: method.model_copy(update={"on_failure": methods.get(method.on_failure or "")})
        for name, method in rules.methods.items()
    }
    new_modes = {
        TURNED[name]: mode.model_copy(update={"procedure": methods.get(mode.procedure, mode.procedure)})
        for name, mode in rules.modes.items()
    }
    update = {
        "mode": TURNED[rules.mode],
        "form": SWAPPED[rules.form],
        "modes": new_modes,
        "forms": {SWAPPED[name]: form for name, form in rules.forms.items()},
        "methods": new_methods,
        "thresholds": tuple(row.model_copy(update={"method": methods[row.method]}) for row in rules.thresholds),
    }
    return scenario.model_copy(update={"rules": rules.model_copy(update=update)})


def turned_methods(scenario: Scenario) -> dict[str, str]:
    names = [name for name in scenario.rules.methods if name != RULEBOOK]
    return dict(zip(names, [*names[1:], names[0]], strict=True))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", MODES)
def test_results_permute_with_the_names(tmp_path: Path, mode: str, form: str) -> None:
    scenario = city.load(tmp_path, f"rules.mode={mode}", f"rules.form={form}")
    back = {new: old for old, new in turned_methods(scenario).items()}
    assert told(permuted(scenario), SWAPPED, back) == told(scenario, {}, {})


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Indicators of every mode and form of the small city."""
    folder = tmp_path_factory.mktemp("cells")
    plays = {(m, f): city.load(folder, f"rules.mode={m}", f"rules.form={f}") for m in MODES for f in FORMS}
    return {cell: repr(told(scenario, dict.fromkeys(FORMS, ""), {})) for cell, scenario in plays.items()}


def test_modes_and_forms_with_other_rules_give_other_results(cells: dict[tuple[str, str], str]) -> None:
    assert len(set(cells.values())) == len(cells)


def played(folder: Path, file: Path, *settings: str) -> dict[str, bytes]:
    """Tables of ``gpss-sim run``."""
    out = folder / "-".join(settings).replace(".", "_").replace("/", "_")[:80]
    words = [word for setting in settings for word in ("--set", setting)]
    result = CliRunner().invoke(main, ["run", str(file), *words, "--seed", "7", "--out", str(out)])
    assert result.exit_code == 0, result.output
    return {name: (out / name).read_bytes() for name in ("metrics.csv", "events.csv", "ledger.csv")}


def test_two_modes_with_the_same_rules_give_the_same_bytes(tmp_path: Path) -> None:
    file = city.write(tmp_path)
    file.write_text(file.read_text("utf-8") + TWIN, "utf-8")
    competitive = played(tmp_path, file, "rules.mode=competitive")
    assert played(tmp_path, file, "rules.mode=twin") == competitive
    assert played(tmp_path, file, "rules.mode=formal") != competitive


def test_two_forms_with_the_same_rules_differ_in_their_name_only(tmp_path: Path) -> None:
    file = city.write(tmp_path)
    file.write_text(file.read_text("utf-8") + TWIN, "utf-8")
    project, twin = (played(tmp_path, file, f"rules.form={form}") for form in ("project", "twin"))
    lines = {name: content.replace(b",project,", b",twin,").splitlines() for name, content in project.items()}
    for name in ("events.csv", "ledger.csv"):
        assert twin[name] == project[name]
    assert sorted(twin["metrics.csv"].splitlines()) == sorted(lines["metrics.csv"])


def test_in_a_neutral_world_names_make_no_difference(tmp_path: Path) -> None:
    base = city.load(tmp_path, *NEUTRAL)
    modes = dict.fromkeys(MODES, base.rules.modes["competitive"])
    forms = dict.fromkeys(FORMS, base.rules.forms["project"])
    found = []
    for mode, form in product(MODES, FORMS):
        update = {"mode": mode, "form": form, "modes": modes, "forms": forms}
        scenario = base.model_copy(update={"rules": base.rules.model_copy(update=update)})
        found.append(told(scenario, dict.fromkeys(FORMS, ""), {}))
    assert all(one == found[0] for one in found)


def test_in_a_neutral_world_agencies_are_identical(tmp_path: Path) -> None:
    results, _ = city.play(city.load(tmp_path, *NEUTRAL))
    profiles = [agency.profile for agency in results.world.state.agencies if agency.profile.kind == "independent"]
    types = {(p.abilities.theta, p.abilities.capability, p.motives, p.wage, p.abilities.scale) for p in profiles}
    assert len(types) == 1
