"""What the buyer learns of need: who waits, who came in half a year, what a project could do for them."""

from __future__ import annotations

from math import exp
from types import SimpleNamespace

import pytest

from gpss_sim.market.buyers import survey
from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear
from gpss_sim.market.buyers.survey import Survey
from gpss_sim.market.record import NeedRow
from gpss_sim.market.world import World
from tests.market.town import HOME, YARD, world


def extra(*days: float, district: str = "north", domain: str = "youth") -> str:
    return ",".join(f'{{district="{district}",domain="{domain}",day={day}}}' for day in days)


CAME = extra(0, 10, 100, 182, 183, 300) + "," + extra(200, district="south", domain="care")
"""Days from the opening of the city on day 365."""


def asked(place: World, day: float, first: bool = False) -> list[NeedRow]:
    if day > place.state.now:
        place.state.env.run(until=day)
    return Survey(place.state.buyer_desk, place.state.queues, place.cells).take(first)


def town(*overrides: str) -> World:
    """Nothing is bought, so that everybody waits."""
    return world(f"demand.extra=[{CAME}]", "budget.amount=0", *overrides)


def test_everybody_who_waits_counts_and_everybody_who_came_in_half_a_year() -> None:
    """Day 350: six wait in the north (weight 1 each), three of them came since day 167.5."""
    north, south = asked(town(), 365 + 350)
    assert (north.waiting, south.waiting) == (6, 1)
    assert north.surveyed == 6 + 3
    assert south.surveyed == 1 + 1
    assert [row.year for row in (north, south)] == [1, 1]


def test_the_half_year_is_182_and_a_half_days() -> None:
    """Day 364.5: those of day 182 fall out, those of day 183 are in."""
    north, _ = asked(town(), 365 + 364.5)
    assert north.surveyed == 6 + 2
    north, _ = asked(town(), 365 + 364.4)
    assert north.surveyed == 6 + 3


def test_benefit_is_the_demand_of_a_year_where_the_project_could_meet_it() -> None:
    """Six wait and three come in half a year: twelve within a year, weight 1 each; the yard could serve 204."""
    north, south = asked(town(), 365 + 350)
    assert north.benefit == 6 + 2 * 3
    assert south.benefit == 1 + 2 * 1


def test_benefit_is_capped_by_the_capacity_of_a_year() -> None:
    """A caseload of 1 at 4 posts and .85 of the time, 3 cases of 4 months a year: 10.2 cases."""
    place = town("delivery.caseload=1")
    north, _ = asked(place, 365 + 350)
    assert north.benefit == pytest.approx(10.2)
    assert place.state.projects[YARD].yearly_capacity(place.state.scenario) == pytest.approx(4 * 0.85 * 12 / 4)
    assert place.state.projects[HOME].yearly_capacity(place.state.scenario) == pytest.approx(10 * 0.85 * 12 / 6)


def test_urgent_people_weigh_more() -> None:
    """Urgency 5 weighs 4: need is four times as large, benefit too."""
    north, _ = asked(town("demand.urgency_shares=[0,0,0,0,1]"), 365 + 350)
    assert north.surveyed == 4 * 9
    assert north.benefit == 4 * 12
    assert survey.URGENCY_WEIGHTS.tolist() == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_before_there_is_a_half_year_statistics_stand_for_it() -> None:
    """Of 365 arrivals in half a year 204/544 fall to the north, by cases that 68 and 170 slots can complete a year."""
    place = town("demand.arrivals_per_year=730")
    north, south = asked(place, 365 + 0.0, first=True)
    assert north.surveyed == pytest.approx(1 + 365 * 204 / 544)
    assert south.surveyed == pytest.approx(365 * 340 / 544)


def test_an_error_of_the_survey_moves_arrivals_alone() -> None:
    """A bias of ln 2 doubles the arrivals seen, not those who wait."""
    place = town("demand.survey_bias=0.6931471805599453")
    north, _ = asked(place, 365 + 350)
    assert north.surveyed == pytest.approx(6 + 2 * 3)
    assert north.benefit == pytest.approx(6 + 2 * 2 * 3)


