"""Size is foretold: what cannot be played is refused before anything is built, in a second and a sentence."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from gpss_sim.allocation import Problem, allocate
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.search.rank_and_cut import rank_and_cut
from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from gpss_sim.library.project import Project
from gpss_sim.library.sheets.sheet_files import MOST_ROWS
from gpss_sim.metrics import METRICS
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.design import combinations, design_points
from gpss_sim.study.experiment_file import load_experiment
from tests.effort import calls_at_most
from tests.scenario_files import TINY, case, write

AT_ONCE = 100_000
"""Calls of functions within which a file is refused: what it asks for is not built."""
CHAIN = 300 * 3000
"""Calls for a chain of three thousand: their square would be nine million."""


UNPLAYABLE = {
    "a budget beyond counting": "[budget]\namount = 1e300",
    "a budget beyond any": "[budget]\namount = 1e14",
    "shares of 2 and -1": "[budget.sources]\nfiscal = 2.0\nlottery = -1.0",
    "urgency shares below zero": "[demand]\nurgency_shares = [2.0, -1.0, 0, 0, 0]",
    "a tranche below zero": "[payment]\nschedule = [[0, 1.5], [6, -0.5]]",
}


@pytest.mark.parametrize("name", UNPLAYABLE)
def test_a_scenario_that_cannot_be_played_is_refused(name: str, tmp_path: Path) -> None:
    with calls_at_most(AT_ONCE), pytest.raises(InputError):
        load_scenario(case(tmp_path, UNPLAYABLE[name]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("posts = 3", "posts = 100_000_000"),
        ("posts = 3", "posts = 10_001"),
        ("duration = 4", "duration = 1e300"),
        ("duration = 4", "duration = 1e-300"),
        ("duration = 4", "duration = 1e-9"),
        ("residents = 100_000", "residents = 10_000_000_000"),
        ("cost = 300_000", "cost = 1e12"),
    ],
)
def test_a_city_that_cannot_be_played_is_refused(old: str, new: str, tmp_path: Path) -> None:
    write(tmp_path, big_toml=TINY.replace(old, new))
    with calls_at_most(AT_ONCE), pytest.raises(InputError, match=new.split(" = ")[0]):
        load_scenario(tmp_path / "big.toml")


def test_posts_are_counted_over_all_templates(tmp_path: Path) -> None:
    one = '[[templates]]\nid = "t{}"\ndistrict = "north"\ndomain = "youth"\nposts = 10_000\ncost = 5\n'
    write(tmp_path, many_toml=TINY + "".join(one.format(number) for number in range(11)))
    with pytest.raises(InputError, match="110,003 posts in all, at most 100,000"):
        load_scenario(tmp_path / "many.toml")


STUDY = '[study]\nscenario = "tiny.toml"\n[outcomes]\nprimary = ["wait"]\n'


def study(folder: Path, levers: int, values: int, design: str = "") -> Path:
    paths = ["demand.load", "demand.growth", "demand.heterogeneity", "demand.survey_sd", "budget.coverage"]
    listed = [f"{k / 100 + 0.1}" for k in range(values)]
    told = "".join(f'"{path}" = [{", ".join(listed)}]\n' for path in paths[:levers])
    write(folder, study_toml=f"{STUDY}[levers]\n{told}[design]\n{design}")
    return folder / "study.toml"


def test_design_points_are_counted_before_they_are_made(tmp_path: Path) -> None:
    path = study(tmp_path, levers=4, values=20)
    with calls_at_most(AT_ONCE), pytest.raises(InputError, match="makes 160,000 design points, at most 10000"):
        load_experiment_points(path)


def test_runs_are_counted_before_they_are_played(tmp_path: Path) -> None:
    path = study(tmp_path, levers=2, values=20, design="replications = 100_000")
    with calls_at_most(AT_ONCE), pytest.raises(InputError, match="makes 40,000,000 runs"):
        load_experiment_points(path)


def load_experiment_points(path: Path) -> object:
    return design_points(load_experiment(path, METRICS))


@pytest.mark.parametrize("crossing", ["full", "one_at_a_time", "fractional"])
def test_the_count_is_no_smaller_than_the_design(crossing: str, tmp_path: Path) -> None:
    path = study(tmp_path, levers=4, values=2, design=f'crossing = "{crossing}"')
    experiment = load_experiment(path, METRICS)
    assert len(design_points(experiment)) <= combinations(experiment)


def test_a_long_library_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text("id,urgency,benefit,cost\n" + "a,1,1,1\n" * 1_000_000)
    with calls_at_most(AT_ONCE), pytest.raises(InputError, match=f"has more than {MOST_ROWS:,} rows"):
        read_library(path)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b"<c>" + b"x" * 200_000_000),
        ("xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000),
        ("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 3_000_000),
    ],
    ids=["one huge cell", "empty rows", "shared strings"],
)
def test_a_workbook_that_unpacks_to_gigabytes_is_refused_at_once(part: str, content: bytes, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "urgency", "benefit", "cost"])
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "library.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, zipfile.ZipFile(buffer) as source:
        for entry in source.infolist():
            if entry.filename != part:
                target.writestr(entry, source.read(entry))
        target.writestr(part, content)
    with calls_at_most(AT_ONCE), pytest.raises(InputError, match="unpacks to"):
        read_library(path)


def chain(links: int, backwards: bool) -> list[Project]:
    order = [f"p{number:05d}" for number in range(links)]
    pairs = list(pairwise(order))
    needs = dict(pairs) if backwards else {other: one for one, other in pairs}
    return [
        Project(name, 1 + k % 5, 1 + k % 7, 100 + k % 13, requires=(needs[name],) if name in needs else ())
        for k, name in enumerate(order)
    ]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_of_three_thousand_prerequisites_takes_calls_in_proportion(backwards: bool) -> None:
    problem = Problem(chain(3000, backwards), 150_000)
    with calls_at_most(CHAIN):
        plan = rank_and_cut(build(problem)).plan
    assert plan.funding is not None
    assert not plan.breaches


def test_a_chain_is_decided(tmp_path: Path) -> None:
    problem = Problem(chain(200, True), 10_000)
    outcome = allocate(problem, "weighted", "auto", None)
    assert outcome.verdict == "proven_optimal"


def test_rows_are_counted_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text('id,name,urgency,benefit,cost\na,"two\nlines",1,1,1\n\nb,x,9,1,1\n', encoding="utf-8")
    with pytest.raises(InputError, match="row 4, column urgency"):
        read_library(path)
