"""People: promised against simulated, by place and group; who gains and who loses."""

from __future__ import annotations

from gpss_sim.planning.measures import PLACES, DistrictField, Key
from gpss_sim.planning.simulated import CHOSEN
from gpss_sim.report.page.table import PageTable
from gpss_sim.report.plan_page.facts import PlanFacts, rounded
from gpss_sim.report.plan_page.parts import Bar, Bars, Block, Heat, Listed, PageSection, Warmth, share
from gpss_sim.study.compare import Estimate

STRONGEST = 0.6
"""Opacity of the strongest colour, over which text stays legible."""
SPAN = 0.3
"""Difference in the share of need met at which the colour is strongest."""


def people(facts: PlanFacts) -> PageSection:
    """Promised and simulated by project, then indicators by district and group."""
    text = facts.text(
        "people_text",
        served=rounded(facts.own("served").mean),
        band=facts.band("served", facts.own("served")),
        waiting=rounded(facts.own("urgent_left").mean),
    )
    blocks: list[Block] = [promise(facts), _by(facts, "district"), _by(facts, "group")]
    return PageSection("people", facts.text("people"), [text], blocks)


def promise(facts: PlanFacts) -> Bars:
    """Two bars a project: what it says it serves, what it serves in the simulation."""
    most = max([*facts.promised.values(), *facts.served.values()], default=0.0)
    bars = []
    for name in facts.decision.outcome.selected:
        promised, served = facts.promised[name], facts.served[name]
        bars.append(Bar(facts.decision.label(name), rounded(promised), 0.0, share(promised, most), "rest"))
        bars.append(Bar("", rounded(served), 0.0, share(served, most), "seen"))
    return Bars(facts.text("promise_bars"), bars, facts.text("promise_note"))


def _by(facts: PlanFacts, by: str) -> Listed:
    names = facts.districts if by == "district" else facts.groups
    known = sorted({getattr(key, by) for run in facts.found.runs for key in run.values if getattr(key, by)})
    head = [facts.text(f"by_{by}"), *(facts.title(metric) for metric in PLACES)]
    rows = []
    for value in known:
        found = [facts.found.estimate(CHOSEN, Key(metric, **{by: value})) for metric in PLACES]
        cells = [facts.shown(metric, each.mean) for metric, each in zip(PLACES, found, strict=True)]
        rows.append([names.get(value, value), *cells])
    return Listed(PageTable(head, rows))


def gains(facts: PlanFacts) -> PageSection:
    """Heat maps: share of need met, and what the plan has over the one it is compared with."""
    blocks: list[Block] = [_heat(facts, facts.text("met"), None)]
    texts = [facts.text("gains_text", scenario=facts.scenario)]
    if facts.rival is not None:
        plan = facts.variant(facts.rival.name)
        blocks.append(_heat(facts, facts.text("met_against", plan=plan), facts.rival.name))
        texts.append(facts.text("gains_against", plan=plan))
    return PageSection("gains", facts.text("gains"), texts, blocks)


def _heat(facts: PlanFacts, caption: str, rival: str | None) -> Heat:
    districts, fields = facts.places
    rows = []
    for district in districts:
        cells = []
        for domain in fields:
            place = DistrictField(district, domain)
            found = facts.met(place) if rival is None else facts.found.met_against(place, rival)
            cells.append(met(found) if rival is None else gained(found))
        rows.append((facts.districts[district], cells))
    note = facts.text("met_note" if rival is None else "against_note")
    return Heat(caption, [facts.text("by_district"), *(facts.fields[name] for name in fields)], rows, note)


def met(found: Estimate) -> Warmth:
    """A share of need met as a cell."""
    if found.mean != found.mean:
        return Warmth("–")
    return Warmth(f"{found.mean:.0%}", round(STRONGEST * min(found.mean, 1.0), 3))


def gained(found: Estimate) -> Warmth:
    """A difference in points as a cell; grey where its band holds nought."""
    if found.mean != found.mean:
        return Warmth("–")
    shown = f"{100 * found.mean:+.0f}".replace("-", "−")
    if not (found.low > 0 or found.high < 0):
        return Warmth(shown, 0.0, "quiet")
    strength = round(STRONGEST * min(abs(found.mean) / SPAN, 1.0), 3)
    return Warmth(shown, max(strength, 0.08), "more" if found.mean > 0 else "less")
