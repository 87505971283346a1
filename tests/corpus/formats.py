"""Formats of others: elections, grants, capital plans, releases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from tests.corpus.case import Case, either, refused
from tests.corpus.numbers import NO_NUMBER
from tests.corpus.own import CONTENTS
from tests.corpus.valid import RELEASES
from tests.fuzz.grammar import damaged
from tests.fuzz.seeds import PABULIB

GRANTS = '{"grants": [{"id": "g1", "title": "A hall", "currency": "GBP", "amountAwarded": 40000.5, "recipientOrganization": [{"name": "Trust"}]}, {"id": "g2", "title": "A bus", "currency": "GBP", "amountAwarded": 500}]}'
AWARDS = "buyer,supplier,subject,procedure,bidders,price,estimate,days,date\nd1,a,elderly,open,3,95,100,41,2020-02-01\n"
CAPITAL = "Project No,Title,Agency,FY2027,FY2028\nA1,Library roof,L,1500,250\nB1,Fire engine,F,2000,0\n"
JSONS = (
    "-1",
    "1e999",
    "NaN",
    "Infinity",
    "true",
    "null",
    '"x"',
    '""',
    "[]",
    "{}",
    "[[]]",
    "9" * 5000,
    "1e-400",
    '"1,5"',
    '"\\u202e"',
    '"\\ud800"',
    '"\\u0000"',
    f'"{"x" * 50_000}"',
    "0",
    "-0.0",
    "[null]",
    '{"a": 1}',
    '"2026-02-30"',
    '"9999-99-99T00:00:00Z"',
    '"0000-00-00"',
)


def elections() -> Iterator[Case]:
    """Pabulib files."""
    kind = "elections"
    words = ("library", "import", "vote.pb", "--out", "out/v.csv")
    for number in NO_NUMBER:
        if "\n" in number or ";" in number or number in ("=1+1", "=A1", "5!"):
            continue
        for old, new in (("1;500;3", f"1;{number};3"), ("budget;1000", f"budget;{number}")):
            yield Case(
                kind, f"{old} {number[:20]}", words, refused("vote.pb"), {"vote.pb": PABULIB.replace(old, new).encode()}
            )
        yield Case(
            kind,
            f"votes {number[:20]}",
            words,
            either("vote.pb"),
            {"vote.pb": PABULIB.replace("1;500;3", f"1;500;{number}").encode()},
        )
    for section in ("META", "PROJECTS", "VOTES"):
        for new in ("", "meta", f"{section}\n{section}", "X", f"{section};{section}", f"[{section}]"):
            yield Case(
                kind,
                f"{section} {new[:12]!r}",
                words,
                either("vote.pb"),
                {"vote.pb": PABULIB.replace(section, new).encode()},
            )
    lines = PABULIB.split("\n")
    for number in range(len(lines) - 1):
        for name, left in (
            ("gone", lines[:number] + lines[number + 1 :]),
            ("twice", [*lines[: number + 1], *lines[number:]]),
            ("last", lines[: number + 1]),
        ):
            yield Case(
                kind, f"line {number + 1} {name}", words, either("vote.pb"), {"vote.pb": "\n".join(left).encode()}
            )
    for vote in ("1,1", "9", ",", "1,,2", "-1", "1;2", "1e999", "x" * 9999, "*", "1 2", "\u202e"):
        yield Case(
            kind,
            f"vote {vote[:9]}",
            words,
            either("vote.pb"),
            {"vote.pb": PABULIB.replace("1;1,2", f"1;{vote}").encode()},
        )
    for way in ("cumulative", "ordinal", "scoring", "choose-1", "x", "", "approval;x"):
        yield Case(
            kind,
            f"vote_type {way}",
            words,
            either("vote.pb"),
            {"vote.pb": PABULIB.replace("vote_type;approval", f"vote_type;{way}").encode()},
        )
    for seed in range(40):
        yield Case(
            kind,
            f"damaged {seed}",
            words,
            either("vote.pb"),
            {"vote.pb": damaged(PABULIB.encode(), Random(f"pb{seed}"))},
        )


def tables() -> Iterator[Case]:
    """Grants, capital plans, tables of awards and releases."""
    kind = "grants, capital plans and releases"
    grants = ("library", "import", "g.json", "--out", "out/g.csv")
    releases = ("calibrate", "--ocds", "releases.json", "--out", "out/c")
    awards = ("calibrate", "--csv", "w.csv", "--out", "out/c")
    capital = ("library", "import", "c.csv", "--format", "capital", "--out", "out/c.csv")
    for name, content in CONTENTS.items():
        yield Case(kind, f"grants {name}", grants, refused("g.json"), {"g.json": content})
        yield Case(kind, f"releases {name}", releases, refused("releases.json"), {"releases.json": content})
        yield Case(kind, f"awards {name}", awards, refused("w.csv"), {"w.csv": content})
        yield Case(kind, f"capital {name}", capital, refused("c.csv"), {"c.csv": content})
    for text, file, arguments in ((GRANTS, "g.json", grants), (RELEASES, "releases.json", releases)):
        for place, value in _places(json.loads(text)):
            for odd in JSONS:
                yield Case(
                    kind,
                    f"{file} {place} = {odd[:12]}",
                    arguments,
                    either(file),
                    {file: _put(text, value, place, odd).encode("utf-8", "surrogatepass")},
                )
    for column in range(9):
        for odd in (
            "1e999",
            "nan",
            "-1",
            "1,5",
            "x",
            "",
            "99999999-99-99",
            "2020-02-30",
            "=1",
            "\u202e",
            "x" * 9999,
            "1/0",
            "9" * 5000,
        ):
            cells = AWARDS.split("\n")[1].split(",")
            cells[column] = f'"{odd}"'
            body = AWARDS.split("\n")[0] + "\n" + ",".join(cells) + "\n" + AWARDS.split("\n")[1] + "\n"
            yield Case(kind, f"awards {column} {odd[:12]}", awards, either("w.csv"), {"w.csv": body.encode()})
    for odd in NO_NUMBER:
        if odd[:1] not in "=" and "\n" not in odd:
            yield Case(
                kind,
                f"capital {odd[:12]}",
                capital,
                either("c.csv"),
                {"c.csv": CAPITAL.replace("1500", f'"{odd}"').encode()},
            )
    for seed in range(30):
        for text, file, arguments in (
            (GRANTS, "g.json", grants),
            (RELEASES, "releases.json", releases),
            (AWARDS, "w.csv", awards),
            (CAPITAL, "c.csv", capital),
        ):
            yield Case(
                kind,
                f"{file} damaged {seed}",
                arguments,
                either(file),
                {file: damaged(text.encode(), Random(f"{file}{seed}"))},
            )


def _places(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Places of a JSON value, the root left out."""
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        yield (*place, key), inner
        yield from _places(inner, (*place, key))


def _put(text: str, value: object, place: tuple[str | int, ...], odd: str) -> str:
    """The text with something odd at a place."""
    whole = json.loads(text)
    at = whole
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = "\x00odd\x00"
    return json.dumps(whole).replace('"\\u0000odd\\u0000"', odd)
