"""``[[overlap]]``: projects that serve the same people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from gpss_sim.allocation.problem.rules.rule import ProblemView, RowBuilder, Rule, family, unmatched
from gpss_sim.allocation.problem.rules.rule_tables import Ratio, RuleTable, Where
from gpss_sim.allocation.problem.terms import Terms, plus
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message
from gpss_sim.numbers import read_number


class BenefitStep(RuleTable):
    """Up to so much benefit together, each unit counts `rate`."""

    up_to: Annotated[Decimal, BeforeValidator(partial(read_number, above=0))]
    rate: Ratio


@family("overlap", place=50)
class Overlap(Rule):
    """Projects that serve the same people: what they bring together counts less and less.

    Gross benefit g counts c(g) = Σ rate × part of g within each step + beyond × rest. It forbids no plan.
    """

    where: Where
    steps: Annotated[tuple[BenefitStep, ...], Field(min_length=1)]
    beyond: Ratio = Decimal(0)

    reads_benefit = True
    joins_blocks = True

    @model_validator(mode="after")
    def _concave(self) -> Overlap:
        rates = [*(step.rate for step in self.steps), self.beyond]
        ends = [step.up_to for step in self.steps]
        if rates != sorted(rates, reverse=True) or ends != sorted(set(ends)):
            raise ValueError(Message("rules.steps"))
        return self

    @classmethod
    def faults(cls, rules: Sequence[Self], problem: ProblemView) -> Iterator[Fault]:
        """Values that no project has, and projects of two overlaps."""
        for rule in rules:
            yield from unmatched(problem, rule.name, rule.where)
        served: dict[int, str] = {}
        for rule in rules:
            for i in problem.matching(rule.where):
                if served.setdefault(i, rule.name) != rule.name:
                    name = problem.projects[i].id
                    yield Fault("rules", f"overlap '{rule.name}'", name, Message("rules.overlaps", other=served[i]))

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """Rates of the steps and beyond them."""
        return (*(Fraction(step.rate) for step in self.steps), Fraction(self.beyond))

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """Ends of the steps, in benefit."""
        return tuple(Fraction(step.up_to) for step in self.steps)

    def counted(self, gross: Fraction) -> Fraction:
        """What `gross` benefit counts when it goes to the same people.

        >>> rule = Overlap(name="same", where=Where(), steps=(BenefitStep(up_to=100, rate=1),), beyond=0.5)
        >>> rule.counted(Fraction(140))
        Fraction(120, 1)
        """
        counted, filled = Fraction(0), Fraction(0)
        for end, rate in zip(self.ends, self.rates, strict=False):
            part = min(gross, end) - filled
            if part <= 0:
                return counted
            counted += part * rate
            filled += part
        return counted + (gross - filled) * self.rates[-1]

    def value_terms(self, program: RowBuilder, served: Sequence[int], fine: int) -> Terms:
        """What the projects of the overlap among those served count together, in units of 1/`fine`.

        Each step is an amount of its own; rates fall, so that a maximum fills the steps in order.
        """
        within = set(program.problem.matching(self.where))
        members = [i for i in served if i in within]
        if not members:
            return {}
        terms: Terms = {}
        filled = 0
        for step in self.steps:
            end = int(Fraction(step.up_to) * program.unit)
            terms[program.amount(end - filled)] = int(step.rate * fine)
            filled = end
        terms[program.amount()] = int(self.beyond * fine)
        program.require("", plus(program.benefit(members), dict.fromkeys(terms, -1)), low=0)
        return terms
