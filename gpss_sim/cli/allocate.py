"""``gpss-sim allocate``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import (
    BUDGET,
    FORCE,
    LIMIT,
    OUT,
    POLICY,
    POLICY_NAMES,
    RULES,
    SOLVER,
    read_problem,
    result_name,
)
from gpss_sim.cli.compare import tell_last
from gpss_sim.cli.decision_book import write_book
from gpss_sim.cli.infeasible import asked_for, why_none
from gpss_sim.cli.options import LANG
from gpss_sim.cli.progress import Meter
from gpss_sim.cli.sheets import SheetOptions, sheet_options, write_mapping
from gpss_sim.cli.turnover import steady, turnover_sentence
from gpss_sim.errors import NoAnswerError
from gpss_sim.i18n import Language, Message, listed, said_all
from gpss_sim.planning.list_files import find_library, read_list
from gpss_sim.planning.variants import STEPS, other_budgets

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.allocation.analysis.conflict import RelaxedRule
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.analysis.policies_compared import PolicyView
    from gpss_sim.allocation.problem.deadline import Deadline

LINES = {
    "en": "{policy}: {verdict}{gap} in {seconds:.2f} s\n"
    "{selected} of {projects} projects for {spent} of {budget} yuan; benefit {benefit}",
    "zh": "{policy}：{verdict}{gap}，用时{seconds:.2f}秒\n"
    "{projects}个项目入选{selected}个，支出{spent}元，预算{budget}元；效益{benefit}",
}
BOOK = "allocation.xlsx"
WRITING = 2.0, 1.0, 3.0
"""Time kept for writing under a time limit: at least [s], and times what reading took, for tables and workbook."""
REASONS = 0.6
"""Time that reasons and tables take on a library too long for a workbook, times what reading took."""
KEPT = 0.3, 0.5
"""Shares of the limit that are kept for writing at most: of the first of the two times, and of the second."""
BESIDE = 10.0
"""Longest search for a reading that is only shown beside the chosen one [s]."""
EXAMPLE = "Example: gpss-sim allocate example --budget 1200万 --out results/example"


@click.command("allocate", epilog=EXAMPLE)
@click.argument("library", metavar="LIBRARY")
@sheet_options
@BUDGET
@RULES
@POLICY
@SOLVER
@LIMIT
@OUT
@FORCE
@LANG
@click.option("--no-plots", is_flag=True, help="Tables and workbook only.")
@click.option("--steady", "is_steady", is_flag=True, help="Also plans in which more money only adds (steady.csv).")
@click.option("--last", metavar="FILE", help="Last year's list: a sheet, or a result folder (last.csv).")
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
    lang: Language,
    no_plots: bool,
    is_steady: bool,
    last: str | None,
    in_depth: bool,
    options: SheetOptions,
) -> None:
    """Choose projects from a library under a budget.

    Writes allocation.csv, summary.json, plots, and allocation.xlsx: a page on A4 to be signed, and sheets with
    what is not chosen and why, the money, other budgets, and how the list was read. The other readings of
    urgency are reckoned too and shown beside the chosen one.
    """
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.analysis.idle import idle_rules
    from gpss_sim.allocation.analysis.policies_compared import compare_policies
    from gpss_sim.allocation.explain.reasons import reasons
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.results.comparison import listing
    from gpss_sim.allocation.results.decision import save
    from gpss_sim.allocation.results.decision_files import policies, write

    deadline, began = Deadline.of(time_limit), perf_counter()
    problem, read = read_problem(library, budgets, rules, options, lang)
    reading = perf_counter() - began
    before = None if last is None else read_list(last)
    folder = out or Path("results") / result_name(library)
    with folders.result(folder, "allocate", force=force) as fresh:
        booked = time_limit is None or (1 + sum(WRITING[1:])) * reading <= time_limit
        search = deadline.less(_writing(time_limit, reading, booked))
        outcome = allocate(problem, policy, solver, search.part(0.4 if in_depth else 0.6))
        beside = compare_policies(
            problem, {policy: outcome, **_others(problem, policy, solver, search, in_depth)}, policy
        )
        extra: dict[str, Any] = {"policies": policies(beside)}
        if idle := idle_rules(problem):
            extra["without_effect"] = [rule.sentence.said(lang) for rule in idle]
        relaxed: list[RelaxedRule] = []
        sets: list[list[str]] = []
        if not outcome.has_answer:
            sets, extra["conflict_amounts"], relaxed = _conflict(problem, outcome, search, lang)
            extra["conflict"], extra["further_conflicts"] = sets[0] if sets else [], sets[1:]
            extra["relaxations"] = [relaxation.sentence.said(lang) for relaxation in relaxed]
        if in_depth and outcome.has_answer:
            extra |= _depth(fresh, problem, outcome, solver, search.part(0.8), lang, not no_plots)
        save(fresh, problem, outcome, solver, time_limit)
        explained = booked or not deadline.less(REASONS * reading).over
        sentences = said_all(reasons(problem, outcome), lang) if explained else {}
        write(fresh, problem, outcome, extra, sentences)
        write_mapping(fresh, read.understood)
        others_buy = other_budgets(problem, outcome, solver, search, BESIDE)
        told = outcome if outcome.has_answer else asked_for(outcome, sets, problem)
        known = {lang: sentences} if told is outcome and explained else {}
        name = find_library(library).name
        if booked:
            write_book(fresh / BOOK, problem, told, beside, others_buy, read, name, lang, last, known)
        late = _late(beside, others_buy, outcome, deadline.over and not no_plots, booked, lang)
        late += [] if explained else [Message("late.reasons").said(lang)]
        if not no_plots and outcome.has_answer and not deadline.over:
            from gpss_sim.report.allocation_plots import write_plots

            write_plots(fresh / "plots", problem, outcome, lang)
        _tell(problem, outcome, beside, lang)
        for sentence in late:
            click.echo(sentence, err=True)
        if turns := turnover_sentence(problem, others_buy, lang):
            click.echo(turns.said(lang))
        if is_steady and outcome.has_answer:
            steady(problem, [point.budget for point in others_buy], policy, solver, search, fresh, lang)
        elif turns:
            click.echo(Message("turnover.steady").said(lang))
        if before is not None:
            tell_last(fresh, before, listing(problem, outcome), lang)
    for relaxation in relaxed:
        click.echo(relaxation.sentence.said(lang))
    show.written(folder)
    if not outcome.has_answer:
        raise NoAnswerError(why_none(problem, outcome, sets, extra["conflict_amounts"], folder, lang))


def _writing(time_limit: float | None, reading: float, booked: bool) -> float:
    """Time kept for writing [s]; a library that takes long to read takes long to write."""
    if time_limit is None:
        return 0.0
    least, tables, book = WRITING
    times = tables + book if booked else tables
    return max(min(least, KEPT[0] * time_limit), min(times * reading, KEPT[1] * time_limit))


def _others(problem: Problem, policy: str, solver: str, search: Deadline, in_depth: bool) -> dict[str, Outcome]:
    """The other readings of urgency, each as long as there is time to begin it."""
    from gpss_sim.allocation import allocate

    names = [name for name in POLICY_NAMES if name != policy]
    found = {}
    for k, name in enumerate(names):
        if search.over:
            break
        share = search.part(1 / (len(names) - k + 1 + in_depth)).at_most(BESIDE)
        found[name] = allocate(problem, name, solver, share)
    return found


def _late(
    beside: Sequence[PolicyView],
    budgets: Sequence[FrontierPoint],
    outcome: Outcome,
    plots: bool,
    booked: bool,
    lang: Language,
) -> list[str]:
    """What the time limit left no time for, in sentences."""
    from gpss_sim.i18n import word

    told = []
    known = {view.outcome.policy for view in beside}
    if missing := [word("decision", name, lang) for name in POLICY_NAMES if name not in known]:
        told.append(Message("late.readings", names=listed(missing)))
    if not booked:
        told.append(Message("late.book", book=BOOK))
    elif outcome.has_answer and len(budgets) < len(STEPS):
        told.append(Message("late.budgets"))
    if outcome.has_answer and plots:
        told.append(Message("late.plots"))
    return [message.said(lang) for message in told]


def _conflict(
    problem: Problem, outcome: Outcome, deadline: Deadline, lang: Language
) -> tuple[list[list[str]], dict[str, str], list[RelaxedRule]]:
    """Sets of rules that cannot hold together, what each rule asks for, and how far each must move."""
    from gpss_sim.allocation.analysis.conflict import PATIENCE, conflict_amounts, conflicts, relaxations

    found = [list(names) for names in conflicts(problem, deadline.part(0.6).at_most(PATIENCE))]
    names = list(dict.fromkeys(name for each in found for name in each))
    amounts = said_all(conflict_amounts(problem, names), lang)
    return found or [list(outcome.conflict)], amounts, relaxations(problem, names, deadline.at_most(PATIENCE))


def _depth(
    folder: Path, problem: Problem, outcome: Outcome, solver: str, deadline: Deadline, lang: Language, plots: bool
) -> dict[str, Any]:
    """What money and rules are worth, and how far the list depends on numbers nobody knows exactly."""
    from gpss_sim.allocation.analysis.frontier import margins
    from gpss_sim.allocation.analysis.robustness import prices_of_rules, robustness
    from gpss_sim.allocation.results.decision_files import number
    from gpss_sim.tabular import write_csv

    with Meter("draws") as meter:
        robust = robustness(outcome.plan, outcome.policy, progress=meter, limit=deadline.part(0.4))
    rows = [(name, f"{share:.3f}", robust.group(name)) for name, share in sorted(robust.index.items())]
    write_csv(folder / "core.csv", ("id", "core_index", "group"), rows)
    if plots:
        from gpss_sim.report.allocation_plots import write_core

        write_core(folder / "plots", robust, lang)
    step = max(100, problem.budget.total // 100)
    return {
        "margins": [
            {"step": m.step / 100, "gain": number(m.gain), "added": dict(m.added), "dropped": dict(m.dropped)}
            for m in margins(problem, outcome.policy, step, solver, deadline.part(0.4))
        ],
        "price_of_rules": [
            {"rule": p.rule, "weighted_benefit": number(p.loss), "share": p.share, "proven": p.proven}
            for p in prices_of_rules(problem, solver, deadline)
        ],
        "regret": {"mean": robust.mean_regret, "worst": robust.worst_regret, "draws": robust.draws},
    }


def _tell(problem: Problem, outcome: Outcome, beside: Sequence[PolicyView], lang: Language) -> None:
    """Print the decision in two lines, and the readings of urgency as a table."""
    from gpss_sim.i18n import word
    from gpss_sim.money import yuan

    if outcome.has_answer:
        gap = "" if outcome.gap is None else f", gap {outcome.gap:.4%}"
        facts = {
            "policy": word("decision", outcome.policy, lang),
            "verdict": word("decision", outcome.verdict, lang),
            "gap": gap if lang == "en" else gap.replace(", gap ", "，差距"),
            "seconds": outcome.seconds,
            "selected": len(outcome.selected),
            "projects": len(problem.projects),
            "spent": yuan(outcome.spent),
            "budget": yuan(problem.budget.total),
            "benefit": _short_number(outcome.total_benefit),
        }
        click.echo(LINES[lang].format(**facts))
    columns = ("policy", "verdict", "selected", "spent", "benefit", "urgency 5 left out")
    rows = [
        (
            word("decision", r.outcome.policy, lang),
            word("decision", r.outcome.verdict, lang),
            str(len(r.outcome.selected)),
            yuan(r.outcome.spent),
            _short_number(r.outcome.total_benefit),
            str(len(r.left_out)),
        )
        for r in beside
    ]
    show.table([word("decision", column, lang) for column in columns], rows)


def _short_number(value: Fraction) -> str:
    """Whole, or with two decimals."""
    return str(value) if value.denominator == 1 else f"{float(value):.2f}"
