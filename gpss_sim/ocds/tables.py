"""Awards from a CSV table: one row an award, columns by name."""

from __future__ import annotations

from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message, listed
from gpss_sim.numbers import NumberError, read_real, read_whole
from gpss_sim.ocds.calibrate import PROCEDURES, AwardSeen, price_over
from gpss_sim.ocds.merging import instant
from gpss_sim.tabular import read_rows

COLUMNS = ("buyer", "supplier", "subject", "procedure", "bidders", "price", "estimate", "days", "date")
"""Columns of the table; an empty cell is something the source does not say."""


def read_awards(path: Path) -> list[AwardSeen]:
    """Read awards from a CSV file.

    Raises
    ------
    InputError
        Naming every cell that is no number or no procedure.
    """
    faults: list[Fault] = []

    def number(index: int, row: dict[str, str], column: str) -> float | None:
        if not row[column].strip():
            return None
        try:
            return read_whole(row[column]) if column == "bidders" else read_real(row[column], low=0)
        except NumberError as error:
            faults.append(Fault(str(path), f"row {index}, column {column}", row[column], error.message))
            return None

    awards = []
    for index, row in enumerate(read_rows(path, COLUMNS), start=2):
        price, estimate = number(index, row, "price"), number(index, row, "estimate")
        bidders = number(index, row, "bidders")
        procedure = row["procedure"].strip()
        if procedure and procedure not in PROCEDURES:
            rule = Message("library.choice", allowed=listed(PROCEDURES))
            faults.append(Fault(str(path), f"row {index}, column procedure", procedure, rule))
        if row["date"].strip() and instant(row["date"].strip()) is None:
            faults.append(Fault(str(path), f"row {index}, column date", row["date"], Message("ocds.date")))
        ratio = price_over(price, estimate) if price and estimate else None
        days = number(index, row, "days")
        awards.append(
            AwardSeen(
                row["buyer"],
                row["supplier"],
                row["subject"],
                procedure,
                int(bidders) if bidders else None,
                ratio,
                days,
                row["date"].strip(),
            )
        )
    if faults:
        raise InputError(faults)
    return awards
