"""The table of experiment fields for the documentation, written from their declarations.

``python -m gpss_sim.study.reference`` prints it.
"""

from __future__ import annotations

from gpss_sim.scenario.catalogue import FieldEntry, entries
from gpss_sim.study.experiment import Experiment

KINDS = {
    "factors": "table of tables",
    "factors.<name>.low": "number",
    "factors.<name>.high": "number",
    "factors.<name>.values": "list, or table of named values",
    "design.when": "table of tables of lists",
    "levers": "table of lists, or of tables of named values",
    "uncertainties": "table of lists, or of tables of named values",
    "study.set": "table of values",
    "design.point[].set": "table of values",
    "design.point": "list of tables",
    "outcomes.also": "list of text, or `all`",
}
"""Types in plain words where the declaration alone does not say them."""

HEAD = "| field | type | default | bounds | meaning |\n|---|---|---|---|---|\n"


def fields() -> str:
    """Markdown table of every field of an experiment file, in the order of their declaration."""
    return HEAD + "".join(map(_row, entries(Experiment)))


def _row(entry: FieldEntry) -> str:
    kind = KINDS.get(entry.path, entry.kind).replace(" | ", " or ")
    default = "empty" if entry.default in ("", "{}", "[]") else f"`{entry.default}`"
    if entry.info.is_required():
        default = "required"
    return f"| `{entry.path}` | {kind} | {default} | {entry.bounds} | {entry.meaning} |\n"


if __name__ == "__main__":
    print(fields(), end="")
