"""What the page of a plan knows, and the words in which it says it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gpss_sim.allocation.analysis.robustness import Robustness
from gpss_sim.i18n import Language, Message, Told, interval, word
from gpss_sim.library.project import TIERS
from gpss_sim.planning.measures import DistrictField, Key, about
from gpss_sim.planning.plan_tables import SHORT
from gpss_sim.planning.simulated import CHOSEN, Simulated, Variant, disappointing
from gpss_sim.report.decision_book.facts import TEN_THOUSAND, DecisionFacts
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.compare import Estimate

SMALLEST = 5e-5
"""What is shown as nought."""
NAMED = 3
"""Projects that a sentence names; the rest is counted."""


@dataclass(frozen=True)
class PlanFacts:
    """A decision, what simulations say of it, and what stands beside it.

    Parameters
    ----------
    decision : DecisionFacts
        In the language of the page.
    found : Simulated
    variants : sequence of Variant
        The chosen plan first.
    promised : mapping of str to float [person]
        By id, of the chosen projects.
    city : Scenario
        Made from the list.
    scenario : str
        Name of the scenario that lends the rest.
    assumed : sequence of Message
        What the list does not say.
    replications : int
    command : str
        That makes this page again.
    turnover : str
        Where more money gives up projects; empty where it only adds.
    robust : Robustness or None
    """

    decision: DecisionFacts
    found: Simulated
    variants: Sequence[Variant]
    promised: Mapping[str, float]
    city: Scenario
    scenario: str
    assumed: Sequence[Message]
    replications: int
    command: str
    turnover: str = ""
    robust: Robustness | None = None

    @property
    def lang(self) -> Language:
        """Language of the page."""
        return self.decision.lang

    def text(self, code: str, **facts: object) -> str:
        """A text of the page in its language."""
        return Message(f"planpage.{code}", **facts).said(self.lang)

    def title(self, metric: str) -> str:
        """Title of an indicator with its unit."""
        known = about(metric)
        unit = word("unit", known.unit, self.lang)
        if self.money(metric):
            unit = self.text("money_unit")
        name = known.title_zh if self.lang == "zh" else known.title_en
        if known.unit.startswith("share"):
            unit = "%"
        return self.text("axis", title=name, unit=unit) if unit else name

    @staticmethod
    def money(metric: str) -> bool:
        """Whether an indicator is an amount of money."""
        return about(metric).unit == "yuan"

    def shown(self, metric: str, value: float, sign: str = "") -> str:
        """A value of an indicator as people read it: shares in per cent, money in 万元 in Chinese."""
        if about(metric).unit.startswith("share"):
            value *= 100
        elif self.money(metric) and self.lang == "zh":
            value /= TEN_THOUSAND
        return rounded(value, sign)

    def band(self, metric: str, found: Estimate, sign: str = "") -> str:
        """Ends of a band."""
        return Told(interval(self.shown(metric, found.low, sign), self.shown(metric, found.high, sign)))

    def yuan(self, amount: float) -> str:
        """An amount of money [yuan], rounded, with its unit."""
        value = amount / TEN_THOUSAND if self.lang == "zh" else amount
        return self.text("amount", amount=f"{value:,.1f}" if self.lang == "zh" else f"{value:,.0f}")

    def own(self, metric: str, variant: str = CHOSEN) -> Estimate:
        """An indicator of a plan, all places together."""
        return self.found.estimate(variant, Key(metric))

    def named(self, ids: Sequence[str]) -> str:
        """Names of projects; a few, the rest counted."""
        comma = "、" if self.lang == "zh" else ", "
        told = [self.decision.label(name) for name in ids]
        if len(told) <= NAMED:
            return comma.join(told)
        first = comma.join(told[:NAMED])
        return self.text("several", first=first, count=len(told) if self.lang == "zh" else len(told) - NAMED)

    def variant(self, name: str) -> str:
        """A plan as people call it."""
        if name.endswith("%"):
            return self.text("money_step", step=name.replace("-", "−"))
        return Message(f"plan.{name}").said(self.lang)

    @cached_property
    def short(self) -> list[tuple[str, float, float, float]]:
        """Chosen projects by how often they fall short of their promise."""
        return disappointing(self.found, self.promised, SHORT)

    @cached_property
    def served(self) -> dict[str, float]:
        """People served on average, by id of the chosen project."""
        return {name: served for name, _, served, _ in self.short}

    @cached_property
    def urgent_out(self) -> list[str]:
        """Ids of projects of the highest urgency that are not bought."""
        return [
            p.id for p in self.decision.problem.projects if p.urgency == TIERS[0] and p.id not in self.decision.granted
        ]

    @cached_property
    def rival(self) -> Variant | None:
        """The plan that the page compares with first: last year's list, else rank-and-cut, else another budget."""
        chosen = self.variants[0]
        order = {"last": 0, "rank-and-cut": 1}
        others = [each for each in self.variants[1:] if tuple(each)[1:] != tuple(chosen)[1:]]
        return min(others, key=lambda each: order.get(each.name, 2), default=None)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Names of districts by their ids in the city; the list's own names."""
        return {d.id: self.decision.text("unknown") if d.name == "-" else d.name for d in self.city.city.districts}

    @cached_property
    def fields(self) -> dict[str, str]:
        """Names of fields of service by their ids."""
        return {d.id: (d.name_zh if self.lang == "zh" else d.name) or d.id for d in self.city.city.domains}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Groups of recipients by the fields that serve them."""
        comma, found = "、" if self.lang == "zh" else ", ", dict[str, list[str]]()
        for d in self.city.city.domains:
            found.setdefault(d.group, []).append(self.fields[d.id])
        return {group: comma.join(names) for group, names in found.items()}

    @cached_property
    def places(self) -> tuple[list[str], list[str]]:
        """Districts and fields in which the list has a project, by their ids."""
        templates = self.city.templates
        return (
            [d.id for d in self.city.city.districts if any(t.district == d.id for t in templates)],
            [d.id for d in self.city.city.domains if any(t.domain == d.id for t in templates)],
        )

    def met(self, place: DistrictField) -> Estimate:
        """Share of need met by the chosen plan."""
        return self.found.met(place)


def rounded(value: float, sign: str = "") -> str:
    """Whole from 100 on, else three figures, at most four decimals; a dash for what is undefined.

    >>> rounded(1234.5), rounded(0.1234), rounded(float("nan")), rounded(-3.0, "+"), rounded(1e-17, "+")
    ('1,234', '0.123', '–', '−3', '0')
    """
    if value != value:
        return "–"
    if abs(value) < SMALLEST:
        return "0"
    decimals = min(max(2 - math.floor(math.log10(abs(value))), 0), 4)
    told = f"{value:{sign},.{decimals}f}"
    told = told.rstrip("0").rstrip(".") if decimals else told
    return told.replace("-", "−")
