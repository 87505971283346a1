"""The rules a budget decision keeps, as the planner writes them in a TOML file.

Every table has a `name`, by which conflicts, prices and reasons speak of it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gpss_sim.library.columns import FIRST_YEAR, LAST_YEAR
from gpss_sim.numbers import read_amount, read_number, read_real, read_whole

Field_ = Literal["domain", "group", "district", "form", "agency"]
MOST = 10**12
"""Most of anything that a rule counts: people, projects, posts."""


Amount = Annotated[int, BeforeValidator(read_amount)]
"""An amount, written in yuan (2000000) or in words ("200万"), held in fen."""
Ratio = Annotated[Decimal, BeforeValidator(partial(read_number, low=0, high=1))]
"""A share, 0 to 1."""
Size = Annotated[Decimal, BeforeValidator(partial(read_number, low=0))]
"""A number not below zero, exactly as written."""
Count = Annotated[int, BeforeValidator(partial(read_whole, low=0, high=MOST))]
Positive = Annotated[int, BeforeValidator(partial(read_whole, low=1, high=MOST))]
Year = Annotated[int, BeforeValidator(partial(read_whole, low=FIRST_YEAR, high=LAST_YEAR))]
Truth = Annotated[bool, Field(strict=True)]


class RuleTable(BaseModel):
    """A table of the rules file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(RuleTable):
    """The projects a rule speaks of: every field given must match one of its values."""

    domain: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, data: object) -> object:
        return {k: [v] if isinstance(v, str) else v for k, v in data.items()} if isinstance(data, dict) else data


class Ranking(RuleTable):
    """How rank-and-cut goes down the list."""

    by: Literal["benefit-per-yuan", "benefit"] = "benefit-per-yuan"
    use_urgency: Truth = True
    skip: Truth = True
    threshold: Size = Decimal(0)


class Reserve(RuleTable):
    """Money held back from every line of the budget."""

    share: Ratio = Decimal(0)
    amount: Amount = 0


class PriorCommitment(RuleTable):
    """Money already bound by an earlier contract that is not in the library."""

    name: str
    amount: Amount
    year: Year | None = None
    source: str | None = None


class Exclusive(RuleTable):
    """Of these projects at most so many may be bought."""

    name: str
    projects: Annotated[tuple[str, ...], Field(min_length=2)]
    at_most: Positive = 1


class Requires(RuleTable):
    """A project that may be bought only with all (or any) of others."""

    name: str
    project: str
    needs: Annotated[tuple[str, ...], Field(min_length=1)]
    how: Literal["all", "any"] = "all"


class Limit(RuleTable):
    """Floor or cap on the money, or on the number, of some projects; with `each`, for every value of a field."""

    name: str
    where: Where = Where()
    each: Field_ | None = None
    year: Year | None = None
    min: Amount | None = None
    max: Amount | None = None
    min_share: Ratio | None = None
    max_share: Ratio | None = None
    of: Literal["budget", "spending"] = "budget"
    min_projects: Count | None = None
    max_projects: Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Limit:
        ends = (self.min, self.max, self.min_share, self.max_share, self.min_projects, self.max_projects)
        if all(end is None for end in ends):
            raise ValueError("needs one of min, max, min_share, max_share, min_projects, max_projects")
        for low, high in (
            (self.min, self.max),
            (self.min_share, self.max_share),
            (self.min_projects, self.max_projects),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(f"its floor {low} lies above its cap {high}")
        return self


class Staff(RuleTable):
    """Posts that can be filled by the certified social workers there are."""

    name: str
    available: Count
    where: Where = Where()


class BenefitStep(RuleTable):
    """Up to so much benefit together, each unit counts `rate`."""

    up_to: Annotated[Decimal, BeforeValidator(partial(read_number, above=0))]
    rate: Ratio


class Overlap(RuleTable):
    """Projects that serve the same people: what they bring together counts less and less."""

    name: str
    where: Where
    steps: Annotated[tuple[BenefitStep, ...], Field(min_length=1)]
    beyond: Ratio = Decimal(0)

    @model_validator(mode="after")
    def _concave(self) -> Overlap:
        rates = [*(step.rate for step in self.steps), self.beyond]
        ends = [step.up_to for step in self.steps]
        if rates != sorted(rates, reverse=True) or ends != sorted(set(ends)):
            raise ValueError("steps must have rising up_to and falling rates, beyond the lowest")
        return self


class Fairness(RuleTable):
    """Fairness of benefit per head across districts, as a goal before all others or as a bound."""

    name: str = "fairness"
    goal: Literal["none", "max-min"] = "none"
    gini_at_most: Ratio | None = None
    population: dict[str, Positive]


class Overrun(RuleTable):
    """Commitments may exceed the budget with at most this probability, costs being uncertain."""

    name: str = "overrun"
    probability: Annotated[float, BeforeValidator(read_real), Field(gt=0, lt=0.5)]
    deviation: Annotated[float, BeforeValidator(read_real), Field(gt=0, lt=1)]


class Rules(RuleTable):
    """All rules of one budget decision; an empty file is a valid one."""

    weights: Annotated[tuple[Count, ...], Field(min_length=5, max_length=5)] = (1, 2, 4, 8, 16)
    mandatory: tuple[str, ...] = ()
    continuing: tuple[str, ...] = ()
    continuing_binding: Truth = False
    split_sources: Truth = True
    ranking: Ranking = Ranking()
    reserve: Reserve = Reserve()
    commitment: tuple[PriorCommitment, ...] = ()
    exclusive: tuple[Exclusive, ...] = ()
    requires: tuple[Requires, ...] = ()
    limit: tuple[Limit, ...] = ()
    staff: tuple[Staff, ...] = ()
    overlap: tuple[Overlap, ...] = ()
    fairness: Fairness | None = None
    overrun: Overrun | None = None

    @model_validator(mode="after")
    def _named_apart(self) -> Rules:
        names = [rule.name for rule in self.named()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two rules are named {', '.join(map(repr, twice))}")
        if list(self.weights) != sorted(self.weights):
            raise ValueError("weights must not fall with urgency")
        return self

    def named(self) -> list[PriorCommitment | Exclusive | Requires | Limit | Staff | Overlap | Fairness | Overrun]:
        """Every rule that has a name, in the order of the file's tables."""
        single = [rule for rule in (self.fairness, self.overrun) if rule is not None]
        return [*self.commitment, *self.exclusive, *self.requires, *self.limit, *self.staff, *self.overlap, *single]

    @property
    def single_budget(self) -> bool:
        """Whether nothing but the budget, the reserve and mandatory projects binds."""
        return not (self.exclusive or self.requires or self.limit or self.staff or self.overlap) and not (
            self.fairness or self.overrun
        )
