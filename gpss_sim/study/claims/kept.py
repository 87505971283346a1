"""What was played of each claim, kept as a table; every number of the page is computed from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.origin import shown
from gpss_sim.study.claims.claim import Claim
from gpss_sim.study.claims.play import FailedRun, Values
from gpss_sim.study.claims.settings import Placed, SettingKind, settings
from gpss_sim.study.claims.verdict import Carried, ClaimVerdict, SettingResult, carried, overall, turns, weigh
from gpss_sim.study.tables import last_and_whole
from gpss_sim.tabular import read_rows, write_csv

COLUMNS = ("setting", "inputs_without", "inputs_with", "seed", "code", "replication", "without", "with")
SHORT = 12
"""Digits of a digest that a table shows."""


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """What was found of a claim.

    Parameters
    ----------
    claim : Claim
        The claim.
    cells : tuple
        (setting, what it gave), the city itself first.
    verdict : Verdict
        Over the city itself, all worlds and all values of the parameter.
    carried : tuple
        (setting, whether the claim rests on what is switched off there).
    turns : tuple of float
        Values of the parameter at which the mean difference changes its sign.
    replications : int
        Of each side of the city itself.
    missing : tuple
        Settings of the file that were not played.
    """

    claim: Claim
    cells: tuple[tuple[Placed, SettingResult], ...]
    verdict: ClaimVerdict
    carried: tuple[tuple[Placed, Carried], ...]
    turns: tuple[float, ...]
    replications: int
    missing: tuple[Placed, ...] = ()


def write(folder: Path, claim: Claim, values: Sequence[Values], seed: int, code: str) -> Path:
    """Keep what was played of a claim."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{claim.id}.csv"
    rows = (
        [each.setting.name, *(name[:SHORT] for name in each.inputs), seed, code, replication, without, with_]
        for each in values
        for replication, (without, with_) in enumerate(zip(each.without, each.with_, strict=True))
    )
    write_csv(path, COLUMNS, rows)
    return path


def write_failures(path: Path, failed: Sequence[FailedRun], seed: int) -> None:
    """Write the runs that failed with their seeds and tracebacks, or remove the table of an earlier call."""
    if not failed:
        path.unlink(missing_ok=True)
        return
    rows = ([run.claim, run.setting, run.side, run.replication, seed, *last_and_whole(run.error)] for run in failed)
    write_csv(path, ("claim", "setting", "side", "replication", "seed", "error", "traceback"), rows)


def read(folder: Path, claim: Claim) -> KeptClaim | None:
    """What the kept table of a claim says; None where there is none.

    Raises
    ------
    InputError
        If the table has settings that the claim's file does not know.
    """
    path = folder / f"{claim.id}.csv"
    if claim.silent is not None or not path.exists():
        return None
    columns: dict[str, list[tuple[float, float]]] = {}
    for row in read_rows(path, COLUMNS):
        columns.setdefault(row["setting"], []).append((_number(row["without"]), _number(row["with"])))
    placed = {each.name: each for each in settings(claim)}
    if not set(columns) <= set(placed) or next(iter(columns), "") != next(iter(placed)):
        raise InputError([Fault(shown(path), "setting", "", Message("claim.stale", id=claim.id))])
    return found(claim, [(placed[name], pairs) for name, pairs in columns.items()])


def _number(text: str) -> float:
    return float(text) if text else math.nan


def found(claim: Claim, columns: Sequence[tuple[Placed, Sequence[tuple[float, float]]]]) -> KeptClaim:
    """Judge a claim from the pairs of values of each setting.

    The city itself, worlds and values of a parameter are one family of intervals; rules switched off are another.
    """
    asked = [each for each in columns if each[0].kind is not SettingKind.OFF]
    switched = [each for each in columns if each[0].kind is SettingKind.OFF]
    cells = [(s, _cell(claim, pairs, len(asked))) for s, pairs in asked]
    off = [(s, _cell(claim, pairs, len(switched))) for s, pairs in switched]
    base = cells[0][1].verdict
    return KeptClaim(
        claim,
        tuple(cells + off),
        overall(base, (cell.verdict for _, cell in cells[1:])),
        tuple((s, carried(base, cell.verdict)) for s, cell in off),
        tuple(_turns(claim, cells)),
        len(columns[0][1]),
        tuple(each for each in settings(claim) if each.name not in {s.name for s, _ in columns}),
    )


def _cell(claim: Claim, pairs: Sequence[tuple[float, float]], family: int) -> SettingResult:
    return weigh([a for a, _ in pairs], [b for _, b in pairs], claim.sign, claim.smallest, family)


def _turns(claim: Claim, cells: Sequence[tuple[Placed, SettingResult]]) -> list[float]:
    at = [(s.value, cell.difference.estimate.mean) for s, cell in cells if s.value is not None]
    return turns([value for value, _ in at], [mean for _, mean in at]) if claim.turn is not None else []


def counts(found: Mapping[str, KeptClaim | None], claims: Sequence[Claim]) -> dict[str, int]:
    """Number of claims by verdict, of those not played, and of those the model cannot speak about."""
    verdicts = [each.verdict for each in found.values() if each is not None]
    silent = sum(claim.silent is not None for claim in claims)
    told = {verdict.value: verdicts.count(verdict) for verdict in ClaimVerdict}
    return {**told, "not_played": len(claims) - silent - len(verdicts), "silent": silent}
