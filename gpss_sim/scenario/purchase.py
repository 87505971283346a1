"""How each project is bought: the first row of the channel table that matches it, else the city's own choice."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.scenario.award import Award
from gpss_sim.scenario.channels import Channel
from gpss_sim.scenario.rulebook import Form, Mode, Rules
from gpss_sim.scenario.schema import Template


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
    """

    mode: Mode
    form: Form
    form_name: str
    award: Award
    method: str | None = None
    rater_noise: float | None = None


def sources_of(template: Template) -> tuple[str, ...]:
    """Sources that may pay for a template; empty: all."""
    return tuple(name.strip() for name in template.sources.split(";") if name.strip())


def matches(channel: Channel, template: Template, pilot: bool = False) -> bool:
    """Whether a row of the channel table speaks of a template, which is still a pilot or is none."""
    wanted = (
        (channel.template, (template.id,)),
        (channel.domain, (template.domain,)),
        (channel.district, (template.district,)),
        (channel.source, sources_of(template)),
        (channel.circumstance, (template.circumstance,)),
    )
    stage = channel.stage in ("any", "pilot" if pilot else "mature")
    return stage and all(value is None or value in found for value, found in wanted)


def purchase_of(rules: Rules, template: Template, pilot: bool = False, rater_noise: float | None = None) -> Purchase:
    """How a template is bought, as a pilot or otherwise, in a field with a `rater_noise` of its own or without."""
    row = next((channel for channel in rules.channels if matches(channel, template, pilot)), Channel())
    form, mode = row.form or rules.form, rules.modes[row.mode or rules.mode]
    return Purchase(mode, rules.forms[form], form, award_of(rules, mode), row.method, rater_noise)


def award_of(rules: Rules, mode: Mode) -> Award:
    """How offers under a mode are scored."""
    own = {"rule": mode.award, "price_weight": mode.price_weight, "record_weight": mode.record_weight}
    return rules.award.model_copy(update={name: value for name, value in own.items() if value is not None})
