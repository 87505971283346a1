"""What an agency sees of the market, and what the registrar of agencies sees and touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gpss_sim.market.agencies.beliefs import Beliefs
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.rulebook.method_choice import MethodView
from gpss_sim.market.setting import Setting


@dataclass(frozen=True, slots=True)
class AgencyView(Setting):
    """What an agency looks at when it offers and when it chooses its effort.

    Parameters
    ----------
    directory : Directory
        Rivals, their records, who is admitted.
    beliefs : Beliefs
        What is publicly believed of contests.
    methods : MethodView
        How its project would be let again.
    ledger : Ledger
        Its cash.
    """

    directory: Directory
    beliefs: Beliefs
    methods: MethodView
    ledger: Ledger


class Grants(Protocol):
    """Public money as far as it helps newcomers; `treasury.Purse` is one."""

    def spend_free(self, day: float, account: str, amount: int, contract: int = -1) -> int:
        """Pay as much of `amount` fen as is free; returns what was paid [fen]."""


@dataclass(frozen=True, slots=True)
class RegistrarView(Setting):
    """What is needed to let agencies enter, to keep their yearly accounts, and to dissolve them.

    Parameters
    ----------
    directory : Directory
        Every agency, and everybody who may yet become one.
    ledger : Ledger
        Their cash.
    grants : Grants
        Start-up aid.
    posts_within_reach : list of int [posts]
        For each agency the posts of all projects it could serve.
    """

    directory: Directory
    ledger: Ledger
    grants: Grants
    posts_within_reach: list[int]
