"""The kept page of stylised facts: it says what its tables say, and they come from the model."""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
from pathlib import Path

import pytest

from gpss_sim.report.validation import TITLES, counts, markdown, overall, read_tables, write_pages
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.validation.calibration import knobs
from gpss_sim.validation.facts import FOLDER, FactVerdict, facts, judge
from gpss_sim.validation.measures import model, play
from tests.kept import current
from tests.layers import ROOT

KEPT = ROOT / "docs/validation"


def test_the_kept_reading_follows_from_the_band() -> None:
    for row, knob in zip(read_tables(KEPT)[2], knobs(), strict=True):
        now = Estimate(*(float(row[name]) for name in ("measured", "measured_low", "measured_high")), int(row["n"]))
        assert judge(now, knob.low, knob.high) == row["verdict"]
        if row["verdict"] == FactVerdict.HOLDS:
            assert float(row["meets_from"]) <= float(row["stands_at"]) <= float(row["meets_to"])


@current("docs/validation.md")
def test_the_kept_page_says_what_its_tables_say() -> None:
    assert (ROOT / "docs/validation.md").read_text("utf-8") == markdown(KEPT)


def test_a_check_that_no_run_answers_is_told(tmp_path: Path) -> None:
    """Every run of a design point may fail; the page says so and stands."""
    shutil.copytree(KEPT, tmp_path / "tables")
    table = tmp_path / "tables" / "facts.csv"
    head, first, *rest = table.read_text("utf-8-sig").splitlines()
    row = dict(zip(head.split(","), next(csv.reader([first])), strict=True))
    row |= {"value": "", "ci_low": "", "ci_high": "", "n": "0", "verdict": "open", "each": "[NaN, NaN]"}
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
        stream.write("\n".join(rest) + "\n")
    assert re.search(rf"\| {re.escape(row['check'])} \| [^|]* \| no run has a value \| open \|", markdown(table.parent))


@current("docs/validation.md")
def test_the_kept_tables_hold_every_check() -> None:
    found, prices, asked = read_tables(KEPT)
    assert [(row["fact"], row["check"]) for row in found] == [
        (str(f.number), c.what) for f in facts() for c in f.checks
    ]
    assert [row["bidders"] for row in prices] == [str(n) for n in range(1, 11)]
    assert [row["parameter"] for row in asked] == [knob.parameter for knob in knobs()]


def test_kept_verdicts_follow_from_kept_intervals() -> None:
    for row in read_tables(KEPT)[0]:
        bounds = [
            float(row[name]) if row[name] else end for name, end in (("bound_low", -math.inf), ("bound_high", math.inf))
        ]
        found = Estimate(*(float(row[name] or "nan") for name in ("value", "ci_low", "ci_high")), int(row["n"]))
        assert judge(found, *bounds) == row["verdict"]


def test_kept_intervals_follow_from_the_replications() -> None:
    for row in read_tables(KEPT)[0]:
        found = estimate(json.loads(row["each"]), 0.95)
        kept = [float(row[name] or "nan") for name in ("value", "ci_low", "ci_high", "n")]
        assert [found.mean, found.low, found.high, found.n] == pytest.approx(kept, nan_ok=True)


@current("docs/validation.md")
def test_kept_rows_come_from_the_model() -> None:
    """One run is played again: rows that look at nothing but the default have it as their first replication."""
    kept = {(row["fact"], row["check"]): row for row in read_tables(KEPT)[0]}
    first = load_experiment(FOLDER / "city.toml", model().metrics).design.point[0]
    assert not first.set
    seeds = {int(row["seed"]) for row in kept.values()}
    rows = play(load_scenario("shanghai"), *seeds, 0, False)
    played = {row[0]: row[7] for row in rows if not any(row[2:7])}
    looked = 0
    for fact in facts():
        for check in fact.checks:
            if {point for _, _, point in check.terms} == {first.name}:
                value = sum(size * played[name] for size, name, _ in check.terms)
                assert json.loads(kept[str(fact.number), check.what]["each"])[0] == pytest.approx(value, rel=1e-9)
                looked += 1
    assert looked >= 6


def test_the_recipe_plays_as_many_replications_as_the_page_shows() -> None:
    recipe = (ROOT / "docs/how-to/judge-the-model.md").read_text("utf-8")
    said = re.search(r"gpss-sim facts --replications (\d+)", recipe)
    assert said
    assert {row["n"] for row in read_tables(KEPT)[0] if row["value"]} == {said[1]}


def test_one_recipe_refreshes_page_and_tables(tmp_path: Path) -> None:
    tables = shutil.copytree(KEPT, tmp_path / "played")
    (tmp_path / "docs/validation").mkdir(parents=True)
    (tmp_path / "docs/validation/facts.csv").write_text("old")
    assert write_pages(tables, tmp_path / "docs") == tmp_path / "docs/validation"
    for table in KEPT.iterdir():
        assert (tmp_path / "docs/validation" / table.name).read_bytes() == table.read_bytes()
    assert (tmp_path / "docs/validation.md").read_bytes() == (ROOT / "docs/validation.md").read_bytes()


def test_facts_are_counted_apart_by_use() -> None:
    header, *rows = counts(KEPT)
    assert header == ("facts", "holds", "misses", "open")
    assert [sum(int(cell) for cell in row[1:]) for row in rows] == [
        sum(fact.use == use for fact in facts()) for use in TITLES
    ]


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [(["holds", "misses"], "misses"), (["holds", "open"], "open"), (["holds"], "holds"), ([], "not looked at")],
)
def test_a_fact_is_no_better_than_its_checks(verdicts: list[str], verdict: str) -> None:
    assert overall(facts()[0], [{"check": "", "verdict": each} for each in verdicts]) == verdict


def test_what_stands_beside_the_criterion_does_not_count() -> None:
    fact = next(fact for fact in facts() if any(check.beside for check in fact.checks))
    rows = [{"check": check.what, "verdict": "misses" if check.beside else "holds"} for check in fact.checks]
    assert overall(fact, rows) == "holds"
