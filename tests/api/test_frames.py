"""``import gpss_sim as gp``: the same answers as the model and the commands, in frames with units."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import gpss_sim as gp
from gpss_sim.api.frames import SHOWN, as_html, read_table
from gpss_sim.errors import InputError
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.simulate import run
from tests.fuzz.seeds import LIBRARY
from tests.layers import ROOT

TOWN = ROOT / "tests/study/town"
SHORT = {"calendar.years": 1, "calendar.reference_year": False}


def test_a_run_is_the_model_s_own() -> None:
    town = gp.load(TOWN, SHORT, calendar__years=2)
    played = gp.run(town, replication=1)
    rows = evaluate(run(town, replication=1), breakdown=True)
    assert played.metrics["value"].tolist() == pytest.approx([row.value for row in rows], nan_ok=True)
    assert played.headline["arrived"] > 0
    assert played.headline.attrs["units"]["cost_per_completed"] == "yuan"
    assert "town" in repr(played)
    assert repr(town) == "<scenario town: 2 districts, 4 projects, 2 years, mode competitive, form project>"
    one = town.model_copy(update={"calendar": town.calendar.model_copy(update={"years": 1})})
    assert ", 1 year, " in repr(one)
    assert "<table" in played._repr_html_()
    whole = {row.year: row.value for row in rows if row.metric == "served" and not any(row[2:7])}
    assert played.by_year["served"].to_dict() == {"1": whole["1"], "2": whole["2"]}


def test_paired_differences_of_a_scenario_with_itself_are_zero() -> None:
    found = gp.compare(gp.load(TOWN, SHORT), gp.load(TOWN, SHORT), replications=3, metrics=["arrived", "served"])
    assert found["difference"].tolist() == [0, 0]
    assert found["low"].tolist() == found["high"].tolist() == [0, 0]
    assert found["correlation"].tolist() == pytest.approx([1, 1])
    assert found.attrs["units"] == {"arrived": "persons", "served": "persons"}


def test_what_cannot_be_compared_is_told() -> None:
    with pytest.raises(InputError, match="did you mean 'served'"):
        gp.compare(TOWN, TOWN, metrics=["servd"])


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
    assert bought.loc["P1", "cost"] == bought.loc["P1", "granted"] == 450_000
    assert gp.explain(decided, "P1") == decided.projects.loc["P1", "why"]
    assert gp.explain(decided, "P1", lang="zh") == decided.told("zh").loc["P1", "why"]
    assert decided._repr_html_().count("<tr>") == 1 + len(bought)
    with pytest.raises(InputError):
        gp.explain(decided, "P9")


def test_a_plan_shows_what_its_command_shows(tmp_path: Path) -> None:
    (tmp_path / "library.csv").write_text(LIBRARY)
    decided = gp.allocate(tmp_path / "library.csv", "80万")
    planned = gp.plan(decided, scenario=TOWN, replications=1)
    plans = planned.indicators["plan"].unique().tolist()
    assert plans[:2] == ["chosen", "rank-and-cut"]
    assert set(planned.projects.index) == set(decided.outcome.selected)
    assert planned.payments.attrs["units"]["mean"] == "yuan"
    assert planned.indicators.attrs["units"]["served"] == "persons"
    chosen = planned.indicators[planned.indicators["plan"] == "chosen"]
    assert chosen["difference"].isna().all()
    assert planned.assumptions("zh")
    assert planned._repr_html_().count("<tr>") == 9
    told = f"<{repr(decided).strip('<>')}, simulated beside {len(plans) - 1} other plans>"
    assert repr(planned) == told
    assert "&gt;" not in planned._repr_html_()


def test_html_escapes_and_counts_what_it_leaves_out() -> None:
    told = as_html("x", ["<a>"], [["<script>"]] * (SHOWN + 2))
    assert "<script>" not in told
    assert "2 more rows" in told


def test_words_that_look_like_numbers_or_nothing_stay_words(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("design_point,metric,unit,value\n1,NA,share,\nnone,NA,share,2\n", "utf-8-sig")
    frame = read_table(tmp_path / "t.csv")
    assert frame["design_point"].tolist() == ["1", "none"]
    assert frame["metric"].tolist() == ["NA", "NA"]
    assert frame.attrs["units"] == {"NA": "share"}
    assert frame["value"].isna().tolist() == [True, False]


def test_what_is_not_offered_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        gp.simulate_everything  # noqa: B018


def test_completion_offers_every_public_name_before_anything_is_imported() -> None:
    listed = "import gpss_sim as gp; print(*(name for name in dir(gp) if name[0] != '_'))"
    names = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True).stdout.split()
    stub = (ROOT / "gpss_sim" / "__init__.pyi").read_text("utf-8")
    offered = set(re.findall(r" as (\w+)", stub))
    assert offered
    assert offered <= set(names)
