"""A small table of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nicegui import ui

NARROW = 4
"""Most columns that fit side by side on a phone."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table; all columns but the first stand to the right where they hold numbers.

    On a phone a table of more than `NARROW` columns is a list: a row under the other, each cell behind its heading.
    """
    lines = list(rows)
    numbers = [k > 0 and bool(lines) and _is_number(lines[0][k]) for k in range(len(heads))]
    with (
        ui.element("div").classes("scroll"),
        ui.element("table").classes("plain stacked" if len(heads) > NARROW else "plain"),
    ):
        with ui.element("thead"), ui.element("tr"):
            for k, head in enumerate(heads):
                with ui.element("th").props("scope=col").classes("number" if numbers[k] else ""):
                    ui.label(head)
        with ui.element("tbody"):
            for row in lines:
                with ui.element("tr"):
                    for k, text in enumerate(row):
                        with ui.element("td").classes("number" if k and _is_number(text) else "") as cell:
                            cell.props["data-head"] = heads[k]
                            ui.label(text)


def _is_number(text: str) -> bool:
    return bool(text) and text[0] in "+-−0123456789–"
