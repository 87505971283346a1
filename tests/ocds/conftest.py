from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from gpss_sim.chronicle.procurements import OFFER_COLUMNS, OFFERS, PROCUREMENT_COLUMNS, PROCUREMENTS
from gpss_sim.tabular import write_csv
from tests.records import seal

SCHEMA = Path(__file__).parent / "schema"
EVENTS = [
    (0.4, "signed", "contract:0", "agency:I005", "193131.96"),
    (0.5, "opened", "contract:0", "project:we", 2),
    (0.5, "paid", "contract:0", "agency:I005", "77252.79"),
    (219.3, "paid", "contract:0", "agency:I005", "77252.78"),
    (365.5, "assessed", "contract:0", "agency:I005", 84.1),
    (365.5, "ended", "contract:0", "term ended", 34),
    (386.0, "competitive_consultation closed", "project:wf", "failed", 1),
    (413.3, "competitive_consultation closed", "project:wf", "agency:I003", 3),
    (413.3, "signed", "contract:1", "agency:I003", "211045.86"),
    (414.5, "opened", "contract:1", "project:wf", 1),
    (414.5, "paid", "contract:1", "agency:I003", "84418.35"),
    (500.0, "changed by the buyer", "contract:1", "", 1000),
    (513.3, "paid", "contract:0", "agency:I005", "38626.39"),
    (600.0, "single_source closed", "project:ee", "agency:I001", 1),
]
WON = ("awarded", "agency:I003", "211045.86")
ATTEMPTS = [
    ("wf", 1, 0, "competitive_consultation", "open", 366.0, 386.0, 6, 1, 2, "failed", "", "", "220000.00"),
    ("wf", 1, 1, "competitive_consultation", "open", 386.0, 413.3, 6, 3, 2, *WON, "220000.00"),
    ("ee", 1, 0, "single_source", "direct", 570.0, 600.0, 1, 1, 1, "awarded", "agency:I001", "90000.00", "90000.00"),
]  # fmt: skip
BIDS = [
    ("wf", 1, 0, "agency:I001", "219000.00", "220000.00", False),
    ("wf", 1, 1, "agency:I001", "218000.00", "220000.00", False),
    ("wf", 1, 1, "agency:I003", "211045.86", "220000.00", True),
    ("ee", 1, 0, "agency:I001", "90000.00", "90000.00", False),
]


def validator(name: str) -> Draft4Validator:
    """Validator of a kind of package, references to the other schemas kept on this machine."""
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in SCHEMA.glob("*.json")}
    resources = [(schema["id"], Resource.from_contents(schema, DRAFT4)) for schema in schemas.values()]
    return Draft4Validator(schemas[name], registry=Registry().with_resources(resources))


@pytest.fixture(scope="session", name="played")
def _played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small run written by hand: a contract of the first day, a failure, an award, a late payment."""
    folder = tmp_path_factory.mktemp("played")
    write_csv(folder / "events.csv", ("day", "event", "entity", "counterparty", "amount"), EVENTS)
    write_csv(folder / PROCUREMENTS, PROCUREMENT_COLUMNS, ATTEMPTS)
    write_csv(folder / OFFERS, OFFER_COLUMNS, BIDS)
    seal(folder, scenario="town", seed=1, replication=0)
    return folder
