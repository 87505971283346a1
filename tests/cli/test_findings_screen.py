"""The last screen shows the intervals that the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.cli.findings import print_findings
from tests.report.boards import HEAD, board_of


@pytest.mark.parametrize(("metric", "low"), [("served", "0.00 … "), ("improvement_per_million", "−")])
def test_intervals_of_means_hold_no_value_that_cannot_be(
    metric: str, low: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'{HEAD}[levers]\n"rules.mode" = ["formal", "competitive"]\n[outcomes]\nprimary = ["{metric}"]\n'
    board = board_of(tmp_path, text, lambda _point, _metric, _year, replication: 10.0 + 8.0 * replication, 2)
    print_findings(board.plan, board.metrics, board.findings, "en")
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines() if line.startswith("formal\t")]
    assert [row[2].startswith(low) for row in rows] == [True]
    assert board.estimate("formal", metric).low == (0 if metric == "served" else pytest.approx(-36.8, abs=0.1))
