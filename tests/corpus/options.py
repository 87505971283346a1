"""Values of options: budgets, settings, mappings, shares, names of files."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import Case, answered, either, refused, sums_to
from tests.corpus.numbers import NO_AMOUNT, NO_NUMBER

ALLOCATE = ("allocate", "projects.csv", "--no-plots", "--out", "out/a", "--budget")
BUDGETS = {
    "800000": 800000.0, "80万": 800000.0, "800,000": 800000.0, "80万元": 800000.0, "0.008亿": 800000.0, "８０万": 800000.0,
    "800000.55": 800000.55, "8e5": 800000.0, "¥800,000": 800000.0, "+80万": 800000.0, " 80万 ": 800000.0,
}  # fmt: skip
NO_BUDGET = (
    "1000,50", ":=5", "=5", "5=", ":", "=", "::=5", "2027=", "2027:=5", ":fiscal=5", "fiscal=", "x:y=5", "2027:fiscal:z=5",
    "2027=5=6", "99999=5", "-1=5", "2027.5=5", "fiskal=5", "fiscal=-5", "fiscal=nan", "80万;20万", "80万,20万",
)  # fmt: skip
PATHS = (
    "/dev/zero", "/dev/null", "/dev/stdin", "/proc/self/mem", "/", ".", "..", "/etc", "/etc/passwd", "out", "no/such/file",
    "x" * 5000, "a\nb", "", " ", "-", "~", "*", "projects.csv/x", "town.toml\x7f", "\u202e.toml", "con", "file:///etc/passwd",
    "http://example.org/a.toml", "C:\\x", "\\\\server\\x", "//", "a:b", "$HOME", "`id`", ";ls", "{x}", "%s",
)  # fmt: skip
READERS = (
    ("validate", "!"), ("run", "!"), ("batch", "!"), ("describe", "!"), ("diff", "!", "town.toml"), ("init", "out/i", "--from", "!"),
    ("allocate", "!", "--budget", "80万", "--no-plots", "--out", "out/a"), ("library", "export", "!", "--out", "out/x.csv"),
    ("allocate", "projects.csv", "--budget", "80万", "--no-plots", "--rules", "!", "--out", "out/a"), ("explain", "!", "P1"),
    ("library", "import", "!", "--out", "out/x.csv"), ("trace", "!", "buyer"), ("metrics", "!"), ("reproduce", "!"),
    ("compare", "!", "projects.csv"), ("calibrate", "--ocds", "!", "--out", "out/c"), ("calibrate", "--csv", "!", "--out", "out/c"),
    ("export", "ocds", "!"), ("accounts", "!"), ("merge", "out/m", "!"), ("init", "out/i", "--districts", "!"),
    ("allocate", "projects.csv", "--budget", "80万", "--no-plots", "--last", "!", "--out", "out/a"), ("library", "status", "!"),
    ("search", "!"), ("frontier", "!", "--budget", "80万", "--points", "2", "--no-plots", "--out", "out/a"),
)  # fmt: skip


def budgets() -> Iterator[Case]:
    """``--budget`` and the other numbers of options."""
    kind = "budgets and numbers of options"
    for text, value in BUDGETS.items():
        yield Case(kind, f"budget {text}", (*ALLOCATE, text), sums_to("out/a/summary.json", "budget", value))
    for text in (*NO_NUMBER, *NO_AMOUNT, *NO_BUDGET):
        if "\0" not in text:
            yield Case(kind, f"budget {text[:40]}", (*ALLOCATE, text), refused("budget"))
    for text in ("nan", "inf", "0", "-1", "1e9", "abc", "1_0", "1,5", "", "5s", "1e-999", "9" * 400):
        yield Case(kind, f"time limit {text[:9]}", (*ALLOCATE, "80万", "--time-limit", text), refused("--time-limit"))
    frontier = ("frontier", "projects.csv", "--budget", "80万", "--no-plots", "--out", "out/a")
    for option in ("--from", "--to"):
        for text in ("nan", "inf", "-5%", "abc", "1e999%", "5%%", "1,5", "%", "1_0%", "9" * 400, "0x5", "５％x"):
            yield Case(kind, f"{option} {text[:9]}", (*frontier, "--points", "2", option, text), refused(option))
    for text in ("0", "-1", "1e6", "1000000", "2.5", "nan", "x", "9" * 400):
        yield Case(kind, f"points {text[:9]}", (*frontier, "--points", text), refused("--points"))
    for option in ("--seed", "--years", "--replication"):
        for text in ("nan", "inf", "-1", "1e16", "1_0", "2.5", "x", "9" * 5000, "", "٣", "0x1"):
            yield Case(
                kind, f"run {option} {text[:9]}", ("run", "town.toml", option, text, "--out", "out/r"), refused(option)
            )
    for option in ("--seed", "--replications", "--workers", "--shard"):
        for text in ("nan", "-1", "1_0", "2.5", "x", "9" * 5000, "", "0/0", "3/2", "1/1e19"):
            yield Case(
                kind,
                f"batch {option} {text[:9]}",
                ("batch", "small.toml", option, text, "--out", "out/r"),
                refused(option),
            )


def settings() -> Iterator[Case]:
    """``--set`` and ``--map``."""
    kind = "settings and mappings"
    for text in (
        *NO_NUMBER,
        "true",
        "[1]",
        "{}",
        '"x"',
        "1979-05-27",
        "'",
        '"',
        "[",
        "1\n2",
        "1\n[x]\ny=2",
        "1 # x",
        "x = 1",
    ):
        if "\0" not in text and text not in ("12:30",):
            yield Case(
                kind,
                f"demand.load={text[:40]}",
                ("validate", "town.toml", "--set", f"demand.load={text}"),
                refused("demand.load"),
            )
    for text in (
        "", "=", "=1", "demand", "demand.load", "demand.load=", "demand..load=1", ".load=1", "demand.load.=1", "demand.load==1", "x=1",
        "demand.loda=1", "a" * 5000 + "=1", "a." * 3000 + "a=1", "demand=1", "city.districts=1", "city.districts[0]=1", "city.districts[99].residents=5",
        "name=../../x", "name=/etc/x", "name=", "name=a/b", "title=5", "demand.load=1\ndemand.load=2", "demand\n.load=1", "demand.load=\u202e1",
        "rules.mode=nowhere", "rules.mode=1", "budget.amount=1e300", "budget.amount=-1", "budget.amount=true", "calendar.years=1e9",
        "calendar.years=0", "calendar.years=-1", "calendar.years=1.5", "agencies.number=1e12", "agencies.number=-1", "__class__=1", "demand.__init__=1",
    ):  # fmt: skip
        yield Case(kind, f"set {text[:40]}", ("validate", "town.toml", "--set", text), refused())
    for text in (".9", "0.9", "9e-1", "1", "+1.0"):
        yield Case(
            kind, f"set demand.load={text}", ("validate", "town.toml", "--set", f"demand.load={text}"), answered()
        )
    for text in (
        "", "=", "=cost", "cost=", "cost", "cost=nowhere", "nowhere=cost", "cost=cost:千元", "cost=cost:", "cost=cost:万元:元", "cost=cost=cost",
        "name=cost", "cost=urgency", "cost=benefit", "id=cost", "x" * 5000 + "=cost", "cost=" + "x" * 5000, "\u202e=cost", "cost=-1", "cost=urgency:reversed",
    ):  # fmt: skip
        yield Case(kind, f"map {text[:40]}", ("validate", "projects.csv", "--map", text), either())
    for text in ("", "nowhere", "0", "-1", "all", "x" * 5000, "Sheet1\n", "\u202e", "[1]"):
        yield Case(kind, f"sheet {text[:20]}", ("validate", "projects.xlsx", "--sheet", text), either())


def paths() -> Iterator[Case]:
    """Names where a file is asked for."""
    kind = "names of files that are none"
    for reader in READERS:
        for path in PATHS:
            words = tuple(path if word == "!" else word for word in reader)
            right = either() if path in (".", "..", "out", "") or reader[0] in ("describe", "init") else refused()
            if reader[0] == "calibrate" and path == "/dev/null":
                right = refused()
            yield Case(kind, f"{reader[0]} {path[:20]!r}", words, right)
