"""Movements of money of a stored run, as final accounts read them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from gpss_sim import money
from gpss_sim.chronicle.files import LEDGER
from gpss_sim.errors import Fault, InputError
from gpss_sim.metrics.accounts import Movement


def read_ledger(folder: Path) -> list[Movement]:
    """Movements of a run's ``ledger.csv``.

    Raises
    ------
    InputError
        If there is none or a row cannot be read.
    """
    file = folder / LEDGER
    if not file.is_file():
        raise InputError([Fault(str(folder), LEDGER, "", "is missing: the folder must be one that gpss-sim run wrote")])
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [_movement(file, number, row) for number, row in enumerate(csv.DictReader(stream), start=2)]


def _movement(file: Path, number: int, row: Mapping[str, str]) -> Movement:
    try:
        amount = money.to_fen(row["amount"])
        return float(row["day"]), row["account_from"], row["account_to"], row["source"], amount
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise InputError([Fault(str(file), f"row {number}", str(dict(row)), "is no movement of a ledger")]) from None
