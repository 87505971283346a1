"""Contracting processes of a run: each a list of releases, every one of them the state of its day.

A process is one attempt at procuring a project, with the contract that came of it; contracts that stood on the
first day, and those without a procurement, are processes of their own. A failed attempt and the next one at the
same project are related processes, and so are a contract and the one that follows it.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gpss_sim import fiscal
from gpss_sim.ocds.calendar import RunDates
from gpss_sim.ocds.run import ContractHistory, ContractingRun, Row

BUYER: dict[str, Any] = {"id": "buyer", "name": "Department that buys services"}
CURRENCY = "CNY"
PROCEDURES = {"open": "open", "limited": "limited", "direct": "direct"}
"""Kind of a method in our tables → code of the standard; who may offer at all is told by the eligible number."""
ON_TIME = 0.5
"""Days within which two events are one: institutions act at their own times of a day."""


@dataclass(frozen=True, slots=True)
class Process:
    """One contracting process.

    Parameters
    ----------
    ocid : str
    releases : tuple of dict
        In the order of their dates; each holds everything known on its day.
    """

    ocid: str
    releases: tuple[dict[str, Any], ...]


class Exporter:
    """Turns a run into processes.

    Parameters
    ----------
    run : ContractingRun
    calendar : Calendar
        Dates of the days of the run.
    prefix : str
        Beginning of every ocid.
    """

    def __init__(self, run: ContractingRun, calendar: RunDates, prefix: str) -> None:
        self.run, self.calendar, self.prefix = run, calendar, prefix
        self.offers: dict[tuple[str, str, str], list[Row]] = {}
        for row in run.offers:
            self.offers.setdefault((row["project"], row["year"], row["attempt"]), []).append(row)
        self.last: dict[str, tuple[str, bool]] = {}

    def processes(self) -> Iterator[Process]:
        """Every process, by the day on which it began."""
        free = list(self.run.contracts)
        begun: list[tuple[float, Row | None, tuple[ContractHistory, ...]]] = []
        for row in self.run.procurements:
            awarded = row["result"] == "awarded"
            won = tuple(contract for contract in free if awarded and _follows(contract, row))
            free = [c for c in free if c not in won]
            begun.append((float(row["opened"]), row, won))
        begun += [(contract.signed, None, (contract,)) for contract in free]
        for _, begun_by, contracts in sorted(begun, key=lambda each: each[0]):
            yield self._process(begun_by, contracts)

    def _process(self, row: Row | None, contracts: tuple[ContractHistory, ...]) -> Process:
        project = row["project"] if row else contracts[0].project
        own = f"{row['year']}-{row['attempt']}" if row else contracts[0].name.replace(":", "-")
        ocid = f"{self.prefix}-{project or 'project'}-{own}"
        releases: list[dict[str, Any]] = []
        state: dict[str, Any] = {
            "ocid": ocid,
            "initiationType": "tender",
            "language": "en",
            "buyer": BUYER,
            "parties": [BUYER | {"roles": ["buyer", "procuringEntity", "payer"]}],
        }
        if project in self.last:
            state["relatedProcesses"] = [_related(*self.last[project])]
        if row is not None:
            self._tender(row, state, releases)
        self._contracts(row, contracts, state, releases)
        self.last[project] = ocid, row is not None and row["result"] != "awarded"
        return Process(ocid, tuple(releases))

    def _release(self, day: float, tag: str, state: dict[str, Any], releases: list[dict[str, Any]]) -> None:
        head = {"id": f"{state['ocid']}-{len(releases) + 1:02}", "date": self.calendar.date(day), "tag": [tag]}
        releases.append(copy.deepcopy(head | state))

    def _tender(self, row: Row, state: dict[str, Any], releases: list[dict[str, Any]]) -> None:
        opened, closed = float(row["opened"]), float(row["closed"])
        state["planning"] = {"budget": {"amount": value(row["ceiling"]), "project": row["project"]}}
        state["tender"] = {
            "id": f"{state['ocid']}-tender",
            "title": row["project"],
            "status": "active",
            "value": value(row["ceiling"]),
            "procuringEntity": BUYER,
            "procurementMethod": PROCEDURES[row["procedure"]],
            "procurementMethodDetails": row["method"],
            "mainProcurementCategory": "services",
            "tenderPeriod": self.calendar.period(opened, closed),
        }
        self._release(opened, "tender", state, releases)
        offers = self.offers.get((row["project"], row["year"], row["attempt"]), [])
        tenderers = [_named(offer["agency"]) for offer in offers]
        awarded = row["result"] == "awarded"
        state["tender"] |= {"status": "complete" if awarded else "unsuccessful", "numberOfTenderers": len(offers)}
        state["tender"] |= {"tenderers": tenderers} if tenderers else {}
        state["bids"] = {
            "statistics": [
                {"id": "1", "measure": "bids", "value": int(row["bidders"])},
                {"id": "2", "measure": "validBids", "value": len(offers)},
                {"id": "3", "measure": "qualifiedBidders", "value": int(row["eligible"])},
            ],
            "details": [
                {
                    "id": f"{state['ocid']}-bid-{number}",
                    "date": self.calendar.date(closed),
                    "status": "valid",
                    "tenderers": [_named(offer["agency"])],
                    "value": value(offer["price"]),
                }
                for number, offer in enumerate(offers, start=1)
            ],
        }
        for offer in offers:
            _party(state, offer["agency"], "tenderer")
        if not awarded:
            self._release(closed, "tenderCancellation", state, releases)

    def _contracts(
        self,
        row: Row | None,
        contracts: tuple[ContractHistory, ...],
        state: dict[str, Any],
        releases: list[dict[str, Any]],
    ) -> None:
        """Award, contract, what was done under it, and its end."""
        winners = [contract.agency for contract in contracts] or ([row["winner"]] if row and row["winner"] else [])
        if not winners or (row is not None and row["result"] != "awarded"):
            return
        day = float(row["closed"]) if row else contracts[0].signed
        state["awards"] = []
        for number, winner in enumerate(winners):
            _party(state, winner, "supplier")
            price = value(contracts[number].value if contracts else row["price"] if row else 0)
            award = {"id": f"{state['ocid']}-award-{number + 1}", "status": "active", "date": self.calendar.date(day)}
            state["awards"].append(award | {"value": price, "suppliers": [_named(winner)]})
        self._release(day, "award", state, releases)
        if not contracts:
            return
        state["contracts"] = [
            {
                "id": f"{state['ocid']}-{contract.name.replace(':', '-')}",
                "awardID": award["id"],
                "title": row["project"] if row else contract.project,
                "status": "active",
                "value": value(contract.value),
                "dateSigned": self.calendar.date(contract.signed),
                "period": self.calendar.period(contract.opened or contract.signed, None),
            }
            for contract, award in zip(contracts, state["awards"], strict=True)
        ]
        self._release(contracts[0].signed, "contract", state, releases)
        days = sorted(day for c in contracts for day, _ in (*c.paid, *c.assessed, *c.changed))
        ends = [contract.ended for contract in contracts if contract.ended is not None]
        end = max(ends) if len(ends) == len(contracts) else math.inf
        if before := [day for day in days if day <= end]:
            self._perform(contracts, end, state)
            self._release(before[-1], "implementation", state, releases)
        if end < math.inf:
            for entry, contract in zip(state["contracts"], contracts, strict=True):
                entry["status"] = "terminated"
                entry["period"] = self.calendar.period(contract.opened or contract.signed, contract.ended)
            self._release(end, "contractTermination", state, releases)
        if days and days[-1] > end:
            self._perform(contracts, math.inf, state)
            self._release(days[-1], "implementationUpdate", state, releases)

    def _perform(self, contracts: tuple[ContractHistory, ...], until: float, state: dict[str, Any]) -> None:
        """Enter what was paid, assessed and changed under the contracts up to a day."""
        for entry, contract in zip(state["contracts"], contracts, strict=True):
            _party(state, contract.agency, "payee")
            self._performed(entry, contract, until)

    def _performed(self, entry: dict[str, Any], contract: ContractHistory, until: float) -> None:
        """Payments and assessments, and changes by the buyer as amendments."""
        agency = _named(contract.agency)
        done = {
            "transactions": [
                {
                    "id": f"{entry['id']}-payment-{number}",
                    "date": self.calendar.date(day),
                    "value": value(amount),
                    "payer": BUYER,
                    "payee": agency,
                }
                for number, (day, amount) in enumerate(_until(contract.paid, until), start=1)
            ],
            "milestones": [
                {
                    "id": f"{entry['id']}-assessment-{number}",
                    "title": "Assessment of the year",
                    "type": "assessment",
                    "description": f"{score:.2f} points",
                    "dateMet": self.calendar.date(day),
                    "status": "met",
                }
                for number, (day, score) in enumerate(_until(contract.assessed, until), start=1)
            ],
        }
        entry["implementation"] = {name: found for name, found in done.items() if found}  # the standard: nothing empty
        if _until(contract.changed, until):
            entry["amendments"] = [
                {
                    "id": f"{entry['id']}-amendment-{number}",
                    "date": self.calendar.date(day),
                    "rationale": "changed by the buyer",
                    "description": f"{amount:.2f}",
                }
                for number, (day, amount) in enumerate(_until(contract.changed, until), start=1)
            ]


def _until(events: list[tuple[float, float]], day: float) -> list[tuple[float, float]]:
    return [event for event in events if event[0] <= day]


def _follows(contract: ContractHistory, row: Row) -> bool:
    """Whether a contract came of a procurement: same project, signed when it closed or after publicity."""
    waited = contract.signed - float(row["closed"])
    return contract.project == row["project"] and -ON_TIME <= waited <= fiscal.YEAR / 2


def value(amount: str | float) -> dict[str, Any]:
    """An amount of money as the standard writes it."""
    return {"amount": round(float(amount), 2), "currency": CURRENCY}


def _named(account: str) -> dict[str, str]:
    return {"id": account.replace(":", "-"), "name": account.partition(":")[2]}


def _party(state: dict[str, Any], account: str, role: str) -> None:
    """Enter an organisation among the parties, or give it another role."""
    known = next((party for party in state["parties"] if party["id"] == _named(account)["id"]), None)
    if known is None:
        state["parties"].append(_named(account) | {"roles": [role]})
    elif role not in known["roles"]:
        known["roles"].append(role)


def _related(ocid: str, failed: bool) -> dict[str, Any]:
    relation = "unsuccessfulProcess" if failed else "prior"
    return {"id": "1", "relationship": [relation], "scheme": "ocid", "identifier": ocid}
