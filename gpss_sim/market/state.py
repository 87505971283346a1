"""One simulated city as a whole: what was built, and the views through which each room works on it.

Every view is built here, once; nothing is added to it later.
"""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.agencies.beliefs import Beliefs
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.agencies.view import AgencyView, RegistrarView
from gpss_sim.market.buyers.buyer_view import BuyerDesk
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.delivery.delivery_view import Changes, ContractDesk, Vacancies
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.library.living import LibraryView, LiveLibrary
from gpss_sim.market.library.proposal import ProjectLibrary
from gpss_sim.market.procurement.procurement_view import ProcurementDesk
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.rulebook.method_choice import MethodView
from gpss_sim.market.setting import Setting
from gpss_sim.market.treasury.envelopes import purse_of
from gpss_sim.market.treasury.purse import Purse
from gpss_sim.market.usual import usual_quality


@dataclass(frozen=True, slots=True)
class State(Setting):
    """A city with everything in it; only the world that builds and schedules it, and tables of it, see it whole."""

    ledger: Ledger
    purse: Purse
    queues: Queues
    projects: list[CityProject]
    agencies: list[Agency]
    contracts: list[Contract]
    library: ProjectLibrary
    beliefs: Beliefs
    directory: Directory
    agency_view: AgencyView
    registrar: RegistrarView
    contract_desk: ContractDesk
    procurement_desk: ProcurementDesk
    buyer_desk: BuyerDesk


def state_of(
    setting: Setting, directory: Directory, queues: Queues, own: dict[tuple[str, int], int], posts: list[int]
) -> State:
    """The city around what was laid out.

    Parameters
    ----------
    setting : Setting
    directory : Directory
        Projects and agencies.
    queues : Queues
    own : dict
        Sellers known beforehand, by kind and project.
    posts : list of int [posts]
        For each agency the posts of all projects it could serve.
    """
    shared, scenario, ledger = setting.parts, setting.scenario, Ledger()
    projects, agencies = directory.projects, directory.agencies
    contracts: list[Contract] = []
    purse, changes = purse_of(scenario, ledger, projects), Changes()
    library = LiveLibrary(LibraryView(*shared, directory, ledger)) if scenario.rules.library.live else ProjectLibrary()
    beliefs = Beliefs(scenario, usual_quality(scenario), scenario.agencies.capability_sd)
    methods = MethodView(scenario, setting.luck, directory.eligible)
    agency_view = AgencyView(*shared, directory, beliefs, methods, ledger)
    contract_desk = ContractDesk(
        *shared, ledger, agencies, library, queues, directory, purse, contracts, agency_view, changes, Vacancies()
    )
    register = SupplierRegister(directory, setting.luck, own)
    procurement_desk = ProcurementDesk(*shared, directory, ledger, purse, methods, register, agency_view, contract_desk)
    buyer_desk = BuyerDesk(
        *shared, projects, library, directory, changes, purse, methods, procurement_desk, contract_desk
    )
    return State(
        *shared,
        ledger=ledger,
        purse=purse,
        queues=queues,
        projects=projects,
        agencies=agencies,
        contracts=contracts,
        library=library,
        beliefs=beliefs,
        directory=directory,
        agency_view=agency_view,
        registrar=RegistrarView(*shared, directory, ledger, purse, posts),
        contract_desk=contract_desk,
        procurement_desk=procurement_desk,
        buyer_desk=buyer_desk,
    )
