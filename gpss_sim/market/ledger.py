"""The ledger: every fen that moves, from which account to which, by source of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Account(StrEnum):
    """Kinds of account; ``grant`` is the treasury, the first five are the buyer's, ``agency:<id>`` an agency's cash."""

    GRANT = "grant"
    BUDGET = "budget"
    COMMITTED = "committed"
    LAPSED = "lapsed"
    PROCUREMENT = "procurement"
    AGENCY = "agency"
    WAGES = "wages"
    OVERHEAD = "overhead"
    EFFORT = "effort"
    OFFERS = "offers"
    RECTIFICATION = "rectification"
    ENDOWMENT = "endowment"
    CREDITORS = "creditors"
    EVALUATION = "evaluation"
    SUPPORT = "support"
    LEAKED = "leaked"
    HOST = "host"
    DONORS = "donors"
    PRIVATE = "private"


KINDS = tuple(Account)
"""Kinds of account in their order in tables of numbers."""


class Entry(NamedTuple):
    """One movement of money: `amount` [fen] on `day` [day]; contract is -1 where none is concerned."""

    day: float
    account_from: str
    account_to: str
    source: str
    contract: int
    amount: int


class Ledger:
    """Double entry: the balances of all accounts sum to zero after every movement (equation 12.5).

    ``by_source`` holds the balances of the buyer's accounts by source of money, where a movement names one.
    """

    __slots__ = ("balances", "by_source", "entries")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.balances: defaultdict[str, int] = defaultdict(int)
        self.by_source: defaultdict[tuple[str, str], int] = defaultdict(int)

    def move(
        self, day: float, account_from: str, account_to: str, amount: int, source: str = "", contract: int = -1
    ) -> None:
        """Move `amount` fen; nothing is written for nothing.

        Raises
        ------
        ValueError
            If the amount is negative.
        """
        if amount < 0:
            raise ValueError(f"cannot move {amount} fen from {account_from} to {account_to}")
        if amount:
            self.balances[account_from] -= amount
            self.balances[account_to] += amount
            if source:
                self.by_source[account_from, source] -= amount
                self.by_source[account_to, source] += amount
            self.entries.append(Entry(day, account_from, account_to, source, contract, amount))

    def move_by_source(
        self, day: float, account_from: str, account_to: str, amounts: Mapping[str, int], contract: int = -1
    ) -> None:
        """Move an amount of each source."""
        for source, amount in amounts.items():
            self.move(day, account_from, account_to, amount, source, contract)
