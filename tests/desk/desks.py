"""A small sheet on the desk, and a session that is asked and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gpss_sim.allocation import Project
from gpss_sim.desk import draft
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.session import Session

PROJECTS = (
    Project("a", 5, 60, 600_000_00, name="送餐", district="东区", domain="elderly", beneficiaries=60),
    Project("b", 5, 50, 500_000_00, name="探访", district="东区", domain="elderly", beneficiaries=50),
    Project("c", 3, 70, 400_000_00, name="课后照料", district="西区", domain="youth", beneficiaries=70),
    Project("d", 1, 40, 300_000_00, name="邻里互助", district="西区", domain="youth", beneficiaries=40),
)


def small(total: int = 1_200_000_00) -> Draft:
    """Four projects, and money for some."""
    return draft.with_total(draft.first("small", PROJECTS), total)


async def until(what: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something holds."""
    end = asyncio.get_running_loop().time() + seconds
    while not what():
        assert asyncio.get_running_loop().time() < end, "it never came"
        await asyncio.sleep(0.01)


def quiet(session: Session) -> Session:
    """A session without frontier: one process less."""
    session.processes.drawer.ask = lambda *_, **__: None  # type: ignore[method-assign]
    return session
