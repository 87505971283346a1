"""``gpss-sim plan``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.allocation import (
    BUDGET,
    FORCE,
    LANG,
    OUT,
    POLICY,
    RULES,
    SOLVER,
    find_library,
    read_problem,
    result_name,
)
from gpss_sim.cli.compare import differences, read_list
from gpss_sim.cli.decision_book import STEPS, other_budgets, write_book
from gpss_sim.cli.options import Whole
from gpss_sim.cli.progress import Meter
from gpss_sim.cli.sheets import SheetOptions, sheet_options, write_mapping
from gpss_sim.errors import NoAnswerError
from gpss_sim.messages import Language, Message, Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.planning.simulated import Simulated, Variant

SEARCH = 10.0
"""Longest search of each plan that is only set beside [s]."""
TOLD = (
    "served",
    "improved",
    "gave_up",
    "wait_urgent",
    "paid",
    "lapsed",
    "failed_share",
    "days_to_award",
    "cash_months",
)
BESIDE = ("served", "improved", "paid", "lapsed")
NAMED = 5


@click.command("plan", epilog="Example: gpss-sim plan example --budget 1000万 --scenario small_city --replications 10")
@click.argument("library", metavar="LIBRARY")
@sheet_options
@BUDGET
@click.option("--scenario", default="baseline", show_default=True, help="What the list does not say comes from it.")
@click.option("--last", metavar="FILE", help="Last year's list: a sheet, or a result folder.")
@click.option("--replications", type=Whole(2, 10_000), default=30, show_default=True, help="Runs of each plan.")
@click.option("--workers", type=Whole(1), help="Worker processes.  [default: one a processor]")
@RULES
@POLICY
@SOLVER
@OUT
@FORCE
@LANG
def command(
    library: str,
    budgets: tuple[str, ...],
    scenario: str,
    last: str | None,
    replications: int,
    workers: int | None,
    rules: Path | None,
    policy: str,
    solver: str,
    out: Path | None,
    force: bool,
    lang: Language,
    options: SheetOptions,
) -> None:
    """Decide a budget, then simulate the chosen plan.

    The city is made from the list, what the list does not say comes from the scenario. Beside the chosen plan stand
    rank-and-cut, last year's list, and budgets 5 and 10 % around today's, all with the same people and luck. Writes
    plan.csv, payments.csv, projects.csv, summary.json, decision.xlsx, the city, and the decision's own files.
    """
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.analysis.policies_compared import compare_policies
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.results.decision import save
    from gpss_sim.allocation.results.tables import write
    from gpss_sim.money import yuan
    from gpss_sim.planning.city import write_city
    from gpss_sim.planning.simulated import simulate
    from gpss_sim.planning.tables import write_tables
    from gpss_sim.study.runner import usable_cores

    problem, read = read_problem(library, budgets, rules, options, lang)
    folder = out or Path("results") / f"{result_name(library)}_plan"
    with folders.result(folder, "plan", force=force) as fresh:
        outcome = allocate(problem, policy, solver)
        if not outcome.has_answer:
            raise NoAnswerError(Message("plan.no_answer"))
        ranked = allocate(problem, "rank-and-cut", solver, SEARCH)
        points = other_budgets(problem, outcome, solver, Deadline.of(None), SEARCH)
        beside = compare_policies(problem, {policy: outcome, "rank-and-cut": ranked}, policy)
        save(fresh, problem, outcome, solver, None)
        write_mapping(fresh, read.understood)
        write_book(
            fresh / "decision.xlsx", problem, outcome, beside, points, read, find_library(library).name, lang, last
        )
        facts = {"chosen": len(outcome.selected), "projects": len(problem.projects), "spent": yuan(outcome.spent)}
        click.echo(Message("plan.decided", total=yuan(problem.budget.total), **facts).said(lang))
        city = write_city(fresh / "city", problem, scenario, outcome.posts)
        variants = _variants(problem, outcome, ranked, points, last, lang)
        with Meter("runs") as meter:
            found = simulate(city, variants, replications, workers or usable_cores(), meter)
        promised = _promised(problem, outcome, city.years)
        places = {d.id: d.name for d in city.load().city.districts}
        write_tables(fresh, found, variants, promised, places)
        told = [text.said(lang) for text in city.assumed]
        extra = {"scenario": scenario, "replications": replications, "assumed": told}
        write(fresh, problem, outcome, json.loads(json.dumps(extra)), lang)
    _tell(problem, found, variants, replications, lang)
    _tell_promise(problem, found, promised, lang)
    for text in city.assumed:
        click.echo(Message("plan.assumed", text=text).said(lang))
    click.echo(f"{Message('plan.written').said(lang)}\t{folder}")


def _variants(
    problem: Problem,
    outcome: Outcome,
    ranked: Outcome,
    points: Sequence[FrontierPoint],
    last: str | None,
    lang: Language,
) -> list[Variant]:
    """The chosen plan and those beside it, each with the projects that are next in line."""
    from gpss_sim.allocation.search.reserve_list import status_and_reserve
    from gpss_sim.planning.simulated import CHOSEN, Variant

    found = [Variant(CHOSEN, outcome.selected, outcome.reserve)]
    if outcome.policy != "rank-and-cut":
        found.append(Variant("rank-and-cut", ranked.selected, ranked.reserve))
    if last is not None:
        from gpss_sim.allocation.results.comparison import listing

        pairs = differences(read_list(last, lang), listing(problem, outcome, lang))
        known = [each.after.id for each in pairs if each.before is not None and each.after is not None]
        old = [each.after for each in pairs if each.kind != "new" and each.after is not None]
        kept = tuple(entry.id for entry in old if entry.id in known)
        rest = (name for name in (*outcome.selected, *outcome.reserve) if name not in kept)
        found.append(Variant("last", kept, tuple(rest)))
    for step, point in zip(STEPS, points, strict=True):
        if step and point.plan is not None:
            order, _, reserve = status_and_reserve(point.plan, outcome.policy)
            bought = [problem.projects[i].id for i in order if i in point.plan]
            found.append(Variant(f"{step:+d}%", tuple(bought), reserve, (100 + step) / 100))
    return found


def _promised(problem: Problem, outcome: Outcome, years: int) -> dict[str, float]:
    """People that each chosen project says it serves, over all years; the benefit where the library names no people."""
    promised = {}
    for name, posts in outcome.posts.items():
        project = problem.projects[problem.index[name]]
        people = project.benefit if project.beneficiaries is None else project.beneficiaries
        promised[name] = float(people) * posts / project.posts * years
    return promised


def _tell(problem: Problem, found: Simulated, variants: Sequence[Variant], replications: int, lang: Language) -> None:
    """Print what the chosen plan delivers, then the plans beside it."""
    from gpss_sim.metrics.registry import METRICS
    from gpss_sim.planning.simulated import CHOSEN, Key

    def title(name: str) -> str:
        return METRICS[name].title_zh if lang == "zh" else METRICS[name].title_en

    click.echo(Message("plan.heading", n=replications).said(lang))
    rows = []
    for name in TOLD:
        each = found.estimate(CHOSEN, Key(name))
        rows.append([title(name), _short(each.mean), f"{_short(each.low)} … {_short(each.high)}", _unit(name, lang)])
    show.table([Message(f"plan.{k}").said(lang) for k in ("indicator", "mean", "band", "unit")], rows)
    click.echo(Message("plan.beside").said(lang))
    rows = []
    for variant in variants[1:]:
        cells = [_variant(variant.name, lang), str(len(variant.selected))]
        for name in BESIDE:
            each = found.against(variant.name, Key(name))
            cells.append(f"{_short(each.mean, '+')} ({_short(each.low, '+')} … {_short(each.high, '+')})")
        rows.append(cells)
    heads = [Message(f"plan.{k}").said(lang) for k in ("variant", "projects")]
    show.table([*heads, *(f"{title(name)} [{_unit(name, lang)}]" for name in BESIDE)], rows)


def _tell_promise(problem: Problem, found: Simulated, promised: Mapping[str, float], lang: Language) -> None:
    """Promised against simulated, and which projects most often fall short."""
    from gpss_sim.planning.simulated import disappointing
    from gpss_sim.planning.tables import SHORT

    rows = disappointing(found, promised, SHORT)
    whole, served = sum(promised.values()), sum(row[2] for row in rows)
    share = f"{served / whole:.0%}" if whole else "–"
    facts = {"promised": f"{whole:,.0f}", "served": f"{served:,.0f}", "share": share}
    click.echo(Message("plan.promised", **facts).said(lang))
    short = [row for row in rows if row[3] > 0][:NAMED]
    if short:
        names = [
            Message(
                "plan.disappoint", name=problem.projects[problem.index[row[0]]].name or row[0], share=f"{row[3]:.0%}"
            ).said(lang)
            for row in short
        ]
        listed = Told(("、" if lang == "zh" else ", ").join(names))
        click.echo(Message("plan.disappoints", names=listed).said(lang))


def _variant(name: str, lang: Language) -> str:
    return name if name.endswith("%") else Message(f"plan.{name}").said(lang)


def _unit(metric: str, lang: Language) -> str:
    from gpss_sim.metrics.registry import METRICS
    from gpss_sim.report.texts import UNITS

    unit = METRICS[metric].unit
    return UNITS.get(unit, unit) if lang == "zh" else unit


def _short(value: float, sign: str = "") -> str:
    """Whole from 100 on, else three figures; a dash for what is undefined."""
    if value != value:
        return "–"
    return f"{value:{sign},.0f}" if abs(value) >= 100 else f"{value:{sign}.3g}"
