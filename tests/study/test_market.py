"""Studies of the real market, in a small town: bytes, names without meaning, rules that tie."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gpss_sim.study import reproduce, run_batch
from gpss_sim.study.store import FILE, Store
from tests.study.process import at_work, drive, stored, tables

TOWN = Path(__file__).with_name("town")
MODES = TOWN / "modes.toml"
REPLICATIONS = 3

STUDY = """
[study]
scenario = "SCENARIO"
seed = 3
[design]
replications = 2
baseline = "competitive"
[outcomes]
primary = ["improvement_per_million"]
also = "all"
[[design.point]]
name = "competitive"
set = { "rules.mode" = "competitive" }
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's study, played in this process without kept tables."""
    out = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GPSS_SIM_CACHE", "off")
        run_batch(MODES, out, workers=0, replications=REPLICATIONS)
    return out


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of kept entries, empty at first."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize(("workers", "hash_seed", "kept"), [(1, "0", False), (2, "1", True)])
def test_workers_and_hash_seed_and_kept_tables_change_nothing(
    finished: Path, tmp_path: Path, cache: Path, workers: int, hash_seed: str, kept: bool
) -> None:
    """`finished` was played without kept tables, the first here makes them, the second reads them."""
    assert bool(list(cache.glob("*/??/*.kept"))) == kept
    place = {"PYTHONHASHSEED": hash_seed, "GPSS_SIM_CACHE": str(cache)}
    process = drive("market", MODES, tmp_path / "out", workers, REPLICATIONS, **place)
    _, complaint = process.communicate()
    assert process.returncode == 0, complaint.decode()
    assert tables(tmp_path / "out") == tables(finished)


def test_killed_and_resumed_it_ends_in_the_same_bytes(finished: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for runs in (2, 7):
        process = drive("market", MODES, out, 2, REPLICATIONS, GPSS_SIM_CACHE=str(tmp_path / "cache"))
        at_work(process, runs)
        process.kill()
        process.communicate()
        assert runs <= stored(out) < 4 * REPLICATIONS
    kept = stored(out)
    assert run_batch(MODES, out, workers=0, replications=REPLICATIONS).played == 4 * REPLICATIONS - kept
    assert tables(out) == tables(finished)


def test_a_fresh_process_reproduces_every_run(finished: Path) -> None:
    found = reproduce(finished, number=None, workers=1)
    assert found.holds, found
    assert found.runs == 4 * REPLICATIONS


def rows(out: Path, point: str) -> list[dict[str, str]]:
    with (out / "runs.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["design_point"] == point]
    return [{name: cell for name, cell in row.items() if "." not in name and name != "design_point"} for row in found]


def study(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(STUDY.replace("SCENARIO", str(TOWN / "scenario.toml")) + more, "utf-8")
    return path


def test_a_mode_with_the_rules_of_another_is_that_other(tmp_path: Path) -> None:
    """All rungs of the ladder at once: formal purchase under competitive rules is competitive purchase."""
    rules = {"seller": "eligible", "price": "bid", "procedure": "rulebook", "renewal": "best_alternative"}
    settings = [f'"rules.modes.formal.{name}" = "{value}"' for name, value in rules.items()]
    settings += ['"rules.modes.formal.raters" = 3', '"rules.modes.formal.bars" = true', '"rules.mode" = "formal"']
    more = "[[design.point]]\nname = 'renamed'\n[design.point.set]\n" + "\n".join(settings)
    result = run_batch(study(tmp_path, more), tmp_path / "out", workers=0)
    assert not result.errors
    assert rows(tmp_path / "out", "renamed") == rows(tmp_path / "out", "competitive")
    ends = [finding.difference.estimate for finding in result.findings.findings]
    assert {each.low for each in ends if each.n} == {each.high for each in ends if each.n} == {0.0}
    assert sum(each.n == 2 for each in ends) > 40


def test_a_rule_that_differs_does_show(tmp_path: Path) -> None:
    """The test above can fail: one rule left as it was changes rows."""
    more = "[[design.point]]\nname = 'other'\nset = { 'rules.mode' = 'formal' }"
    run_batch(study(tmp_path, more), tmp_path / "out", workers=0)
    assert rows(tmp_path / "out", "other") != rows(tmp_path / "out", "competitive")


def test_parts_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    path = study(tmp_path, "")
    path.write_text(path.read_text("utf-8").replace('also = "all"', 'also = "all"\nbreakdown = true'), "utf-8")
    run_batch(path, tmp_path / "out", workers=0, replications=1)
    with Store(tmp_path / "out" / FILE) as store:
        served = {part: value for _, _, metric, part, value in store.breakdown("district", "2") if metric == "served"}
        whole = {metric: value for _, _, metric, value in store.values("2")}
        assert not list(store.breakdown("district", "1"))
    assert list(served) == ["east", "west"]
    assert sum(served.values()) == whole["served"] > 0
