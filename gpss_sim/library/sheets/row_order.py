"""Urgency told by the order of the rows and by no column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gpss_sim.library.sheets.grid import Sheet
from gpss_sim.library.sheets.vocabulary import plain, words


def says_order(text: str) -> bool:
    """Whether a sentence says that the rows stand in order of urgency.

    >>> says_order("2027年项目申报表（按轻重缓急排序）"), says_order("请按紧急程度填写1至5")
    (True, False)
    """
    return any(re.search(pattern, plain(text)) for pattern in words()["direction"]["says_order"])


def by_order(rows: Sequence[int], *, last: bool = False) -> dict[int, int]:
    """Class of each row: the first fifth is 5, the most urgent; or the last fifth.

    >>> by_order([3, 4, 6, 7, 8, 9])
    {3: 5, 4: 5, 6: 4, 7: 3, 8: 2, 9: 1}
    >>> by_order([3, 4], last=True)
    {3: 3, 4: 5}
    """
    order = list(reversed(rows)) if last else list(rows)
    ranks = {row: 5 - 5 * place // len(order) for place, row in enumerate(order)}
    return {row: ranks[row] for row in rows}


def ranges(sheet: Sheet, ranks: Mapping[int, int]) -> str:
    """Rows of each class as people call them: ``3–4 → 5, 6 → 4``."""
    found: list[tuple[int, int, int]] = []
    for row, number in ranks.items():
        if found and found[-1][2] == number:
            found[-1] = (found[-1][0], row, number)
        else:
            found.append((row, row, number))
    marks = [(str(sheet.mark(first)), str(sheet.mark(last)), number) for first, last, number in found]
    return ", ".join(f"{a if a == b else f'{a}–{b}'} → {number}" for a, b, number in marks)
