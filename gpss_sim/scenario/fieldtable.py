"""The reference page of scenario fields, written from their declarations."""

from __future__ import annotations

from itertools import groupby

from gpss_sim.scenario.catalogue import FieldEntry, entries

HEADER = """\
# Scenario fields

Written from the declarations in `gpss_sim/scenario/` by `gpss-sim schema --fields`; do not edit it. `<name>` stands for
the name of an entry, `[]` for each row of a list. Labels: F seen in a source, R recalled, D derived from those, A
assumed (and swept over the range given). A value that a scenario sets has its own label and source in its `[sources]`.
"""

COLUMNS = ("field", "type", "default", "unit", "bounds", "label", "source", "sweep", "meaning")


def markdown() -> str:
    """The whole page: one table a part of the scenario, one row a field."""
    parts = [HEADER]
    for name, group in groupby(entries(), key=lambda entry: _part(entry.path)):
        parts.append(f"## {name}\n\n" + _table(list(group)))
    return "\n".join(parts)


def _part(path: str) -> str:
    return path.split(".")[0] if "." in path else "scenario"


def _table(rows: list[FieldEntry]) -> str:
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join(lines + ["| " + " | ".join(_cells(row)) + " |" for row in rows]) + "\n"


def _cells(entry: FieldEntry) -> list[str]:
    default = f"`{entry.default}`" if entry.default else ("" if entry.info.is_required() else "empty")
    extra = [str(entry.extra(name)) for name in ("label", "source")]
    cells = [f"`{entry.path}`", entry.kind, default, str(entry.extra("unit")), entry.bounds, *extra, entry.sweep]
    return [cell.replace("|", "\\|") for cell in [*cells, entry.meaning]]
