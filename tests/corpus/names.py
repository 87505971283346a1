"""Names and texts that are hostile: signs that steer, markup, formulas, paths, length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tests.corpus.case import Case, Check, End, either, either_of
from tests.fuzz.seeds import EXPERIMENT, TOWN

TEXTS = (
    "\x1b[31mred", "\x1b]0;title\x07", "\x07", "\x08" * 5, "\x7f", "\x9b31m", "\u202egnp.exe", "\u2066x", "\u200bzero", "\u200fmark", "\ufeffmark", "a\rb", "a\tb", "a\nb", "a\u2028b", "a\u0085b", "\ud7ff", "\U000e0001tag", "x" * 5000, "村" * 3000, "🙂" * 50, "e\u0301" * 300,
    "=1+1", "+1", "-1+2", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1", "|x", "%0A=1", "＝1+1", ";=1", '"=1', "'=1", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title>", "&lt;b&gt;", "<!--", "]]>", "{{ 7*7 }}", "{% x %}", "${x}", "{x}", "{0}", "%s%n", "%(x)s",
    "$\\frac$", "$x_1^2$", "\\textbf{x}", "_a_^b^", "$", "$$", "\\", "/", "../../x", "..\\x", "/etc/passwd", "C:\\x", "con", "nul.txt", "a:b", "a*b?", "~", "-rf", "--help", "", " ", ".", "..", "'; DROP TABLE x; --", "None", "null", "NaN", "0", "P1 ", " P1", "[link](x)", "![x](y)", "| a | b |", "**b**", "`x`", "http://x",
)  # fmt: skip
QUOTED = tuple(text for text in TEXTS if not set(text) & set("\x07\x08\x1b\x7f"))


def _cells_neutral(end: End) -> str:
    """Every table that was written holds no cell that a spreadsheet would take for a formula."""
    if end.code == 2:
        return ""
    for path in end.folder.joinpath("out").rglob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
        for cell in (cell for row in rows for cell in row):
            text = cell.lstrip()
            if text.startswith(("=", "@")) or (text.startswith(("+", "-")) and not _is_number(text)):
                return f"a formula in {path.name}: {cell[:40]!r}"
    for path in end.folder.joinpath("out").rglob("*.html"):
        if "<script>alert" in (text := path.read_text("utf-8")) or "onerror=alert(1)>" in text:
            return f"markup in {path.name}"
    return "" if end.code in (0, 3) else f"exit code {end.code}"


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


def _table(name: str, put: str) -> bytes:
    head = "id,name,district,domain,group,urgency,cost,posts,benefit,agency\n"
    row = {
        "id": "a",
        "name": "A",
        "district": "east",
        "domain": "youth",
        "group": "g",
        "urgency": "3",
        "cost": "300000",
        "posts": "2",
        "benefit": "10",
        "agency": "x",
    }
    row[name] = put
    return (
        head
        + ",".join('"' + cell.replace('"', '""') + '"' for cell in row.values())
        + "\nb,B,west,family,g,4,100000,1,5,y\n"
    ).encode("utf-8", "surrogatepass")


def tables() -> Iterator[Case]:
    """In every column of a library; what is written is looked at."""
    kind = "hostile names in tables"
    right: Check = _cells_neutral
    for column in ("id", "name", "district", "domain", "group", "agency"):
        for text in TEXTS:
            content = _table(column, text)
            arguments = (
                ("allocate", "a.csv", "--budget", "30万", "--no-plots", "--out", "out/a")
                if column in ("id", "name")
                else ("library", "export", "a.csv", "--out", "out/x.csv")
            )
            yield Case(kind, f"{column} {text[:20]!r}", arguments, right, {"a.csv": content})
    for text in TEXTS:
        head = _table("id", "a").replace(
            b"agency", text.replace(",", " ").replace('"', "").encode("utf-8", "surrogatepass"), 1
        )
        yield Case(kind, f"heading {text[:20]!r}", ("validate", "a.csv"), either("a.csv"), {"a.csv": head})
    for text in (
        "$\\frac$",
        "$x_1^2$",
        "\\textbf{x}",
        "村" * 3000,
        "<script>alert(1)</script>",
        "a\nb",
        "🙂" * 50,
        "$",
    ):
        arguments = ("allocate", "a.csv", "--budget", "30万", "--out", "out/a")
        yield Case(kind, f"plots {text[:20]!r}", arguments, right, {"a.csv": _table("name", text)})


def _quoted(text: str) -> str:
    return (
        '"'
        + "".join(
            f"\\U{ord(sign):08x}" if sign in '"\\' or ord(sign) < 32 or ord(sign) == 127 else sign for sign in text
        )
        + '"'
    )


def scenarios() -> Iterator[Case]:
    """In names and titles of scenarios and studies, and as arguments."""
    kind = "hostile names in scenarios, studies and arguments"
    for text in TEXTS:
        for old in ('"town"', '"A town of two districts"', '"east"', '"family"', '"families"'):
            yield Case(
                kind,
                f"{old} {text[:20]!r}",
                ("validate", "town.toml"),
                either_of("town.toml", "library.csv"),
                {"town.toml": TOWN.replace(old, _quoted(text)).encode("utf-8", "surrogatepass")},
            )
        for old in ('"Which mode?"', '"busy"'):
            study = EXPERIMENT.replace('"town"', '"town.toml"').replace(old, _quoted(text))
            yield Case(
                kind,
                f"{old} {text[:20]!r}",
                ("validate", "study.toml"),
                either("study.toml"),
                {"study.toml": study.encode("utf-8", "surrogatepass")},
            )
        named = EXPERIMENT.replace("[study]\n", f"[study]\nname = {_quoted(text)}\n").replace('"town"', '"town.toml"')
        yield Case(
            kind,
            f"study.name {text[:20]!r}",
            ("validate", "study.toml"),
            either("study.toml"),
            {"study.toml": named.encode("utf-8", "surrogatepass")},
        )
        if "\0" in text or "\ud7ff" in text:
            continue
        for words in (
            ("explain", "decided", text),
            ("trace", "played", text),
            ("describe", text),
            ("validate", text),
            ("run", text),
            (text,),
            ("library", text),
            ("list", text),
        ):
            yield Case(kind, f"{words[0][:9]} {text[:20]!r}", words, either(), {})
