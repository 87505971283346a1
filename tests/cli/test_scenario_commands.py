"""Commands on scenarios, as users give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gpss_sim.cli import main, show
from gpss_sim.cli.describe_field import _asked
from gpss_sim.cli.list import KINDS
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.compare import leaves
from gpss_sim.scenario.declared import declared as declared_at
from gpss_sim.scenario.fieldtable import markdown
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.origin import dotted, split
from tests.layers import ROOT
from tests.scenario_files import case, write


def call(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def table(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path))
    return tmp_path


class TestValidate:
    def test_a_sound_scenario(self, here: Path) -> None:
        result = call("validate", "tiny.toml", "shanghai")
        assert result.exit_code == 0
        assert table(result.stdout) == [
            ["file", "kind", "content"],
            ["tiny.toml", "scenario", "1 districts, 1 domains, 1 templates, 3 posts"],
            ["shanghai", "scenario", "17 districts, 9 domains, 153 templates, 702 posts"],
        ]

    def test_experiments_and_libraries(self) -> None:
        files = [
            str(ROOT / "experiments" / "shanghai_modes.toml"),
            str(ROOT / "scenarios" / "baseline" / "library.csv"),
        ]
        assert [row[1:] for row in table(call("validate", *files).stdout)[1:]] == [
            ["experiment", "8 design points, 12 comparisons, 240 runs"],
            ["library", "117 projects, 693 posts, 69300000.00 yuan"],
        ]
        assert table(call("validate", "small_modes").stdout)[1][1] == "experiment"

    def test_an_experiment_is_checked_with_the_scenarios_it_makes(self, here: Path) -> None:
        (here / "study.toml").write_text(
            "[study]\nscenario = 'small_city'\nset = { 'calendar.yeers' = 2 }\n[levers]\n"
            "'rules.mode' = ['formal', 'competitiv']\n[design]\nreplications = 2\nbaseline = 'formall'\n"
            "[outcomes]\nprimary = ['improvment_per_million']\n",
            "utf-8",
        )
        told = call("validate", "study.toml").stderr
        for wrong in ("calendar.yeers", "competitiv", "formall", "improvment_per_million"):
            assert wrong in told
        assert call("batch", "study.toml", "--dry-run").stderr == told

    def test_faults_of_all_files(self, here: Path) -> None:
        case(here, "[demand]\nload = 0")
        result = call("validate", "case.toml", "nowhere.toml", "tiny.toml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines() == [
            "Error: 2 faults",
            "  case.toml:3: demand.load = 0: must be more than 0",
            "  nowhere.toml: scenario: is neither a scenario file, a folder with scenario.toml, nor the name of a "
            "scenario that ships",
        ]

    def test_an_override_is_checked_too(self, here: Path) -> None:
        result = call("validate", "tiny.toml", "--set", "rules.mode=opn")
        assert result.exit_code == 2
        assert (
            "--set: rules.mode = opn: must be one of [rules.modes]: open, told (did you mean 'open'?)" in result.stderr
        )

    def test_a_file_that_is_no_toml(self, here: Path) -> None:
        (here / "bad.toml").write_text("a = = 1")
        result = call("validate", "bad.toml")
        assert (result.exit_code, result.stderr) == (
            2,
            "Error: bad.toml: file: is not TOML: Invalid value (at line 1, column 5)\n",
        )


class TestDiff:
    def test_two_variants_of_one_scenario(self, here: Path) -> None:
        fields = sum(entry.path.startswith("demand.") and "[]" not in entry.path for entry in entries())
        result = call("diff", "tiny.toml", "--set-b", "demand.load=2")
        rows = table(result.stdout)
        assert rows[:3] == [
            ["# What differs"],
            ["table", "field", "A", "B", "unit", "meaning"],
            ["demand", "demand.load", "1.15", "2", "–", rows[2][5]],
        ]
        assert ["demand", str(fields - 1), "1"] in rows

    def test_a_value_set_in_both_is_held_equal(self, here: Path) -> None:
        result = call("diff", "tiny.toml", "tiny.toml", "--set", "demand.load=2", "--all")
        assert result.stdout.startswith("# Nothing differs\n")
        assert "demand\tdemand.load\t2\t" in result.stdout

    def test_two_scenarios(self) -> None:
        result = call("diff", "baseline", "shanghai")
        assert result.exit_code == 0
        assert "delivery\tdelivery.post_price\t100000\t80000\tyuan\t" in result.stdout


class TestDescribe:
    def test_a_scenario(self) -> None:
        result = call("describe", "shanghai")
        assert result.exit_code == 0
        assert result.stdout.startswith("Shanghai about 2012")
        assert "罗山市民会馆" in result.stdout
        assert ["delivery.post_price", "80000", "yuan", "F"] in [row[:4] for row in table(result.stdout)]

    def test_a_field(self) -> None:
        rows = dict(table(call("describe", "assessment.pass_line").stdout))
        assert (rows["default"], rows["unit"], rows["sweep"]) == ("80", "points", "60 – 85")

    def test_a_table_of_fields(self) -> None:
        rows = table(call("describe", "rules.award").stdout)
        assert rows[0][:3] == ["field", "type", "default"]
        assert {"rules.award.price_weight", "rules.award.bidding"} <= {row[0] for row in rows}
        assert all(row[0].startswith("rules.award.") for row in rows[1:])

    def test_a_policy(self) -> None:
        result = call("describe", "budget_line")
        assert result.stdout.startswith("price rule budget_line (rules.modes.<name>.price)\n")

    def test_a_procurement_method(self) -> None:
        rows = table(call("describe", "open_tender", "--set", "rules.methods.open_tender.days=50").stdout)
        found = {row[0]: row[1:4] for row in rows[1:]}
        assert found["rules.methods.open_tender.days"] == ["50", "days", ""]
        assert found["rules.methods.open_tender.min_bidders"] == ["3", "bidders", "R"]

    def test_an_indicator(self) -> None:
        assert table(call("describe", "wait_urgent").stdout)[0] == ["indicator", "wait_urgent"]

    def test_an_unknown_name(self) -> None:
        result = call("describe", "shanghay")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "(did you mean 'shanghai'?)" in result.stderr


class TestList:
    def test_scenarios(self) -> None:
        assert {"baseline", "shanghai"} <= {row[0] for row in table(call("list", "scenarios").stdout)}

    def test_methods_are_those_of_the_scenario_and_the_registered_policies(self, here: Path) -> None:
        rows = table(call("list", "methods", "--scenario", "tiny.toml").stdout)
        assert ["procurement method", "tender", "45 days, minimum of bidders 3"] in rows
        assert ["purchase mode", "told", "seller dependent, price budget_line, procedure talk"] in rows
        assert any(row[:2] == ["price rule", "budget_line"] for row in rows)

    def test_indicators(self) -> None:
        assert table(call("list", "metrics").stdout)[0] == ["name", "unit", "better", "title", "title_zh"]

    def test_experiments(self) -> None:
        rows = table(call("list", "experiments").stdout)
        assert rows[0] == ["name", "title", "title_zh"]
        assert "shanghai_modes" in [row[0] for row in rows]

    def test_an_unknown_kind(self) -> None:
        assert call("list", "cities").exit_code == 2


class TestInit:
    def test_a_copy_is_ready_to_be_changed(self, here: Path) -> None:
        result = call("init", "mine", "--from", "shanghai")
        assert result.exit_code == 0
        assert "Wrote mine/scenario.toml\n" in result.stdout
        assert call("validate", "mine").exit_code == 0
        differences = table(call("diff", "shanghai", "mine").stdout)
        assert differences[0] == ["# Nothing differs"]

    def test_a_folder_in_use_is_left_alone(self, here: Path) -> None:
        result = call("init", str(here))
        assert result.exit_code == 2
        assert "must not exist yet, or be empty" in result.stderr


class TestSchema:
    def test_it_is_json(self) -> None:
        assert json.loads(call("schema").stdout)["title"] == "gpss_sim scenario"

    def test_it_is_written_to_a_file(self, here: Path) -> None:
        assert call("schema", "--out", "s.json").stdout == "Wrote s.json\n"
        assert json.loads((here / "s.json").read_text("utf-8")) == json.loads(call("schema").stdout)

    def test_the_table_of_fields_in_the_docs_is_current(self) -> None:
        page = (ROOT / "docs" / "reference" / "scenario.md").read_text("utf-8")
        assert page == markdown(), "write it anew: gpss-sim schema --fields --out docs/reference/scenario.md"
        assert call("schema", "--fields").stdout == page


class TestTables:
    def test_cells_stay_on_their_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        show.table(("a", "b"), [("x\ny", "1\t2")], "t")
        assert capsys.readouterr().out == "# t\na\tb\nx y\t1 2\n"

    def test_a_terminal_gets_a_drawn_table(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        show.table(("a",), [("[b]x[/b]",)], "title [1]")
        told = capsys.readouterr().out
        assert "title [1]" in told
        assert "[b]x[/b]" in told
        assert "\t" not in told


class TestDescribePaths:
    """Every path that --set takes is described, with the value it has."""

    @pytest.mark.parametrize("scenario", ["small_city", "shanghai_mixed", "chengdu_vouchers"])
    def test_every_value_of_a_scenario_is_found_under_its_declaration(self, scenario: str) -> None:
        every = [dotted(key) for key in leaves(load_scenario(scenario))]
        assert len(every) > 300
        paths = list({declared_at(split(path)): path for path in every}.values())  # one place of each list and table
        declared = {entry.path for entry in entries()}
        assert [path for path in paths if _asked(path)[0] not in declared] == []

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("rules.modes.formal.raters", "1"),
            ("rules.modes.formal.raters=4", "1"),
            ("budget.sources.fiscal", "0.8"),
            ("rules.methods.open_tender.min_bidders", "3"),
            ("demand.load", None),
            ("budget.envelopes.lottery.most", None),
            ("city.districts[0].residents", None),
        ],
    )
    def test_a_path_with_names(self, path: str, value: str | None) -> None:
        rows = dict(row[:2] for row in table(call("describe", path, "--scenario", "small_city").stdout))
        assert rows["field"] == path.partition("=")[0]
        assert (rows.get("value"), bool(rows["meaning"])) == (value, True)

    def test_the_table_of_one_mode_shows_its_values(self) -> None:
        rows = table(call("describe", "rules.modes.formal", "--set", "rules.modes.formal.raters=2").stdout)
        found = {row[0]: row[1] for row in rows}
        assert (found["rules.modes.formal.raters"], found["rules.modes.formal.seller"]) == ("2", "dependent")

    @pytest.mark.parametrize("path", ["rules.modes.formal.ratrs", "demand.lod", "rules.modes.formal.raters.x"])
    def test_a_slip_is_no_field(self, path: str) -> None:
        assert call("describe", path).exit_code == 2


def test_list_without_a_kind_lists_every_kind_under_its_name() -> None:
    whole = call("list").stdout
    assert [line[2:] for line in whole.splitlines() if line.startswith("# ")] == list(KINDS)
    for kind in KINDS:
        assert call("list", kind).stdout in whole
