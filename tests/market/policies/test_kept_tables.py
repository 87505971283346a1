"""Solved contests that are read are the ones that are computed, and sums by blocks the ones by pairs: bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gpss_sim import kept
from gpss_sim.market.policies import closed_form, equilibrium, kept_tables, scored, scored_mass
from gpss_sim.market.policies.contest import Contest, Solution
from gpss_sim.market.policies.participation import offering
from gpss_sim.market.policies.retention import RetainedAbove
from gpss_sim.market.policies.score_axis import ScoreAxis
from gpss_sim.market.policies.scored_mass import Rivals, ScoreScale, by_pairs
from gpss_sim.streams import Streams
from tests.market.policies.test_contest import PLAIN, RICH, contest

ODD = (
    contest(3, 0.15, payoff=RICH),
    contest(5, 0.6, participation=0.4, minimum=3),
    contest(4, 0.3, quality_sd=0.0),
    contest(2, 0.9, noise_sd=0.0),
    contest(3, 1.0, quality_decides=False),
    contest(6, 1.0, quality_decides=False, payoff=replace(PLAIN, secrecy=0.1)),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path))
    return tmp_path


def solve(asked: Contest) -> Solution:
    """Solved or read, not remembered."""
    return equilibrium.solve.__wrapped__(asked)


def no_solver(*_: object) -> None:
    raise AssertionError("it was kept and is solved again")


def bits(solution: Solution) -> list[bytes]:
    own = vars(solution)
    values = own["_settled"] if "_settled" in own else own.values()
    return [np.asarray(value, dtype=float).tobytes() for value in values]


@pytest.mark.parametrize("where", ["off", "here"])
def test_computed_in_one_thread(where: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if where == "off":
        monkeypatch.setenv(kept.VARIABLE, where)

    def threads() -> list[np.ndarray]:
        return [np.array([library["num_threads"] for library in threadpool_info()], dtype=float)]

    with threadpool_limits(2):
        (during,) = kept_tables.table("threads", ODD[0], threads)
        (after,) = threads()
    assert during.max() == 1
    assert after.max() == 2


@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_read_is_computed(asked: Contest, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.VARIABLE, "off")
    alone = solve(asked)
    monkeypatch.setenv(kept.VARIABLE, str(place))
    first = solve(asked)
    monkeypatch.setattr(equilibrium, "settle", no_solver)
    monkeypatch.setattr(equilibrium, "schedule", no_solver)
    read = solve(asked)
    assert bits(alone) == bits(first) == bits(read)
    prices = np.linspace(0.6, 1.0, 101)
    for advantage in (-2.0, 0.0, 1.5):
        assert read.win(prices, advantage).tobytes() == alone.win(prices, advantage).tobytes()
        assert read.ask(asked.payoff.of(0.85), advantage) == alone.ask(asked.payoff.of(0.85), advantage)


def test_who_offers_is_kept_by_the_cost_of_an_offer(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = [offering.__wrapped__(ODD[3], cost) for cost in (0.0, 0.01, 0.03)]
    assert len(set(shares)) == 3
    monkeypatch.setattr("gpss_sim.market.policies.participation.solve", no_solver)
    assert [offering.__wrapped__(ODD[3], cost) for cost in (0.0, 0.01, 0.03)] == shares


def test_fewer_offer_where_an_offer_costs_more() -> None:
    shares = [offering.__wrapped__(ODD[1], cost) for cost in (0.0, 0.01, 0.03)]
    assert 1 >= shares[0] > shares[1] > shares[2] > 0


def test_other_contests_and_other_code_are_other_entries(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def compute() -> tuple[np.ndarray]:
        counted.append(1)
        return (np.arange(3.0),)

    kept_tables.table("test", ODD[0], compute)
    kept_tables.table("test", ODD[0], compute)
    kept_tables.table("test", replace(ODD[0], rivals=4), compute)
    kept_tables.table("other", ODD[0], compute)
    kept_tables.table("test", ODD[0], compute, 0.5)
    assert len(counted) == 4
    monkeypatch.setattr(kept_tables, "code", lambda: "changed")
    kept_tables.table("test", ODD[0], compute)
    assert len(counted) == 5


@dataclass(frozen=True)
class Foreign(RetainedAbove):
    """Somebody else's rule, whose code may change."""


