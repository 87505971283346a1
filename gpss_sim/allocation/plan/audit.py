"""The audit: checks every rule of a plan in whole fen, from the plan alone and without a solver."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.allocation.plan.funding import Funding
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.rule import Posts, RuleBreach
from gpss_sim.i18n import Message
from gpss_sim.money import Fen

Totals = dict[tuple[int | None, str | None], int]
"""Money [fen] by year and source."""


def audit(problem: Problem, posts: Posts, payments: Funding | None) -> list[RuleBreach]:
    """Every rule that the plan breaks; none means that it may be carried out.

    Parameters
    ----------
    posts : mapping of int to int [post]
        Posts bought by position in `problem.projects`.
    payments : mapping or None
        Money by (id, year, source) [fen]; None if nobody could say who pays.
    """
    breaches = [*_sizes(problem, posts), *_links(problem, posts)]
    if payments is None:
        breaches.append(RuleBreach("eligible sources", Message("breach.no_split")))
    else:
        totals = _totals(payments)
        breaches += [*_paid(problem, posts, payments), *_lines(problem, totals), *_other_sources(problem, totals)]
    return breaches + [breach for rule in problem.rules.active for breach in rule.breaches(problem, posts)]


def admits(problem: Problem, before: Posts, after: Posts) -> bool:
    """Whether the projects that `after` has beyond `before` break no further rule; money is left aside.

    Parameters
    ----------
    before, after : mapping of int to int [post]
        Posts bought by position in `problem.projects`.
    """
    broken = ({breach.rule for breach in _ties(problem, posts)} for posts in (before, after))
    was, would_be = broken
    return would_be <= was


def _ties(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    yield from _links(problem, posts)
    for rule in problem.rules.active:
        yield from rule.breaches(problem, posts)


def _sizes(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    for i, n in posts.items():
        project = problem.projects[i]
        if not project.smallest <= n <= project.posts:
            yield RuleBreach(
                f"posts of {project.id}", Message("breach.posts", posts=n, low=project.smallest, high=project.posts)
            )


def _paid(problem: Problem, posts: Posts, payments: Funding) -> Iterator[RuleBreach]:
    received: dict[tuple[str, int | None], int] = {}
    payable = {(y, s): problem.payable(y, s or "") for y, s in dict.fromkeys((y, s) for _, y, s in payments)}
    for (name, year, source), fen in payments.items():
        received[name, year] = received.get((name, year), 0) + fen
        project = problem.projects[problem.index[name]]
        if fen < 0 or (project.sources and source is not None and source not in project.sources):
            yield RuleBreach(
                "eligible sources", Message("breach.pays", source=str(source), amount=Fen(fen), project=name)
            )
        if project.sources and source is None and problem.budget.sources:
            yield RuleBreach("eligible sources", Message("breach.no_source", project=name))
        if fen and not payable[year, source]:
            yield RuleBreach("eligible sources", Message("breach.no_money", source=str(source), year=str(year)))
    for i, n in posts.items():
        for year, fen in problem.projects[i].price(n).items():
            got = received.pop((problem.projects[i].id, year), 0)
            if got != fen:
                yield RuleBreach(
                    "payment", Message("breach.paid", project=problem.projects[i].id, cost=Fen(fen), paid=Fen(got))
                )
    for (name, _), fen in received.items():
        if fen:
            yield RuleBreach("payment", Message("breach.unbought", project=name, paid=Fen(fen)))
    if not problem.rules.split_sources:
        for i in posts:
            payers = {source for (name, _, source), fen in payments.items() if name == problem.projects[i].id and fen}
            if len(payers) > 1:
                yield RuleBreach(
                    "split_sources", Message("breach.sources", project=problem.projects[i].id, count=len(payers))
                )


def _totals(payments: Funding) -> Totals:
    """What each source pays in each year for all projects together."""
    totals: Totals = {}
    for (_, year, source), fen in payments.items():
        totals[year, source] = totals.get((year, source), 0) + fen
    return totals


def _lines(problem: Problem, totals: Totals) -> Iterator[RuleBreach]:
    for line in problem.money.lines:
        spent = sum(fen for (year, source), fen in totals.items() if line.covers(year, source))
        if spent > line.amount:
            yield RuleBreach(line.name, Message("breach.spends", spent=Fen(spent), most=Fen(line.amount)))


def _other_sources(problem: Problem, totals: Totals) -> Iterator[RuleBreach]:
    """What sources that the budget does not name pay, within what each general line exceeds the named ones by."""
    lines, named = problem.budget.lines, problem.budget.sources
    for line in lines if named else ():
        if line.source is not None:
            continue
        alike = [ln for ln in lines if ln.source in named and (ln.year == line.year or None in (ln.year, line.year))]
        most = max(0, problem.left(line) - sum(max(0, problem.left(ln)) for ln in alike))
        spent = sum(
            fen
            for (year, s), fen in totals.items()
            if line.covers(year, s) and not any(ln.source == s and ln.covers(year, s) for ln in lines if ln.source)
        )
        if spent > most:
            detail = Message("breach.others", spent=Fen(spent), most=Fen(most))
            yield RuleBreach("eligible sources", detail)


def _links(problem: Problem, posts: Posts) -> Iterator[RuleBreach]:
    have = {problem.projects[i].id for i in posts}
    for name in sorted(problem.must - have):
        yield RuleBreach(f"mandatory {name}", Message("breach.not_bought"))
    for i in posts:
        project = problem.projects[i]
        for other in project.requires:
            if other not in have:
                yield RuleBreach(f"{project.id} requires {other}", Message("breach.not_kept"))
        for other in project.excludes:
            if other in have:
                yield RuleBreach(f"{project.id} excludes {other}", Message("breach.not_kept"))
