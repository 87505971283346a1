"""The question and the answer in three sentences."""

from __future__ import annotations

from gpss_sim.planning.measures import about
from gpss_sim.planning.plan_tables import SHORT
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.parts import PageSection
from gpss_sim.study.compare import Estimate


def question(facts: PlanFacts) -> str:
    """What was asked."""
    decision = facts.decision
    budget = decision.money_text(decision.problem.budget.total)
    return facts.text("question", projects=len(decision.problem.projects), budget=budget)


def answer(facts: PlanFacts) -> PageSection:
    """What to buy, what it delivers, and what else the money could do."""
    return PageSection("answer", facts.text("answer"), items=[_bought(facts), _delivers(facts), _against(facts)])


def _bought(facts: PlanFacts) -> str:
    decision, outcome = facts.decision, facts.decision.outcome
    told = facts.text(
        "bought",
        chosen=len(outcome.selected),
        projects=len(decision.problem.projects),
        spent=decision.money_text(outcome.spent),
        left=decision.money_text(decision.problem.budget.total - outcome.spent),
    )
    urgent = facts.urgent_out
    rest = facts.text("urgent_out", count=len(urgent), names=facts.named(urgent)) if urgent else facts.text("urgent_in")
    return told + rest


def _delivers(facts: PlanFacts) -> str:
    promised, served = sum(facts.promised.values()), sum(facts.served.values())
    improved = facts.own("improved")
    told = facts.text(
        "delivers",
        promised=f"{promised:,.0f}",
        served=f"{served:,.0f}",
        share=f"{served / promised:.0%}" if promised else "–",
        improved=f"{improved.mean:,.0f}",
        band=facts.band("improved", improved),
    )
    short = [name for name, _, _, often in facts.short if often > 0.5]
    if short:
        told += facts.text("short", names=facts.named(short), count=len(short), share=f"{SHORT:.0%}")
    return told


def _against(facts: PlanFacts) -> str:
    parts = []
    if facts.rival is not None and not facts.rival.name.endswith("%"):
        parts.append(_one(facts, facts.rival.name))
    elif any(each.name == "rank-and-cut" for each in facts.variants):
        parts.append(facts.text("same_list", plan=facts.variant("rank-and-cut")))
    parts += [_one(facts, each.name) for each in facts.variants if each.name in ("-10%", "+10%")]
    comma = "；" if facts.lang == "zh" else "; "
    return comma.join(filter(None, parts)) + ("。" if facts.lang == "zh" else ".")


def _one(facts: PlanFacts, name: str) -> str:
    """Another plan against the chosen one, in people served."""
    from gpss_sim.planning.measures import Key

    found = facts.found.against(name, Key("served"))
    code = "no_difference" if verdict("served", found) == "quiet" else "would_serve"
    more = facts.text("more" if found.mean > 0 else "fewer", count=f"{abs(found.mean):,.0f}")
    return facts.text(code, plan=facts.variant(name), more=more, band=facts.band("served", found, "+"))


def verdict(metric: str, found: Estimate) -> str:
    """Class of a difference: ``better``, ``worse``, or ``quiet`` where its band holds nought."""
    if not (found.low > 0 or found.high < 0):
        return "quiet"
    better = about(metric).better
    if not better:
        return ""
    return "better" if (found.mean > 0) == (better == "more") else "worse"
