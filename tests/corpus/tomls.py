"""Scenarios, experiments, rules and their TOML."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import Case, either, either_of, refused
from tests.fuzz.seeds import EXPERIMENT, RULES, TOWN

STUDY = EXPERIMENT.replace('"town"', '"town.toml"')
RULED = (
    "allocate",
    "projects.csv",
    "--budget",
    "80万",
    "--no-plots",
    "--time-limit",
    "5",
    "--out",
    "out/a",
    "--rules",
    "rules.toml",
)
SYNTAX = (
    "", " ", "\n", "#", "x", "=", "= 1", "x =", "x = ", "x = y", 'x = "', "x = '", 'x = """', "[", "[x", "[[x", "[x]]", "[[x]", "]", "[]", "[[]]", "[x.]", "[.x]", "[x..y]", "x = [", "x = [1", "x = [1,,2]", "x = {", "x = {a = 1", "x = {a = 1,}",
    "x = 1\nx = 2", "[x]\n[x]", "[x]\na = 1\n[x.a]\nb = 1", "x.y = 1\n[x]\ny = 2", "x = 01", "x = 1__0", "x = _1", "x = 1.", "x = .5", "x = 1e", "x = 0xg", "x = 0x", "x = +0x1", "x = inf0", "x = nan1", "x = tru", "x = TRUE", "x = 2026-13-01",
    "x = 2026-02-30", "x = 25:00:00", 'x = "\\z"', 'x = "\\ud800"', 'x = "\\U00110000"', 'x = "a\nb"', "x = 1 y = 2", "x = 1;", "x: 1", '{"x": 1}', "<x/>", "[[[" * 300, "a." * 900 + "a=1", "x=" + "[" * 5000, "x=" + "{a=" * 5000, "x=" + "9" * 5000,
    "x = 1e999999999", "x = 99999999999999999999", "x = -99999999999999999999", "\x00", "x = \x01", "\ufeff\ufeffx = 1", "x\r= 1", '"" = 1', '"\\u0000" = 1', '"\u202e" = 1', "import os", "---\nx: 1\n", "[x]\n" * 2000, "x = '''" + "a" * 90000,
)  # fmt: skip
VALUES = (
    "1e999", "-1", "1e300", "nan", "inf", "-inf", "true", "false", '"x"', '""', "[]", "[1, 2]", "{}", "{ a = 1 }", "2026-01-01", "07:00:00", "0x7fffffffffffffff", '"1_0"', '"1,5"', '"１"', '"1e9"', '"9e99"', "9223372036854775807", "-9223372036854775808", "1e-300", "'''\n'''", '"\\u202e"', '"\\u001b[31m"', '"../../x"', '"/etc/passwd"', f'"{"x" * 100_000}"', "[[1]]", "[{ a = 1 }]", "-0.0", '"=1+1"', "[nan]", '"a\\nb"',
)  # fmt: skip
TOWN_FIELDS = {
    "years": "years = 1",
    "residents": "40_000",
    "duration": "duration = 3",
    "number": "number = 6",
    "library": '"library.csv"',
    "extends": '"baseline"',
    "id": '"east"',
    "group": '"families"',
}
STUDY_FIELDS = {
    "seed": "seed = 1",
    "replications": "replications = 2",
    "samples": "samples = 4",
    "load": "[0.9, 1.1]",
    "mode": '["formal", "competitive"]',
    "low": "low = 0.1",
    "high": "high = 0.3",
    "until": '"5%"',
    "set": '{ "demand.load" = 1.2 }',
    "primary": '["improvement_per_million"]',
    "secondary": '["wait_urgent"]',
    "scenario": '"town.toml"',
    "name": 'name = "busy"',
    "also": '["quality"]',
}
RULE_FIELDS = {
    "mandatory": '["P1"]',
    "weights": "[1, 2, 4, 8, 16]",
    "share": "share = 0.03",
    "amount": '"5万"',
    "max_share": "max_share = 0.7",
    "available": "available = 8",
    "projects": '["P3", "P5"]',
    "needs": '["P2"]',
    "up_to": "up_to = 50",
    "rate": "rate = 1.0",
    "beyond": "beyond = 0.5",
    "population": "{ east = 40000, west = 20000 }",
    "goal": '"max-min"',
    "where": '{ district = "east" }',
    "name": '"workers"',
}
LIKELY = {"residents": '"40000"'}


