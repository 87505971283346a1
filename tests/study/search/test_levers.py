"""An experiment as a landscape, in the fake model: competition gains 5 where the load is 1 or more, loses 5 below."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS as MARKET
from gpss_sim.scenario.load import load_scenario
from gpss_sim.streams import Streams
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.model import Model
from gpss_sim.study.search.find import Answer, SearchPlan, search
from gpss_sim.study.search.levers import Levers
from gpss_sim.study.search.written import failed, sentences, write
from gpss_sim.tabular import read_rows
from tests.study.fake import METRICS, MODEL

STUDY = """
[study]
scenario = "baseline"
seed = 7
[levers]
"rules.mode" = ["formal", "competitive", "direct"]
"rules.term" = [3, 1]
[outcomes]
primary = ["gain"]
secondary = ["cost"]
"""


def found(folder: Path, more: str = "", primary: str = "gain") -> tuple[Levers, Answer]:
    path = folder / "study.toml"
    path.write_text(
        STUDY.replace('primary = ["gain"]\nsecondary = ["cost"]', f'primary = ["{primary}"]') + more, "utf-8"
    )
    with Cache(folder / "runs.jsonl") as cache:
        levers = Levers(load_experiment(path, METRICS), MODEL, cache, 0)
        asked, landscape = levers.space.experiment.search, levers.landscape()
        plan = SearchPlan(asked.first, asked.most, asked.candidates, asked.finalists, levers.indifference)
        answer = search(landscape, plan, Streams(1, 0))
        write(folder, levers, landscape, answer)
        return levers, answer


def test_the_best_rulebook_is_found_and_is_a_scenario(tmp_path: Path) -> None:
    levers, answer = found(tmp_path)
    assert levers.space.named(answer.best)["rules.mode"] == "competitive"
    assert answer.gain.mean == pytest.approx(5, abs=0.6)
    assert load_scenario(tmp_path / "best.toml").rules.mode == "competitive"
    first, *_ = sentences(levers, answer)
    assert first.startswith("Best of 6 policies looked at: rules.mode = competitive")
    assert "现行" in sentences(levers, answer)[0].said("zh")
    rows = read_rows(tmp_path / "policies.csv", ["rules.mode", "score"])
    assert max(rows, key=lambda row: float(row["score"]))["rules.mode"] == "competitive"
    effects = read_rows(tmp_path / "effects.csv", ["lever", "value", "effect"])
    assert [row["value"] for row in effects] == ["competitive", "direct", "1"]


def test_less_is_better_where_the_indicator_says_so(tmp_path: Path) -> None:
    levers, answer = found(tmp_path, primary="cost")
    assert levers.space.named(answer.best)["rules.mode"] == "competitive"
    assert "cost of a case" in sentences(levers, answer)[0]
    assert "−" in sentences(levers, answer)[0]


def test_the_worst_world_decides_where_it_is_asked_for(tmp_path: Path) -> None:
    worlds = '[uncertainties]\n"demand.load" = [0.9, 1.2]\n'
    levers, answer = found(tmp_path, worlds + '[search]\nagainst = "worst"\n')
    assert levers.space.named(answer.best)["rules.mode"] != "competitive"
    assert len(levers.space.worlds) == 2


def test_a_constraint_is_kept(tmp_path: Path) -> None:
    levers, answer = found(tmp_path, '[search]\nconstraints = { cost = ">= 890" }\n')
    assert levers.space.named(answer.best)["rules.mode"] != "competitive", "it costs 850"
    assert not answer.best[0] or levers.space.named(answer.best)["rules.mode"] == "direct"


def test_what_was_played_is_not_played_again(tmp_path: Path) -> None:
    found(tmp_path)
    before = (tmp_path / "runs.jsonl").read_bytes()
    found(tmp_path)
    assert (tmp_path / "runs.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[search]\nconstraints = { cots = "<= today" }\n', "did you mean 'cost'?"),
        ('[search]\nconstraints = { cost = "today" }\n', "must be '<= today'"),
        ('[search]\nconstraints = { cost = "<= many" }\n', "must be '<= today'"),
        ('[search]\nagainst = "best"\n', "search.against"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        found(tmp_path, more)
    assert said in str(caught.value)


def test_the_search_that_ships_can_be_laid_out(tmp_path: Path) -> None:
    with Cache(tmp_path / "runs.jsonl") as cache:
        levers = Levers(load_experiment("best_rulebook", MARKET), Model(MODEL.play, MARKET), cache, 0)
    assert len(levers.space.sizes) == 9
    assert "rules.award.price_weight" not in levers.space.settings((1,) + (0,) * 8)
    assert levers.space.city((1,) + (0,) * 8, 1)[1].rules.mode == "non_competitive"


def test_a_run_that_fails_costs_its_policies_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every competitive policy has the run that fails; the failures have a table, and another call plays them again."""
    assert found(tmp_path)[1].best == (1, 0)
    (tmp_path / "runs.jsonl").unlink()
    monkeypatch.setenv("FAKE_TROUBLE", "raise competitive 1")
    levers, answer = found(tmp_path)
    assert answer.best[0] != 1
    told = failed(levers)
    assert told[0][0].startswith("rules.mode = competitive")
    assert {replication for _, replication, _ in told} == {1}
    rows = read_rows(tmp_path / "failures.csv", ("rules.mode", "rules.term", "world", "replication", "error"))
    assert [row["error"] for row in rows] == ["RuntimeError: trouble in competitive 1"] * len(told)
    monkeypatch.delenv("FAKE_TROUBLE")
    assert found(tmp_path)[1].best == (1, 0)
    assert not (tmp_path / "failures.csv").exists()


def test_what_differs_in_levers_that_do_not_apply_is_one_policy(tmp_path: Path) -> None:
    when = '[design.when]\n"rules.term" = { "rules.mode" = ["competitive"] }\n'
    levers, answer = found(tmp_path, when)
    assert answer.met == 4, "the term counts under competition alone"
    assert levers.space.plain((2, 1)) == (2, 0)
    assert levers.space.plain((1, 1)) == (1, 1)
    told = [tuple(levers.space.settings(policy).items()) for policy in answer.finalists]
    assert len(told) == len(set(told))


def test_a_condition_that_hangs_on_a_lever_that_does_not_apply_keeps_its_meaning(tmp_path: Path) -> None:
    more = (
        '"assessment.passing_score" = [60, 70]\n[design.when]\n"rules.term" = { "rules.mode" = ["competitive"] }\n'
        '"assessment.passing_score" = { "rules.term" = [1] }\n'
    )
    path = tmp_path / "study.toml"
    path.write_text(STUDY.replace("[outcomes]", f"{more}[outcomes]"), "utf-8")
    with Cache(tmp_path / "runs.jsonl") as cache:
        levers = Levers(load_experiment(path, METRICS), MODEL, cache, 0)
    for policy in product(range(3), range(2), range(2)):
        assert levers.space.settings(levers.space.plain(policy)) == levers.space.settings(policy)
