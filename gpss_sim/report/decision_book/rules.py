"""Rules of the budget in words, from what the rules file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gpss_sim.allocation.problem.rules.quota import Quota
from gpss_sim.allocation.problem.rules.rule import Rule
from gpss_sim.allocation.problem.rules.rule_tables import amount_keys
from gpss_sim.i18n import sentences
from gpss_sim.report.decision_book.facts import DecisionFacts


def rules_in_words(facts: DecisionFacts) -> Iterator[str]:
    """One sentence a rule: its name, then what it asks for."""
    rules = facts.problem.rules
    if rules.reserve.share or rules.reserve.amount:
        amount = facts.money_text(rules.reserve.amount)
        told = facts.text("reserve_how", share=f"{float(rules.reserve.share):.2%}", amount=amount)
        yield f"{facts.text('reserve_money')}{_colon(facts)}{told}"
    for contract in rules.commitment:
        place = [str(contract.year or ""), facts.source(contract.source) if contract.source else ""]
        named = facts.text("commitment", name=contract.name)
        yield " ".join(filter(None, [f"{named}{_colon(facts)}{facts.money_text(contract.amount)}", *place]))
    must = [name for name in sorted(facts.problem.must) if name in facts.projects]
    if must:
        yield facts.text("rule_must", names=facts.labels(must))
    if rules.continuing:
        yield facts.text("rule_continuing", names=facts.labels([n for n in rules.continuing if n in facts.projects]))
    if not rules.split_sources:
        yield facts.text("rule_split")
    if facts.outcome.policy == "rank-and-cut":
        ranking = rules.ranking.model_dump(mode="json")
        parts = (f"{_word(facts, key)} {_value(facts, value)}" for key, value in ranking.items() if value != "0")
        yield _word(facts, "ranking") + _colon(facts) + ("；" if facts.lang == "zh" else "; ").join(parts)
        for quota in rules.quota:
            yield _rule(facts, quota, "quota")
    for rule in rules.active:
        yield _rule(facts, rule, rule.table)


def _colon(facts: DecisionFacts) -> str:
    return "：" if facts.lang == "zh" else ": "


def _rule(facts: DecisionFacts, rule: Rule | Quota, table: str) -> str:
    amounts = amount_keys(type(rule))
    data = rule.model_dump(mode="json", exclude_defaults=True, exclude={"name"})
    parts = [f"{_word(facts, key)} {_value(facts, value, money=key in amounts)}" for key, value in data.items()]
    named = f"{_word(facts, table)} “{rule.name}”"
    return named + _colon(facts) + ("；" if facts.lang == "zh" else "; ").join(parts)


def _word(facts: DecisionFacts, key: str) -> str:
    """A key of the rules file as the reader calls it."""
    code = f"rule_key.{key}"
    return sentences()[code][facts.lang] if code in sentences() else key


def _value(facts: DecisionFacts, value: object, *, money: bool = False) -> str:
    comma = "、" if facts.lang == "zh" else ", "
    if money and isinstance(value, int):
        return facts.money_text(value)
    if isinstance(value, Mapping):
        return comma.join(f"{_word(facts, str(key))} {_value(facts, part)}" for key, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return comma.join(_value(facts, part) for part in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return facts.label(text) if text in facts.projects else _word(facts, text)
