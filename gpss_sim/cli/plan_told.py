"""What ``gpss-sim plan`` prints: a first look while it plays, then what the plan delivers and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.i18n import Language, Message, Told, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gpss_sim.allocation import Problem
    from gpss_sim.planning.simulated import Simulated, Variant

TOLD = (
    "served",
    "improved",
    "gave_up",
    "urgent_left",
    "wait_urgent",
    "paid",
    "lapsed",
    "late_starts",
    "failed_share",
    "days_to_award",
    "at_risk",
)
BESIDE = ("served", "improved", "paid", "lapsed")
NAMED = 5


def tell_first(early: Simulated, replications: int, lang: Language) -> None:
    """Print a first look at the chosen plan, on standard error."""
    from gpss_sim.planning.measures import Key
    from gpss_sim.planning.simulated import CHOSEN

    facts = {name: f"{early.estimate(CHOSEN, Key(name)).mean:,.0f}" for name in ("served", "improved", "paid")}
    told = Message("plan.first", n=len(early.of(CHOSEN)), all=replications, **facts)
    click.echo(told.said(lang), err=True)


def tell(
    problem: Problem,
    found: Simulated,
    variants: Sequence[Variant],
    promised: Mapping[str, float],
    replications: int,
    lang: Language,
) -> None:
    """Print what the chosen plan delivers, then the plans beside it, then promises kept and broken."""
    _tell_plan(found, variants, replications, lang)
    _tell_promise(problem, found, promised, lang)


def _tell_plan(found: Simulated, variants: Sequence[Variant], replications: int, lang: Language) -> None:
    from gpss_sim.planning.measures import Key, about
    from gpss_sim.planning.simulated import CHOSEN
    from gpss_sim.report.plan_page.facts import rounded

    def title(name: str) -> str:
        return about(name).title_zh if lang == "zh" else about(name).title_en

    click.echo(Message("plan.heading", n=replications).said(lang))
    rows = []
    for name in TOLD:
        each = found.estimate(CHOSEN, Key(name))
        rows.append([title(name), rounded(each.mean), f"{rounded(each.low)} … {rounded(each.high)}", _unit(name, lang)])
    show.table([Message(f"plan.{k}").said(lang) for k in ("indicator", "mean", "band", "unit")], rows)
    click.echo(Message("plan.beside").said(lang))
    rows = []
    for variant in variants[1:]:
        cells = [_variant(variant.name, lang), str(len(variant.selected))]
        for name in BESIDE:
            each = found.against(variant.name, Key(name))
            cells.append(f"{rounded(each.mean, '+')} ({rounded(each.low, '+')} … {rounded(each.high, '+')})")
        rows.append(cells)
    heads = [Message(f"plan.{k}").said(lang) for k in ("variant", "projects")]
    show.table([*heads, *(f"{title(name)} [{_unit(name, lang)}]" for name in BESIDE)], rows)


def _tell_promise(problem: Problem, found: Simulated, promised: Mapping[str, float], lang: Language) -> None:
    """Promised against simulated, and which projects most often fall short."""
    from gpss_sim.planning.plan_tables import SHORT
    from gpss_sim.planning.simulated import disappointing

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
    from gpss_sim.planning.measures import about

    unit = about(metric).unit
    return word("unit", unit, lang)
