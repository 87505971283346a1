"""Where a field that stands at a path of a scenario is declared."""

from __future__ import annotations

from gpss_sim.scenario.catalogue import unfold
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario


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
