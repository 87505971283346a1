"""How each project is bought: the first row of the channel table that matches it, else the city's own choice."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.scenario.channels import Channel
from gpss_sim.scenario.rulebook import Form, Mode, Rules
from gpss_sim.scenario.schema import Template


@dataclass(frozen=True, slots=True)
class Purchase:
    """How a project is bought: mode, form (and its name), and the method if the channel prescribes one."""

    mode: Mode
    form: Form
    form_name: str
    method: str | None = None


def sources_of(template: Template) -> tuple[str, ...]:
    """Sources that may pay for a template; empty: all."""
    return tuple(name.strip() for name in template.sources.split(";") if name.strip())


def matches(channel: Channel, template: Template) -> bool:
    """Whether a row of the channel table speaks of a template."""
    wanted = (
        (channel.template, (template.id,)),
        (channel.domain, (template.domain,)),
        (channel.district, (template.district,)),
        (channel.source, sources_of(template)),
        (channel.circumstance, (template.circumstance,)),
    )
    return all(value is None or value in found for value, found in wanted)


def purchase_of(rules: Rules, template: Template) -> Purchase:
    """How a template is bought."""
    row = next((channel for channel in rules.channels if matches(channel, template)), Channel())
    form = row.form or rules.form
    return Purchase(rules.modes[row.mode or rules.mode], rules.forms[form], form, row.method)
