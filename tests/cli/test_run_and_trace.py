"""``gpss-sim run`` and ``gpss-sim trace``: files, bytes, refusals, stories."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gpss_sim.chronicle.story import EventLine, story
from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.metrics.stored import FILES
from gpss_sim.report.events import sentence
from tests import city
from tests.ocds.conftest import validator
from tests.records import seal

COLUMNS = {
    "metrics.csv": "metric,year,district,group,domain,form,method,value,unit",
    "events.csv": "day,event,entity,counterparty,amount",
    "ledger.csv": "day,account_from,account_to,source,contract,amount",
}
PROCUREMENT = ("procurements.csv", "offers.csv")
LIFE = ["arrived", "waits", "service started", "paused", "resumed", "completed", "gave up", "interrupted"]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    result = call("run", city.write(folder), "--years", 2, "--seed", 7, "--out", folder / "out")
    assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.mark.parametrize("name", COLUMNS)
def test_the_tables_have_their_columns_and_safe_bytes(out: Path, name: str) -> None:
    content = (out / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + COLUMNS[name].encode() + b"\n")
    assert b"\r" not in content
    assert content.count(b"\n") > 100


def test_the_record_says_what_was_run_and_weighs_the_tables(out: Path) -> None:
    record = json.loads((out / "manifest.json").read_text("utf-8"))
    assert (record["kind"], record["scenario"], record["seed"]) == ("run", "small", 7)
    assert record["overrides"] == ["calendar.years=2"]
    assert record["sha256"] == {
        name: sha256((out / name).read_bytes()).hexdigest() for name in (*COLUMNS, *PROCUREMENT, *FILES)
    }


def test_the_run_is_exported_as_valid_releases(out: Path, tmp_path: Path) -> None:
    done = call("export", "ocds", out, "--out", tmp_path / "ocds")
    assert done.exit_code == 0, done.output
    package = json.loads((tmp_path / "ocds/releases.json").read_text("utf-8"))
    assert [error.message for error in validator("release-package-schema").iter_errors(package)] == []
    signed = sum(row["event"] == "signed" for row in rows(out / "events.csv"))
    assert len({c["id"] for each in package["releases"] for c in each.get("contracts", [])}) == signed


def test_the_ledger_file_closes_to_the_fen(out: Path) -> None:
    paid = {"budget": 0, "grant": 0}
    for row in rows(out / "ledger.csv"):
        whole, point, fen = row["amount"].partition(".")
        assert (point, len(fen)) == (".", 2)
        for account, sign in ((row["account_from"], -1), (row["account_to"], 1)):
            paid[account] = paid.get(account, 0) + sign * (int(whole) * 100 + int(fen))
    assert sum(paid.values()) == 0
    assert -paid["grant"] == sum(
        paid[name] for name in paid if name in ("budget", "committed", "lapsed", "procurement")
    ) + sum(
        int(row["amount"].replace(".", ""))
        for row in rows(out / "ledger.csv")
        if row["account_from"] == "committed" and row["account_to"] not in ("budget", "lapsed")
    )


def test_events_come_in_order_and_every_life_is_whole(out: Path) -> None:
    lives: dict[str, list[str]] = {}
    last = 0.0
    for row in rows(out / "events.csv"):
        assert float(row["day"]) >= last
        last = float(row["day"])
        if row["entity"].startswith("recipient:"):
            lives.setdefault(row["entity"], []).append(row["event"])
    assert {event for life in lives.values() for event in life} == set(LIFE)
    for life in lives.values():
        assert life[0] == "arrived"
        assert not {"completed", "gave up", "interrupted"} & set(life[:-1])
        assert life.count("paused") - life.count("resumed") in (0, 1)
        assert ("resumed" in life) <= ("paused" in life)


def test_the_log_agrees_with_the_indicators(out: Path) -> None:
    events, found = rows(out / "events.csv"), rows(out / "metrics.csv")
    names = {"arrived": "arrived", "served": "service started", "completed": "completed", "gave_up": "gave up"}
    for metric, event in names.items():
        logged = sum(row["event"] == event and 365 <= float(row["day"]) < 730 for row in events)
        value = next(row["value"] for row in found if row["metric"] == metric and row["year"] == "1")
        assert float(value) == logged > 0


def test_a_result_is_replaced_only_when_asked(out: Path, tmp_path: Path) -> None:
    scenario = city.write(tmp_path)
    before = (out / "metrics.csv").read_bytes()
    refused = call("run", scenario, "--seed", 8, "--out", out)
    assert (refused.exit_code, (out / "metrics.csv").read_bytes()) == (2, before)
    assert "--force" in refused.stderr
    folder = tmp_path / "again"
    for seed in (8, 7):
        assert call("run", scenario, "--years", 2, "--seed", seed, "--out", folder, "--force").exit_code == 0
    assert (folder / "metrics.csv").read_bytes() == before
    assert (folder / "events.csv").read_bytes() == (out / "events.csv").read_bytes()


def test_without_out_the_result_has_the_name_of_the_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("run", city.write(tmp_path), "--years", 1).exit_code == 0
    assert (tmp_path / "results" / "small" / "manifest.json").is_file()


@pytest.mark.parametrize("arguments", [["--years", "0"], ["--set", "rules.mode=x"], ["--set", "nonsense"]])
def test_bad_input_leaves_no_folder(tmp_path: Path, arguments: list[str]) -> None:
    result = call("run", city.write(tmp_path), "--out", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ("recipient:east/youth-40", "asked for service in cell:east/youth"),
        ("project:west_family", "drew"),
        ("tender:west_family", "drew"),
        ("east_youth", "opened for project:east_youth"),
        ("contract:0", "was signed with agency:"),
        ("agency:I001", "was founded (independent)"),
        ("buyer", "was granted a budget"),
    ],
)
def test_a_story_is_told(out: Path, entity: str, said: str) -> None:
    result = call("trace", out, entity)
    assert result.exit_code == 0
    assert said in result.stdout


def test_a_contract_s_story_counts_its_recipients(out: Path) -> None:
    told = call("trace", out, "contract:0").stdout
    served = sum(
        row["event"] == "service started" and row["counterparty"] == "contract:0" for row in rows(out / "events.csv")
    )
    assert f"service started\t{served}\n" in told


@pytest.mark.parametrize(
    ("entity", "hint"),
    [
        ("project:west_famly", "did you mean 'project:west_family'?"),
        ("recipient:east/youth-999999", "recipients of east/youth are numbered 0 to"),
        ("recipient:east/yuoth-3", "did you mean 'recipient:east/youth-0'?"),
    ],
)
def test_an_unknown_name_is_told_with_its_neighbour(out: Path, entity: str, hint: str) -> None:
    result = call("trace", out, entity)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    result = call("trace", tmp_path, "buyer")
    assert result.exit_code == 2
    assert "events.csv" in result.stderr
    (tmp_path / "events.csv").write_text("a,b\n1,2\n", "utf-8")
    seal(tmp_path)
    assert "has no column day" in call("trace", tmp_path, "buyer").stderr


def test_every_event_of_a_run_has_a_sentence(out: Path) -> None:
    for row in {r["event"]: r for r in rows(out / "events.csv")}.values():
        said = sentence(EventLine(**row))
        assert said.endswith(".")
        assert "{" not in said


def test_a_name_of_two_things_is_refused() -> None:
    events = [EventLine("0.0", "founded", "agency:x", "", ""), EventLine("1.0", "lapsed", "project:x", "", "")]
    with pytest.raises(InputError, match=r"names more than one: agency:x, project:x"):
        story(events, "x")
