"""The registered policies a scenario names, by the field that names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gpss_sim.allocation.search.urgency_readings import POLICIES
from gpss_sim.market.policies import (
    ADMIN_RULES,
    AWARDS,
    BIDDING,
    CHOICES,
    ENTRIES,
    MISSING_RECORDS,
    PRICES,
    REDUCTIONS,
    RENEWALS,
    SCHEDULES,
    SELLERS,
)
from gpss_sim.registry import Registry
from gpss_sim.scenario.catalogue import ANY

REGISTRIES: Mapping[str, Registry[Any]] = {
    f"rules.modes.{ANY}.seller": SELLERS,
    f"rules.modes.{ANY}.price": PRICES,
    f"rules.modes.{ANY}.renewal": RENEWALS,
    "rules.award.rule": AWARDS,
    "rules.award.bidding": BIDDING,
    "rules.selection": POLICIES,
    "market.entry_rule": ENTRIES,
    "assessment.missing_record": MISSING_RECORDS,
    "delivery.admin_rule": ADMIN_RULES,
    "demand.choice.rule": CHOICES,
    "payment.plan": SCHEDULES,
    "payment.reduction": REDUCTIONS,
}
"""Field path (an entry's name as ``<name>``) and the registry its value must be in."""
