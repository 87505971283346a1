"""``gpss-sim frontier``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import BUDGET, FORCE, LIMIT, OUT, POLICY, RULES, SOLVER, read_problem, result_name
from gpss_sim.cli.options import LANG, Share, WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.cli.sheets import SheetOptions, sheet_options, write_mapping
from gpss_sim.cli.turnover import turnover_sentence
from gpss_sim.errors import Fault, InputError, NoAnswerError
from gpss_sim.i18n import Language, Message

if TYPE_CHECKING:
    from gpss_sim.allocation import Problem
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.analysis.nested import NestedStep
    from gpss_sim.allocation.problem.deadline import Deadline

EXAMPLE = "Example: gpss-sim frontier example --budget 1000万 --from 50% --to 150% --points 21"
COLUMNS = ("budget", "objective", "bound", "verdict")
NESTED = (*COLUMNS, "lost", "selected", "added", "dropped")


@click.command("frontier", epilog=EXAMPLE)
@click.argument("library", metavar="LIBRARY")
@sheet_options
@BUDGET
@RULES
@POLICY
@SOLVER
@LIMIT
@click.option("--from", "low", type=Share(), default="80%", show_default=True, help="Smallest budget, as a share.")
@click.option("--to", "high", type=Share(), default="120%", show_default=True, help="Largest budget, as a share.")
@click.option("--points", type=WholeNumber(1, 10_000), default=51, show_default=True, help="Number of budgets.")
@OUT
@FORCE
@LANG
@click.option("--no-plots", is_flag=True, help="Tables only.")
@click.option("--nested", is_flag=True, help="Also plans that only add to, or only take from, today's list.")
def command(
    library: str,
    budgets: tuple[str, ...],
    rules: Path | None,
    policy: str,
    solver: str,
    time_limit: float | None,
    low: float,
    high: float,
    points: int,
    out: Path | None,
    force: bool,
    lang: Language,
    no_plots: bool,
    nested: bool,
    options: SheetOptions,
) -> None:
    """Show what each budget would buy.

    Every point is a decision of its own, with its verdict. Under tiers the objective is the unweighted
    benefit, which may fall while a higher tier gains. With --nested, nested.csv holds plans in which a
    cut only drops projects and an increase only adds some, and what that costs against a fresh decision.
    """
    from gpss_sim.allocation.analysis import frontier as line
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.tabular import write_csv

    if low > high:
        raise InputError([Fault("--from", "share", f"{low:.0%}", Message("frontier.range", high=f"{high:.0%}"))])
    deadline = Deadline.of(time_limit)
    problem, read = read_problem(library, budgets, rules, options, lang)
    folder = out or Path("results") / f"{result_name(library)}_frontier"
    with folders.result(folder, "frontier", force=force) as fresh:
        amounts = line.budgets(problem.budget.total, low, high, points)
        found: list[FrontierPoint] = []
        with Meter("budgets") as meter:
            for point in line.frontier(problem, amounts, policy, solver, deadline.part(1 / 3 if nested else 1)):
                found.append(point)
                meter(len(found), len(amounts))
        rows = [_row(point) for point in found]
        write_csv(fresh / "frontier.csv", COLUMNS, rows)
        write_mapping(fresh, read.understood)
        if nested:
            write_csv(fresh / "nested.csv", NESTED, _nested_rows(problem, amounts, policy, solver, deadline))
        if not no_plots and any(point.objective is not None for point in found):
            from gpss_sim.report.allocation_plots import write_frontier

            write_frontier(fresh / "plots", found, problem.budget.total, lang)
    show.table(COLUMNS, [(*row[:3], show.word(row[3])) for row in rows])
    if said := turnover_sentence(problem, found, lang):
        click.echo(said.said(lang), err=True)
    if not any(point.objective is not None for point in found):
        raise NoAnswerError(Message("frontier.none", folder=str(folder)))


def _nested_rows(
    problem: Problem, amounts: list[int], policy: str, solver: str, deadline: Deadline
) -> list[tuple[str, ...]]:
    """One row a budget: what changes from the next smaller one, and what turning nothing over costs."""
    from gpss_sim.allocation.analysis.nested import nested

    rows: list[tuple[str, ...]] = []
    before: dict[str, int] | None = None
    for step in nested(problem, amounts, policy, solver, deadline):
        mine = dict(step.point.posts)
        added = "" if before is None else _more(mine, before)
        dropped = "" if before is None else _more(before, mine)
        rows.append((*_row(step.point), _lost(problem, policy, step), str(len(mine)), added, dropped))
        before = mine
    return rows


def _lost(problem: Problem, policy: str, step: NestedStep) -> str:
    """What turning nothing over costs: objective, or benefit of the first tier that loses."""
    from gpss_sim.allocation.plan.ranking import tiers_of
    from gpss_sim.allocation.results.decision_files import number

    if step.point.objective is None:
        return ""
    if policy in ("weighted", "rank-and-cut"):
        return str(number(step.cost))
    if step.loss is None:
        return "0"
    place, lost = step.loss
    tier = tiers_of(problem, policy)[place][0]
    return f"{number(lost)} of {tier if isinstance(tier, str) else f'urgency {tier}'}"


def _more(mine: dict[str, int], theirs: dict[str, int]) -> str:
    """Projects with more posts here than there; the posts where they are in both."""
    return ";".join(
        f"{name} +{n - theirs[name]} posts" if name in theirs else name
        for name, n in sorted(mine.items())
        if n > theirs.get(name, 0)
    )


def _row(point: FrontierPoint) -> tuple[str, str, str, str]:
    from gpss_sim.allocation.results.decision_files import number
    from gpss_sim.money import yuan

    values = ["" if v is None else str(number(v)) for v in (point.objective, point.bound)]
    return yuan(point.budget), values[0], values[1], point.verdict
