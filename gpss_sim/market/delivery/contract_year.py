"""When a contract year ends: twelve months after it opened, or with the fiscal year (evidence §3 fact 23)."""

from __future__ import annotations

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.delivery_view import PaymentDesk
from gpss_sim.market.delivery.payments import release_part


def bind_to_fiscal_year(desk: PaymentDesk, contract: Contract) -> None:
    """Let the contract year that begins end at noon of the first day of the next fiscal year, paid in proportion.

    What the missing months would have cost goes back to the budget. A rest of less than a month is not worth a year of
    its own: the contract year then stays as it is.
    """
    book = contract.book
    rest = fiscal.next_noon(fiscal.year_start(fiscal.year_of(desk.now) + 1)) - desk.now
    if desk.scenario.calendar.contract_year == "anniversary" or not fiscal.MONTH <= rest < book.length:
        return
    unpaid = book.price - round(book.price * rest / book.length)
    book.price -= unpaid
    book.length, book.pace = rest, rest / fiscal.YEAR
    release_part(desk, contract.project, contract.funds.commitments[-1], unpaid, contract.id)
