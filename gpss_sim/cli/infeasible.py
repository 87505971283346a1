"""Why there is no list: the rules in conflict with their amounts, and the sum that does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.i18n import Language, Message, RuleName, Told

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.allocation.analysis.account import LineAccount, Prescribed

MANDATORY = "mandatory "
PATIENCE = 10.0
"""Longest search for the least money that a conflict needs [s]."""


def why_none(
    problem: Problem,
    outcome: Outcome,
    conflicts: Sequence[Sequence[str]],
    amounts: Mapping[str, str],
    folder: Path,
    lang: Language,
) -> str:
    """Every conflict in a sentence, with its sum where money lacks.

    Parameters
    ----------
    conflicts : sequence of sequences of str
        Names of rules; the first conflict is the one that was looked for.
    amounts : mapping of str to str
        What each rule asks for.
    """
    from gpss_sim.allocation.analysis.account import accounts
    from gpss_sim.i18n import breach_name, word

    facts = {
        "verdict": Told(word("decision", outcome.verdict, lang)),
        "policy": Told(word("decision", outcome.policy, lang)),
    }
    parts = [Message(f"conflict.{why_unanswered(outcome, conflicts)}", **facts).said(lang)]
    for number, rules in enumerate(filter(None, conflicts)):
        if list(rules) == list(outcome.conflict):
            broken = ("；" if lang == "zh" else "; ").join(breach_name(breach, lang) for breach in outcome.conflict)
            parts.append(Message("conflict.broken", rules=Told(broken)).said(lang))
            continue
        named = ("；" if lang == "zh" else "; ").join(
            _rule(problem, rule, amounts.get(rule, ""), lang) for rule in rules
        )
        parts.append(Message("conflict.further" if number else "conflict.first", rules=Told(named)).said(lang))
        sums = [text for account in accounts(problem, rules) for text in _sum(problem, account, rules, lang)]
        parts += sums or _least(problem, rules, lang)
    parts.append(Message("conflict.written", folder=str(folder)).said(lang))
    return ("" if lang == "zh" else " ").join(parts)


def why_unanswered(outcome: Outcome, conflicts: Sequence[Sequence[str]]) -> str:
    """Why there is no list: ``none`` keeps the rules, the one made has ``broken_rules``, or time was ``short``."""
    named = [list(rules) for rules in conflicts if rules]
    if outcome.verdict == "infeasible" or any(rules != list(outcome.conflict) for rules in named):
        return "none"
    return "broken_rules" if outcome.conflict else "short"


def asked_for(outcome: Outcome, conflicts: Sequence[Sequence[str]], problem: Problem) -> Outcome:
    """The outcome with the rules of its conflicts, each with what it asks for, in either language."""
    from gpss_sim.allocation.analysis.conflict import conflict_amounts

    if why_unanswered(outcome, conflicts) != "none":
        return outcome
    names = list(dict.fromkeys(name for rules in conflicts for name in rules))
    amounts = conflict_amounts(problem, names)
    told = [
        Message("breach.of", rule=RuleName(name), detail=amounts[name]) if name in amounts else name for name in names
    ]
    return replace(outcome, verdict="infeasible", conflict=tuple(told))


def _rule(problem: Problem, rule: str, amount: str, lang: Language) -> str:
    """A rule as the reader calls it, a prescribed project by its name, with what it asks for."""
    from gpss_sim.i18n import breach_name

    told = breach_name(rule, lang)
    name = rule.removeprefix(MANDATORY)
    if rule.startswith(MANDATORY) and name in problem.index and (title := problem.projects[problem.index[name]].name):
        told = f"{told} {title}"
    return told if not amount else f"{told}（{amount}）" if lang == "zh" else f"{told} ({amount})"


def _sum(problem: Problem, account: LineAccount, rules: Sequence[str], lang: Language) -> Iterator[str]:
    """The line of the budget less all that it must pay, and what is lacking: more where projects are bought whole."""
    from gpss_sim.allocation.analysis.least import least_lacking
    from gpss_sim.i18n import aloud, rule_name

    minus = " − ".join(
        [
            f"{rule_name(account.line.name, lang)} {aloud(account.line.amount, lang)}",
            *(f"{_use(problem, use, lang)} {aloud(use.amount, lang)}" for use in account.uses),
        ]
    )
    yield Message("conflict.sum", sum=Told(minus), lacking=Told(aloud(account.lacking, lang))).said(lang)
    least = least_lacking(problem, rules, account.line.name, PATIENCE)
    if least is not None and least > account.lacking:
        yield Message("conflict.whole", lacking=Told(aloud(least, lang))).said(lang)


def _least(problem: Problem, rules: Sequence[str], lang: Language) -> list[str]:
    """What the rules need at the least where their amounts seem to fit: projects are bought whole."""
    from gpss_sim.allocation.analysis.least import least_lacking
    from gpss_sim.i18n import aloud, rule_name

    told = []
    for line in problem.budget.lines:
        if line.name in rules and (lacking := least_lacking(problem, rules, line.name, PATIENCE)):
            left = problem.left(line)
            facts = {"left": left, "need": left + lacking, "lacking": lacking}
            said = {name: Told(aloud(fen, lang)) for name, fen in facts.items()}
            told.append(Message("conflict.least", line=Told(rule_name(line.name, lang)), **said).said(lang))
    return told


def _use(problem: Problem, use: Prescribed, lang: Language) -> str:
    if use.kind == "mandatory":
        return problem.projects[problem.index[use.name]].name or use.name
    return use.name or Message("conflict.reserve").said(lang)
