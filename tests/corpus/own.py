"""Files that the program wrote itself, damaged: decisions, runs and studies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.corpus.case import Case, Check, End, either
from tests.fuzz.grammar import damaged

RUN = Path("played")
READS = {
    "decided/decision.json": (("explain", "decided", "P1"), ("compare", "decided", "projects.csv"), ("explain", "decided", "P2", "--lang", "zh")),
    "decided/allocation.csv": (("explain", "decided", "P1"),),
    "decided/summary.json": (("explain", "decided", "P1"),),
    "played/manifest.json": (("trace", "played", "buyer"), ("metrics", "played"), ("export", "ocds", "played", "--out", "out/o"), ("accounts", "played"), ("reproduce", "played")),
    "played/events.csv": (("trace", "played", "buyer"), ("export", "ocds", "played", "--out", "out/o")),
    "played/metrics.csv": (("metrics", "played"),),
    "played/ledger.csv": (("accounts", "played"),),
    "played/procurements.csv": (("export", "ocds", "played", "--out", "out/o"),),
    "played/offers.csv": (("export", "ocds", "played", "--out", "out/o"),),
    "played/record/people.csv": (("metrics", "played"),),
    "played/record/terms.json": (("metrics", "played"),),
    "played/record/contracts.csv": (("metrics", "played"),),
    "played/record/invoices.csv": (("metrics", "played"),),
    "studied/manifest.json": (("batch", "small.toml", "--out", "studied"), ("reproduce", "studied", "--runs", "1")),
    "studied/store.sqlite": (("batch", "small.toml", "--out", "studied"), ("reproduce", "studied", "--runs", "1"), ("merge", "out/m", "studied")),
    "studied/.gpss-sim.json": (("batch", "small.toml", "--out", "studied"),),
}  # fmt: skip
CONTENTS: dict[str, bytes] = {
    "empty": b"", "blank": b" \n", "null": b"null", "list": b"[]", "table": b"{}", "number": b"5", "text": b'"x"', "true": b"true", "nan": b"NaN", "deep": b"[" * 20_000, "deep tables": b'{"a":' * 20_000,
    "noise": bytes(range(256)) * 20, "zeros": b"\0" * 4096, "a word": b"hello", "a heading": b"a,b,c\n1,2,3\n", "SQLite header": b"SQLite format 3\0" + b"\0" * 200, "long number": b"9" * 5000, "a key": b'{"kind": "batch"}', "mark": b"\xef\xbb\xbf",
}  # fmt: skip
DECISION = {
    '"cost": 45000000': ('"cost": -1', '"cost": 1e999', '"cost": true', '"cost": "45"', '"cost": null', '"cost": []', '"cost": 4.5', '"cost": NaN', '"cost": ' + "9" * 5000),
    '"benefit": "120"': ('"benefit": "1/0"', '"benefit": "nan"', '"benefit": "1e999999999"', '"benefit": -5', '"benefit": null', '"benefit": "1,5"', '"benefit": "' + "9" * 5000 + '"'),
    '"urgency": 5': ('"urgency": 0', '"urgency": 6', '"urgency": "5"', '"urgency": 2.5', '"urgency": 1e999', '"urgency": true'),
    '"policy": "urgency-first"': ('"policy": "x"', '"policy": 5', '"policy": null', '"policy": "../x"'),
    '"solver": "auto"': ('"solver": "x"', '"solver": 5', '"solver": null'),
    '"amount": 80000000': ('"amount": -1', '"amount": "x"', '"amount": 1e300', '"amount": null', '"amount": true', '"amount": 8.5'),
    '"year": null': ('"year": "x"', '"year": 1e9', '"year": []', '"year": -1', '"year": true'),
    '"posts": {"P1": 3': ('"posts": {"P1": 99', '"posts": {"P1": -1', '"posts": {"P1": "x"', '"posts": {"P9": 1', '"posts": {"P1": 1.5', '"posts": {"P1": 1e300'),
    '"verdict": "proven_optimal",\n "ties': ('"verdict": "x",\n "ties', '"verdict": 5,\n "ties', '"verdict": null,\n "ties'),
    '"time_limit": null': ('"time_limit": -1', '"time_limit": "x"', '"time_limit": NaN', '"time_limit": 1e999', '"time_limit": []'),
    '"id": "P1"': ('"id": "P2"', '"id": 5', '"id": ""', '"id": null', '"id": "\\u202e"', '"id": "' + "x" * 9999 + '"'),
    '"requires": ["P1"]': ('"requires": ["P2"]', '"requires": ["P9"]', '"requires": "P1"', '"requires": [1]', '"requires": null', '"requires": [[]]'),
    '"mandatory": ["P1"]': ('"mandatory": ["P9"]', '"mandatory": 5', '"mandatory": [5]', '"mandatory": null'),
}  # fmt: skip
ALTERED = {
    "a value": "UPDATE measures SET value = value + 1e-9 WHERE rowid = 7", "a value gone": "UPDATE measures SET value = NULL WHERE rowid = 7", "text": "UPDATE measures SET value = 'x' WHERE rowid = 7",
    "bytes": "UPDATE measures SET value = x'00ff' WHERE rowid = 7", "infinity": "UPDATE measures SET value = 9e999 WHERE rowid = 7", "a measure gone": "DELETE FROM measures WHERE rowid = 7", "measures gone": "DELETE FROM measures",
    "measures of one run": "DELETE FROM measures WHERE run = (SELECT min(id) FROM runs)", "a measure twice": "INSERT INTO measures SELECT * FROM measures WHERE rowid = 7", "a status": "UPDATE runs SET status = 'failed' WHERE id = (SELECT min(id) FROM runs)",
    "runs turned": "UPDATE runs SET replication = 50 - replication", "facts gone": "DELETE FROM facts", "a fact": "UPDATE facts SET content = '8' WHERE name = 'seed'", "no JSON": "UPDATE facts SET content = '{' WHERE name = 'plan'", "points gone": "DELETE FROM points",
    "a scenario": "UPDATE points SET scenario = '{}'", "a table gone": "DROP TABLE measures", "runs table gone": "DROP TABLE runs", "facts table gone": "DROP TABLE facts", "a column gone": "ALTER TABLE runs DROP COLUMN digest", "a column more": "ALTER TABLE runs ADD COLUMN extra",
    "user version": "PRAGMA user_version = 99", "an index on nothing": "CREATE VIEW v AS SELECT * FROM nowhere", "deep JSON": "UPDATE facts SET content = '" + "[" * 5000 + "' WHERE name = 'plan'", "a unit": "UPDATE measures SET unit = 'yuan' WHERE rowid = 7",
}  # fmt: skip


CHECKS = ("metrics", "reproduce")
"""Commands that end with 1 where something differs."""


def failing(told: Check) -> Check:
    """The same, or exit 1: a check that failed."""
    return lambda end: "" if end.code == 1 else told(end)


def _silent(*told: str) -> Check:
    """A refusal that names the file, or the tables as they were: nothing altered comes through."""

    def right(end: End) -> str:
        before = end.folder.parent / "valid" / "studied" / "summary.csv"
        after = end.folder / "studied" / "summary.csv"
        if end.code not in (0, 1, 2):
            return f"exit code {end.code}"
        if end.code == 2 and not any(each in end.text for each in told):
            return f"does not tell {told[0]!r}"
        return "altered tables" if after.read_bytes() != before.read_bytes() else ""

    return right


def files(valid: Path) -> Iterator[Case]:
    """Every file in every state."""
    kind = "decisions, runs and studies, damaged"
    for file, calls in READS.items():
        content, last = (valid / file).read_bytes(), file.split("/")[-1]
        changes = dict(CONTENTS)
        changes |= {f"cut at {share} %": content[: len(content) * share // 100] for share in (1, 10, 50, 90, 99)}
        changes |= {f"damaged {seed}": damaged(content, Random(f"{file}{seed}")) for seed in range(6)}
        if not last.endswith("sqlite"):
            changes |= {way: content.decode("utf-8-sig").encode(way) for way in ("utf-16", "utf-32", "utf-16-le")}
        for name, put in changes.items():
            for arguments in calls:
                study = file.startswith("studied")
                told = either(last, file.split("/")[0])
                right = _silent(last, "studied") if study else failing(told) if arguments[0] in CHECKS else told
                yield Case(kind, f"{file} {name}", arguments, right, {file: put})
    decision = (valid / "decided/decision.json").read_text("utf-8")
    for old, news in DECISION.items():
        assert old in decision, old
        for new in news:
            for arguments in (("explain", "decided", "P1"), ("compare", "decided", "projects.csv")):
                put = {"decided/decision.json": decision.replace(old, new, 1).encode()}
                yield Case(
                    "values of saved decisions", f"{old[:14]} {new[:40]}", arguments, either("decision.json"), put
                )


def stores(valid: Path) -> Iterator[Case]:
    """The store of a study, altered by SQL, or with other files beside it."""
    import sqlite3
    import tempfile
    from contextlib import closing

    kind = "stores of studies, altered"
    content = (valid / "studied/store.sqlite").read_bytes()
    for name, line in ALTERED.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "store.sqlite"
            path.write_bytes(content)
            with closing(sqlite3.connect(path)) as database, database:
                database.execute(line)
            put = {"studied/store.sqlite": path.read_bytes()}
        for arguments in (("batch", "small.toml", "--out", "studied"), ("reproduce", "studied", "--runs", "1")):
            yield Case(kind, name, arguments, _silent("store.sqlite"), put)
    for seed in range(30):
        turned, luck = bytearray(content), Random(f"store {seed}")
        for _ in range(1 + seed // 6):
            turned[luck.randrange(len(turned))] ^= 1 << luck.randrange(8)
        put = {"studied/store.sqlite": bytes(turned)}
        yield Case(kind, f"bits {seed}", ("batch", "small.toml", "--out", "studied"), _silent("store.sqlite"), put)
    for beside in ("store.sqlite-wal", "store.sqlite-shm", "store.sqlite-journal"):
        for noise in (b"", b"\0" * 32, b"\x37\x7f\x06\x82" + b"\xff" * 5000, bytes(range(256)) * 40):
            put = {f"studied/{beside}": noise}
            yield Case(
                kind,
                f"{beside} {len(noise)}",
                ("batch", "small.toml", "--out", "studied"),
                _silent("store.sqlite"),
                put,
            )
    for name in ("report.html", "runs.csv", "summary.csv", "comparisons.csv"):
        put = {f"studied/{name}": b"damaged"}
        yield Case(
            kind, f"{name} overwritten", ("reproduce", "studied", "--runs", "1"), failing(either(name, "studied")), put
        )
