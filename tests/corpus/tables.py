"""Tables of text: quoting, delimiters, rows and encodings."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import Case, either, reads, refused, refused_or_reads
from tests.corpus.numbers import OUT, export

HEAD = "id,name,urgency,benefit,cost,posts"
ROWS = ["a,Home visits,5,120,450000,3", "b,Youth centre,4,80,300000,2", "c,Hotline,1,30,150000,1"]
PLAIN = "\n".join([HEAD, *ROWS]) + "\n"
COSTS = ("450000.00", "300000.00", "150000.00")
WHOLE = reads(OUT, "cost", *COSTS)
CHINESE = "编号,项目名称,紧急程度,效益,成本（元）,社工人数\na,老年人居家服务,5,120,450000,3\nb,青少年中心,4,80,300000,2\nc,热线,1,30,150000,1\n"
QUOTES = (
    '"',
    '"x',
    'x"',
    '""x"',
    '"x"y',
    '"""',
    '"x" "',
    "'x",
    "“x",
    '"x\ny',
    'a "quoted" word',
    '"a""b',
    '\\"x',
    '"x\\"y"',
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16")
OTHERS = (
    "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "big5", "shift-jis", "euc-kr", "euc-jp", "hz", "iso2022-jp",
)  # fmt: skip


def quoted() -> Iterator[Case]:
    """Quotes, delimiters, line ends."""
    kind = "quotes, delimiters and line ends of tables"
    rows = [HEAD, *ROWS]
    for at in range(4):
        for quote in QUOTES:
            changed = [*rows]
            cells = changed[at].split(",")
            cells[1] = quote if at else f"name{quote}"
            changed[at] = ",".join(cells)
            yield export(
                kind, f"line {at + 1} {quote}", "\n".join(changed).encode(), refused_or_reads(OUT, "cost", *COSTS)
            )
    for name, end in {"CR": "\r", "CRLF": "\r\n", "mixed": "\n"}.items():
        text = end.join(rows) + end
        yield export(
            kind,
            name,
            (text if name != "mixed" else "\r\n".join(rows[:2]) + "\n" + "\n".join(rows[2:])).encode(),
            WHOLE,
        )
    for sign in (";", "\t", "|", "，", "；", ":", "^", "~", " ", "、"):
        text = PLAIN.replace("Home visits", "Home").replace("Youth centre", "Youth").replace(",", sign)
        right = WHOLE if sign in ";\t" else refused_or_reads(OUT, "cost", *COSTS)
        yield export(kind, f"delimiter {sign!r}", text.encode(), right)
    yield export(kind, "sep=;", ("sep=;\n" + PLAIN.replace(",", ";")).encode(), refused_or_reads(OUT, "cost", *COSTS))
    inside = PLAIN.replace("Home visits", '"Home\n\n\nvisits"')
    yield export(kind, "a line break in a cell", inside.encode(), WHOLE)
    bad = inside.replace("300000", "3,0")
    told = refused("a.csv", "row 3")
    yield export(kind, "the row after a line break in a cell", bad.replace("3,0", '"3,0"').encode(), told)
    for name, text in {
        "a comma in a name": PLAIN.replace("Home visits", '"Home, visits"'),
        "a quote in a name": PLAIN.replace("Home visits", '"Home ""visits"""'),
        "blanks around": PLAIN.replace(",", " , "),
        "commas behind": PLAIN.replace("\n", ",,,\n"),
        "blank lines": PLAIN.replace("\n", "\n\n"),
        "lines of commas": PLAIN.replace("\n", "\n,,,,,\n"),
        "no end of line": PLAIN.rstrip("\n"),
        "a byte order mark": "\ufeff" + PLAIN,
        "two byte order marks": "\ufeff\ufeff" + PLAIN,
        "capital headings": PLAIN.replace(HEAD, HEAD.upper()),
        "headings with blanks": PLAIN.replace(HEAD, HEAD.replace(",", " , ")),
    }.items():
        yield export(kind, name, text.encode(), refused_or_reads(OUT, "cost", *COSTS))


