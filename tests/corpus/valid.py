"""The valid files that every case starts from: those of the fuzzer, a decision, a run and a study."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.fuzz import seeds
from tests.fuzz.player import Player

STUDY = """\
[study]
title = "Which mode?"
scenario = "town.toml"
seed = 1

[levers]
"rules.mode" = ["formal", "competitive"]

[design]
replications = 2

[outcomes]
primary = ["improvement_per_million"]
secondary = ["wait_urgent"]
"""
RELEASES = """\
{"uri": "x", "version": "1.1", "publishedDate": "2026-01-01T00:00:00Z", "publisher": {"name": "x"}, "releases": [
{"ocid": "a-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["award"], "initiationType": "tender",
 "tender": {"id": "1", "procurementMethod": "open", "numberOfTenderers": 3,
  "value": {"amount": 100000, "currency": "CNY"},
  "tenderPeriod": {"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-01-21T00:00:00Z"}},
 "awards": [{"id": "1", "date": "2026-02-01T00:00:00Z", "value": {"amount": 95000, "currency": "CNY"},
  "suppliers": [{"id": "s1", "name": "S"}]}]}]}
"""
COMMANDS = (
    "allocate projects.csv --budget 80万 --rules rules.toml --no-plots --out decided",
    "run town.toml --out played",
    "batch small.toml --workers 1 --out studied",
)


def prepared(folder: Path, player: Player, kept: Path | None = None) -> Path:
    """Write them, or take those that are kept; every command is right about them."""
    valid = folder / "valid"
    if kept and kept.exists():
        shutil.copytree(kept, valid)
        return valid
    valid.mkdir(parents=True)
    seeds.write(valid)
    (valid / "small.toml").write_text(STUDY, "utf-8")
    (valid / "releases.json").write_text(RELEASES, "utf-8")
    for line in COMMANDS:
        end, text = player.play(line.split(), valid)
        assert end["code"] == 0, f"{line}: {text}"
    (valid / "out").mkdir()
    if kept:
        shutil.copytree(valid, kept)
    return valid
