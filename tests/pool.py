"""A roll of agencies for seller rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Pool:
    """Six eligible agencies: records fall with the index, lottery numbers and contracts rise and fall otherwise."""

    records: dict[int, float] = field(default_factory=lambda: {k: 90.0 - k for k in range(6)})
    holds: int = 5
    contracts: dict[int, int] = field(default_factory=lambda: {3: 2, 4: 1})
    lots: tuple[float, ...] = (0.9, 0.1, 0.5, 0.2, 0.8, 0.3)
    commissioned: int | None = 4
    declined: tuple[int, ...] = ()

    def department(self, project: int) -> int | None:
        return None

    def dependent(self, project: int) -> int | None:
        return None

    def named(self, project: int) -> int | None:
        return self.commissioned

    def lot(self, agency: int, project: int) -> float:
        return self.lots[agency]

    def known(self, agency: int, project: int) -> tuple[bool, int]:
        return agency == self.holds, self.contracts.get(agency, 0)

    def eligible(self, project: int) -> Sequence[int]:
        return list(self.records)

    def willing(self, project: int) -> Sequence[int]:
        return [agency for agency in self.records if agency not in self.declined]

    def standing(self, agency: int, project: int) -> float:
        return self.records[agency]
