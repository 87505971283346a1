"""Money kept back, what becomes urgent in the middle of a year and on which day, and what is left of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gpss_sim import fiscal
from gpss_sim.market.buyers.emergency_reserve import EmergencyReserve
from gpss_sim.market.buyers.planning_year import PurchaseList
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from tests.market.town import HOME, YARD, YUAN, scenario, world

MILLION = 1_000_000 * YUAN


class Place:
    """A town with a million yuan, whose reserve notes what it does and spends `price` on each emergency."""

    def __init__(self, price: int = 0, live: bool = True, **gates: float) -> None:
        chosen = scenario("budget.amount=0", f"rules.library.live={str(live).lower()}")
        self.state: State = build(chosen, lambda year: PurchaseList(), seed=1, replication=0, log=True).state
        self.state.env.run(until=365.5)  # the buyer has opened its year
        self.state.purse.grant(self.state.now, MILLION)
        self.price, self.bought, self.rests = price, list[tuple[float, int]](), list[float]()
        self.reserve = EmergencyReserve(self.state.buyer_desk, self.buy, lambda: self.rests.append(self.state.now))
        self.reserve._gates = self.reserve._gates.model_copy(update=gates)

    def buy(self, project: CityProject) -> bool:
        self.bought.append((self.state.now - 365, project.index))
        return self.state.purse.spend(self.state.now, "procurement", self.price) > 0

    def watch(self, *projects: int, until: float = 729.0) -> None:
        self.reserve.watch(1, [self.state.projects[k] for k in projects])
        self.state.env.run(until=until)

    def told(self) -> list[tuple[str, str]]:
        return [(e.entity, e.counterparty) for e in self.state.record.events if e.event == "emergency"]


def test_a_share_of_the_free_money_is_kept_back_where_the_library_lives() -> None:
    place = Place(reserve=0.4)
    place.reserve.set_aside(1)
    assert place.state.purse.free == 600_000 * YUAN
    for year, live in ((0, True), (1, False)):
        other = Place(reserve=0.4, live=live)
        other.reserve.set_aside(year)
        assert other.state.purse.free == MILLION


def test_nothing_is_kept_back_of_what_is_not_there() -> None:
    place = Place(reserve=0.4)
    place.state.purse.earmarked = MILLION + 100
    place.reserve.set_aside(1)
    assert place.state.purse.free == -100


def test_what_did_not_fit_stands_behind_the_most_urgent_first_where_money_is_kept_back() -> None:
    place = Place(reserve=0.4)
    yard, home = place.state.projects
    told: Any = SimpleNamespace(
        candidates=[
            SimpleNamespace(id="yard", index=YARD, urgency=2),
            SimpleNamespace(id="home", index=HOME, urgency=2),
        ]
    )
    assert place.reserve.behind(told, []) == []
    place.reserve.set_aside(1)
    assert place.reserve.behind(told, []) == [home, yard]
    assert place.reserve.behind(told, [home]) == [yard]
    told.candidates[0].urgency = 3
    assert place.reserve.behind(told, []) == [yard, home]


def test_an_emergency_comes_on_the_day_of_its_number() -> None:
    """Those below a chance of .9, evenly over the days in which a contract may be signed."""
    place = Place(emergencies=0.9)
    last = place.state.scenario.calendar.last_contract_day
    numbers = {k: place.state.luck.emergency(name, 1) for k, name in enumerate(("yard", "home"))}
    days = sorted((fiscal.tick(luck / 0.9 * last), k) for k, luck in numbers.items() if luck < 0.9)
    assert days
    place.watch(YARD, HOME)
    assert place.bought == [(pytest.approx(day), k) for day, k in days]
    assert place.rests == []


@pytest.mark.parametrize("never", ["year 0", "not live", "withdrawn", "chance"])
def test_when_there_is_no_emergency(never: str) -> None:
    chance = 1.0 if never != "chance" else 0.0
    place = Place(emergencies=chance, live=never != "not live")
    place.state.projects[YARD].withdrawn = never == "withdrawn"
    place.reserve.watch(0 if never == "year 0" else 1, [place.state.projects[YARD]])
    place.state.env.run(until=729)
    assert place.bought == []


def test_a_project_of_its_own_day_comes_on_it() -> None:
    place = Place()
    yard = place.state.projects[YARD]
    yard.template = yard.template.model_copy(update={"from_year": 1, "from_day": 77})
    place.watch(HOME)
    assert place.bought == [(77.0, YARD)]
    early = Place()
    yard = early.state.projects[YARD]
    yard.template = yard.template.model_copy(update={"from_year": 2, "from_day": 77})
    early.watch(HOME)
    assert early.bought == []


def test_on_the_day_of_the_adjustment_what_is_left_is_free_for_the_next_in_line() -> None:
    place = Place(reserve=0.4, adjustment=100)
    place.reserve.set_aside(1)
    place.watch(until=464.9)
    assert (place.rests, place.state.purse.free) == ([], 600_000 * YUAN)
    place.state.env.run(until=465.1)
    assert (place.rests, place.state.purse.free) == ([465.0], MILLION)
    without = Place(adjustment=100)
    without.reserve.set_aside(1)
    without.watch()
    assert without.rests == []


@pytest.mark.parametrize(
    ("price", "day", "free"), [(100_000, 40, 600_000), (700_000, 40, 300_000), (100_000, 120, 900_000)]
)
def test_what_an_emergency_takes_comes_from_what_was_kept_back(price: int, day: int, free: int) -> None:
    """Of a million 400,000 yuan are kept back until day 100; what costs more takes the rest from what is free."""
    place = Place(reserve=0.4, adjustment=100, price=price * YUAN)
    yard = place.state.projects[YARD]
    yard.template = yard.template.model_copy(update={"from_year": 1, "from_day": day})
    place.reserve.set_aside(1)
    place.watch(until=365.5 + day)
    assert place.bought == [(day, YARD)]
    assert place.state.purse.free == free * YUAN
    assert place.told() == [("project:yard", "bought")]


def test_who_cannot_be_bought_leaves_the_money_and_who_is_served_is_no_emergency() -> None:
    place = Place(reserve=0.4, adjustment=100, emergencies=1)
    place.reserve.set_aside(1)
    place.state.projects[HOME].letting.in_procurement = True
    place.watch(YARD, HOME, until=729)
    assert [k for _, k in place.bought] == [YARD]
    assert place.told() == [("project:yard", "no money or time")]
    assert place.state.purse.free == MILLION


def test_a_town_has_no_reserve_unless_its_library_lives() -> None:
    state = world("budget.amount=1_000_000").state
    state.env.run(until=366)
    assert state.purse.free == state.purse.available - state.purse.earmarked
