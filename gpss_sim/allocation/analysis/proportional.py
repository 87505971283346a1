"""Rankings that give groups of voters their share of the money, and how far any list does so.

The method of equal shares gives every voter the same part of the budget, and buys what its supporters can pay for at
the least price for each unit of what they get; Phragmén's method lets voters earn money evenly and buys whatever its
supporters can pay for first. All amounts are exact fractions.

References
----------
Peters, Pierczynski and Skowron (2021), Proportional participatory budgeting with additive utilities. NeurIPS; Los,
Christoff and Grossi (2022), Proportional budget allocations: towards a systematization. IJCAI; Maly, Rey, Endriss and
Lackner (2023), Fairness in participatory budgeting via equality of resources. AAMAS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from gpss_sim.library.ballots import VoterGroup
from gpss_sim.registry import Registry

Costs = Mapping[str, int]
"""Price by project [fen]."""

METHODS: Registry[Callable[[Costs, int, Sequence[VoterGroup]], tuple[str, ...]]] = Registry("proportional method")
"""Functions of costs, budget [fen] and ballots; each returns what it buys, in order."""


@METHODS.register("equal-shares")
def equal_shares(costs: Costs, budget: int, groups: Sequence[VoterGroup]) -> tuple[str, ...]:
    """Buy by the method of equal shares, and with the money that it leaves by votes.

    What a voter gets of a project is its points times its cost, so that a yuan counts the same in every project. Equal
    prices are settled by more votes, then the smaller id.
    """
    bought = without_completion(costs, budget, groups)
    left = budget - sum(costs[name] for name in bought)
    votes = total_points(costs, groups)
    rest = []
    for name in sorted(costs, key=lambda name: (-votes[name], costs[name], name)):
        if name not in bought and costs[name] <= left and votes[name]:
            rest.append(name)
            left -= costs[name]
    return (*bought, *rest)


def without_completion(costs: Costs, budget: int, groups: Sequence[VoterGroup]) -> tuple[str, ...]:
    """What equal shares pay for, in order; the rest of the money stays with the voters."""
    voters = sum(group.voters for group in groups)
    purses = [Fraction(budget, voters)] * len(groups) if voters else []
    members = _members(costs, groups)
    votes = total_points(costs, groups)
    heap = [(Fraction(0), -votes[name], name) for name in costs if members[name]]
    heapify(heap)
    bought: list[str] = []
    while heap:
        _, rank, name = heappop(heap)
        share = _share(costs[name], groups, purses, name, members[name])
        if share is None:
            continue  # purses only get emptier: its supporters will never have enough
        price = share / costs[name]
        if heap and (price, rank, name) > heap[0]:
            heappush(heap, (price, rank, name))
            continue
        bought.append(name)
        for k in members[name]:
            purses[k] -= min(purses[k], share * groups[k].points[name])
    return tuple(bought)


def _share(
    cost: int, groups: Sequence[VoterGroup], purses: Sequence[Fraction], name: str, members: Sequence[int]
) -> Fraction | None:
    """What a voter pays for each point, if nobody pays more than his purse holds; None where that is too little."""
    order = sorted((purses[k] / groups[k].points[name], k) for k in members if purses[k])
    left = Fraction(cost)
    weight = sum((groups[k].points[name] * groups[k].voters for _, k in order), Fraction(0))
    for most, k in order:
        if left <= most * weight:
            return left / weight
        left -= purses[k] * groups[k].voters
        weight -= groups[k].points[name] * groups[k].voters
    return None


@METHODS.register("phragmen")
def phragmen(costs: Costs, budget: int, groups: Sequence[VoterGroup]) -> tuple[str, ...]:
    """Buy by Phragmén's sequential method, until the next project would exceed the budget.

    Projects that are bought at the same moment are settled by more votes, then the smaller id.
    """
    members = _members(costs, groups)
    votes = total_points(costs, groups)
    paid = [Fraction(0)] * len(groups)
    size = {name: sum(groups[k].voters for k in members[name]) for name in costs}
    heap = [(Fraction(costs[name], size[name]), -votes[name], name) for name in costs if members[name]]
    heapify(heap)
    bought: list[str] = []
    left = budget
    while heap:
        _, rank, name = heappop(heap)
        before = sum((paid[k] * groups[k].voters for k in members[name]), Fraction(0))
        moment = (costs[name] + before) / size[name]
        if heap and (moment, rank, name) > heap[0]:
            heappush(heap, (moment, rank, name))
            continue
        if costs[name] > left:
            break
        bought.append(name)
        left -= costs[name]
        for k in members[name]:
            paid[k] = moment
    return tuple(bought)


def _members(costs: Costs, groups: Sequence[VoterGroup]) -> dict[str, list[int]]:
    """Groups that name each project."""
    members: dict[str, list[int]] = {name: [] for name in costs}
    for k, group in enumerate(groups):
        for name in group.points:
            if name in members:
                members[name].append(k)
    return members


def total_points(costs: Costs, groups: Sequence[VoterGroup]) -> dict[str, Fraction]:
    """Points of each project; votes where voters only name projects."""
    found = dict.fromkeys(costs, Fraction(0))
    for group in groups:
        for name, points in group.points.items():
            if name in found:
                found[name] += points * group.voters
    return found


@dataclass(frozen=True, slots=True)
class Proportionality:
    """How a list treats the voters.

    Parameters
    ----------
    unserved : Fraction
        Share of voters of whose projects none is funded.
    funded : Fraction
        Funded projects among those a voter named, on average.
    fair_share : Fraction
        What voters got of their fair share, on average, nobody counted above it. A project's cost is shared evenly
        among those who named it; the fair share is an even part of the budget, or all that one's projects could bring.
    """

    unserved: Fraction
    funded: Fraction
    fair_share: Fraction


def proportionality(costs: Costs, budget: int, groups: Sequence[VoterGroup], chosen: Iterable[str]) -> Proportionality:
    """Measure a list, whoever made it; projects that are not on the ballot are passed over."""
    have = set(chosen) & set(costs)
    voters = sum(group.voters for group in groups)
    if not voters:
        return Proportionality(Fraction(0), Fraction(0), Fraction(0))
    supporters = {name: sum(groups[k].voters for k in where) for name, where in _members(costs, groups).items()}
    part = {name: Fraction(costs[name], many) for name, many in supporters.items() if many}
    even = Fraction(budget, voters)
    unserved, funded, fair = 0, 0, Fraction(0)
    for group in groups:
        named = [name for name in group.points if name in costs]
        got = [name for name in named if name in have]
        unserved += group.voters * (not got)
        funded += group.voters * len(got)
        most = min(even, sum((part[name] for name in named), Fraction(0)))
        reached = min(most, sum((part[name] for name in got), Fraction(0)))
        fair += group.voters * (reached / most if most else Fraction(1))
    return Proportionality(Fraction(unserved, voters), Fraction(funded, voters), fair / voters)
