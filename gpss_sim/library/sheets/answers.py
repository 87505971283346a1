"""What the user says of a sheet: what its columns are, what its words for urgency mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.sheets.use import Wish
from gpss_sim.library.sheets.vocabulary import listed, money_units, plain, words

NONE = "-"
"""Stands for a column that is not used."""
REVERSED = "reversed"
CLASSES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """What the user said of a file.

    Parameters
    ----------
    sheet : str
        Sheet to read; empty for the one that is found.
    columns : dict of str to Wish
        By heading as it is compared, or letter of the column.
    urgency : dict of str to int
        Word of the sheet, as it is compared → class of urgency, 5 the most urgent.
    """

    sheet: str = ""
    columns: Mapping[str, Wish] = field(default_factory=dict)
    urgency: Mapping[str, int] = field(default_factory=dict)

    def over(self, older: SheetAnswers) -> SheetAnswers:
        """These answers, and the older ones where there is none."""
        fields = {wish.field for wish in self.columns.values() if wish.field != NONE}
        kept = {text: wish for text, wish in older.columns.items() if wish.field not in fields}
        return SheetAnswers(self.sheet or older.sheet, {**kept, **self.columns}, {**older.urgency, **self.urgency})

    @property
    def by_rows(self) -> str:
        """Which row is the most urgent where their order tells the urgency: ``first``, ``last``, or empty."""
        said = next(
            (wish for text, wish in self.columns.items() if is_row_order(text) and wish.field == "urgency"), None
        )
        return "" if said is None else "last" if said.unit == REVERSED else "first"


def is_row_order(heading: str) -> bool:
    """Whether ``--map`` names the order of the rows and no column.

    >>> is_row_order("行序"), is_row_order("rows"), is_row_order("排序")
    (True, True, False)
    """
    return plain(heading) in listed("direction", "by_rows")


def parse_answers(pairs: Iterable[str], sheet: str = "") -> SheetAnswers:
    """Read ``HEADING=field``, ``HEADING=cost:万元``, ``HEADING=urgency:reversed``, ``HEADING=-`` and ``WORD=4``.

    Raises
    ------
    InputError
        With every pair that is none, every unknown field or unit, and every class that is none.

    >>> answers = parse_answers(["申报金额=cost:万元", "次重点=3"])
    >>> answers.columns, answers.urgency
    ({'申报金额': Wish(field='cost', unit='万元')}, {'次重点': 3})
    """
    pairs = list(pairs)
    classes = {pair: int(number) for pair in pairs if (number := plain(pair.rpartition("=")[2])).isdecimal()}
    faults = [
        Fault("--map", "map", pair, Message("sheet.map_class"))
        for pair, number in classes.items()
        if str(number) not in CLASSES or not plain(pair.rpartition("=")[0])
    ]
    columns: dict[str, Wish] = {}
    try:
        columns = parse_wishes(pair for pair in pairs if pair not in classes)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return SheetAnswers(sheet, columns, {plain(pair.rpartition("=")[0]): number for pair, number in classes.items()})


def parse_wishes(pairs: Iterable[str], file: str = "--map") -> dict[str, Wish]:
    """Read what is said of columns only.

    Raises
    ------
    InputError
        With every pair that is none, and every unknown field or unit.

    >>> parse_wishes(["申报金额=cost:万元"])
    {'申报金额': Wish(field='cost', unit='万元')}
    """
    found: dict[str, Wish] = {}
    faults: list[Fault] = []
    for pair in pairs:
        heading, equals, meaning = pair.rpartition("=")
        name, colon, unit = meaning.partition(":")
        name, unit = _field(name), plain(unit)
        if not equals or not heading.strip():
            faults.append(Fault(file, "map", pair, Message("sheet.map_form")))
        elif name not in (*CHINESE, NONE):
            allowed = ", ".join((*CHINESE, NONE))
            faults.append(Fault(file, "map", pair, Message("sheet.map_field", allowed=allowed), nearest(name, CHINESE)))
        elif colon and not _fits(name, unit):
            units = ", ".join(words()["units"]["money"])
            faults.append(Fault(file, "map", pair, Message("sheet.map_unit", allowed=units)))
        elif is_row_order(heading) and name not in ("urgency", NONE):
            faults.append(Fault(file, "map", pair, Message("sheet.map_rows")))
        else:
            found[plain(heading)] = Wish(name, unit)
    if faults:
        raise InputError(faults)
    return found


def _field(text: str) -> str:
    """Field of a name; Chinese names of the template will do."""
    word = plain(text)
    return next((name for name, aliases in CHINESE.items() if word in map(plain, aliases)), word)


def _fits(name: str, unit: str) -> bool:
    return (name == "cost" and unit in money_units()) or (name == "urgency" and unit == REVERSED)