@pytest.mark.parametrize("inner", [lambda stakes: replace(stakes, retention=Foreign(80.0))])
def test_what_other_peoples_code_decides_is_not_kept(inner: Callable[..., object], place: Path) -> None:
    foreign = replace(ODD[4], payoff=replace(PLAIN, stakes=inner(PLAIN.stakes)))
    solve(foreign)
    assert not list(place.iterdir())
    solve(ODD[4])
    assert list(place.iterdir())


@pytest.mark.parametrize("content", [b"", b"12345678", b"\xff" * 64, kept_tables.packed([np.ones(3)])[:-1]])
def test_other_bytes_are_no_arrays(content: bytes) -> None:
    assert kept_tables.unpacked(content) is None


def test_arrays_come_back_as_they_were() -> None:
    arrays = [np.array([-0.0, np.inf, 5e-324]), np.arange(6.0).reshape(2, 3), np.empty((0, 4)), np.array(1.5)]
    back = kept_tables.unpacked(kept_tables.packed(arrays))
    assert back is not None
    assert [(a.shape, a.tobytes()) for a in back] == [(a.shape, a.tobytes()) for a in arrays]


@pytest.mark.parametrize("block", [1, 700, scored_mass.BLOCK])
@pytest.mark.parametrize("rows", [1, 2, 48])
def test_sums_by_blocks_are_the_sums_by_pairs(rows: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored_mass, "BLOCK", block)
    luck = Streams(5, rows)
    lowest = np.linspace(0.6, 1.0, rows)
    for low in (0, rows // 2, rows):
        cell = np.minimum(low + (luck.uniforms("cell", low, n=300) * (rows - low + 1)).astype(int), rows - 1)
        price = lowest[cell] + 0.001
        rivals = Rivals(price, 8 * luck.uniforms("quality", low, n=300) - 4, luck.uniforms("weight", n=300), cell)
        scale = ScoreScale(30.0, 5.0, 0.25, 120, True)
        pairs = np.nonzero(np.arange(rows)[:, None] <= cell[None, :])
        expected = by_pairs(scale, lowest, pairs, rivals)
        assert expected.sum() > 0
        assert scored_mass.below(scale, lowest, rivals).tobytes() == expected.tobytes()


@pytest.mark.parametrize("asked", ODD[:4], ids=range(4))
def test_a_contest_settles_alike_by_blocks_and_by_pairs(asked: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = scored.settle(asked)
    asked_for = []

    def by_pairs_alone(self: ScoreAxis, *told: object) -> bool:
        asked_for.append(holds(self, *told))
        return False

    holds = ScoreAxis._holds_rivals
    monkeypatch.setattr(ScoreAxis, "_holds_rivals", by_pairs_alone)
    assert [part.tobytes() for part in scored.settle(asked)] == [part.tobytes() for part in blocks]
    assert asked_for == [True]


def test_bids_of_the_closed_form_are_those_of_its_formula() -> None:
    floor, reservation = np.linspace(0.6, 0.99, 40), np.linspace(0.62, 1.0, 40)
    win = np.linspace(1.0, 0.0, 40) ** 3
    asked = [1.0]
    for k in range(38, -1, -1):
        middle = 0.5 * (reservation[k + 1] + reservation[k])
        price = (asked[0] * win[k + 1] + middle * (win[k] - win[k + 1])) / win[k]
        asked.insert(0, max(price, floor[k]))
    assert closed_form.bids(floor, reservation, win).tolist() == asked
