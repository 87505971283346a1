"""The library of a scenario as the allocator sees it: for rules of the budget decision that name its projects."""

from __future__ import annotations

from gpss_sim import money
from gpss_sim.library.project import Project
from gpss_sim.scenario.purchase import payers_of, purchase_of
from gpss_sim.scenario.schema import Scenario, Template


def project_of(scenario: Scenario, template: Template) -> Project:
    """A template as a project of the library, at its reference cost and the urgency and benefit of its file.

    It is bought whole: the market has no contracts for a part of a project's posts.
    """
    return Project(
        template.id,
        template.urgency,
        template.benefit,
        money.to_fen(template.cost),
        name=template.name,
        domain=template.domain,
        group=template.group,
        district=template.district,
        form=purchase_of(scenario.rules, template).form_name,
        agency=template.agency,
        posts=template.posts,
        sources=payers_of(scenario.rules, template),
    )


def granted_by_source(scenario: Scenario) -> dict[str, int]:
    """Money of the first year by source [fen]; where the budget is a share of ceilings, of reference costs."""
    budget = scenario.budget
    if budget.by_year:
        amount = money.to_fen(budget.by_year[0])
    elif budget.amount is not None:
        amount = money.to_fen(budget.amount)
    else:
        amount = round(budget.coverage * sum(money.to_fen(template.cost) for template in scenario.templates))
    parts = money.split(amount, list(budget.sources.values()))
    return dict(zip(budget.sources, parts, strict=True))
