"""The rules a budget decision keeps, as the planner writes them in a TOML file.

Settings stand here; every other table is a family of `gpss_sim.allocation.problem.rules.families`. Every rule has a
`name`, by which conflicts, prices and reasons speak of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, create_model, model_validator

from gpss_sim.allocation.problem.rules import families
from gpss_sim.allocation.problem.rules.quota import Quota
from gpss_sim.allocation.problem.rules.rule import FAMILIES, Rule
from gpss_sim.allocation.problem.rules.rule_tables import Amount, Count, Name, Ratio, RuleTable, Size, Truth, Year
from gpss_sim.i18n import Message, listed

__all__ = ["PriorCommitment", "Quota", "Ranking", "Reserve", "Rules", "families"]

R = TypeVar("R", bound=Rule)


class Ranking(RuleTable):
    """How rank-and-cut goes down the list."""

    by: Literal["benefit-per-yuan", "benefit"] = "benefit-per-yuan"
    use_urgency: Truth = True
    skip: Truth = True
    threshold: Size = Decimal(0)
    second_pass: Truth = False


class Reserve(RuleTable):
    """Money held back from every line of the budget."""

    share: Ratio = Decimal(0)
    amount: Amount = 0


class PriorCommitment(RuleTable):
    """Money already bound by an earlier contract that is not in the library."""

    name: Name
    amount: Amount
    year: Year | None = None
    source: str | None = None


class RuleSettings(RuleTable):
    """What a rules file holds beside the tables of the families, and the rules of these tables in order."""

    weights: Annotated[tuple[Count, ...], Field(min_length=5, max_length=5)] = (1, 2, 4, 8, 16)
    mandatory: tuple[str, ...] = ()
    continuing: tuple[str, ...] = ()
    continuing_binding: Truth = False
    split_sources: Truth = True
    ranking: Ranking = Ranking()
    reserve: Reserve = Reserve()
    commitment: tuple[PriorCommitment, ...] = ()
    quota: tuple[Quota, ...] = ()

    @model_validator(mode="after")
    def _named_apart(self) -> Self:
        names = [contract.name for contract in self.commitment] + [quota.name for quota in self.quota]
        names += [rule.name for rule in self.active]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(Message("rules.same_name", names=listed(map(repr, twice))))
        if list(self.weights) != sorted(self.weights):
            raise ValueError(Message("rules.weights"))
        if not any(self.weights):
            raise ValueError(Message("rules.no_weight"))
        if self.ranking.second_pass and not self.quota:
            raise ValueError(Message("rules.second_pass"))
        return self

    def without_quotas(self) -> Self:
        """Return these rules as policies other than rank-and-cut know them."""
        ranking = self.ranking.model_copy(update={"second_pass": False})
        return self.model_copy(update={"ranking": ranking, "quota": ()})

    def of(self, family: type[R]) -> tuple[R, ...]:
        """Return the rules of a family, in the order of the file."""
        rules = getattr(self, family.table)
        if family.single:
            return () if rules is None else (rules,)
        return tuple(rules)

    @property
    def active(self) -> tuple[Rule, ...]:
        """Every rule, family by family."""
        return tuple(rule for family in FAMILIES for rule in self.of(family))

    def adding(self, *rules: Rule) -> Self:
        """Return these rules and more of the families that hold several."""
        update: dict[str, tuple[Rule, ...]] = {}
        for rule in rules:
            update[rule.table] = (*update.get(rule.table, self.of(type(rule))), rule)
        return self.model_copy(update=update)

    def without(self, rule: Rule) -> Self:
        """Return these rules less one of them."""
        if rule.single:
            return self.model_copy(update={rule.table: None})
        rest = tuple(other for other in self.of(type(rule)) if other is not rule)
        return self.model_copy(update={rule.table: rest})

    def replacing(self, rules: Iterator[Rule]) -> Self:
        """Return these settings with other rules in place of the active ones."""
        update: dict[str, Any] = {family.table: None if family.single else () for family in FAMILIES}
        bare = self.model_copy(update=update)
        for rule in rules:
            bare = bare.model_copy(update={rule.table: rule}) if rule.single else bare.adding(rule)
        return bare


if TYPE_CHECKING:

    class Rules(RuleSettings):
        """All rules of one budget decision; an empty file is a valid one."""

else:
    Rules = create_model(
        "Rules",
        __base__=RuleSettings,
        __module__=__name__,
        __doc__="All rules of one budget decision; an empty file is a valid one.",
        **{family.table: (family | None, None) if family.single else (tuple[family, ...], ()) for family in FAMILIES},
    )
