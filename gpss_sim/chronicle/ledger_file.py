"""Movements of money of a stored run, as final accounts read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gpss_sim import money
from gpss_sim.chronicle.run_files import LEDGER
from gpss_sim.errors import Fault, InputError
from gpss_sim.files import our_file
from gpss_sim.i18n import Message
from gpss_sim.metrics.accounts import Movement
from gpss_sim.study.record import refuse_altered
from gpss_sim.tabular import read_rows

COLUMNS = ("day", "account_from", "account_to", "source", "contract", "amount")


def read_ledger(folder: Path) -> list[Movement]:
    """Movements of a run's ``ledger.csv``.

    Raises
    ------
    InputError
        If there is none, it is not what was written, or a row cannot be read.
    """
    path = folder / LEDGER
    if not path.is_file():
        raise InputError([Fault(str(path), "file", "", Message("trace.missing"))])
    refuse_altered(folder, [LEDGER])
    with our_file(path):
        return [_movement(row) for row in read_rows(path, COLUMNS)]


def _movement(row: Mapping[str, str]) -> Movement:
    return float(row["day"]), row["account_from"], row["account_to"], row["source"], money.to_fen(row["amount"])