def syntax() -> Iterator[Case]:
    """Text that is no TOML, or TOML that is nothing of ours."""
    kind = "TOML that cannot be read"
    for text in SYNTAX:
        for file, arguments in (
            ("town.toml", ("validate", "town.toml")),
            ("rules.toml", RULED),
            ("small.toml", ("batch", "small.toml", "--out", "out/b")),
        ):
            right = either(file) if file == "rules.toml" and not text.strip("\ufeff# \n") else refused(file)
            yield Case(kind, f"{file} {text[:30]!r}", arguments, right, {file: text.encode("utf-8", "surrogatepass")})
            whole = {"town.toml": TOWN, "rules.toml": RULES, "small.toml": STUDY}[file] + text
            yield Case(
                kind,
                f"{file} ends in {text[:30]!r}",
                arguments if file != "small.toml" else ("validate", "small.toml"),
                either(file),
                {file: whole.encode("utf-8", "surrogatepass")},
            )


def _fields(kind: str, file: str, text: str, fields: dict[str, str], arguments: tuple[str, ...]) -> Iterator[Case]:
    for name, old in fields.items():
        assert old in text, name
        told = {"id": "library.csv", "scenario": "/etc/passwd", "extends": "/etc/passwd"}.get(
            name, file
        )  # what else may be named
        for value in VALUES:
            new = f"{old.split(' = ')[0]} = {value}" if " = " in old and old[0] not in "{[" else value
            yield Case(
                kind,
                f"{name} = {value[:20]}",
                arguments,
                either_of(file, told),
                {file: text.replace(old, new, 1).encode()},
            )


def values() -> Iterator[Case]:
    """Values of another type or size in every field."""
    yield from _fields("values of scenarios", "town.toml", TOWN, TOWN_FIELDS, ("validate", "town.toml"))
    yield from _fields("values of experiments", "study.toml", STUDY, STUDY_FIELDS, ("validate", "study.toml"))
    yield from _fields("values of rules", "rules.toml", RULES, RULE_FIELDS, RULED)


def shapes() -> Iterator[Case]:
    """Tables under other names, in single brackets, or of other files."""
    kind = "tables and keys of rules"
    for line in (
        "[limit]\nmax_share = 0.5", "[[reserve]]\nshare = 0.1", "limit = 1", "[limits]\nx = 1", "[[limit]]", '[[limit]]\nname = "x"', '[[limit]]\nname = "x"\nmax_share = 2', '[[limit]]\nname = "x"\nmin_share = 0.9\nmax_share = 0.1\nwhere = { district = "east" }',
        '[[limit]]\nname = "x"\nmax = "5"\nwhere = { nowhere = "east" }', '[[limit]]\nname = "x"\nmax = "5"\nwhere = { district = "north" }', '[[requires]]\nproject = "P1"\nneeds = ["P1"]', '[[requires]]\nproject = "P9"\nneeds = ["P1"]', '[[exclusive]]\nprojects = []', '[[exclusive]]\nprojects = ["P1"]', '[[exclusive]]\nprojects = ["P9", "P1"]',
        '[[staff]]\navailable = -1', '[[commitment]]\namount = true', '[[commitment]]\namount = "1,5"', '[[commitment]]\namount = "900万"', "[reserve]\nshare = 1.5", "[reserve]\nshare = -0.1", "mandatory = [\"P9\"]", "mandatory = \"P1\"", "mandatory = [1]", "weights = [1]", "weights = [-1, 0, 1, 2, 3]", "weights = [1, 1, 1, 1, nan]", "weights = [1e30, 1, 1, 1, 1]", "forbidden = [\"P1\"]",
        "[fairness]\ngoal = \"x\"", "[fairness]\npopulation = {}", "[fairness]\npopulation = { nowhere = 5 }", "[fairness]\npopulation = { east = -5 }", "[study]\nx = 1", "[city]\nx = 1",
    ):  # fmt: skip
        yield Case(kind, line[:50], RULED, refused("rules.toml"), {"rules.toml": line.encode()})
    kind = "files told apart by validate"
    for file in (
        "rules.toml",
        "vote.pb",
        "releases.json",
        "decided/decision.json",
        "played/manifest.json",
        "played/events.csv",
        "decided/allocation.csv",
        "d.csv",
        "studied/store.sqlite",
        "decided",
        "played",
        "studied",
        "decided/allocation.xlsx",
    ):
        yield Case(kind, file, ("validate", file), either(file.split("/")[-1]))
