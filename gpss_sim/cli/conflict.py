"""Why there is no list: the rules in conflict with their amounts, and the sum that does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.messages import Language, Message, Told

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.allocation.analysis.account import Account, Prescribed

MANDATORY = "mandatory "


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
    from gpss_sim.allocation.plan.words import word

    verdict = Told(word(outcome.verdict, lang))
    parts = [Message("conflict.none", verdict=verdict).said(lang)]
    for number, rules in enumerate(filter(None, conflicts)):
        named = ("；" if lang == "zh" else "; ").join(
            _rule(problem, rule, amounts.get(rule, ""), lang) for rule in rules
        )
        parts.append(Message("conflict.further" if number else "conflict.first", rules=Told(named)).said(lang))
        parts += [_sum(problem, account, lang) for account in accounts(problem, rules)]
    parts.append(Message("conflict.written", folder=str(folder)).said(lang))
    return ("" if lang == "zh" else " ").join(parts)


def _rule(problem: Problem, rule: str, amount: str, lang: Language) -> str:
    """A rule as the reader calls it, a prescribed project by its name, with what it asks for."""
    from gpss_sim.allocation.plan.words import breach_name

    told = breach_name(rule, lang)
    name = rule.removeprefix(MANDATORY)
    if rule.startswith(MANDATORY) and name in problem.index and (title := problem.projects[problem.index[name]].name):
        told = f"{told} {title}"
    return told if not amount else f"{told}（{amount}）" if lang == "zh" else f"{told} ({amount})"


def _sum(problem: Problem, account: Account, lang: Language) -> str:
    """The line of the budget less all that it must pay, and what is lacking."""
    from gpss_sim.allocation.explain.reasons import amount
    from gpss_sim.allocation.plan.words import rule_name

    minus = " − ".join(
        [
            f"{rule_name(account.line.name, lang)} {amount(account.line.amount, lang)}",
            *(f"{_use(problem, use, lang)} {amount(use.amount, lang)}" for use in account.uses),
        ]
    )
    told = amount(account.lacking, lang)
    return Message("conflict.sum", sum=Told(minus), lacking=Told(told)).said(lang)


def _use(problem: Problem, use: Prescribed, lang: Language) -> str:
    if use.kind == "mandatory":
        return problem.projects[problem.index[use.name]].name or use.name
    return use.name or Message("conflict.reserve").said(lang)
