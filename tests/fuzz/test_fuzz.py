"""What the fuzzer found once: small inputs by kind, and that its own watch notices."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from gpss_sim.errors import InputError
from gpss_sim.files import parse_toml
from gpss_sim.library import read_library
from gpss_sim.library.columns import column
from gpss_sim.library.sheets.amount_texts import count_text, money_text
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.origin import lines_of
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.plan import make_plan
from tests.fuzz import seeds, watch
from tests.fuzz.calls import drawn
from tests.fuzz.grammar import mutated
from tests.scenario_files import TINY
from tests.study.fake import METRICS


@pytest.mark.parametrize(
    "text",
    ["x = false", TINY.replace('domain = "youth"', "domain = [1]"), TINY.replace('id = "youth"', "id = [1]")],
    ids=["nothing that a scenario needs", "a list for a name", "a list for an id"],
)
def test_odd_scenarios_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(InputError):
        load_scenario(tmp_path / "a.toml")


@pytest.mark.parametrize("text", [".".join("a" * 50_000) + " = 1", "[" + ".".join(['"a"'] * 50_000) + "]"])
def test_a_key_of_many_parts_takes_no_gigabytes(text: str) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        parse_toml(text, "a.toml")


EXPERIMENT = """[study]
scenario = "baseline"

[levers]
"rules.mode" = ["formal",
  "competetive"]

[[design.point]]
name = "a"
set = { "demand.load" = 1.1 }

[[design.point]]
name = "b"
set = { "demand.loda" = 1.1 }

[outcomes]
primary = ["gain"]
"""


def test_what_a_design_sets_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text(EXPERIMENT)
    with pytest.raises(InputError) as refused:
        make_plan(load_experiment(tmp_path / "e.toml", METRICS), METRICS)
    told = {fault.place: fault.file.rpartition(":")[2] for fault in refused.value.faults}
    assert told == {"rules.mode": "5", "demand.loda": "14"}


def test_the_seeds_are_right_and_changes_are_drawn_by_number(tmp_path: Path) -> None:
    seeds.write(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        once, again = (mutated(path.name, path.read_bytes(), Random("1.7")) for _ in range(2))
        assert once == again
    assert len({drawn(Random(f"1.{number}")) for number in range(60)}) > 20


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        (70, "Error: the program failed", "exit code 70"),
        (2, "Error: a: Input should be a valid tuple", "words of the program"),
        (2, "Error: a: b\x1b[31m", "control characters"),
        (2, "", "nothing is said"),
        (2, "错误：a: b = 1: must be a number", "not Chinese"),
    ],
)
def test_the_watch_notices(code: int, text: str, told: str, tmp_path: Path) -> None:
    found = watch.complaints(code, text, 0.1, ("validate", "--lang", "zh"), [], tmp_path)
    assert any(complaint.startswith(told) for complaint in found)
    assert not watch.complaints(2, "错误：a: b = 1: 应为数字", 0.1, ("validate", "--lang", "zh"), [], tmp_path)


MIXED = """id，name，district，domain，group，urgency，cost，posts，min_posts，benefit，sources，requires，excludes，mandatory
P1\tHome visits\teast\telderly\telderly\t5\t450000\t3\t1\t120\tfiscal\t\t\ttrue
P2|Youth centre|east|youth|youth|4|300000|2||80.5|fiscal;lottery|P1||
P3|Family help|west|family|families|3|250000|2||60|lottery||P4|
P4;"Mediation; west";west;family;families;2;200000;1;;40;;;;
P5;Hotline;west;youth;youth;1;150000;1;;30;fiscal;;;
"""  # noqa: E501


def test_a_table_whose_rows_are_parted_differently_is_refused_with_what_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MIXED, "utf-8")
    with pytest.raises(InputError, match="headings"):
        read_library(tmp_path / "a.csv")


@pytest.mark.parametrize("sign", ["9", "a", "人", "（", "9,"])
def test_a_cell_of_many_signs_is_read_in_time_that_grows_with_its_length(sign: str) -> None:
    text = sign * 100_000  # a quadratic pattern takes minutes for this
    assert count_text(text) is None or sign == "9"
    assert money_text(text) is None or sign == "9"


@pytest.mark.parametrize("text", [" ", "(", "\t"])
def test_a_heading_and_a_line_of_many_signs_are_read_in_time_that_grows_with_their_length(text: str) -> None:
    long = text * 100_000  # a quadratic pattern takes minutes for this
    assert column(f"成本{long}!") is None
    assert lines_of(f"[a]\n[{long}\nb = 1\n")[("a", "b")] == 3
