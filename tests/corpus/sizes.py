"""Sizes: what cannot be played or read is refused before it is built."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.books import XLSX, packed, parts
from tests.corpus.case import Case, answered, either, refused
from tests.fuzz.seeds import EXPERIMENT, TOWN

HEAD = "id,urgency,benefit,cost\n"


def cases() -> Iterator[Case]:
    """Long tables, huge numbers, large designs."""
    kind = "sizes"
    yield Case(
        kind,
        "a million rows",
        ("validate", "a.csv"),
        refused("a.csv"),
        {"a.csv": (HEAD + "a,1,1,1\n" * 1_000_000).encode()},
    )
    rows = "".join(f"p{n},{1 + n % 5},{n % 97 + 1},{1000 + n}\n" for n in range(20_000))
    yield Case(kind, "20,000 rows", ("validate", "a.csv"), answered("20000"), {"a.csv": (HEAD + rows).encode()})
    for chain in (300, 3000):
        body = "id,urgency,benefit,cost,requires\n" + "".join(
            f"p{n},1,1,100,{f'p{n - 1}' if n else ''}\n" for n in range(chain)
        )
        words = ("allocate", "a.csv", "--budget", "10000", "--no-plots", "--time-limit", "8", "--out", "out/a")
        yield Case(kind, f"a chain of {chain}", words, either("a.csv"), {"a.csv": body.encode()})
    for old, news in {
        "40_000": ("1e10", "10_000_000_000", "0", "-5", "1e300", "9_000_000", "0.5"), "duration = 3": ("duration = 1e300", "duration = 1e-300", "duration = 1e-9", "duration = 0"), "number = 6": ("number = 100_000_000", "number = 1e9", "number = 0"),
        "years = 1": ("years = 1_000_000", "years = 0", "years = -1", "years = 1000"),
    }.items():  # fmt: skip
        for new in news:
            yield Case(
                kind,
                f"{old} {new}",
                ("validate", "town.toml"),
                either("town.toml"),
                {"town.toml": TOWN.replace(old, new).encode()},
            )
    for table in (
        "[budget]\namount = 1e300",
        "[budget]\namount = 1e14",
        "[budget.sources]\nfiscal = 2.0\nlottery = -1.0",
        "[budget.sources]\nfiscal = 0.5",
        "[demand]\nload = 1e300",
        "[demand]\nload = 1e9",
        "[demand]\ngrowth = 1e9",
        "[demand]\nurgency_shares = [2.0, -1.0, 0, 0, 0]",
        "[payment]\nschedule = [[0, 1.5], [6, -0.5]]",
        "[market]\nwage = 1e300",
    ):
        yield Case(
            kind, table, ("validate", "town.toml"), refused("town.toml"), {"town.toml": (TOWN + table + "\n").encode()}
        )
    posts = "id,district,domain,posts,cost,urgency\nef,east,family,{},300000,4\nee,east,elderly,2,200000,3\nwf,west,family,2,200000,5\n"
    for number in ("100000000", "10001", "1e30", "1e9", "0", "-1", "2.5"):
        yield Case(
            kind,
            f"posts {number}",
            ("validate", "town.toml"),
            refused("library.csv"),
            {"library.csv": posts.format(number).encode()},
        )
    levers = '"demand.load" = [{}]\n"demand.growth" = [{}]\n"demand.heterogeneity" = [{}]\n"demand.survey_sd" = [{}]\n'
    study = EXPERIMENT.replace('"town"', '"town.toml"')
    twenty = ", ".join(f"{k / 100 + 0.1:.2f}" for k in range(20))
    for name, text in {
        "20^4 points": study.replace('"rules.mode" = ["formal", "competitive"]\n', levers.replace("{}", twenty)).replace('"demand.load" = [0.9, 1.1]\n', ""),
        "10^9 replications": study.replace("replications = 2", "replications = 1_000_000_000"),
        "10^9 samples": study.replace("samples = 4", "samples = 1_000_000_000"),
        "a lever of 100,000 values": study.replace('["formal", "competitive"]', "[" + '"formal", ' * 100_000 + "]"),
    }.items():  # fmt: skip
        yield Case(kind, name, ("validate", "study.toml"), refused("study.toml"), {"study.toml": text.encode()})
    yield Case(
        kind,
        "a million frontier points",
        ("frontier", "projects.csv", "--budget", "80万", "--points", "1000000", "--out", "out/f"),
        refused("--points"),
    )
    for part, content in (
        ("xl/worksheets/sheet1.xml", b"<c>" + b"x" * 200_000_000),
        ("xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000),
        ("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 3_000_000),
        ("xl/styles.xml", b" " * 200_000_000),
        ("docProps/app.xml", b" " * 300_000_000),
    ):
        yield Case(
            kind,
            f"{part} {len(content):,}",
            ("validate", "a.xlsx"),
            refused("a.xlsx"),
            {"a.xlsx": packed(parts(XLSX) | {part: content})},
        )
    many = parts(XLSX) | {f"x/{n}": b"" for n in range(70_000)}
    yield Case(kind, "70,000 parts", ("validate", "a.xlsx"), either("a.xlsx"), {"a.xlsx": packed(many)})
    for name in ("town.toml", "rules.toml", "vote.pb", "releases.json"):
        words = {
            "town.toml": ("validate", "town.toml"),
            "rules.toml": (
                "allocate",
                "projects.csv",
                "--budget",
                "80万",
                "--rules",
                "rules.toml",
                "--no-plots",
                "--out",
                "out/a",
            ),
            "vote.pb": ("library", "import", "vote.pb", "--out", "out/v.csv"),
            "releases.json": ("calibrate", "--ocds", "releases.json", "--out", "out/c"),
        }[name]
        for content in (
            b"# " + b"x" * 20_000_000,
            b"x" * 20_000_000,
            b"\n" * 20_000_000,
            b"[" * 1_000_000,
            b'"' * 1_000_000,
            b"a.b = 1\n" * 100_000,
        ):
            yield Case(
                kind,
                f"{name} {content[:3]!r} {len(content):,}",
                words,
                refused(name) if content[:1] != b"\n" or name != "rules.toml" else either(name),
                {name: content},
            )
