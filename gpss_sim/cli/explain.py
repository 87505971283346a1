"""``gpss-sim explain``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import LANG, Seconds
from gpss_sim.cli.progress import Meter
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Language, Message, Told, said

if TYPE_CHECKING:
    from gpss_sim.allocation import Problem
    from gpss_sim.allocation.explain import Change, Explanation
    from gpss_sim.allocation.problem.budget import Budget
    from gpss_sim.allocation.results.decision import SavedDecision
    from gpss_sim.allocation.results.explanation_cache import ExplanationCache

TABLE = "explanations.csv"
COLUMNS = ("id", "status", "reason", "rivals", "loss", "cost", "benefit", "urgency", "budget")

EN: dict[object, str] = {
    "in": "in",
    "out": "out",
    "instead": "would take its place",
    "displaces": "would leave if it came in",
    "loss": "weighted benefit lost by forcing it round",
    "never": "no change of this alone turns the decision",
    "open": "not found in reasonable time",
    "unproved": "{sentence} (last unit not proved: plans of equal value)",
    ("cost", False): "comes in if it costs {amount} yuan less",
    ("benefit", False): "comes in with {amount} more benefit",
    ("urgency", False): "comes in with urgency {amount} higher",
    ("budget", False): "comes in with {amount} yuan more budget{each}",
    "each": " in each of {lines}",
    ("cost", True): "stays in while it costs at most {amount} yuan more",
    ("benefit", True): "stays in with up to {amount} less benefit",
    ("urgency", True): "stays in with urgency up to {amount} lower",
}
ZH: dict[object, str] = {
    "in": "入选",
    "out": "未入选",
    "instead": "如落选，由其替补",
    "displaces": "如必须列入，挤出",
    "loss": "强行改变将损失的加权效益",
    "never": "仅改变此项无法改变结果",
    "open": "在合理时间内未找到",
    "unproved": "{sentence}（同值方案并存，末位单位未证明）",
    ("cost", False): "若成本降低{amount}元则入选",
    ("benefit", False): "若效益增加{amount}则入选",
    ("urgency", False): "若紧急程度提高{amount}级则入选",
    ("budget", False): "若预算{each}增加{amount}元则入选",
    "each": "（{lines}各）",
    ("cost", True): "成本最多上升{amount}元仍入选",
    ("benefit", True): "效益最多下降{amount}仍入选",
    ("urgency", True): "紧急程度最多下降{amount}级仍入选",
}


@click.command("explain", epilog="Example: gpss-sim explain results/example G04")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("project", metavar="PROJECT", required=False)
@click.option("--all", "everything", is_flag=True, help="Explain every project, into explanations.csv.")
@click.option("--time-limit", type=Seconds(), help="Seconds for everything the command does together.")
@LANG
def command(folder: Path, project: str | None, everything: bool, time_limit: float | None, lang: Language) -> None:
    """Say why a project is in or out.

    DIR is a result of `gpss-sim allocate`, PROJECT an id or a name of its library. Every change told was tried:
    with it the decision turns round, one fen, unit or class short of it, it does not. What was found is
    kept in DIR and not searched for again. Without a time limit one project gets a minute, and no fresh
    decision more than the limit under which the decision was taken.
    """
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.results.decision import load
    from gpss_sim.allocation.results.explanation_cache import ExplanationCache
    from gpss_sim.i18n import word

    if (project is None) is not everything:
        raise InputError([Fault("explain", "PROJECT", project or "", Message("explain.one"))])
    decision = load(folder)
    ids = decision.problem.index
    if project is not None:
        project = find_project(decision.problem, project)
    explanations = ExplanationCache(folder, decision, Deadline.of(time_limit))
    budget = decision.problem.budget
    if project is None:
        folders.check(folder, "allocate", again=True)
        _write_all(folder, explanations, list(ids), budget, lang)
        click.echo(f"{word('decision', 'written', lang)}\t{folder / TABLE}")
        return
    told = explanations.explain(project)
    name = decision.problem.projects[ids[project]].name
    names = {p.id: p.name for p in decision.problem.projects}
    show.table((word("decision", "what", lang), f"{project} {name}".strip()), _rows(told, budget, names, lang))
    if both := _reconciled(decision, told, lang):
        click.echo(both.said(lang))


def find_project(problem: Problem, text: str) -> str:
    """Return the id of a project by its id, its name, or a part of its name that only one has.

    Raises
    ------
    InputError
        If there is none, or more than one.
    """
    if text in problem.index:
        return text
    wanted = "".join(text.split()).casefold()
    plain = {p.id: "".join(p.name.split()).casefold() for p in problem.projects}
    same = [name for name, known in plain.items() if wanted and known == wanted]
    found = same or [name for name, known in plain.items() if wanted and wanted in known]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{name} {problem.projects[problem.index[name]].name}" for name in found[:10])
        raise InputError([Fault("library", "project", text, Message("explain.several", names=Told(listed)))])
    known = [*problem.index, *(p.name for p in problem.projects if p.name)]
    raise InputError([Fault("library", "project", text, Message("explain.stranger"), nearest(text, known))])


def _reconciled(decision: SavedDecision, told: Explanation, lang: Language) -> Message | None:
    """Why a project that lacks little needs much more budget to come in; None where the two are the same."""
    from gpss_sim.allocation.explain.reasons import shortage
    from gpss_sim.i18n import aloud

    more = next((change.amount for change in told.changes if change.kind == "budget"), None)
    if told.inside or more is None:
        return None
    lack = shortage(decision.problem, decision.outcome, told.id)
    if lack is None or lack >= more:
        return None
    unit = "" if lang == "zh" else " yuan"
    return Message("explain.both", lack=aloud(lack, lang) + unit, more=aloud(more, lang) + unit)


def _write_all(folder: Path, explanations: ExplanationCache, ids: list[str], budget: Budget, lang: Language) -> None:
    """Write one row a project."""
    from gpss_sim.allocation.explain.explainer import share_of_one
    from gpss_sim.tabular import write_csv

    mark = folders.read_mark(folder)
    owned = mark is not None and TABLE in mark.files
    folders.refuse_existing([folder / TABLE], force=owned)
    words = ZH if lang == "zh" else EN
    rows, late = [], 0
    limited = explanations.deadline.end is not None
    with Meter("projects") as meter:
        for done, name in enumerate(ids, start=1):
            told = explanations.explain(name, share_of_one(len(ids) - done + 1))
            late += bool(told.unsettled) and limited
            changes = _changes(told, budget, words)
            loss = "" if told.loss is None else f"{float(told.loss):g}"
            lead = (
                name,
                words["in"] if told.inside else words["out"],
                said(told.reason, lang),
                "; ".join(told.rivals),
                loss,
            )
            rows.append((*lead, *(changes.get(kind, "") for kind in COLUMNS[len(lead) :])))
            meter(done, len(ids))
    write_csv(folder / TABLE, COLUMNS, rows)
    folders.record(folder, [TABLE])
    if late:
        click.echo(Message("explain.late", open=late, projects=len(ids)).said(lang), err=True)


def _rows(told: Explanation, budget: Budget, names: Mapping[str, str], lang: Language) -> list[tuple[str, str]]:
    from gpss_sim.i18n import word

    words = ZH if lang == "zh" else EN
    rows = [("status", words["in"] if told.inside else words["out"]), ("reason", said(told.reason, lang))]
    if told.rivals:
        rivals = "; ".join(f"{rival} {names[rival]}".strip() for rival in told.rivals)
        rows.append((words["instead"] if told.inside else words["displaces"], rivals))
    if told.loss is not None:
        rows.append((words["loss"], f"{float(told.loss):g}"))
    return [(word("decision", key, lang), text) for key, text in [*rows, *_changes(told, budget, words).items()]]


def _changes(told: Explanation, budget: Budget, words: Mapping[object, str]) -> dict[str, str]:
    """What each kind of change would do, in a sentence."""
    said: dict[str, str] = {change.kind: _sentence(change, told.inside, budget, words) for change in told.changes}
    said |= dict.fromkeys(told.impossible, words["never"])
    return said | dict.fromkeys(told.unsettled, words["open"])


def _sentence(change: Change, inside: bool, budget: Budget, words: Mapping[object, str]) -> str:
    from gpss_sim.money import yuan

    money = change.kind in ("cost", "budget")
    lines = [line.name.removeprefix("budget ") for line in budget.open_lines]
    each = words["each"].format(lines=", ".join(lines)) if len(lines) > 1 else ""
    sentence = words[change.kind, inside].format(amount=yuan(change.amount) if money else change.amount, each=each)
    return sentence if change.proven else words["unproved"].format(sentence=sentence)
