"""What the command line says of a verification scenario: ``gpss-sim run FILE``, then ``metrics.csv``, nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

from gpss_sim.cli import main

BREAKDOWN = ("district", "group", "domain", "form", "method")


def run(folder: Path, scenario: str | Path, *settings: str, seed: int) -> dict[tuple[str, str, str], float]:
    """Values of ``metrics.csv`` by (indicator, period, district); empty district is the whole city."""
    overrides = [word for setting in settings for word in ("--set", setting)]
    out = folder / f"{Path(scenario).name}-{'-'.join(settings)}-{seed}".replace("/", "_")
    arguments = ["run", str(scenario), *overrides, "--seed", str(seed), "--out", str(out), "--no-events"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with (out / "metrics.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if not any(row[by] for by in BREAKDOWN[1:])]
    return {(row["metric"], row["year"], row["district"]): float(row["value"] or "nan") for row in rows}
