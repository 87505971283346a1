"""How agencies come, grow and lean on others: registration, incubation, aid, learning, other income."""

from __future__ import annotations

from gpss_sim import fiscal
from gpss_sim.scenario.fields import Table, param


class Growth(Table):
    """Help for newcomers and what experience does; everything off by default."""

    entry_scale: int = param(
        0,
        "fewest workers with which an agency may register: newcomers below it do not open",
        unit="persons",
        ge=0,
        le=500,
        sweep=(0, 12),
        source="facts M77",
    )
    aid: float = param(
        0.0,
        "start-up aid from the budget, in months of the payroll of the workers a newcomer can field",
        unit="months",
        ge=0,
        le=24,
        sweep=(0, 6),
        source="facts M79",
    )
    incubation: float = param(
        0.0,
        "capability a newcomer brings from the incubator",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 4),
        source="facts M79",
    )
    incubation_cost: float = param(
        0.0, "what an incubator costs the budget for each newcomer", unit="yuan", ge=0, source="facts M79"
    )
    learning: float = param(
        0.0,
        "learning by doing: elasticity of staff needed to the contract years served",
        ge=0,
        le=1,
        sweep=(0, 0.1),
        source="facts M80",
    )
    other_income: float = param(
        0.0,
        "gifts and fees of an independent agency, over the reference pay of the workers it can field",
        ge=0,
        le=2,
        sweep=(0, 0.3),
        source="facts A24",
    )


class Registration(Table):
    """Agencies that cannot be registered, and the fiscal host through which public money reaches them."""

    share: float = param(
        1.0, "share of independent agencies that are registered", ge=0, le=1, sweep=(0.5, 1), source="facts M53, A24"
    )
    host: bool = param(
        False, "the others may sell through a registered partner; else not at all", source="facts M53, A24"
    )
    recorded: bool = param(
        False,
        "the others are recorded community groups without legal personality: they may sell small projects themselves",
        source="facts A21 (备案)",
    )
    recorded_limit: float = param(
        100_000.0,
        "largest ceiling of a project that a recorded group may take",
        unit="yuan",
        ge=0,
        le=10**9,
        sweep=(30_000, 200_000),
        source="facts A21: not stated",
    )
    fee: float = param(
        0.0, "what the host keeps", unit="share of payment", ge=0, le=0.5, sweep=(0, 0.2), source="facts M53"
    )
    delay: float = param(
        0.0,
        "days for which money rests with the host",
        unit="days",
        ge=0,
        le=fiscal.YEAR,
        sweep=(0, 60),
        source="facts M53",
    )


class Leakage(Table):
    """Money and awards that go astray where nobody watches; off by default (facts M03, M15, M22, M62, M63)."""

    share: float = param(
        0.0,
        "share of a payment lost where there is neither transparency nor contract management",
        ge=0,
        le=1,
        sweep=(0, 0.3),
        source="facts M22, M63",
    )
    capture: float = param(
        0.0,
        "probability that an award goes to an insider where there is no transparency",
        ge=0,
        le=1,
        sweep=(0, 0.5),
        source="facts M03, M62",
    )
    management: float = param(0.5, "strength of contract management", ge=0, le=1, sweep=(0, 1), source="facts M63")
