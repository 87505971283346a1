"""``gpss-sim list``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import click

from gpss_sim.cli import show, speech
from gpss_sim.i18n import Message, Told, current

Rows = Iterator[tuple[str, ...]]


def _scenarios(scenario: str) -> Rows:
    from gpss_sim.scenario.document import shipped_names, titles

    for name in shipped_names():
        yield name, *_titles(*titles(name))


def _experiments(scenario: str) -> Rows:
    from gpss_sim.study.experiment_file import shipped_experiments, titles

    for name in shipped_experiments():
        yield name, *_titles(*titles(name))


def _methods(scenario: str) -> Rows:
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.scenario.registries import REGISTRIES

    rules = load_scenario(scenario).rules
    for name, mode in rules.modes.items():
        facts = {"seller": mode.seller, "price": mode.price, "procedure": mode.procedure}
        yield "purchase mode", name, _said("cli.mode", **facts)
    for name, form in rules.forms.items():
        yield "funding form", name, _said("cli.form", staffing=form.staffing)
    for name, method in rules.methods.items():
        yield "procurement method", name, _said("cli.method", days=f"{method.days:g}", least=str(method.min_bidders))
    for registry in REGISTRIES.values():
        for name in registry:
            yield (
                speech.registry(registry.kind),
                name,
                speech.policy(registry.kind, name, registry.summary(name)),
            )


def _metrics(scenario: str) -> Rows:
    from gpss_sim.metrics import METRICS

    for name in METRICS:
        metric = METRICS[name]
        titles = (metric.title_zh,) if current() == "zh" else (metric.title_en, metric.title_zh)
        yield name, speech.unit(metric.unit), metric.better, *titles


def _titles(english: str, chinese: str) -> tuple[str, ...]:
    """Both titles; in Chinese the Chinese one alone, where there is one."""
    return (chinese or english,) if current() == "zh" else (english, chinese)


def _said(code: str, **facts: str) -> str:
    return Message(code, **{key: Told(speech.name(text)) for key, text in facts.items()}).said(current())


class _Kind(NamedTuple):
    columns: tuple[str, ...]
    rows: Callable[[str], Rows]


KINDS = {
    "scenarios": _Kind(("name", "title", "title_zh"), _scenarios),
    "experiments": _Kind(("name", "title", "title_zh"), _experiments),
    "methods": _Kind(("kind", "name", "meaning"), _methods),
    "metrics": _Kind(("name", "unit", "better", "title", "title_zh"), _metrics),
}


@click.command("list", epilog="Example: gpss-sim list methods --scenario baseline")
@click.argument("kind", type=click.Choice(list(KINDS)), required=False)
@click.option("--scenario", default="baseline", show_default=True, help="Whose modes, forms and methods to list.")
def command(kind: str | None, scenario: str) -> None:
    """List what ships and what is registered.

    Without a kind everything is listed. `methods` lists a scenario's modes, forms and procurement methods, then the
    registered policies.
    """
    for name in [kind] if kind else KINDS:
        _list(KINDS[name], scenario, "" if kind else name)


def _list(found: _Kind, scenario: str, title: str) -> None:
    columns = [column for column in found.columns if column != "title_zh" or current() == "en"]
    show.table(columns, [tuple(map(show.word, row)) for row in found.rows(scenario)], title)
