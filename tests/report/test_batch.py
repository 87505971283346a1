"""The report of a whole batch, as the command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.report.batch import write_report
from gpss_sim.study import run_batch
from gpss_sim.study.store import FILE, Store
from tests.study.fake import EXPERIMENT, MODEL, write_experiment

TOWN = Path(__file__).parents[1] / "study" / "town" / "modes.toml"


def report(out: Path, **arguments: object) -> str:
    """Page of a study of three numbers."""
    done = run_batch(write_experiment(out.parent, EXPERIMENT), out, workers=0, model=MODEL, **arguments)  # type: ignore[arg-type]
    with Store(out / FILE) as store:
        return write_report(out, done.plan, MODEL.metrics, done.findings, store).read_text("utf-8")


def test_a_model_of_other_indicators_is_reported_too(tmp_path: Path) -> None:
    page = report(tmp_path / "out")
    assert "gain (points): primary outcome, more is better" in page
    assert "收益（分）：主要结果、越大越好" in page
    assert (tmp_path / "out" / "plots" / "outcomes.zh.svg").is_file()
    assert (tmp_path / "out" / "results.xlsx").is_file()


def test_failed_runs_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 3")
    assert "2 of 24 runs failed and are left out." in report(tmp_path / "out")


def test_one_replication_makes_a_report_without_intervals(tmp_path: Path) -> None:
    assert "Too few replications to compare gain" in report(tmp_path / "out", replications=1)


def test_without_a_record_there_is_no_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run_batch(write_experiment(tmp_path, EXPERIMENT), out, workers=0, model=MODEL, replications=2)
    (out / "manifest.json").unlink()
    with Store(out / FILE) as store, pytest.raises(InputError, match="manifest"):
        write_report(out, done.plan, MODEL.metrics, done.findings, store)


@pytest.mark.slow
def test_the_command_reports_the_market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call = ["batch", str(TOWN), "--out", "out", "--replications", "2", "--workers", "2", "--lang", "zh"]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    out = tmp_path / "out"
    assert '<html lang="zh">' in (out / "report.html").read_text("utf-8")
    assert {file.name for file in (out / "plots").iterdir()} >= {"outcomes.png", "outcomes.svg", "secondary.zh.png"}
