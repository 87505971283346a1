"""What a procurement sees and touches, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.agencies.view import AgencyView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.delivery.delivery_view import ContractDesk
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.market.rulebook.method_choice import MethodView
from gpss_sim.market.setting import Setting
from gpss_sim.market.treasury.purse import Purse


@dataclass(frozen=True, slots=True)
class AwardDesk(Setting):
    """What grouping, gates, challenges and captured awards look at: the directory of agencies."""

    directory: Directory


@dataclass(frozen=True, slots=True)
class ProcurementDesk(AwardDesk):
    """What one purchase takes from the first attempt to the signature.

    Parameters
    ----------
    ledger : Ledger
        Candidates pay for their offers.
    purse : Purse
        The buyer pays for attempts and sets money aside.
    methods : MethodView
        Which method, in how many packages.
    register : SupplierRegister
        Who could sell.
    agency_view : AgencyView
        What candidates see.
    contract_desk : ContractDesk
        Signs and opens the contract.
    """

    ledger: Ledger
    purse: Purse
    methods: MethodView
    register: SupplierRegister
    agency_view: AgencyView
    contract_desk: ContractDesk


@dataclass(slots=True)
class Procurement:
    """One project on its way to a contract in one fiscal year."""

    desk: ProcurementDesk
    project: CityProject
    earmark: int
    year: int
    attempt: int = 0
    offers_cost: int = 0
    buyer_cost: int = 0
