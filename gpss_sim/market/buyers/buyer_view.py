"""What the buyer sees and touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.delivery.delivery_view import Changes, ContractDesk
from gpss_sim.market.library.proposal import ProjectLibrary
from gpss_sim.market.procurement.procurement_view import ProcurementDesk
from gpss_sim.market.rulebook.method_choice import MethodView
from gpss_sim.market.setting import Setting
from gpss_sim.market.treasury.purse import Purse


@dataclass(frozen=True, slots=True)
class NeedsView(Setting):
    """What is looked at when need is judged: the library's projects, and how long their applications wait."""

    projects: Sequence[CityProject]
    library: ProjectLibrary


@dataclass(frozen=True, slots=True)
class ReviewView(NeedsView):
    """What reviews at a year's opening look at beside: the directory of agencies, and changes of contracts."""

    directory: Directory
    changes: Changes


@dataclass(frozen=True, slots=True)
class BuyerDesk(ReviewView):
    """What the buyer's year takes.

    Parameters
    ----------
    purse : Purse
        Its money.
    methods : MethodView
        How a project would be bought.
    procurement_desk : ProcurementDesk
        Buys a project.
    contract_desk : ContractDesk
        Signs and opens the contracts of the reference year; tells of vacancies.
    """

    purse: Purse
    methods: MethodView
    procurement_desk: ProcurementDesk
    contract_desk: ContractDesk
