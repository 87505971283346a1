"""Policies of the market: small frozen rules, each registered under the name scenario files use."""

from gpss_sim import plugins
from gpss_sim.market.policies.administration import ADMIN_RULES
from gpss_sim.market.policies.awards import AWARDS
from gpss_sim.market.policies.bidding import BIDDING
from gpss_sim.market.policies.choices import CHOICES
from gpss_sim.market.policies.entries import ENTRIES
from gpss_sim.market.policies.missing_records import MISSING_RECORDS
from gpss_sim.market.policies.prices import PRICES
from gpss_sim.market.policies.reductions import REDUCTIONS
from gpss_sim.market.policies.renewals import RENEWALS
from gpss_sim.market.policies.schedules import SCHEDULES
from gpss_sim.market.policies.sellers import SELLERS

plugins.load("gpss_sim.policies")

__all__ = [
    "ADMIN_RULES",
    "AWARDS",
    "BIDDING",
    "CHOICES",
    "ENTRIES",
    "MISSING_RECORDS",
    "PRICES",
    "REDUCTIONS",
    "RENEWALS",
    "SCHEDULES",
    "SELLERS",
]
