"""Tables of the ODD page: what the code declares, told in one language."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module

from gpss_sim import i18n
from gpss_sim.metrics import METRICS
from gpss_sim.odd.declared import ENTITIES, events, streams
from gpss_sim.odd.words import Language, words
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.registries import REGISTRIES

Rows = Iterable[tuple[str, ...]]
MISSING = "?"
"""Stands where a text is missing; a test sees to it that none is."""


def _said(language: Language, section: str, key: str) -> str:
    return words(language).get(section, {}).get(key, MISSING)


def entities(language: Language) -> Rows:
    """Entities with their state variables."""
    for name in ENTITIES:
        module, _, attribute = name.rpartition(".")
        kind = getattr(import_module(f"gpss_sim.market.{module}"), attribute)
        yield _said(language, "entities", name), f"`{name}`", ", ".join(f"`{variable}`" for variable in variables(kind))


def variables(kind: type) -> list[str]:
    """Public state variables of a class: its fields, or what its ``__init__`` sets."""
    if is_dataclass(kind):
        return [field.name for field in fields(kind) if not field.name.startswith("_")]
    made = ast.parse(textwrap.dedent(inspect.getsource(kind.__init__)))  # type: ignore[misc]
    return list(dict.fromkeys(n.attr for n in ast.walk(made) if _is_set(n) and not n.attr.startswith("_")))  # type: ignore[attr-defined]


def _is_set(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def policies(language: Language) -> Rows:
    """Registered policies, registry by registry."""
    for path, registry in REGISTRIES.items():
        for name in registry:
            text = (
                registry.summary(name) if language == "en" else _said(language, "policies", f"{registry.kind}/{name}")
            )
            yield registry.kind, f"`{name}`", f"`{path}`", text


def named_streams(language: Language) -> Rows:
    """Random streams by purpose."""
    return ((f"`{purpose}`", _said(language, "streams", purpose)) for purpose in streams())


def logged_events(language: Language) -> Rows:
    """Events of the log with what each says."""
    for event in events():
        phrases = i18n.words("chronicle", "phrase", "en")
        text = _sentence(phrases[event]) if language == "en" and event in phrases else _said(language, "events", event)
        yield f"`{event}`" if event in phrases else f"*…*`{event}`", text


def _sentence(phrase: str) -> str:
    return phrase.format(entity="*who*", other="*other*", amount="*amount*")


def metrics(language: Language) -> Rows:
    """Indicators."""
    head = words(language)["head"]
    for name in METRICS:
        metric = METRICS[name]
        title = metric.title_zh if language == "zh" else metric.title_en
        yield f"`{name}`", title, metric.unit, head.get(metric.better, "")


def parameters(language: Language) -> Rows:
    """Fields of a scenario."""
    for entry in entries():
        text = entry.meaning if language == "en" else _said(language, "fields", entry.path)
        default = f"`{entry.default}`" if entry.default else ""
        label, source, unit = (str(entry.extra(name)) for name in ("label", "source", "unit"))
        yield f"`{entry.path}`", default, unit, entry.bounds, label, source, entry.sweep, text


TABLES: Mapping[str, tuple[Callable[[Language], Rows], tuple[str, ...]]] = {
    "entities": (entities, ("entity", "name", "state")),
    "policies": (policies, ("kind", "name", "field", "meaning")),
    "streams": (named_streams, ("stream", "meaning")),
    "events": (logged_events, ("event", "meaning")),
    "metrics": (metrics, ("name", "title", "unit", "better")),
    "parameters": (parameters, ("field", "default", "unit", "bounds", "label", "source", "sweep", "meaning")),
}
"""Name of each table in the prose → its rows and the heads of its columns."""
