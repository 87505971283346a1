"""``gpss-sim allocate``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gpss_sim.cli import show
from gpss_sim.cli.allocation import (
    BUDGET,
    FORCE,
    LANG,
    LIMIT,
    OUT,
    POLICY,
    POLICY_NAMES,
    RULES,
    SOLVER,
    read_problem,
    result_folder,
    result_name,
)
from gpss_sim.errors import NoAnswerError

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem

EXAMPLE = "Example: gpss-sim allocate example --budget 1200万 --out results/example"


@click.command("allocate", epilog=EXAMPLE)
@click.argument("library", metavar="LIBRARY")
@BUDGET
@RULES
@POLICY
@SOLVER
@LIMIT
@OUT
@FORCE
@LANG
@click.option("--no-plots", is_flag=True, help="Tables only.")
@click.option(
    "--in-depth", is_flag=True, help="Also the price of every rule, the next and last 1 %, and the core index."
)
def command(
    library: str,
    budgets: tuple[str, ...],
    rules: Path | None,
    policy: str,
    solver: str,
    time_limit: float | None,
    out: Path | None,
    force: bool,
    lang: str,
    no_plots: bool,
    in_depth: bool,
) -> None:
    """Choose projects from a library under a budget.

    Writes allocation.csv, summary.json, allocation.xlsx and plots. The other readings of urgency are
    reckoned too and shown beside the chosen one.
    """
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.decision import save
    from gpss_sim.allocation.write import write

    problem = read_problem(library, budgets, rules)
    folder = result_folder(out, result_name(library), "summary.json", force)
    outcome = allocate(problem, policy, solver, time_limit)
    others = {name: allocate(problem, name, solver, _short(time_limit)) for name in POLICY_NAMES if name != policy}
    extra: dict[str, Any] = {"policies": _compared(problem, {policy: outcome, **others}, policy)}
    if not outcome.has_answer:
        extra |= _conflict(problem, outcome)
    if in_depth and outcome.has_answer:
        extra |= _depth(folder, problem, outcome, solver, lang, not no_plots)
    save(folder, problem, policy, solver, time_limit)
    write(folder, problem, outcome, extra, lang)
    if not no_plots and outcome.has_answer:
        from gpss_sim.report.allocation_plots import write_plots
        from gpss_sim.report.allocation_xlsx import write_workbook

        write_workbook(folder / "allocation.xlsx", problem, outcome, extra["policies"], lang)
        write_plots(folder / "plots", problem, outcome, lang)
    _tell(problem, outcome, extra, folder)
    if not outcome.has_answer:
        named = extra["conflict"]
        rest = f" In conflict: {'; '.join(named)}." if named else ""
        raise NoAnswerError(f"{outcome.verdict}: no list keeps all the rules.{rest} Written to {folder}")


def _short(limit: float | None) -> float:
    """Time for a policy that is only shown beside [s]."""
    return 10.0 if limit is None else min(limit, 10.0)


def _compared(problem: Problem, outcomes: Mapping[str, Outcome], chosen: str) -> list[dict[str, Any]]:
    """One row a policy: what it buys, and what the chosen one leaves unmet against it."""
    from gpss_sim.allocation.value import by_tier, weighted
    from gpss_sim.allocation.write import number

    mine = set(outcomes[chosen].selected)
    rows = []
    for name, outcome in outcomes.items():
        posts = {problem.index[p]: n for p, n in outcome.posts.items()}
        bought = set(outcome.selected)
        unmet = [p for p in problem.projects if p.urgency == 5 and p.id not in bought]
        rows.append(
            {
                "policy": name,
                "verdict": outcome.verdict,
                "selected": len(bought),
                "spent": outcome.spent / 100,
                "total_benefit": number(outcome.total_benefit),
                "weighted_benefit": number(weighted(problem, posts)),
                "benefit_by_urgency": {str(u): number(v) for u, v in by_tier(problem, "weighted", posts).items()},
                "urgency_5_left_out": [p.id for p in unmet],
                "only_here": sorted(bought - mine),
                "not_here": sorted(mine - bought),
            }
        )
    return rows


def _conflict(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """Rules that cannot hold together, and how far each must move."""
    from gpss_sim.allocation.conflict import conflict, relaxations

    names = conflict(problem)
    return {
        "conflict": list(names) or list(outcome.conflict),
        "relaxations": [str(relaxation) for relaxation in relaxations(problem, names)],
    }


def _depth(folder: Path, problem: Problem, outcome: Outcome, solver: str, lang: str, plots: bool) -> dict[str, Any]:
    """What money and rules are worth, and how far the list depends on numbers nobody knows exactly."""
    from gpss_sim.allocation.frontier import margins
    from gpss_sim.allocation.robust import prices_of_rules, robustness
    from gpss_sim.allocation.write import number
    from gpss_sim.tabular import write_csv

    posts = {problem.index[name]: n for name, n in outcome.posts.items()}
    robust = robustness(problem, posts, outcome.policy)
    rows = [(name, f"{share:.3f}", robust.group(name)) for name, share in sorted(robust.index.items())]
    write_csv(folder / "core.csv", ("id", "core_index", "group"), rows)
    if plots:
        from gpss_sim.report.allocation_plots import write_core

        write_core(folder / "plots", robust, lang)
    step = max(100, problem.budget.total // 100)
    return {
        "margins": [
            {"step": m.step / 100, "gain": number(m.gain), "added": list(m.added), "dropped": list(m.dropped)}
            for m in margins(problem, outcome.policy, step, solver)
        ],
        "price_of_rules": [
            {"rule": p.rule, "weighted_benefit": number(p.loss), "share": p.share, "proven": p.proven}
            for p in prices_of_rules(problem, solver)
        ],
        "regret": {"mean": robust.mean_regret, "worst": robust.worst_regret, "draws": robust.draws},
    }


def _tell(problem: Problem, outcome: Outcome, extra: Mapping[str, Any], folder: Path) -> None:
    from gpss_sim.allocation.write import number
    from gpss_sim.money import yuan

    if outcome.has_answer:
        gap = "" if outcome.gap is None else f", gap {outcome.gap:.4%}"
        click.echo(f"{outcome.policy}: {outcome.verdict}{gap} in {outcome.seconds:.2f} s")
        click.echo(
            f"{len(outcome.selected)} of {len(problem.projects)} projects for {yuan(outcome.spent)} of "
            f"{yuan(problem.budget.total)} yuan; benefit {number(outcome.total_benefit)}"
        )
    columns = ("policy", "verdict", "selected", "spent", "benefit", "urgency 5 left out")
    rows = [
        (
            row["policy"],
            row["verdict"],
            str(row["selected"]),
            f"{row['spent']:.2f}",
            str(row["total_benefit"]),
            str(len(row["urgency_5_left_out"])),
        )
        for row in extra["policies"]
    ]
    show.table(columns, rows)
    for line in extra.get("relaxations", []):
        click.echo(line)
    click.echo(f"written\t{folder}")
