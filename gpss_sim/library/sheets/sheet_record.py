"""A row of a sheet as a record of the library: its faults name sheet, row, column and heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gpss_sim.i18n import InBoth, Message
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.record import RowRecord
from gpss_sim.library.sheets.drafts import Key
from gpss_sim.library.sheets.grid import Sheet
from gpss_sim.library.sheets.understood import CellFault
from gpss_sim.library.sheets.use import Use


@dataclass(slots=True)
class SheetRecord(RowRecord):
    """A record whose faults name sheet, row, column and heading."""

    sheet: Sheet = field(default_factory=lambda: Sheet("", ()))
    index: int = 0
    uses: Mapping[Key, Use] = field(default_factory=dict)
    originals: Mapping[Key, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def fault(self, name: str, rule: str, hint: str = "", year: int | None = None) -> None:
        """Note a fault of a column, once."""
        if name in self.done:
            return
        own = {k[0] for k in self.uses}
        column = "beneficiaries" if name == "benefit" and name not in own else name
        if column != name and column in own and isinstance(rule, Message) and rule.code == "library.no_benefit":
            rule = Message("number.missing")
        key = next((k for k in ((column, year), (column, None), *self.uses) if k in self.uses and k[0] == column), None)
        use = self.uses[key] if key else None
        text = self.originals.get((name, year)) or self.cells.get((name, year), ("", "", Decimal(1)))[0]
        self.faults.append(cell_fault(self.file, self.sheet, self.index, use, name, text, rule, hint))


def cell_fault(
    file: str, sheet: Sheet, row: int, use: Use | None, name: str, value: str, rule: str, hint: str = ""
) -> CellFault:
    """A fault of a cell of a sheet."""
    heading = use.shown if use is not None else name
    column = use.column if use is not None else -1
    where = {"sheet": sheet.name, "row": sheet.line(row)}
    code = "sheet.place" if sheet.name else "sheet.place_text"
    if use is None:
        place = Message(f"{code}_none", **where, field=InBoth(name, CHINESE.get(name, (name,))[0]))
    else:
        place = Message(code, **where, column=sheet.across(column), heading=heading)
    return CellFault(file, place, value, rule, hint, sheet.name, *sheet.place(row, column), heading)
