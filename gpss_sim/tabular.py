"""The one way a table becomes a CSV file: same rows, same bytes, and safe to open in a spreadsheet.

UTF-8 with byte order mark (so that Excel shows Chinese), line feeds, the shortest text from which a
float can be read back, and no cell that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path

from gpss_sim.files import read_text, refuse, replaced

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet evaluate a cell, full-width ones included."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")

Cell = str | float | int | bool | None


def cell(value: object) -> str:
    """Text of one cell: empty for None and for what is not a number, neutralised where it is a formula.

    Raises
    ------
    TypeError
        If the value is neither text, a number, a truth value nor None.

    >>> [cell(value) for value in (0.1, -0.0, 3, True, None, float("nan"), "-12.05", "=1+1")]
    ['0.1', '0.0', '3', 'true', '', '', '-12.05', "'=1+1"]
    """
    if isinstance(value, str):
        return _neutral(value)
    if type(value) is float and value == value:  # most cells; the checks below are slow
        return repr(value + 0.0)
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        # Adding zero turns -0.0 into 0.0, which would otherwise depend on the order of a sum.
        return "" if math.isnan(value) else repr(float(value) + 0.0)
    raise TypeError(f"a cell holds text or a number, not {type(value).__name__}")


def _neutral(text: str) -> str:
    if "\r" in text:  # the csv module quotes a line feed only, and readers end a row at either
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and text[0] in FORMULA and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def amount(yuan: float) -> str:
    """Print a mean or other real amount in yuan with two decimals; whole fen have ``money.yuan``.

    >>> amount(1234.5), amount(float("nan")), amount(-0.001)
    ('1234.50', '', '0.00')
    """
    return "" if math.isnan(yuan) else f"{round(yuan, 2) + 0.0:.2f}"


def measured(value: float, unit: str) -> str:
    """Text of a measured value: two decimals where the unit is an amount of yuan, else shortest form.

    >>> measured(2.5, "yuan"), measured(2.5, "yuan/case"), measured(2.5, "points")
    ('2.50', '2.50', '2.5')
    """
    return amount(value) if unit == "yuan" or unit.startswith("yuan/") else cell(value)


def plain(text: str) -> str:
    """Text of a cell as it was before :func:`cell` neutralised it.

    >>> plain(cell("=1+1")), plain("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA and text[1:2] else text


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a table that :func:`write_csv` wrote.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Columns that must be there.

    Raises
    ------
    InputError
        If it cannot be read, has other columns, or rows of another length than its header.
    """
    header, rows = _cells(path, columns)
    return [dict(zip(header, cells, strict=True)) for cells in rows]


def read_columns(path: Path, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The same as columns: the cells of each, in the order of the rows."""
    header, rows = _cells(path, columns)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    return dict(zip(header, cells, strict=True))


def _cells(path: Path, columns: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table of ours."""
    name = str(path)
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise refuse(name, "table.column", "header", missing=missing[0])
        for cells in reader:
            if len(cells) != len(header):
                raise refuse(name, "table.width", f"row {reader.line_num}", wide=len(header), found=len(cells))
            rows.append(cells)
    except csv.Error as error:
        raise refuse(name, "library.csv", f"row {reader.line_num}", why=str(error)) from None
    return header, rows


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; an interruption leaves the old file or the new one, never a half.

    Parameters
    ----------
    path : Path
        The file; its folder exists.
    header : sequence of str
        Names of the columns.
    rows : iterable of sequences
        Cells; see :func:`cell`.

    Raises
    ------
    ValueError
        If a row is longer or shorter than the header.
    """

    def fill(half: Path) -> None:
        with half.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([cell(name) for name in header])
            for row in rows:
                if len(row) != len(header):
                    raise ValueError(f"{path.name}: a row of {len(row)} cells under {len(header)} columns: {row!r}")
                writer.writerow([cell(value) for value in row])

    replaced(path, fill)


def write_parquet(path: Path, units: Mapping[str, str], texts: Sequence[str] = ()) -> Path:
    """Write a table that :func:`write_csv` wrote as Parquet beside it.

    Parameters
    ----------
    path : Path
        The CSV file.
    units : mapping
        Unit by name of a column; kept in the metadata of the schema under ``units``, as JSON.
    texts : sequence of str
        Columns that are texts even where they look like numbers.

    Returns
    -------
    Path
        The file, with the suffix ``.parquet``.

    Raises
    ------
    InputError
        If pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import csv as reader
        from pyarrow import parquet
    except ImportError:
        raise refuse(str(path.with_suffix(".parquet")), "table.parquet") from None
    options = reader.ConvertOptions(column_types=dict.fromkeys(texts, pyarrow.string()), strings_can_be_null=True)
    options.null_values = [""]
    table = reader.read_csv(path, convert_options=options, parse_options=reader.ParseOptions(newlines_in_values=True))
    known = {name: units[name] for name in table.column_names if name in units}
    table = table.replace_schema_metadata({"units": json.dumps(known, ensure_ascii=False)})
    target = path.with_suffix(".parquet")
    replaced(target, lambda half: parquet.write_table(table, half))
    return target
