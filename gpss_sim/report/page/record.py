"""What may be said, and how the study was made and is made again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gpss_sim.report.board import Board
from gpss_sim.report.page.table import PageTable, Section
from gpss_sim.report.words import Words
from gpss_sim.study.experiment_file import as_given

FACTS = ("study", "code", "seed", "replications", "runs", "run_seconds", "python", "platform", "written")


def limits(words: Words) -> Section:
    """What may and may not be said."""
    return Section("limits", words("page.limits"), [words("page.limits text")])


def record(board: Board, words: Words, folder: Path, manifest: Mapping[str, Any]) -> Section:
    """Seeds, versions, digests, and the command that makes it again.

    Parameters
    ----------
    board : Board
        The study.
    words : Words
        Language.
    folder : Path
        Result folder.
    manifest : mapping
        Content of its ``manifest.json``.
    """
    rows = [[words(f"record.{name}"), str(manifest[name])] for name in FACTS]
    rows.append([words("record.failed"), str(len(manifest["failed"]))])
    rows.append([words("record.libraries"), ", ".join(f"{name} {at}" for name, at in manifest["libraries"].items())])
    rows += [[words("record.digest", name=name), digest] for name, digest in manifest["sha256"].items()]
    rows += [[words("record.inputs", name=name), digest] for name, digest in manifest["design_points"].items()]
    study = as_given(board.plan.experiment)
    out = shlex.quote(str(folder))
    again = f"gpss-sim batch {shlex.quote(study)} --out {out} --replications {board.findings.replications}"
    commands = [
        (words("page.again"), f"{again} --seed {board.plan.seed}"),
        (words("page.check"), f"gpss-sim reproduce {out}"),
    ]
    head = [words("col.field"), words("col.value")]
    return Section("record", words("page.record"), [], [PageTable(head, rows, words=2)], commands=commands)
