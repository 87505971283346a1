"""How each project is bought: the first row of the channel table that matches it, else the city's own choice."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.scenario.award import Award
from gpss_sim.scenario.channels import Channel
from gpss_sim.scenario.roles import BuyingBody
from gpss_sim.scenario.rulebook import Form, Mode, Rulebook
from gpss_sim.scenario.schema import Template

NOBODY = BuyingBody()
"""Stands for the city's own department where a template names no buyer."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """How a project is bought.

    Parameters
    ----------
    mode, form : Mode, Form
    form_name : str
    award : Award
        How offers are scored: the city's rule with what the mode says otherwise.
    method : str or None
        The method, if the channel prescribes one.
    rater_noise : float or None [points]
        Spread of one rater's score in the project's field; None: that of all fields.
    payers : tuple of str
        Sources that may pay; empty: all.
    approval_days : float [day]
        What those take who approve what its buyer buys.
    """

    mode: Mode
    form: Form
    form_name: str
    award: Award
    method: str | None = None
    rater_noise: float | None = None
    payers: tuple[str, ...] = ()
    approval_days: float = 0.0


def sources_of(template: Template) -> tuple[str, ...]:
    """Sources that may pay for a template; empty: all."""
    return tuple(name.strip() for name in template.sources.split(";") if name.strip())


def payers_of(rules: Rulebook, template: Template) -> tuple[str, ...]:
    """Sources that may pay for a template: its own, else its buyer's; empty: all."""
    buyer = rules.buyers.get(template.buyer, NOBODY)
    return sources_of(template) or buyer.sources


def matches(
    channel: Channel, template: Template, pilot: bool = False, suppliers: int = 0, payers: tuple[str, ...] | None = None
) -> bool:
    """Whether a row of the channel table speaks of a template, which is still a pilot or is none."""
    wanted = (
        (channel.template, (template.id,)),
        (channel.domain, (template.domain,)),
        (channel.district, (template.district,)),
        (channel.source, sources_of(template) if payers is None else payers),
        (channel.circumstance, (template.circumstance,)),
    )
    stage = channel.stage in ("any", "pilot" if pilot else "mature")
    enough = channel.suppliers is None or suppliers >= channel.suppliers
    return stage and enough and all(value is None or value in found for value, found in wanted)


def purchase_of(
    rules: Rulebook, template: Template, pilot: bool = False, rater_noise: float | None = None, suppliers: int = 0
) -> Purchase:
    """How a template is bought.

    Parameters
    ----------
    rules : Rules
    template : Template
    pilot : bool
        It is still a pilot.
    rater_noise : float or None [points]
        That of its field, if it has one of its own.
    suppliers : int [agencies]
        Agencies that are admitted to it now.
    """
    payers = payers_of(rules, template)
    rows = (channel for channel in rules.channels if matches(channel, template, pilot, suppliers, payers))
    row, buyer = next(rows, Channel()), rules.buyers.get(template.buyer, NOBODY)
    form, mode = row.form or buyer.form or rules.form, rules.modes[row.mode or buyer.mode or rules.mode]
    return Purchase(
        mode,
        rules.forms[form],
        form,
        award_of(rules, mode),
        row.method,
        rater_noise,
        payers,
        sum(buyer.approval.values()),
    )


def award_of(rules: Rulebook, mode: Mode) -> Award:
    """How offers under a mode are scored."""
    own = {"rule": mode.award, "price_weight": mode.price_weight, "record_weight": mode.record_weight}
    return rules.award.model_copy(update={name: value for name, value in own.items() if value is not None})