def rows() -> Iterator[Case]:
    """Headings, rows and columns that are odd."""
    kind = "headings, rows and columns of tables"
    anything = refused_or_reads(OUT, "cost", *COSTS)
    for name, text in {
        "empty": "", "a blank": " ", "an end of line": "\n", "a mark alone": "\ufeff", "a heading alone": HEAD,
        "no heading": "\n".join(ROWS), "one column": "id\na\nb\n", "numbers alone": "1,2\n3,4\n", "a sentence": "hello world",
        "JSON": '{"a": 1}', "HTML": "<html><table><tr><td>1</td></tr></table></html>", "TOML": "[a]\nb = 1\n",
        "XML": "<?xml version='1.0'?><a/>", "nothing but commas": ",,,,\n,,,,\n", "nothing but quotes": '"' * 999,
        "a null": PLAIN[:40] + "\0" + PLAIN[40:], "a bell": PLAIN[:60] + "\a" + PLAIN[60:], "form feed": PLAIN[:60] + "\f" + PLAIN[60:],
        "no cost": PLAIN.replace("cost", "price tag x"), "no urgency": PLAIN.replace("urgency", "zzz"),
        "no benefit": PLAIN.replace("benefit", "zzz"), "no cost cell": PLAIN.replace("300000", ""),
        "no urgency cell": PLAIN.replace("centre,4", "centre,"), "no benefit cell": PLAIN.replace(",80,", ",,"),
        "an id twice": PLAIN.replace("\nb,", "\na,"), "cost twice": PLAIN.replace("posts", "cost"),
        "a short row": PLAIN.replace("b,Youth centre,4,80,300000,2", "b,Youth centre,4"),
        "a long row": PLAIN.replace("300000,2", "300000,2,7,8,9"), "cost of zero": PLAIN.replace("300000", "0"),
        "a placeholder": PLAIN.replace("300000", "99999999"), "min above posts": PLAIN.replace("posts", "min_posts"),
    }.items():  # fmt: skip
        yield export(kind, name, text.encode(), refused("a.csv"))
    for name, text in {
        "a title": "Projects of 2026,,,,,\n" + PLAIN, "two titles": "某区项目\n单位：元\n" + PLAIN, "a total": PLAIN + "合计,,,,900000,6\n",
        "a wrong total": PLAIN + "合计,,,,9,6\n", "a note": PLAIN + "注：以上为初步数据,,,,,\n", "headings again": PLAIN + HEAD + "\n",
        "a remark": "# remark\n" + PLAIN, "20,000 empty columns": PLAIN.replace("\n", "," * 20_000 + "\n"),
        "an unknown column": PLAIN.replace("\n", ",z\n"), "a table beside": PLAIN.replace("\n", ",,,1,2\n"),
        "columns turned": "\n".join(",".join(reversed(line.split(","))) for line in PLAIN.split("\n")),
    }.items():  # fmt: skip
        yield export(kind, name, text.encode(), anything)
    long = PLAIN.replace("Home visits", "x" * 2_000_000)
    yield export(kind, "a cell of two megabytes", long.encode(), either("a.csv"))
    yield export(kind, "a heading of two megabytes", PLAIN.replace("posts", "x" * 2_000_000).encode(), either("a.csv"))
    for column in ("requires", "excludes"):
        for cell in ("a", "zzz", "b;b", ";", "b,c", "b;zzz", "*", "../x", "b;;c"):
            table = f"{HEAD},{column}\n" + "".join(
                f"{row},{f'{chr(34)}{cell}{chr(34)}' if n == 0 else ''}\n" for n, row in enumerate(ROWS)
            )
            right = refused("a.csv", "row 2") if cell in ("a", "zzz", "b;zzz", "*", "../x") else either("a.csv")
            yield export(kind, f"{column} {cell}", table.encode(), right)
    for cell in ("maybe", "2", "-1", "1.0", "nan", "真的", "x" * 5000):
        table = f"{HEAD},mandatory\n" + "".join(f"{row},{cell if n == 0 else ''}\n" for n, row in enumerate(ROWS))
        yield export(kind, f"mandatory {cell[:9]}", table.encode(), either("a.csv", "row 2"))
    ring = f"{HEAD},requires\n{ROWS[0]},b\n{ROWS[1]},c\n{ROWS[2]},a\n"
    yield export(kind, "requires in a ring", ring.encode(), refused("a.csv"))


def encodings() -> Iterator[Case]:
    """Text in other encodings; never read as other signs."""
    kind = "encodings of text"
    names = ("老年人居家服务", "青少年中心", "热线")
    for encoding in ENCODINGS:
        yield export(kind, f"table {encoding}", CHINESE.encode(encoding), reads(OUT, "name", *names))
    for encoding in OTHERS:
        content = CHINESE.encode(encoding, "replace")
        yield export(kind, f"table {encoding}", content, refused_or_reads(OUT, "name", *names))
    for cut in range(1, 12):
        half = CHINESE.encode()[: len(CHINESE.encode()) - 24 - cut]
        yield export(kind, f"table cut {cut}", half, either("a.csv"))
    for at in range(0, len(CHINESE), 9):
        mixed = CHINESE[:at].encode("gb18030") + CHINESE[at:].encode()
        yield export(kind, f"table half GB18030 to {at}", mixed, refused_or_reads(OUT, "name", *names))
    for file, text, arguments in (
        ("town.toml", 'extends = "baseline"\nname = "镇"\ntitle = "两个街道"\n', ("validate", "town.toml")),
        ("rules.toml", '[[limit]]\nname = "上限"\nwhere = { district = "east" }\nmax = "50万"\n', (
            "allocate", "projects.csv", "--budget", "80万", "--rules", "rules.toml", "--no-plots", "--out", "out")),
        ("vote.pb", None, ("library", "import", "vote.pb", "--out", "out/v.csv")),
    ):  # fmt: skip
        from tests.fuzz.seeds import PABULIB

        body = text or PABULIB.replace("Park", "公园")
        for encoding in (*ENCODINGS, *OTHERS):
            yield Case(kind, f"{file} {encoding}", arguments, either(file), {file: body.encode(encoding, "replace")})
        for odd in (b"\xff", b"\xfe\xff", b"\x00", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x80" * 9):
            yield Case(
                kind, f"{file} {odd!r}", arguments, refused(file), {file: body.encode()[:30] + odd + body.encode()[30:]}
            )
