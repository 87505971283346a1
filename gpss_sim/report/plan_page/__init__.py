"""The page of a plan: one file in both languages, for a phone, a screen in the dark, and A4."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gpss_sim.files import write_whole
from gpss_sim.i18n import Language
from gpss_sim.report.font import web_font
from gpss_sim.report.html import CHINESE
from gpss_sim.report.plan_page.answer import answer, question
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.money import money
from gpss_sim.report.plan_page.overturn import overturn
from gpss_sim.report.plan_page.parts import PageSection
from gpss_sim.report.plan_page.people import gains, people
from gpss_sim.report.plan_page.projects import chosen, not_chosen
from gpss_sim.report.plan_page.record import assumed, record
from gpss_sim.report.plan_page.risk import beside, everything, risk

__all__ = ["PlanFacts", "write_plan_page"]

TEMPLATE = "plan.html.j2"


class PlanEdition(NamedTuple):
    """The page in one language."""

    language: Language
    name: str
    title: str
    run: str
    question: str
    warning: str
    parts: list[PageSection]


def edition(facts: PlanFacts) -> PlanEdition:
    """Everything the page says in one language."""
    decision = facts.decision
    made = [answer, chosen, not_chosen, money, people, risk, gains, beside, overturn, everything, assumed, record]
    parts = [part for part in (make(facts) for make in made) if part is not None]
    run = facts.text("run", file=decision.file, scenario=facts.scenario, n=facts.replications, day=decision.day)
    warning = "" if facts.decision.outcome.verdict != "feasible_unproven" else decision.text("unproven")
    return PlanEdition(facts.lang, facts.text("language"), facts.text("title"), run, question(facts), warning, parts)


def write_plan_page(path: Path, editions: Sequence[PlanFacts], first: Language) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    editions : sequence of PlanFacts
        The same plan in each language.
    first : {"en", "zh"}
        Language shown when the page is opened.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = {"editions": [edition(each) for each in editions], "first": first}
    template = environment.get_template(TEMPLATE)
    plain = template.render(facts, font="")
    font = web_font(character for character in plain if character >= CHINESE)
    write_whole(path, template.render(facts, font=b64encode(font).decode()))
