"""Decisions by enumeration, from the page of rules alone: nothing of the package is used here."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from math import ceil, sqrt
from statistics import NormalDist
from typing import Any

from tests.differential.cases import Case, Line

Bought = dict[str, int]
"""Posts by id."""
EXACT = 1e-9
"""Share by which a probability may be missed before a list is called doubtful."""


class Doubtful(Exception):
    """A probability is too near its limit for floating point."""


class Brute:
    """Everything about the lists of one case."""

    def __init__(self, case: Case) -> None:
        self.case, self.rules = case, case.rules
        self.projects = {p["id"]: p for p in case.projects}
        costs = [p["cost"] for p in case.projects]
        self.years: list[int | None] = sorted(costs[0]) if isinstance(costs[0], dict) else [None]
        bound = self.rules.get("continuing", []) if self.rules.get("continuing_binding") else []
        self.must = {p["id"] for p in case.projects if p["mandatory"]} | set(bound)
        continuing = set(self.rules.get("continuing", []))
        self.core = self.must | continuing

    def lists(self) -> Iterator[Bought]:
        """Every choice of posts, whether it keeps the rules or not."""
        sizes = [(0, *range(p["min_posts"], p["posts"] + 1)) for p in self.case.projects]
        for choice in product(*sizes):
            yield {p["id"]: n for p, n in zip(self.case.projects, choice, strict=True) if n}

    # money

    def price(self, name: str, posts: int, year: int | None) -> int:
        cost = self.projects[name]["cost"]
        whole = cost if isinstance(cost, int) else cost[year]
        size = self.projects[name]["posts"]
        return whole if posts == size else _nearest(whole * posts, size)

    def spent(self, bought: Bought, year: int | None, names: set[str] | None = None) -> int:
        """Money of a year, or of all with None, of some projects or all."""
        years = self.years if year is None else [year]
        return sum(self.price(i, n, y) for i, n in bought.items() if names is None or i in names for y in years)

    def left(self, line: Line) -> int:
        """What reserve and earlier contracts leave of a line."""
        year, source, amount = line
        reserve = self.rules.get("reserve", {})
        amount -= ceil(Fraction(str(reserve.get("share", 0))) * amount) + 100 * reserve.get("amount", 0)
        for contract in self.rules.get("commitment", []):
            same_year = None in (year, contract.get("year")) or year == contract.get("year")
            if same_year and source in (None, contract.get("source")):
                amount -= 100 * contract["amount"]
        return amount

    def granted(self, year: int | None) -> int:
        """The general line of a year where there is one, else the sum of the named ones; of all years their sum."""
        if year is None and self.years != [None]:
            return sum(self.granted(y) for y in self.years)
        general = [a for y, s, a in self.case.lines if y == year and s is None]
        return general[0] if general else sum(a for y, _, a in self.case.lines if y == year)

    def payable(self, bought: Bought) -> bool:
        """Whether the lines pay for a list: each year apart, for every line here has its year."""
        for line in self.case.lines:
            if line[1] is None and self.spent(bought, line[0]) > max(0, self.left(line)):
                return False
        named = sorted({s for _, s, _ in self.case.lines if s is not None})
        if not named:
            return True
        if self.rules.get("split_sources", True):
            return all(self._flows(bought, year, named) for year in self.years)
        able = [self.projects[i]["sources"] or ("", *named) for i in bought]
        return any(self._one_each(dict(zip(bought, way, strict=True)), bought, named) for way in product(*able))

    def _rooms(self, year: int | None, named: list[str]) -> dict[str, int]:
        """Money of each payer in a year; the empty name is what the general line exceeds the named ones by."""
        lines = [line for line in self.case.lines if line[0] == year]
        rooms = {s: max(0, self.left((y, s, a))) for y, s, a in lines if s is not None}
        general = [line for line in lines if line[1] is None]
        rooms[""] = 0
        if general and general[0][2] > sum(a for _, s, a in lines if s is not None):
            rooms[""] = max(0, self.left(general[0]) - sum(rooms[s] for s in named if s in rooms))
        return rooms

    def _flows(self, bought: Bought, year: int | None, named: list[str]) -> bool:
        """By the theorem of Gale and Hoffman: no set of projects needs more than all its payers have."""
        rooms = self._rooms(year, named)
        needs = []
        for name, posts in bought.items():
            able = self.projects[name]["sources"] or ("", *named)
            needs.append(({s if s in rooms else "" for s in able}, self.price(name, posts, year)))
        payers = sorted(rooms)
        for size in range(len(payers) + 1):
            for group in combinations(payers, size):
                need = sum(fen for able, fen in needs if able <= set(group))
                if need > sum(rooms[s] for s in group):
                    return False
        return True

    def _one_each(self, way: dict[str, str], bought: Bought, named: list[str]) -> bool:
        for year in self.years:
            rooms = self._rooms(year, named)
            for name, payer in way.items():
                rooms[payer if payer in rooms else ""] -= self.price(name, bought[name], year)
            if min(rooms.values()) < 0:
                return False
        return True

    # rules

    def matching(self, where: dict[str, Any]) -> set[str]:
        return {i for i, p in self.projects.items() if all(p[key] == value for key, value in where.items())}

    def broken(self, bought: Bought) -> set[str]:
        """Names of the families that a list breaks."""
        found = {family for family, kept in self._checks(bought) if not kept}
        if not self.payable(bought):
            found.add("money")
        return found

    def _checks(self, bought: Bought) -> Iterator[tuple[str, bool]]:
        have, rules = set(bought), self.rules
        yield "mandatory", self.must <= have
        yield "library requires", all(set(self.projects[i]["requires"]) <= have for i in have)
        yield "library excludes", not any(set(self.projects[i]["excludes"]) & have for i in have)
        for rule in rules.get("exclusive", []):
            yield "exclusive", len(have & set(rule["projects"])) <= 1
        for rule in rules.get("requires", []):
            needs = [name in have for name in rule["needs"]]
            yield "requires", rule["project"] not in have or (all(needs) if rule["how"] == "all" else any(needs))
        for rule in rules.get("staff", []):
            yield "staff", sum(bought.get(i, 0) for i in self.matching(rule["where"])) <= rule["available"]
        for rule in rules.get("concentration", []):
            field = rule["same"][0]
            values = [self.projects[i][field] for i in have]
            yield "concentration", all(values.count(v) <= rule["at_most"] for v in values if v)
        for rule in rules.get("limit", []):
            yield "limit", all(self._limit(rule, group, bought) for group in self._groups(rule))
        if "fairness" in rules and "gini_at_most" in rules["fairness"]:
            yield "fairness", self._gini(bought) <= Fraction(str(rules["fairness"]["gini_at_most"]))
        if "overrun" in rules:
            yield "overrun", self._safe(bought)

    def _groups(self, rule: dict[str, Any]) -> list[set[str]]:
        members = self.matching(rule.get("where", {}))
        if "each" not in rule:
            return [members]
        values = {self.projects[i][rule["each"]] for i in members}
        return [{i for i in members if self.projects[i][rule["each"]] == value} for value in values]

    def _limit(self, rule: dict[str, Any], group: set[str], bought: Bought) -> bool:
        year = rule.get("year")
        money, count = self.spent(bought, year, group), len(group & set(bought))
        whole = self.granted(year) if rule.get("of", "budget") == "budget" else self.spent(bought, year)
        return (
            100 * rule.get("min", 0) <= money <= 100 * rule.get("max", 10**9)
            and Fraction(str(rule.get("min_share", 0))) * whole <= money
            and money <= Fraction(str(rule.get("max_share", 10**9))) * whole + (0 if "max_share" in rule else money)
            and rule.get("min_projects", 0) <= count <= rule.get("max_projects", 10**9)
        )

    def _per_head(self, bought: Bought) -> dict[str, Fraction]:
        people = self.rules["fairness"]["population"]
        return {
            d: sum((self._worth(i, n) for i, n in bought.items() if self.projects[i]["district"] == d), Fraction(0))
            / heads
            for d, heads in people.items()
        }

    def _gini(self, bought: Bought) -> Fraction:
        people, heads = self.rules["fairness"]["population"], self._per_head(bought)
        whole = sum(people.values()) * sum(people[d] * heads[d] for d in people)
        gaps = sum(people[a] * people[b] * abs(heads[a] - heads[b]) for a, b in combinations(sorted(people), 2))
        return gaps / whole if whole else Fraction(0)

    def _safe(self, bought: Bought) -> bool:
        rule = self.rules["overrun"]
        for year in self.years:
            lines = [line for line in self.case.lines if line[0] == year]
            general = [line for line in lines if line[1] is None]
            room = max(0, self.left(general[0])) if general else sum(max(0, self.left(line)) for line in lines)
            prices = [self.price(i, n, year) for i, n in bought.items()]
            spread = rule["deviation"] * sqrt(sum(fen * fen for fen in prices))
            chance = 1 - NormalDist().cdf((room - sum(prices)) / spread) if spread else float(sum(prices) > room)
            if abs(chance - rule["probability"]) < EXACT:
                raise Doubtful
            if chance > rule["probability"]:
                return False
        return True

    # worth

    def _worth(self, name: str, posts: int) -> Fraction:
        return Fraction(self.projects[name]["benefit"] * posts, self.projects[name]["posts"])

    def _counted(self, bought: Bought, names: set[str]) -> Fraction:
        """Benefit of some of the projects together, what serves the same people counted by the steps."""
        total = sum((self._worth(i, n) for i, n in bought.items() if i in names), Fraction(0))
        for rule in self.rules.get("overlap", []):
            within = self.matching(rule["where"]) & names
            gross = sum((self._worth(i, n) for i, n in bought.items() if i in within), Fraction(0))
            step = rule["steps"][0]
            first = min(gross, Fraction(step["up_to"]))
            total += first * Fraction(str(step["rate"])) + (gross - first) * Fraction(str(rule["beyond"])) - gross
        return total

    def by_tier(self, bought: Bought, core: bool) -> list[Fraction]:
        """Benefit of core, then urgency 5 to 1; a tier counts what it adds to those before."""
        tier = {i: 6 if core and i in self.core else p["urgency"] for i, p in self.projects.items()}
        found, before = [], Fraction(0)
        for level in (6, 5, 4, 3, 2, 1):
            total = self._counted(bought, {i for i in tier if tier[i] >= level})
            found.append(total - before)
            before = total
        return found

    def key(self, bought: Bought) -> tuple[object, ...]:
        """Of two lists the greater key is chosen: objectives, least money, smallest ids, most posts in them."""
        if self.case.policy == "weighted":
            value = [sum(w * b for w, b in zip((0, 16, 8, 4, 2, 1), self.by_tier(bought, False), strict=True))]
        else:
            value = self.by_tier(bought, self.case.policy == "core-plus")
        if self.rules.get("fairness", {}).get("goal") == "max-min":
            value = [min(self._per_head(bought).values()), *value]
        ids = sorted(self.projects)
        return (value, -self.spent(bought, None), [i in bought for i in ids], [bought.get(i, 0) for i in ids])


def _nearest(total: int, size: int) -> int:
    """A quotient to the nearest whole number, halves up."""
    return (2 * total + size) // (2 * size)
