"""Year 0, the same in every experiment: each project goes to an eligible agency by lot (equation 13.7)."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from simpy.events import Event, Timeout

from gpss_sim import fiscal
from gpss_sim.market.buyers.buyer_view import BuyerDesk
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.contracts.terms import Arrangement, Terms
from gpss_sim.market.delivery.delivery_view import ContractDesk
from gpss_sim.market.delivery.lifecycle import live_side_by_side, sign
from gpss_sim.market.library.proposal import IN_LIBRARY
from gpss_sim.scenario.rulebook import Form, Mode

REFERENCE_MODE = Mode(seller="eligible", price="budget_line", procedure="none", renewal="certain", bars=False)
REFERENCE_FORM = Form(staffing="by_contract", fixed_price=True)
REFERENCE = Arrangement(REFERENCE_MODE, REFERENCE_FORM, "reference", "reference", settles_payroll=False)
"""The rule of year 0, the same in every experiment: by lot among the eligible, at the ceiling, posts fixed."""


def let_by_lot(desk: BuyerDesk, chosen: Sequence[CityProject]) -> None:
    """Year 0: each project goes to an eligible agency by lot, at once and fully staffed (equation 13.7)."""
    for project in chosen:
        whole = project.template.posts  # one agency takes it all, whatever the rules let several share
        eligible = [
            agency
            for agency in desk.directory.eligible(project.index)
            if desk.directory.spare(agency, project) >= whole
        ]
        if not eligible:
            desk.library.note(project, IN_LIBRARY)
            continue
        agency = eligible[int(desk.luck.lot(project.template.id) * len(eligible))]
        price = project.ceiling(desk.scenario, 0)
        commitment = desk.purse.commit(desk.now, 0, price, len(desk.contract_desk.contracts), project=project.index)
        if commitment is None:
            continue
        delivery = desk.scenario.delivery
        cost = round((delivery.wage_share + delivery.running_share) * project.estimate.reference(desk.scenario, 0))
        terms = Terms(price, price, cost, 0.0, 1, REFERENCE)
        contract = sign(desk.contract_desk, project, agency, terms, commitment)
        desk.env.process(_open_at_noon(desk.contract_desk, contract))


def _open_at_noon(desk: ContractDesk, contract: Contract) -> Generator[Event, object, None]:
    yield Timeout(desk.env, fiscal.next_noon(desk.now) - desk.now)
    yield from live_side_by_side(desk, [contract], staffed=1.0)
