"""Final accounts of a run: what each source of money granted, paid, gave back and still holds, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gpss_sim import fiscal

BUYERS = ("budget", "committed")
"""The buyer's accounts: free money, and money set aside for contracts."""


class AccountRow(NamedTuple):
    """One source in one fiscal year; every amount in fen.

    ``opening + granted = service + buying + other + lapsed + closing``: what service was paid, what buying cost, what
    evaluators, support organisations and rewards took, what went back to the treasury.
    """

    year: int
    source: str
    opening: int
    granted: int
    service: int
    buying: int
    other: int
    lapsed: int
    closing: int


Movement = tuple[float, str, str, str, int]
"""Day, account from, account to, source, fen."""


def final_accounts(movements: Iterable[Movement]) -> list[AccountRow]:
    """Accounts by year and source of the movements of a ledger that name a source.

    >>> moves = [(0.0, "grant", "budget", "lottery", 100), (5.0, "budget", "committed", "lottery", 80),
    ...          (9.0, "committed", "agency:a", "lottery", 30), (400.0, "committed", "lapsed", "lottery", 10)]
    >>> [(row.year, row.granted, row.service, row.lapsed, row.closing) for row in final_accounts(moves)]
    [(0, 100, 30, 0, 70), (1, 0, 0, 10, 60)]
    """
    sums: dict[tuple[int, str], dict[str, int]] = {}
    for day, left, entered, source, amount in movements:
        if source and (left in BUYERS) != (entered in BUYERS):
            row = sums.setdefault((fiscal.year_of(day), source), {})
            name = _column(left, entered)
            row[name] = row.get(name, 0) + amount
    if not sums:
        return []
    years = [year for year, _ in sums]
    found, held = [], dict.fromkeys(sorted({source for _, source in sums}), 0)
    for year in range(min(years), max(years) + 1):
        for source in held:
            row = sums.get((year, source), {})
            opening = held[source]
            spent = {name: row.get(name, 0) for name in ("service", "buying", "other", "lapsed")}
            held[source] = opening + row.get("granted", 0) - sum(spent.values())
            found.append(AccountRow(year, source, opening, row.get("granted", 0), **spent, closing=held[source]))
    return found


def _column(left: str, entered: str) -> str:
    if entered in BUYERS:
        return "granted"
    if entered in ("lapsed", "procurement"):
        return "lapsed" if entered == "lapsed" else "buying"
    service = left == "committed" and entered != "support"
    return "service" if service else "other"
