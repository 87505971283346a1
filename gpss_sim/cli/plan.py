"""``gpss-sim plan``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli.budget_decision import BUDGET, FORCE, OUT, POLICY, RULES, SOLVER, read_problem, result_name
from gpss_sim.cli.decision_book import decision_facts, write_book
from gpss_sim.cli.options import LANG, WholeNumber
from gpss_sim.cli.plan_told import tell, tell_first
from gpss_sim.cli.progress import Meter
from gpss_sim.cli.sheets import SheetOptions, sheet_options, write_mapping
from gpss_sim.cli.turnover import steady, turnover_sentence
from gpss_sim.errors import NoAnswerError
from gpss_sim.i18n import Language, Message, said_all
from gpss_sim.planning.list_files import find_library, read_list

if TYPE_CHECKING:
    pass

DRAWS, DRAWING = 100, 3.0
"""Draws of costs and benefits by which the page says what hangs on them, and the longest time for them [s]."""
PAGE, PDF = "report.html", "report.pdf"


@click.command("plan", epilog="Example: gpss-sim plan example --budget 1000万 --scenario small_city --replications 10")
@click.argument("library", metavar="LIBRARY")
@sheet_options
@BUDGET
@click.option("--scenario", default="baseline", show_default=True, help="What the list does not say comes from it.")
@click.option("--last", metavar="FILE", help="Last year's list: a sheet, or a result folder.")
@click.option("--replications", type=WholeNumber(2, 10_000), default=30, show_default=True, help="Runs of each plan.")
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.option("--steady", "is_steady", is_flag=True, help="Other budgets only add to, or take from, the chosen list.")
@click.option("--pdf", is_flag=True, help="Also report.pdf, where Chromium, Chrome or Edge is installed.")
@click.option("--no-plots", is_flag=True, help="Tables, workbook and page only.")
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
    is_steady: bool,
    pdf: bool,
    no_plots: bool,
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
    report.html, decision.xlsx, plan.csv, need.csv, payments.csv, accounts.csv, projects.csv, summary.json, plots, the
    city, and the decision's own files.
    """
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.analysis.policies_compared import compare_policies
    from gpss_sim.allocation.analysis.robustness import robustness
    from gpss_sim.allocation.explain.reasons import reasons
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.results.decision import save
    from gpss_sim.allocation.results.decision_files import write
    from gpss_sim.money import yuan
    from gpss_sim.planning.city import write_city
    from gpss_sim.planning.plan_tables import write_tables
    from gpss_sim.planning.play import simulate
    from gpss_sim.planning.variants import Beside, plans_beside, promised_by, variants_of
    from gpss_sim.report.plan_page import PlanFacts, write_plan_page
    from gpss_sim.study.runner import usable_cores

    problem, read = read_problem(library, budgets, rules, options, lang)
    before = None if last is None else read_list(last)
    folder = out or Path("results") / f"{result_name(library)}_plan"
    with folders.result(folder, "plan", force=force) as fresh:
        outcome = allocate(problem, policy, solver)
        if not outcome.has_answer:
            raise NoAnswerError(Message("plan.no_answer"))
        facts = {"chosen": len(outcome.selected), "projects": len(problem.projects), "spent": yuan(outcome.spent)}
        click.echo(Message("plan.decided", total=yuan(problem.budget.total), **facts).said(lang))
        ranked, points = plans_beside(problem, outcome, solver)
        turned = {each: turnover_sentence(problem, points, each) for each in ("en", "zh")}
        if is_steady:
            limit = Deadline.of(None)
            points = steady(problem, [point.budget for point in points], policy, solver, limit, fresh, lang)
        beside = compare_policies(problem, {policy: outcome, "rank-and-cut": ranked}, policy)
        save(fresh, problem, outcome, solver, None)
        write_mapping(fresh, read.understood)
        file = find_library(library).name
        write_book(fresh / "decision.xlsx", problem, outcome, beside, points, read, file, lang, last)
        city = write_city(fresh / "city", problem, scenario, outcome.posts)
        variants = variants_of(problem, outcome, Beside(ranked, points), before)
        with Meter("runs") as meter:
            found = simulate(
                city,
                variants,
                replications,
                workers or usable_cores(),
                meter,
                lambda early: tell_first(early, replications, lang),
            )
        promised = promised_by(problem, outcome, city.years)
        made = city.load()
        names = [{d.id: d.name for d in made.city.districts}, {d.id: d.name for d in made.city.domains}]
        if lang == "zh":
            names[1] = {d.id: d.name_zh or d.name for d in made.city.domains}
        write_tables(fresh, found, variants, promised, *names)
        told = [text.said(lang) for text in city.assumed]
        extra = {"scenario": scenario, "replications": replications, "assumed": told}
        write(fresh, problem, outcome, json.loads(json.dumps(extra)), said_all(reasons(problem, outcome), lang))
        robust = robustness(outcome.plan, policy, DRAWS, limit=DRAWING)
        pages = [
            PlanFacts(
                decision_facts(fresh, problem, outcome, beside, points, read, file, each, last),
                found,
                variants,
                promised,
                made,
                scenario,
                city.assumed,
                replications,
                _command(),
                "" if is_steady or (turns := turned[each]) is None else turns.said(each),
                robust,
            )
            for each in ("en", "zh")
        ]
        write_plan_page(fresh / PAGE, pages, lang)
        if pdf:
            from gpss_sim.report.pdf import print_pdf

            if not print_pdf(fresh / PAGE, fresh / PDF):
                click.echo(Message("plan.no_pdf", page=PAGE).said(lang), err=True)
        if not no_plots:
            from gpss_sim.report.plan_plots import write_plan_plots

            write_plan_plots(fresh / "plots", next(page for page in pages if page.lang == lang))
    tell(problem, found, variants, promised, replications, lang)
    for text in city.assumed:
        click.echo(Message("plan.assumed", text=text).said(lang))
    click.echo(f"{Message('plan.written').said(lang)}\t{folder}")


def _command() -> str:
    """The command line as it was given, for the record."""
    import shlex

    return shlex.join(["gpss-sim", *sys.argv[1:]])
