"""The rows of ``gpss-sim verify --quick``, as tests: one a case."""

from __future__ import annotations

from gpss_sim.verification import verify
from gpss_sim.verification.table import CASES

AUCTIONS, CONTRACTS, QUEUES = ("T1", "T3", "T4", "T5"), ("T9", "T10", "T11", "T12", "T13", "T14"), ("T6", "T7", "T8")
"""Theories by the file that asserts their rows."""


def cases(*theories: str) -> list[str]:
    """Names of the cases of some theories."""
    return [case.id for case in CASES.values() if case.theory in theories]


def assert_holds(case: str) -> None:
    """Every row of a case agrees with its theory."""
    off = [row for row in verify([case], quick=True) if not row.holds]
    assert not off
