"""The rules a budget decision keeps, as the planner writes them in a TOML file.

Every table has a `name`, by which conflicts, prices and reasons speak of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gpss_sim.money import parse_amount, to_fen

Field_ = Literal["domain", "group", "district", "form", "agency"]
Share = Annotated[Decimal, Field(ge=0, le=1)]


def _fen(value: object) -> object:
    if isinstance(value, str):
        return parse_amount(value)
    return to_fen(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def _decimal(value: object) -> object:
    return Decimal(repr(value)) if isinstance(value, float) else value


Amount = Annotated[int, BeforeValidator(_fen), Field(ge=0)]
"""An amount, written in yuan (2000000) or in words ("200万"), held in fen."""
Ratio = Annotated[Share, BeforeValidator(_decimal)]


class Table(BaseModel):
    """A table of the rules file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(Table):
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


class Ranking(Table):
    """How rank-and-cut goes down the list."""

    by: Literal["benefit-per-yuan", "benefit"] = "benefit-per-yuan"
    use_urgency: bool = True
    skip: bool = True
    threshold: Decimal = Decimal(0)


class Reserve(Table):
    """Money held back from every line of the budget."""

    share: Ratio = Decimal(0)
    amount: Amount = 0


class Commitment(Table):
    """Money already bound by an earlier contract that is not in the library."""

    name: str
    amount: Amount
    year: int | None = None
    source: str | None = None


class Exclusive(Table):
    """Of these projects at most so many may be bought."""

    name: str
    projects: Annotated[tuple[str, ...], Field(min_length=2)]
    at_most: Annotated[int, Field(ge=1)] = 1


class Requires(Table):
    """A project that may be bought only with all (or any) of others."""

    name: str
    project: str
    needs: Annotated[tuple[str, ...], Field(min_length=1)]
    how: Literal["all", "any"] = "all"


class Limit(Table):
    """Floor or cap on the money, or on the number, of some projects; with `each`, for every value of a field."""

    name: str
    where: Where = Where()
    each: Field_ | None = None
    year: int | None = None
    min: Amount | None = None
    max: Amount | None = None
    min_share: Ratio | None = None
    max_share: Ratio | None = None
    of: Literal["budget", "spending"] = "budget"
    min_projects: Annotated[int, Field(ge=0)] | None = None
    max_projects: Annotated[int, Field(ge=0)] | None = None

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


class Staff(Table):
    """Posts that can be filled by the certified social workers there are."""

    name: str
    available: Annotated[int, Field(ge=0)]
    where: Where = Where()


class Step(Table):
    """Up to so much benefit together, each unit counts `rate`."""

    up_to: Annotated[Decimal, BeforeValidator(_decimal), Field(gt=0)]
    rate: Ratio


class Overlap(Table):
    """Projects that serve the same people: what they bring together counts less and less."""

    name: str
    where: Where
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    beyond: Ratio = Decimal(0)

    @model_validator(mode="after")
    def _concave(self) -> Overlap:
        rates = [*(step.rate for step in self.steps), self.beyond]
        ends = [step.up_to for step in self.steps]
        if rates != sorted(rates, reverse=True) or ends != sorted(set(ends)):
            raise ValueError("steps must have rising up_to and falling rates, beyond the lowest")
        return self


class Fairness(Table):
    """Fairness of benefit per head across districts, as a goal before all others or as a bound."""

    name: str = "fairness"
    goal: Literal["none", "max-min"] = "none"
    gini_at_most: Ratio | None = None
    population: dict[str, Annotated[int, Field(gt=0)]]


class Overrun(Table):
    """Commitments may exceed the budget with at most this probability, costs being uncertain."""

    name: str = "overrun"
    probability: Annotated[float, Field(gt=0, lt=0.5)]
    deviation: Annotated[float, Field(gt=0, lt=1)]


class Rules(Table):
    """All rules of one budget decision; an empty file is a valid one."""

    weights: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=5, max_length=5)] = (1, 2, 4, 8, 16)
    mandatory: tuple[str, ...] = ()
    continuing: tuple[str, ...] = ()
    continuing_binding: bool = False
    split_sources: bool = True
    ranking: Ranking = Ranking()
    reserve: Reserve = Reserve()
    commitment: tuple[Commitment, ...] = ()
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

    def named(self) -> list[Commitment | Exclusive | Requires | Limit | Staff | Overlap | Fairness | Overrun]:
        """Every rule that has a name, in the order of the file's tables."""
        single = [rule for rule in (self.fairness, self.overrun) if rule is not None]
        return [*self.commitment, *self.exclusive, *self.requires, *self.limit, *self.staff, *self.overlap, *single]

    @property
    def plain(self) -> bool:
        """Whether nothing but the budget, the reserve and mandatory projects binds."""
        return not (self.exclusive or self.requires or self.limit or self.staff or self.overlap) and not (
            self.fairness or self.overrun
        )
