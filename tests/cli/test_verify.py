"""``gpss-sim verify``: what it prints, where it ends, and that workers do not matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.market.policies.awards import Comprehensive
from gpss_sim.verification import RowResult, verify
from gpss_sim.verification.play import CaseTask

ROWS = ["T8", "T9.library_three_urgency_first"]


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["verify", *arguments])
    return result.exit_code, result.output


def test_workers_do_not_matter() -> None:
    assert verify(ROWS, quick=True, workers=2) == verify(ROWS, quick=True)


def test_rows_are_printed_with_their_verdict() -> None:
    code, output = invoke("T3.formula", "--workers", "0")
    assert code == 0
    assert "T3.formula.offer_2\t91.130435\t91.130435\t0\t0.00\tholds" in output
    assert "3 rows, all within 4 standard errors." in output


def test_a_row_that_is_off_is_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Comprehensive, "scores", lambda self, offers, weight, lots: [80.0 for _ in offers])
    code, output = invoke("T3.formula", "--workers", "0")
    assert code == 1
    assert "OFF" in output
    assert "3 beyond: T3.formula.offer_1, T3.formula.offer_2, T3.formula.offer_3" in output


def test_a_replication_that_fails_is_exit_1_without_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpss_sim.verification.run.prepare", lambda case: CaseTask(case.id, None))
    code, output = invoke("T9.library_three_urgency_first", "--workers", "0")
    assert code == 1
    assert "T9.library_three_urgency_first, replication 0: LookupError" in output
    assert "Traceback" not in output


def test_an_unknown_row_is_exit_2() -> None:
    code, output = invoke("T6.queu")
    assert code == 2
    assert "did you mean 'T6.queue'?" in output


def test_the_page_wants_every_row(tmp_path: Path) -> None:
    code, output = invoke("T9", "--markdown", str(tmp_path / "page.md"))
    assert code == 2
    assert "give no ROW with --markdown" in output


def found(names: object, **_: object) -> list[RowResult]:
    """A run that finds everything coarse, as a quick one does."""
    assert not names
    return [
        RowResult(name, 1.0, 1.0, 0.1, 0.0, 8, 0.01)
        for name in ("T5.auction_of_two.gain", "T9.library_urgency_first.benefit")
    ]


def test_the_page_of_a_quick_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpss_sim.verification.verify", found)
    page = tmp_path / "new" / "page.md"
    code, output = invoke("--quick", "--workers", "0", "--markdown", str(page))
    assert code == 0
    assert output.index("2 rows, all within") < output.index(f"Wrote {page}")
    assert "**A quick run**" in page.read_text("utf-8")
    assert "| `T5.auction_of_two.gain` | 10.00% | 200 | few replications |" in page.read_text("utf-8")


def test_a_page_that_cannot_be_written_is_told_before_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpss_sim.verification.verify", lambda *_, **__: pytest.fail("it was played"))
    (tmp_path / "file").write_text("")
    code, output = invoke("--markdown", str(tmp_path / "file" / "page.md"))
    assert code == 2
    assert "--markdown" in output
    assert "Traceback" not in output
