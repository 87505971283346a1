"""Experiments from Python: put together here or read from a file, and every way of looking at them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import gpss_sim as gp
from gpss_sim import folders
from gpss_sim.api.progress import Line, progress_of
from gpss_sim.api.result import Study
from gpss_sim.errors import InputError
from tests.layers import ROOT

TOWN = ROOT / "tests/study/town"
SHORT = {"calendar.years": 2, "calendar.reference_year": False}
ASKED = {
    "levers": {"rules.mode": ["formal", "direct"]},
    "uncertainties": {"demand.load": np.array([0.5, 1.5])},
    "outcomes": ["served"],
    "secondary": ["wait"],
    "settings": SHORT,
}


@pytest.fixture(scope="module", autouse=True)
def _no_screen() -> Iterator[None]:
    before = matplotlib.get_backend()
    matplotlib.use("Agg")
    yield
    matplotlib.use(before)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("study")
    return gp.study(TOWN, **ASKED, replications=3, name="modes", out=folder / "modes", seed=5)


def test_a_study_is_what_its_file_would_be(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "modes.toml"
    path.write_text(
        f"""
        [study]
        scenario = "{TOWN.as_posix()}"
        set = {{ "calendar.years" = 2, "calendar.reference_year" = false }}
        [levers]
        "rules.mode" = ["formal", "direct"]
        [uncertainties]
        "demand.load" = [0.5, 1.5]
        [design]
        replications = 3
        [outcomes]
        primary = ["served"]
        secondary = ["wait"]
        """,
        "utf-8",
    )
    told: list[tuple[int, int]] = []
    same = gp.batch(path, tmp_path / "out", workers=0, seed=5, progress=lambda *where: told.append(where))
    for name in ("runs", "summary", "comparisons"):
        pd.testing.assert_frame_equal(getattr(same, name), getattr(study, name))
    assert told[0] == (0, 12)
    assert told[-1] == (12, 12)


def test_a_table_is_read_only_as_it_was_written(study: Study, tmp_path: Path) -> None:
    folder = shutil.copytree(study.folder, tmp_path / "copy")
    assert gp.read(folder).boxes.empty
    table = folder / "runs.csv"
    table.write_bytes(table.read_bytes().replace(b"ok", b"ok ", 1))
    with pytest.raises(InputError, match=r"runs\.csv.*is not what was written"):
        _ = gp.read(folder).runs
    table.unlink()
    with pytest.raises(InputError, match=r"runs\.csv"):
        _ = gp.read(folder).runs


def test_frames_have_types_and_units(study: Study) -> None:
    assert len(study.runs) == 12
    assert study.runs["served"].dtype == float
    assert study.runs.attrs["units"] == {"served": "persons", "wait": "days"}
    assert study.summary.attrs["units"] == study.comparisons.attrs["units"] == study.units
    assert set(study.comparisons["design_point"]) == {"direct@demand.load=0.5", "direct@demand.load=1.5"}
    assert study.failures.empty
    assert study.selection.empty


def test_every_indicator_of_every_year_can_be_had(study: Study) -> None:
    first, window = study.values("1"), study.values()
    assert len(first) == len(window) == 12
    runs = study.runs.set_index(["design_point", "replication"])
    pd.testing.assert_series_equal(window["served"].loc[runs.index], runs["served"])
    assert first["served"].sum() != window["served"].sum()
    assert first.attrs["units"]["granted"] == "yuan"


def test_a_folder_can_be_read_again(study: Study) -> None:
    again = gp.read(study.folder)
    assert again.runs.equals(study.runs)
    assert again.sentences("zh") == study.sentences("zh")
    assert again.sentences() != again.sentences("zh")


def test_the_same_question_goes_on_and_another_one_has_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = {"outcomes": "served", "settings": SHORT | {"calendar.years": 1}, "progress": None}
    one = gp.study(TOWN, **asked, replications=1)
    more = gp.study(TOWN, **asked, replications=2)
    other = gp.study(TOWN, **asked, also=["wait"], replications=1)
    assert one.folder == more.folder != other.folder
    assert len(more.runs) == 2


def test_factors_are_a_pair_of_ends_values_or_a_table(tmp_path: Path) -> None:
    asked = {
        "demand.load": (0.5, 1.5),
        "rules.form": ["post", "project"],
        "agencies.overhead": {"low": 0.05, "high": 0.2, "log": True},
    }
    with pytest.raises(InputError, match="overhead") as error:
        gp.study(TOWN, factors=asked, outcomes="served", out=tmp_path / "x", samples=4)
    assert len(error.value.faults) == 1


def test_every_fault_of_a_question_is_told() -> None:
    with pytest.raises(InputError) as error:
        gp.study(TOWN, levers={"rules.mode": []}, outcomes=["servd"], replications=0, nonsense=1)
    text = str(error.value)
    assert "design.nonsense" in text
    assert "design.replications" in text


def test_a_notebook_shows_the_primary_outcomes(study: Study) -> None:
    assert study._repr_html_().count("<tr>") == 1 + 4
    assert "demand.load=0.5" in study._repr_html_()
    assert repr(study) == "<study modes: 4 design points, 3 replications>"


def test_parquet_holds_what_the_tables_hold_with_units(study: Study) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="gpss-sim[parquet] is not installed")
    made = {path.name: path for path in study.to_parquet()}
    assert "runs.parquet" in made
    table = parquet.read_table(made["runs.parquet"])
    assert json.loads(table.schema.metadata[b"units"])["served"] == "persons"
    frame = table.to_pandas()
    assert frame["served"].tolist() == study.runs["served"].tolist()
    assert frame["design_point"].tolist() == study.runs["design_point"].tolist()
    mark = folders.read_mark(study.folder)
    assert mark is not None
    assert "runs.parquet" in mark.files


def test_without_pyarrow_a_sentence_says_what_is_missing(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"gpss-sim\[parquet\]"):
        study.to_parquet()


def test_progress_is_a_line_that_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    line = Line()
    for done in range(4):
        line(done, 3)
    told = capsys.readouterr().err
    assert told.startswith("\r0 of 3 runs")
    assert told.endswith("\n")
    assert progress_of(None) is None  # no notebook
    assert progress_of(False) is None
    assert isinstance(progress_of(True), Line)


@pytest.mark.parametrize("name", ["levels", "differences", "worlds", "years"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_plots_draw_on_the_axes_given_and_make_their_own(study: Study, name: str, lang: str) -> None:
    figure = Figure()
    ax = figure.subplots()
    draw = getattr(gp.plots, name)
    assert draw(study, "served", ax=ax, lang=lang) is ax
    assert ax.get_xlabel()
    assert ax.lines
    own = draw(study, "served", lang=lang)
    assert own.figure is not figure


def test_a_plot_of_differences_says_from_what(tmp_path: Path) -> None:
    pairs = [["project/competitive", "project/formal"]]
    levers = {"rules.form": ["post", "project"], "rules.mode": ["formal", "competitive"]}
    asked = gp.study(TOWN, levers=levers, outcomes="served", out=tmp_path / "x", pairs=pairs, replications=2)
    ax = gp.plots.differences(asked, "served")
    told = ax.get_xlabel().replace("\n", " ")
    assert told == "Recipients whose service started, minus post × formal (persons), simultaneous 95% CI"
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "post × competitive",
        "project × formal",
        "project × competitive",
        "project × competitive minus project × formal",
    ]


def test_names_that_look_like_numbers_stay_names(tmp_path: Path) -> None:
    select = {"outcome": "served", "indifference": "30%", "first": 5, "step": 5}
    facts = {"outcomes": "served", "out": tmp_path / "x", "select": select, "maximum": 20}
    asked = gp.study(TOWN, levers={"budget.coverage": [0.6, 2.0]}, **facts)
    assert asked.selection is not None
    assert set(asked.selection["out_by"].dropna()) == {"2"}


def test_plots_show_every_world(study: Study) -> None:
    labels = [text.get_text() for text in gp.plots.levels(study, "served").get_yticklabels()]
    assert sum("0.5" in label for label in labels) == sum("1.5" in label for label in labels) == 2
    with pytest.raises(InputError, match="is no outcome"):
        gp.plots.levels(study, "paid")


def test_calls_are_annotated_throughout() -> None:
    for name in ("load", "run", "compare", "study", "batch", "read", "allocate", "explain", "plan"):
        call = getattr(gp, name)
        if name == "study":
            from gpss_sim.api.studies import study as call
        assert "return" in call.__annotations__
        assert set(call.__annotations__) >= set(call.__code__.co_varnames[: call.__code__.co_argcount])


def test_a_loaded_scenario_is_no_question_that_can_be_played_again() -> None:
    with pytest.raises(InputError, match=r"study: scenario = town: .*its name or file, by which it can be"):
        gp.study(gp.load(TOWN), outcomes="served")  # type: ignore[arg-type]
