"""What a decision takes for granted, item by item: how the sheet is read, what is maximised, rules, proof, record."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.i18n import said
from gpss_sim.library.project import exact
from gpss_sim.library.sheets.questions import without_options
from gpss_sim.report.decision_book.facts import DecisionFacts
from gpss_sim.report.decision_book.rules import rules_in_words

Row = tuple[str, object]


def assumptions(facts: DecisionFacts) -> Iterator[Row]:
    """Items and what holds for each."""
    yield from _reading(facts)
    yield from _aim(facts)
    for item in rules_in_words(facts):
        yield facts.text("rule"), item
    outcome = facts.outcome
    yield facts.text("proven"), outcome.verdict == "proven_optimal"
    yield facts.text("ties_proven"), outcome.ties_proven
    yield facts.text("solver"), outcome.solver
    yield facts.text("version"), facts.version
    yield facts.text("made"), facts.day
    yield facts.text("digest", digest="").rstrip("：: "), facts.digest


def _reading(facts: DecisionFacts) -> Iterator[Row]:
    yield facts.text("file"), facts.file
    read = facts.understood
    if read is None:
        return
    if read.sheet:
        yield facts.text("file_sheet"), read.sheet
    first, last = read.header
    yield facts.text("header_rows"), first if first == last else f"{first}–{last}"
    if read.unit:
        yield facts.text("money_unit"), f"{read.unit}（{read.unit_from}）" if read.unit_from else read.unit
    if read.urgency:
        yield facts.text("urgency_read"), ", ".join(f"{text} → {level}" for text, level in read.urgency)
    if read.sources:
        yield facts.text("sources_read"), ", ".join(f"{text} → {name}" for text, name in read.sources)
    for note in read.notes:
        yield facts.text("note"), note.said(facts.lang)
    for question in read.questions:
        yield facts.text("question"), said(without_options(question), facts.lang)


def _aim(facts: DecisionFacts) -> Iterator[Row]:
    problem, policy = facts.problem, facts.outcome.policy
    people = all(p.beneficiaries is not None and exact(p.beneficiaries) == exact(p.benefit) for p in problem.projects)
    yield facts.text("benefit_from"), facts.text("benefit_people" if people else "benefit_own")
    weights = ", ".join(map(str, problem.rules.weights))
    yield (
        facts.text("policy_name"),
        facts.text(f"policy_{policy}", **({"weights": weights} if policy == "weighted" else {})),
    )
    yield facts.text("ties"), facts.text("ties_how")
