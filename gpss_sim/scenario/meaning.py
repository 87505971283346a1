"""What a field is, in English from its declaration and in Chinese from ``fields.zh.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from gpss_sim.scenario.catalogue import field_at, unfold
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario


@cache
def chinese() -> dict[str, str]:
    """Declared path of every field → its meaning in Chinese."""
    return tomllib.loads(Path(__file__).with_name("fields.zh.toml").read_text("utf-8"))


def meaning(key: Key, language: str = "en") -> str:
    """What the field at a path is; empty where there is no such field.

    Parameters
    ----------
    key : Key
        Path with names of entries and indices.
    language : {"en", "zh"}
        Language of the text.

    >>> meaning(("demand", "load"), "zh")
    '年到达人数与参考预算所购模板容量之比'
    """
    if language == "zh":
        return chinese().get(declared(key), "")
    info = field_at(key)
    return (info.description or "").replace("`", "") if info else ""


def declared(key: Key) -> str:
    """Path under which a field is declared.

    >>> declared(("rules", "modes", "formal", "price")), declared(("city", "districts", 3, "name"))
    ('rules.modes.<name>.price', 'city.districts[].name')
    """
    table: type[Table] | None = Scenario
    path, parts = "", list(key)
    while parts:
        name = str(parts.pop(0))
        path += f".{name}" if path else name
        info = table.model_fields.get(name) if table else None
        table, mark = unfold(info.annotation) if info else (None, "")
        if mark and parts:
            path += mark
            parts.pop(0)
    return path