def test_consultation_leaves_a_share_of_the_spread() -> None:
    place = town("demand.survey_sd=0.5", "demand.consultation=0.4")
    z = place.state.luck.survey_error("yard", 1)
    north, _ = asked(place, 365 + 350)
    assert z != 0
    assert north.surveyed == pytest.approx(6 + 3 * exp(0.2 * z))


def test_cases_open_on_the_first_day_are_no_arrivals() -> None:
    """80 slots of the yard half full: 34 open cases wait for a contract, nobody came."""
    place = world("demand.open_cases=0.5", "budget.amount=0")
    north, _ = asked(place, 365 + 10)
    assert north.waiting == 34
    assert north.surveyed == 34


def test_where_nobody_needs_anything_there_is_no_benefit() -> None:
    north, _ = asked(world(), 365 + 10)
    assert (north.waiting, north.surveyed, north.benefit) == (0, 0.0, 0.0)


def test_urgency_tiers_are_fifths_of_need_per_resident() -> None:
    """Nine in a hundred thousand against two in two hundred thousand: the north ranks second of two."""
    assert [row.urgency for row in asked(town(), 365 + 350)] == [3, 1]
    assert survey.quintiles([5.0, 1.0, 1.0, 4.0, 2.0, 3.0, 0.0]) == [5, 1, 2, 4, 3, 3, 1]


def test_officials_taste_moves_benefit_and_rank_not_the_survey() -> None:
    place = town("rules.showy=1")
    projects = place.state.projects
    projects[HOME].template = projects[HOME].template.model_copy(update={"visibility": 1.0})
    north, south = asked(place, 365 + 350)
    assert south.surveyed == 2
    assert south.benefit == pytest.approx(3 * exp(1))
    assert north.benefit == 12


def test_leaders_wishes_move_benefit_by_their_own_number() -> None:
    """Without a taste for what is seen: e to .5 times the leaning of the year."""
    place = town("rules.will_sd=0.5")
    north, south = asked(place, 365 + 350)
    will = [place.state.luck.will(key, 1) for key in ("yard", "home")]
    assert north.benefit == pytest.approx(12 * exp(0.5 * will[0]))
    assert south.benefit == pytest.approx(3 * exp(0.5 * will[1]))


def test_what_became_of_each_project_in_the_draw() -> None:
    """Continuing, in reserve, selected, rejected; the class and the money that counted are those of the candidates."""
    found = [NeedRow(1, k, 0, 1.0, 3, 2.0, "rejected") for k in range(4)]
    projects = [SimpleNamespace(index=k) for k in range(4)]

    def candidate(k: int) -> Candidate:
        return Candidate(k, f"p{k}", 5 - k, 1.0, 100 + k, "north", "youth", "young", "package", 1, False)

    told = PlanningYear(1, [candidate(k) for k in (1, 2, 3)], 100, continuing=[candidate(0)])
    rows = survey.after_draw(found, told, [projects[2]], [projects[1], projects[2]])  # type: ignore[list-item]
    assert [str(row.status) for row in rows] == ["continuing", "reserve", "selected", "rejected"]
    assert [(row.ranked, row.cost) for row in rows] == [(0, 0), (4, 101), (3, 102), (2, 103)]


def test_weights_double_with_each_class() -> None:
    place = town("demand.urgency_shares=[0.5,0,0,0,0.5]", "demand.arrivals_per_year=730")
    north, _ = asked(place, 365.0, first=True)
    mean = 0.5 * 0.25 + 0.5 * 4
    waiting = sum(survey.URGENCY_WEIGHTS[u - 1] for u in place.state.queues.people.urgency[: north.waiting])
    assert north.surveyed == pytest.approx(waiting + mean * 365 * 204 / 544)
