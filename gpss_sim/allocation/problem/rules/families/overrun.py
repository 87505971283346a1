"""``[overrun]``: commitments that may exceed the budget with a small probability."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, sqrt
from statistics import NormalDist
from typing import Annotated

from pydantic import BeforeValidator, Field

from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family
from gpss_sim.allocation.problem.rules.rule_tables import Name
from gpss_sim.i18n import Message, RuleName
from gpss_sim.numbers import read_real

SLIP = 1 + 1e-9
"""Factor of a probability that floating point may slip."""

FINE = 1 << 12
"""Parts of a fen in which tangents are drawn: rounded to the fen they may let a plan pass that they are to cut off."""


@family("overrun", place=70)
class Overrun(Rule):
    """Commitments may exceed the budget with at most this probability, costs being uncertain.

    Costs are independent and normal around the price with standard deviation ``deviation`` × price; so a plan keeps
    the rule when price + z × √(Σ variance) stays within each general line, z being the quantile of the probability.
    Money of a year for which the budget names sources alone counts as one line: the sum of these.
    """

    name: Name = "overrun"
    probability: Annotated[float, BeforeValidator(read_real), Field(gt=0, lt=0.5)]
    deviation: Annotated[float, BeforeValidator(read_real), Field(gt=0, lt=1)]

    single = True
    joins_blocks = True
    lazy = True

    @property
    def moves_with_budget(self) -> bool:
        """The spread does not grow in proportion with the money."""
        return True

    def exceeded(self, problem: ProblemView, posts: Posts, amount: int, year: int | None = None) -> float:
        """Probability that the commitments of a year, or of all, exceed `amount` fen."""
        prices = [problem.spent(posts, [i], year) for i in posts]
        spread = self.deviation * sqrt(sum(price * price for price in prices))
        if not spread:
            return float(sum(prices) > amount)
        return 1.0 - NormalDist().cdf((amount - sum(prices)) / spread)

    def _broken(self, problem: ProblemView, posts: Posts) -> Iterator[tuple[Appropriation, int | None, float]]:
        """General lines that are exceeded too probably, with the year whose costs count and the probability."""
        for line in self.lines(problem):
            year = line.year if problem.years != (None,) else None
            chance = self.exceeded(problem, posts, line.amount, year)
            if chance > self.probability * SLIP:
                yield line, year, chance

    def lines(self, problem: ProblemView) -> list[Appropriation]:
        """General lines, and the sum of the named ones of each year that has no general line."""
        money = problem.money.lines
        general = [line for line in money if line.source is None]
        named: dict[int | None, int] = {}
        for line in money:
            if line.source is not None and not any(ln.year in (line.year, None) for ln in general):
                named[line.year] = named.get(line.year, 0) + line.amount
        if None in named and len(named) > 1:
            named = {None: sum(named.values())}
        return [*general, *(Appropriation(amount, year) for year, amount in named.items())]

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """Lines that are exceeded too probably."""
        for line, _, chance in self._broken(problem, posts):
            named = RuleName(line.name)
            yield RuleBreach(self.name, Message("breach.chance", line=named, chance=f"{chance:.4f}"))

    def cut_off(self, program: RowBuilder, posts: Posts) -> bool:
        """Enter the tangent at a plan that breaks the rule.

        Price + z × √(Σ variance) is convex, so a tangent never cuts off a plan that keeps the rule.
        """
        problem = program.problem
        z = NormalDist().inv_cdf(1 - self.probability) * self.deviation
        added = False
        for line, year, _ in self._broken(problem, posts):
            sizes = {i: problem.spent(posts, [i], year) for i in posts}
            norm = sqrt(sum(fen * fen for fen in sizes.values()))
            slope = {i: z * size / norm for i, size in sizes.items()}
            terms = {
                c: fen * FINE + floor(slope.get(program.position(c), 0) * fen * FINE)
                for c, fen in program.cost(range(len(problem.projects)), year).items()
            }
            program.require(self.name, terms, high=line.amount * FINE, unit="fen")
            added = True
        return added
