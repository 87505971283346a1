"""What goes wrong is told with the file in which it stands, whichever step finds it; tables break at no odd sign."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.chronicle.ledger_file import COLUMNS, read_ledger
from gpss_sim.chronicle.run_files import LEDGER
from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.files import parse_json
from gpss_sim.tabular import write_csv
from tests.fuzz import seeds
from tests.records import seal


def refusal(*arguments: object) -> str:
    end = CliRunner().invoke(main, [*map(str, arguments)])
    assert end.exit_code == 2, end.output
    return end.output


@pytest.mark.parametrize(
    "rule",
    [
        '[[commitment]]\nname = "x"\namount = "900万"\n',
        "[fairness]\npopulation = { nowhere = 5 }\n",
        'mandatory = ["P9"]\n',
    ],
)
def test_rules_that_do_not_fit_are_told_with_their_file(rule: str, tmp_path: Path) -> None:
    seeds.write(tmp_path)
    (tmp_path / "of_2026.toml").write_text(rule)
    words = ("--budget", "80万", "--rules", tmp_path / "of_2026.toml", "--out", tmp_path / "out")
    assert "of_2026.toml" in refusal("allocate", tmp_path / "projects.csv", *words)


def test_a_scenario_that_an_experiment_does_not_find_is_told_in_the_experiment(tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text('[study]\nscenario = "baselin"\n[outcomes]\nprimary = ["served"]\n')
    told = refusal("validate", tmp_path / "e.toml")
    assert "e.toml:2: study.scenario = baselin" in told
    assert "did you mean 'baseline'?" in told


ROW = "0.5,a,b,c,,100.00\n"


@pytest.mark.parametrize(
    "content", [b"\xff\x80\x81", b"day\n1\n", ROW.encode(), b"x" * 9, ",".join(COLUMNS).encode() + b"\nx,a,b,c,,1\n"]
)
def test_a_ledger_that_was_damaged_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(content)
    seal(tmp_path)
    with pytest.raises(InputError, match=r"ledger\.csv"):
        read_ledger(tmp_path)


def test_a_ledger_that_was_altered_is_named(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_text(",".join(COLUMNS) + "\n" + ROW)
    seal(tmp_path)
    assert read_ledger(tmp_path) == [(0.5, "a", "b", "c", 10000)]
    seal(tmp_path, sha256={LEDGER: "0"})
    with pytest.raises(InputError, match="is not what was written"):
        read_ledger(tmp_path)


def test_half_a_sign_in_json_is_refused_and_a_whole_one_is_read() -> None:
    with pytest.raises(InputError, match=r"half of a sign, \\ud800"):
        parse_json('{"name": "\\ud800"}', "a.json")
    assert parse_json('["\\ud83d\\ude42"]', "a.json") == ["🙂"]


def test_a_cell_with_any_line_end_stays_one_cell(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ("name", "x"), [("a\rb", 1), ("c\r\nd", 2), ("\r=1", 3)])
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    assert "\r" not in text
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [["a\nb", "1"], ["c\nd", "2"], ["'\n=1", "3"]]


def test_a_table_whose_name_no_system_takes_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(seeds.TOWN.replace('"library.csv"', '"' + "x" * 100_000 + '"'))
    told = refusal("validate", tmp_path / "town.toml")
    assert "town.toml:9: city.library = xxx" in told
    assert len(told) < 2000


def test_long_and_steering_names_in_a_list_are_shortened_and_escaped(tmp_path: Path) -> None:
    seeds.write(tmp_path)
    (tmp_path / "town.toml").write_text(
        seeds.TOWN.replace('"east"', '"' + "x" * 5000 + '"').replace('"west"', '"\\u202ew"')
    )
    told = refusal("validate", tmp_path / "town.toml")
    assert "… (5000 characters)" in told
    assert "\\u202ew" in told
    assert len(told) < 2000
