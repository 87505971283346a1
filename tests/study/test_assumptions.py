"""The ledger of assumptions: which parameters, which design, which shifts; and the page that is kept of it."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS
from gpss_sim.report.assumptions_page import markdown, read_ledger, tornado, write_pages
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.assumed import Assumption, assumptions, not_moved, only
from gpss_sim.study.assumptions import ledger, overrides_of, shifts
from gpss_sim.study.compare import Estimate
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import Findings
from tests.kept import current
from tests.layers import ROOT

TABLE = ROOT / "docs/assumptions.csv"
LARGE = ROOT / "docs/data/shanghai_assumptions/assumptions.csv"
LIBRARY = ROOT / "docs/data/library_assumptions/assumptions.csv"
LIVING = LIBRARY.parent / "library_assumptions.toml"
HOW_TO = ROOT / "docs/how-to/judge-the-model.md"
STILL = {"rules.library.expert_pool"}
"""Numbers of a library that move nothing in the study of one that lives; why stands in the how-to."""
POLICY, BASELINE = "competitive/project", "formal/post"


@pytest.fixture(scope="module")
def found() -> list[Assumption]:
    return assumptions("shanghai")


def test_only_assumed_parameters_are_moved(found: list[Assumption]) -> None:
    declared = {entry.path: entry for entry in entries() if entry.sweep}
    assert {each.label for each in found} == {"A"}
    assert len(found) > 40
    assert not [each.path for each in found if declared[each.path].extra("label") != "A"]


def test_a_value_the_scenario_gives_a_source_is_not_assumed(found: list[Assumption]) -> None:
    assert "delivery.post_price" not in [each.path for each in found]
    assert "delivery.post_price" in [each.path for each in assumptions("shanghai", labels="AF")]


def test_a_field_of_named_entries_moves_in_all_of_them(found: list[Assumption]) -> None:
    raters = next(each for each in found if each.path == "rules.modes.<name>.raters")
    assert {"rules.modes.formal.raters", "rules.modes.competitive.raters"} <= set(raters.paths)
    assert raters.value == "1 / 3"


def test_a_range_ends_where_the_scenario_refuses_it(found: list[Assumption]) -> None:
    line = next(each for each in found if each.path == "assessment.pass_line")
    assert (line.asked, line.ends) == ((60, 85), (70, 85))  # a bar above the pass line is refused


def test_the_design_moves_one_parameter_at_a_time(found: list[Assumption]) -> None:
    experiment = load_experiment("shanghai_modes", METRICS)
    moved = only(found, ["demand.load", "rules.award.incumbency"])
    points = {point.name: point.set for point in ledger(experiment, POLICY, BASELINE, moved).design.point}
    assert len(points) == 2 * (1 + 2 * 2)
    ends = [points[f"{POLICY} @ demand.load={value}"] for value in ("0.8", "1.5")]
    assert [end["demand.load"] for end in ends] == [0.8, 1.5]
    assert {**ends[0], "demand.load": None} == {**points[POLICY], "demand.load": None}


def test_an_end_at_which_the_value_stands_is_not_run(found: list[Assumption]) -> None:
    experiment = load_experiment("shanghai_modes", METRICS)
    growth = only(found, ["budget.wage_growth"])
    assert growth[0].ends[0] == 0
    points = ledger(experiment, POLICY, BASELINE, growth).design.point
    assert [point.name for point in points[2:]] == [f"{name} @ budget.wage_growth=0.09" for name in (BASELINE, POLICY)]


def test_days_of_every_method_are_multiplied_with_their_bounds(found: list[Assumption]) -> None:
    days = next(each for each in found if each.path == "rules.methods.<name>.days")
    assert days.told(days.ends[0]) == "× 0.75"
    settings = dict(days.settings(2))
    for name, method in load_scenario("shanghai").rules.methods.items():
        for tail in ("days", "days_low", "days_high"):
            own = getattr(method, tail)
            assert settings.get(f"rules.methods.{name}.{tail}") == (None if own is None else 2 * own)
    assert any(settings.values())
    experiment = load_experiment("shanghai_modes", METRICS)
    names = [point.name for point in ledger(experiment, POLICY, BASELINE, [days]).design.point]
    assert names[2:4] == [f"{name} @ rules.methods.<name>.days=× 0.75" for name in (BASELINE, POLICY)]


@current("docs/assumptions.md")
def test_every_assumed_number_has_a_range_or_a_reason() -> None:
    told = [path for _, paths in not_moved() for path in paths]
    assert all(why and paths for why, paths in not_moved())
    assert len(told) == len(set(told))
    assert not set(told) & {entry.path for entry in entries() if entry.sweep}
    assert all(f"`{path}`" in markdown(TABLE) for path in told)


def test_a_policy_is_not_compared_with_itself(found: list[Assumption]) -> None:
    with pytest.raises(InputError, match="compared with itself"):
        ledger(load_experiment("shanghai_modes", METRICS), POLICY, POLICY, found)


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="no column of this name"):
        markdown(tmp_path / "other.csv")


def test_pages_are_written_with_their_table(tmp_path: Path) -> None:
    write_pages(TABLE, tmp_path)
    assert (tmp_path / "assumptions.csv").read_bytes() == TABLE.read_bytes()
    assert (tmp_path / "assumptions.md").read_text("utf-8") == markdown(TABLE)


@pytest.mark.parametrize("path", ["demand.lod", "delivery.post_price"])
def test_what_is_no_assumption_is_refused(found: list[Assumption], path: str) -> None:
    with pytest.raises(InputError, match=path):
        only(found, [path])


def test_a_star_names_all_of_a_table(found: list[Assumption]) -> None:
    gates = [each.path for each in only(found, ["rules.library.gates.*"])]
    assert "rules.library.gates.stay" in gates
    assert "rules.library.experts" not in gates
    assert [each.path for each in only(found, ["demand.load", "rules.library.exper*_sd"])] == [
        "demand.load",
        "rules.library.expert_sd",
    ]
    with pytest.raises(InputError, match=r"rules\.libary"):
        only(found, ["rules.libary.*"])


def test_shifts_are_paired() -> None:
    """Luck that moves both sides alike leaves the shift exact though the difference is not."""
    each = Assumption("x", "", "", "A", "", ("x",), "1", (0.0, 2.0), (0.0, 2.0))
    luck = [0.0, 10.0, -7.0]
    values = {}
    for world, effect in (("", 1.0), (" @ x=0", 0.5), (" @ x=2", 3.0)):
        for replication, lucky in enumerate(luck):
            values["p" + world, replication] = {"m": 5 + effect + lucky * (1 + (effect > 0))}
            values["b" + world, replication] = {"m": 5 + lucky}
    findings = Findings(3, values, frozenset(), {"m": ""}, {}, ())
    stands, low, high = shifts(findings, "m", "p", "b", [each], 0.95)
    assert stands.difference.mean == pytest.approx(2.0)
    assert stands.difference.high > 5
    assert (low.shift.mean, high.shift.mean) == pytest.approx((-0.5, 2.0))
    assert low.shift.high - low.shift.low == pytest.approx(0, abs=1e-9)


def test_a_value_that_stands_at_an_end_shifts_nothing() -> None:
    each = Assumption("x", "", "", "A", "", ("x",), "0", (0.0, 2.0), (0.0, 2.0))
    values = {(name, 0): {"m": 1.0} for name in ("p", "b", "p @ x=2", "b @ x=2")}
    _, low, high = shifts(Findings(1, values, frozenset(), {"m": ""}, {}, ()), "m", "p", "b", [each], 0.95)
    assert low.shift == Estimate(0.0, 0.0, 0.0, 1)
    assert math.isnan(high.shift.low)


@pytest.mark.parametrize("table", [TABLE, LARGE, LIBRARY], ids=["small_city", "shanghai", "library"])
def test_the_kept_page_says_what_its_table_says(table: Path) -> None:
    assert table.with_suffix(".md").read_text("utf-8") == markdown(table)


@current("docs/data/shanghai_assumptions/assumptions.md")
def test_the_large_city_has_those_that_move_most_in_the_small_one() -> None:
    with LARGE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[0]["scenario"], rows[0]["policy"], rows[0]["baseline"]) == ("shanghai", POLICY, BASELINE)
    _, bars = read_ledger(TABLE)
    assert {bar.name for bar in bars[:20]} <= {row["parameter"] for row in rows}


@current("docs/assumptions.md")
def test_every_assumed_parameter_with_a_range_is_in_the_kept_table() -> None:
    with TABLE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    mode, form = rows[0]["policy"].split("/")
    known = assumptions(rows[0]["scenario"], [f"rules.mode={mode}", f"rules.form={form}"])
    assert {each.path: each.value for each in known} == {
        row["parameter"]: row["stands_at"] for row in rows if row["parameter"]
    }


def test_one_replication_has_no_intervals_and_settles_nothing(tmp_path: Path) -> None:
    with TABLE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    bounds = ("difference_low", "difference_high", "shift_low", "shift_high")
    once = [{**row, **dict.fromkeys(bounds, ""), "n": "1"} for row in rows]
    table = tmp_path / "assumptions.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(once)
    write_pages(table, tmp_path)
    page = (tmp_path / "assumptions.md").read_text("utf-8")
    assert "do not settle the sign" in page
    assert "difference is **+1.41**" in page


@current("docs/data/library_assumptions/assumptions.md")
def test_every_assumed_number_of_a_library_is_moved_where_the_library_lives() -> None:
    stands, bars = read_ledger(LIBRARY)
    study = load_experiment(LIVING, METRICS)
    assert (stands["scenario"], stands["baseline"]) == (study.study.scenario, study.design.baseline)
    assert (stands["metric"], stands["n"]) == (study.outcomes.primary[0], str(study.design.replications))
    known = assumptions(study.study.scenario, overrides_of(study, stands["policy"]))
    assert {each.path: (each.value, each.source) for each in only(known, ["rules.library.*"])} == {
        bar.name: (bar.rows[0]["stands_at"], bar.rows[0]["source"]) for bar in bars
    }


def test_what_moves_nothing_in_a_living_library_is_told_with_its_reason() -> None:
    _, bars = read_ledger(LIBRARY)
    assert {bar.name for bar in bars if bar.span == 0} == STILL
    page = HOW_TO.read_text("utf-8")
    assert "data/library_assumptions/assumptions.md" in page
    assert all(f"`{name}` counts only where" in page for name in STILL)


def test_a_value_that_a_study_sets_keeps_the_source_of_its_range() -> None:
    """What the study sets is no source; a value that the scenario gives a reason for keeps that reason."""
    gates = "rules.library.gates"
    set_, own = only(assumptions("suzhou_anhui", [f"{gates}.asked=0.5"]), [f"{gates}.asked", f"{gates}.stay"])[::-1]
    assert (set_.value, set_.source) == ("0.5", "facts A2 (art. 8): not stated")
    assert own.source.startswith("how long a project stays is not stated")


def test_the_plot_puts_the_greatest_shift_first() -> None:
    _, bars = read_ledger(TABLE)
    labels = [label.get_text() for label in tornado(TABLE).axes[0].get_yticklabels()]
    assert labels[0] == bars[0].name
    assert [bar.span for bar in bars] == sorted((bar.span for bar in bars), reverse=True)


def test_an_end_at_which_one_side_gains_nothing_is_told_and_not_drawn() -> None:
    page, (_, bars) = markdown(TABLE), read_ledger(TABLE)
    empty = [row for bar in bars for row in bar.rows if 0 in (float(row["policy_mean"]), float(row["baseline_mean"]))]
    assert empty
    for row in empty:
        sides = [row[side] for side in ("policy", "baseline") if float(row[f"{side}_mean"]) == 0]
        assert f"{' and '.join(sides)} at `{row['parameter']}` = {row['value']}" in page
    parameters = {row["parameter"] for row in empty}
    assert not parameters & {label.get_text() for label in tornado(TABLE).axes[0].get_yticklabels()}


def test_the_chinese_page_and_plot_hold_the_same_numbers_and_no_english_sentence(tmp_path: Path) -> None:
    english, chinese = markdown(TABLE), markdown(TABLE, "zh")
    numbers = re.compile(r"[+−]\d[\d,.]* \[[^]]*\]")
    assert numbers.findall(chinese) == numbers.findall(english)
    prose = re.sub(r"`[^`]*`|\*\*[^*]*\*\*", "", chinese)
    assert not re.findall(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", prose)
    write_pages(TABLE, tmp_path, "zh")
    assert {path.name for path in tmp_path.iterdir()} >= {"assumptions.zh.md", "assumptions.zh.png", "assumptions.csv"}
    assert not (tmp_path / "assumptions.md").exists()
