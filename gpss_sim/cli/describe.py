"""``gpss-sim describe``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show, speech
from gpss_sim.cli.describe_field import describe_field
from gpss_sim.cli.options import LANG
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import write_whole
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Language, Message, current, word

if TYPE_CHECKING:
    from gpss_sim.scenario.account import TracedValue


@click.command("describe", epilog="Example: gpss-sim describe demand.load")
@click.argument("name", required=False)
@click.option("--sources", "page", flag_value="sources", help="Every source with its key, as a page in Markdown.")
@click.option("--odd", "page", flag_value="odd", help="The model by the ODD+D protocol, as a page in Markdown.")
@LANG
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the page to this file.")
@click.option("--force", is_flag=True, help="Replace the file.")
@click.option("--set", "overrides", metavar="K=V", multiple=True, help="Set a field of the scenario first.")
@click.option("--scenario", default="baseline", show_default=True, help="Whose modes, forms and methods are meant.")
def command(
    name: str | None,
    page: str | None,
    lang: Language,
    out: Path | None,
    force: bool,
    overrides: tuple[str, ...],
    scenario: str,
) -> None:
    """Describe a scenario, a method or an indicator.

    NAME is a scenario, a field path as --set takes it (or the beginning of one), a purchase mode, funding form or
    procurement method, a registered policy, an indicator, or the key of a source ("R05", "evidence 2A").
    """
    if (name is None) == (page is None):
        raise click.UsageError(Message("usage.name_or_page"))
    if page is not None:
        _write(PAGES[page](lang), out, force)
    elif name is not None and not (
        describe_field(name, scenario, overrides)
        or _policy(name)
        or _cited(name)
        or _entry(name, scenario, overrides)
        or _scenario(name, overrides)
        or _metric(name)
        or _source(name)
    ):
        raise _unknown(name)


def _write(page: str, out: Path | None, force: bool) -> None:
    if out is None:
        click.echo(page, nl=False)
    else:
        refuse_existing([out], force=force)
        write_whole(out, page)
        show.say("cli.wrote", file=str(out))


def _sources_page(language: Language) -> str:
    from gpss_sim.sources.sources_page import markdown

    return markdown()


def _odd_page(language: Language) -> str:
    from gpss_sim.odd.odd_page import markdown

    return markdown(language)


PAGES: dict[str, Callable[[Language], str]] = {"sources": _sources_page, "odd": _odd_page}
"""Pages written from the code, by language where there is a choice."""


def _entry(name: str, scenario: str, overrides: tuple[str, ...]) -> bool:
    """A mode, form, method or overlay of a scenario."""
    from gpss_sim.scenario.account import account
    from gpss_sim.scenario.load import load_scenario

    rules = load_scenario(scenario, overrides).rules
    tables = [table for table in ("modes", "forms", "methods", "overlay") if name in getattr(rules, table)]
    if not tables:
        return False
    prefixes = tuple(f"rules.{table}.{name}." for table in tables)
    found = [told for told in account(scenario, overrides) if told.field.startswith(prefixes)]
    rows = [
        (t.field, _value(t), speech.unit(t.unit), t.label, speech.source(t.source), speech.meaning(t.field, t.meaning))
        for t in found
    ]
    show.table(("field", "value", "unit", "label", "source", "meaning"), rows)
    return True


def _value(told: TracedValue) -> str:
    """A value; the reason of an overlay in the language of the reader."""
    return word("why", told.value, current()) if told.field.endswith(".why") else speech.value(told.value)


def _scenario(name: str, overrides: tuple[str, ...]) -> bool:
    from gpss_sim.scenario.account import account, story
    from gpss_sim.scenario.document import find
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.scenario.origin import shown

    try:
        find(name)
    except InputError:
        return False
    scenario = load_scenario(name, overrides)
    titles = [scenario.title_zh] if current() == "zh" and scenario.title_zh else [scenario.title, scenario.title_zh]
    for part in ("\n".join([*titles, shown(find(name))]), _told_story(story(name))):
        click.echo(f"{part}\n")
    rows = [
        (t.field, _value(t), speech.unit(t.unit), t.label, speech.source(t.source)) for t in account(name, overrides)
    ]
    show.table(("field", "value", "unit", "label", "source"), rows)
    return True


def _told_story(story: str) -> str:
    """The story of a scenario; where the reader is Chinese and it is not, where it stands."""
    foreign = current() == "zh" and sum("\u4e00" <= letter <= "\u9fff" for letter in story) < len(story) / 4
    return Message("describe.story").said(current()) if story and foreign else story


def _policy(name: str) -> bool:
    from gpss_sim.scenario.registries import REGISTRIES

    found = [(path, registry) for path, registry in REGISTRIES.items() if name in registry]
    for path, registry in found:
        click.echo(f"{speech.registry(registry.kind)} {name} ({path})")
        click.echo(speech.policy(registry.kind, name, inspect.getdoc(registry[name]) or ""))
    return bool(found)


def _metric(name: str) -> bool:
    from gpss_sim.metrics import METRICS

    if name not in METRICS:
        return False
    metric = METRICS[name]
    rows = [
        ("title", metric.title_zh if current() == "zh" else metric.title_en),
        *([] if current() == "zh" else [("title_zh", metric.title_zh), ("meaning", metric.meaning)]),
        ("unit", speech.unit(metric.unit)),
        ("better", show.word(metric.better)),
        ("parts", ", ".join(map(show.word, metric.by))),
    ]
    rows = [(show.word(what), text) for what, text in rows]
    show.table(("indicator", name), rows)
    return True


def _cited(name: str) -> bool:
    """A source named as texts cite it; asked early, since nothing else looks like one and it is quickly found."""
    from gpss_sim.sources import citations

    return bool(citations(name)) and _source(name)


def _source(name: str) -> bool:
    from gpss_sim.sources import citations, sources

    known = sources()
    keys = [name] if name in known else [key for key in citations(name) if key in known]
    for key in keys:
        show.table(("source", key), speech.source_entry(key))
    return bool(keys)


def _unknown(name: str) -> InputError:
    known = [known for names in NAMES for known in names()]
    rule = Message("describe.unknown")
    return InputError([Fault("describe", "NAME", name, rule, nearest(name, known))])


def _scenario_names() -> Iterator[str]:
    from gpss_sim.scenario.document import shipped_names

    yield from shipped_names()


def _field_names() -> Iterator[str]:
    from gpss_sim.scenario.catalogue import paths

    yield from paths()


def _policy_names() -> Iterator[str]:
    from gpss_sim.scenario.registries import REGISTRIES

    for registry in REGISTRIES.values():
        yield from registry


def _metric_names() -> Iterator[str]:
    from gpss_sim.metrics import METRICS

    yield from METRICS


def _source_names() -> Iterator[str]:
    from gpss_sim.sources import sources

    yield from sources()


NAMES: tuple[Callable[[], Iterator[str]], ...] = (
    _scenario_names,
    _field_names,
    _policy_names,
    _metric_names,
    _source_names,
)
"""Everything that can be described, kind by kind."""
