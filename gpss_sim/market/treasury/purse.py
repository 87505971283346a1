"""The buyer's purse for one fiscal year: what is there, what is set aside, what is spent, by source."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim import money
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.ledger import Ledger


class Purse:
    """Money of the buyer [fen]; the ledger's account ``budget`` holds the same sum.

    Every payment draws on all sources in proportion; `EarmarkedPurse` keeps them apart.
    """

    def __init__(self, ledger: Ledger, shares: Mapping[str, float]) -> None:
        self._ledger = ledger
        self._shares = dict(shares)
        self.earmarked = 0

    @property
    def available(self) -> int:
        """Granted and not yet spent or committed [fen]."""
        return self._ledger.balances["budget"]

    @property
    def free(self) -> int:
        """Available and not earmarked for a running procurement [fen]."""
        return self.available - self.earmarked

    @property
    def free_by_source(self) -> dict[str, int]:
        """What is free, by the source it comes from [fen]."""
        return self._divide(max(self.free, 0))

    def affords(self, project: int, amount: int) -> bool:
        """Whether so much is free for a project."""
        return amount <= self.free

    def earmark(self, project: int, amount: int) -> None:
        """Set money aside for a procurement that begins."""
        self.earmarked += amount

    def unearmark(self, project: int, amount: int) -> None:
        """Give back so much of what was set aside for a procurement."""
        self.earmarked -= amount

    def hold(self, amount: int) -> int:
        """Keep so much of what is free for later; returns it [fen]."""
        self.earmarked += amount
        return amount

    def release_hold(self, amount: int) -> None:
        """Free what was kept for later."""
        self.earmarked -= amount

    def payers(self, project: int) -> Mapping[str, float] | None:
        """Sources that may pay for a project, with the largest share of each; None where sources are not kept apart."""
        return None

    def plan(self, funding: Mapping[int, Mapping[str, int]]) -> None:
        """Take note of who pays what of the projects selected [fen by source by project]."""

    def grant(self, day: float, amount: int) -> None:
        """The budget of a new year."""
        parts = money.split(amount, list(self._shares.values()))
        self._ledger.move_by_source(day, "grant", "budget", dict(zip(self._shares, parts, strict=True)))

    def lapse(self, day: float) -> int:
        """What was not used goes back to the treasury."""
        amount = self.available
        self._ledger.move_by_source(day, "budget", "lapsed", self._divide(amount))
        return amount

    def spend(self, day: float, account: str, amount: int, project: int | None = None) -> int:
        """Pay from the budget, on account of a project, never more than there is; returns what was paid [fen]."""
        amount = min(amount, self.available)
        self._ledger.move_by_source(day, "budget", account, self._divide(amount))
        return amount

    def spend_free(self, day: float, account: str, amount: int, contract: int = -1) -> int:
        """Pay as much as is neither committed nor earmarked; returns what was paid [fen]."""
        amount = min(amount, max(self.free, 0))
        self._ledger.move_by_source(day, "budget", account, self._divide(amount), contract)
        return amount

    def commit(
        self, day: float, year: int, amount: int, contract: int, holders: int = 1, project: int | None = None
    ) -> Commitment | None:
        """Set `amount` aside for a contract year of one contract, or several together; None if it is not free."""
        if amount > self.free:
            return None
        parts = self._divide(amount)
        self._ledger.move_by_source(day, "budget", "committed", parts, contract)
        return Commitment(year, parts, holders)

    def _divide(self, amount: int) -> dict[str, int]:
        """Every payment draws on the sources in proportion to their shares."""
        parts = money.split(amount, list(self._shares.values())) if amount else [0] * len(self._shares)
        return dict(zip(self._shares, parts, strict=True))
