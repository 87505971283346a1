"""``import gpss_sim as gp``: the same answers as the model and the commands, in frames with units."""

from __future__ import annotations

from pathlib import Path

import pytest

import gpss_sim as gp
from gpss_sim.errors import InputError
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.simulate import run
from tests.fuzz.seeds import LIBRARY
from tests.layers import ROOT

TOWN = ROOT / "tests/study/town"
SHORT = {"calendar.years": 1, "calendar.reference_year": False}


def test_a_run_is_the_model_s_own() -> None:
    town = gp.load(TOWN, SHORT)
    played = gp.run(town, replication=1)
    rows = evaluate(run(town, replication=1), breakdown=True)
    assert played.metrics["value"].tolist() == pytest.approx([row.value for row in rows], nan_ok=True)
    assert played.headline["arrived"] > 0
    assert played.headline.attrs["units"]["cost_per_completed"] == "yuan"
    assert "town" in repr(played)
    assert "<table" in played._repr_html_()


def test_paired_differences_of_a_scenario_with_itself_are_zero() -> None:
    found = gp.compare(gp.load(TOWN, SHORT), gp.load(TOWN, SHORT), replications=2, metrics=["arrived", "served"])
    assert found["difference"].tolist() == [0, 0]
    assert found["low"].tolist() == found["high"].tolist() == [0, 0]
    assert found.attrs["units"] == {"arrived": "persons", "served": "persons"}


def test_fields_are_set_by_path_and_by_underscores() -> None:
    assert gp.load("small_city", rules__mode="formal", demand__load=1.2).demand.load == 1.2
    with pytest.raises(InputError, match=r"did you mean 'load'"):
        gp.load("small_city", demand__laod=1.2)


def test_a_list_is_the_commands_own(tmp_path: Path) -> None:
    (tmp_path / "library.csv").write_text(LIBRARY)
    decided = gp.allocate(tmp_path / "library.csv", "80万")
    assert decided.projects["status"].value_counts()["selected"] == len(decided.outcome.selected)
    bought = decided.projects[decided.projects["status"] == "selected"]
    assert set(bought.index) == set(decided.outcome.selected)
    assert bought.loc["P1", "cost"] == 450_000
    assert gp.explain(decided, "P1") == decided.projects.loc["P1", "why"]
    with pytest.raises(InputError):
        gp.explain(decided, "P9")


def test_what_is_not_offered_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        gp.simulate_everything  # noqa: B018
