"""Deciding apart what no row ties together gives what deciding together gives."""

from __future__ import annotations

from random import Random

from gpss_sim.allocation.milp.decompose import binds, blocks, solve_blocks
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from tests.allocation.milp.small import holds, optimum, points, task


def test_a_row_binds_if_some_point_breaks_it() -> None:
    luck = Random(1)
    seen = set()
    for _ in range(80):
        asked = task(luck)
        for row in asked.rows:
            broken = any(not holds(row, point) for point in points(asked.columns))
            assert binds(row, asked.columns) == broken
            seen.add(broken)
    assert seen == {True, False}


def test_an_amount_without_end_always_binds() -> None:
    assert binds(ProgramRow("", {0: 1}, None, 10), [ProgramColumn(None, integer=False)])


def test_columns_are_together_if_a_chain_of_binding_rows_joins_them() -> None:
    columns = [ProgramColumn(1) for _ in range(6)]
    rows = [
        ProgramRow("a", {0: 1, 2: 1}, None, 1),
        ProgramRow("b", {2: 1, 4: 1}, None, 1),
        ProgramRow("loose", {1: 1, 3: 1}, None, 2),
        ProgramRow("c", {3: 1, 5: 1}, 1, None),
    ]
    assert blocks(columns, rows) == [[0, 2, 4], [1], [3, 5]]


def test_blocks_agree_with_the_whole() -> None:
    luck = Random(2)
    several = 0
    for _ in range(80):
        asked = task(luck)
        parts = blocks(asked.columns, asked.rows)
        assert sorted(c for part in parts for c in part) == [*range(len(asked.columns))]
        several += len(parts) > 1
        best, answer = optimum(asked), solve_blocks(asked, parts, "highs", None)
        if best is None:
            assert answer.status == "infeasible"
            continue
        assert answer.status == "optimal"
        assert answer.values is not None
        assert sum(a * round(answer.values[c]) for c, a in asked.goal.items()) == best
        assert answer.bound is not None
        assert answer.bound >= best - 1e-6
    assert several > 10
