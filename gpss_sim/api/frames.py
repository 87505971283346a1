"""Frames with units, and how they look in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXTS = (
    *("design_point", "baseline", "metric", "unit", "status"),
    *("out_by", "world", "factor", "values", "known", "best_now"),
)
"""Columns that stay texts even where they look like numbers."""
SHOWN = 30
"""Most rows of a table in a notebook; the frame has them all."""


def framed(rows: Iterable[Sequence[Any]], columns: Sequence[str], units: Mapping[str, str]) -> pd.DataFrame:
    """A frame of rows with the units of what it holds.

    Parameters
    ----------
    rows : iterable of sequences
        Cells.
    columns : sequence of str
        Names of the columns.
    units : mapping
        Unit by name of a column or indicator; it becomes ``attrs["units"]``.

    >>> framed([("a", 2)], ["id", "cost"], {"cost": "yuan"}).attrs["units"]
    {'cost': 'yuan'}
    """
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(columns))
    frame.attrs["units"] = dict(units)
    return frame


def read_table(path: Path, units: Mapping[str, str] | None = None) -> pd.DataFrame:
    """A table that the program wrote, as a frame; empty where there is none.

    Units come from the columns ``metric`` and ``unit`` of the table where it has both.
    """
    import pandas as pd

    if not path.is_file():
        return framed([], [], units or {})
    frame = pd.read_csv(
        path, encoding="utf-8-sig", keep_default_na=False, na_values=[""], dtype=dict.fromkeys(TEXTS, "str")
    )
    if {"metric", "unit"} <= set(frame.columns):
        pairs = frame[["metric", "unit"]].drop_duplicates().fillna("")
        units = dict(zip(pairs["metric"], pairs["unit"], strict=True)) | dict(units or {})
    frame.attrs["units"] = dict(units or {})
    return frame


def as_html(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> str:
    """A table for a notebook; everything is escaped.

    >>> as_html("a < b", ["x"], [[1]])
    '<p><b>a &lt; b</b></p><table><tr><th>x</th></tr><tr><td>1</td></tr></table>'
    """
    body = list(rows)
    head = "".join(f"<th>{escape(str(name))}</th>" for name in columns)
    told = "".join(f"<tr>{''.join(f'<td>{escape(str(each))}</td>' for each in row)}</tr>" for row in body[:SHOWN])
    more = f"<p>… {len(body) - SHOWN} more rows</p>" if len(body) > SHOWN else ""
    under = f"<p>{escape(note)}</p>" if note else ""
    return f"<p><b>{escape(caption)}</b></p><table><tr>{head}</tr>{told}</table>{more}{under}"


def figures(value: float) -> str:
    """A number as people read it: three figures, a dash for what is unknown.

    >>> figures(12345.6), figures(float("nan"))
    ('12,346', '–')
    """
    from gpss_sim.i18n import human

    return human(value)
