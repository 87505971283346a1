"""Numbers in tables of projects, each with what it means or that it means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import Case, Check, reads, refused, refused_or_reads

OUT = "out/read.csv"
AMOUNTS = {
    "200000": 200000, "200,000": 200000, "200,000.00": 200000, "200000.5": 200000.5, " 200000 ": 200000,
    "20万": 200000, "20 万": 200000, "20万元": 200000, "20.5万元": 205000, "２０万": 200000, "２００，０００": 200000,
    "¥200000": 200000, "￥200,000": 200000, "¥ 200,000.00": 200000, "2e5": 200000, "2E5": 200000, "+200000": 200000,
    "200000元": 200000, "200000yuan": 200000, "200000 元": 200000, "200000.": 200000, "0.002亿": 200000,
    ".2e6": 200000, "0000200000": 200000, "1,234,567.89": 1234567.89, "0.01": 0.01, "200000.00000": 200000,
    "2e+05": 200000, "2000000e-1": 200000, "\u3000200000": 200000, "\u00a0200000": 200000, "２．５万": 25000,
    "200\u200b000": 200000, "\ufeff5": 5,
}  # fmt: skip
"""Cell → yuan."""
NO_NUMBER = (
    "1e999999999", "1e-999999999", "1e400", "1e30", "inf", "-inf", "Infinity", "nan", "NaN", "-NaN", "9" * 5000,
    "9" * 30, "0." + "1" * 400, "1_000", "6_0_0", "0x10", "0b1", "0o7", "1/0", "abc", "½", "²", "٣٠٠", "௧", "Ⅳ",
    "--5", "+-5", "5-", "5e", "e5", "1e5e5", ".", "-", "+", ",", ",5", "5,", "1,5", "1,2,3", "1,23,456", "12,34",
    "200000,50", "1,234,56", "0,123", "1.234,56", "1.234.567", "1'000", "1;5", "5 5", "5\t5", "(500)", "5%",
    "true", "True", "是", "None", "null", "=1+1", "=A1", "#REF!", "#DIV/0!", "#N/A", "[5]", "{5}", "5!", "5*3",
    "$\\frac{1}{2}$", "5\u200b", "\u202e5", "二十", "一百万", "约20", "20左右", "20-30", "20~30", "20至30", "≈20", "<20",
    "≥20", "2026-01-01", "12:30", "1e５５", "5e1.5", "1 000 000 0", "1,000 ,000", "１，２", "5..0", "５．．０", "1d5", "5f", "5L",
)  # fmt: skip
"""No amount, no count, no benefit."""
NO_AMOUNT = (
    "-5", "-0.01", "20千元", "20百万", "20万万", "20万元元", "20亿万", "$500", "500USD", "500美元", "20万/年", "20万元×3",
    "20万+5万", "元20", "万", "20 wan", "20w", "20W元", "20k", "20m", "20万零5千", "3人", "99999999999999999", "1e14万",
)  # fmt: skip
COUNTS = {"3": 3, "3.0": 3, "３": 3, "1,200": 1200, " 3 ": 3, "3e2": 300, "+3": 3, "0003": 3}
NO_COUNT = ("2.5", "-1", "1e9", "100000000", "3万亿", "0.5", "¥3", "3元")
BENEFITS = {
    "10": "10",
    "10.5": "10.5",
    "1,000": "1000",
    "1,000.25": "1000.25",
    "１０": "10",
    "1e2": "100",
    "0.001": "0.001",
}
URGENCIES = {"1": 1, "5": 5, "3.0": 3, "５": 5, " 4 ": 4}
NO_URGENCY = ("0", "6", "-1", "2.5", "100", "1e1", "very", "最", "1.5", "5级半")
HEADS = {"成本（万元）": 10**4, "成本(元)": 1, "成本（亿元）": 10**8, "申报金额 万元": 10**4, "cost（万）": 10**4}
COLUMNS = {"id": "a", "urgency": "3", "benefit": "10", "cost": "200000", "posts": "2", "min_posts": "1"}


def _table(cells: dict[str, str], heads: dict[str, str] | None = None) -> bytes:
    named = [(heads or {}).get(name, name) for name in cells]
    values = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]
    return (",".join(named) + "\n" + ",".join(values) + "\n").encode()


def export(kind: str, name: str, content: bytes, right: Check, file: str = "a.csv", *more: str) -> Case:
    """A case that writes what was understood of a table."""
    return Case(kind, name, ("library", "export", file, "--out", OUT, *more), right, {file: content})


def _money(fen: float) -> str:
    return f"{fen:.2f}"


def cases() -> Iterator[Case]:
    """Numbers by column."""
    kind = "numbers in tables"
    for text, value in AMOUNTS.items():
        yield export(kind, f"cost {text}", _table(COLUMNS | {"cost": text}), reads(OUT, "cost", _money(value)))
    for column in ("cost", "posts", "benefit", "urgency", "min_posts"):
        for text in NO_NUMBER:
            if "\u200b" in text:  # left by programs in copied texts
                continue
            told = refused("a.csv", "row 2", *([] if text[0] == "=" else [column]))
            yield export(kind, f"{column} {text[:40]}", _table(COLUMNS | {column: text}), told)
    for text in NO_AMOUNT:
        yield export(kind, f"cost {text}", _table(COLUMNS | {"cost": text}), refused("a.csv", "row 2", "cost"))
    for text, number in COUNTS.items():
        right = reads(OUT, "posts", str(number))
        yield export(kind, f"posts {text}", _table(COLUMNS | {"posts": text, "min_posts": ""}), right)
    for text in NO_COUNT:
        yield export(kind, f"posts {text}", _table(COLUMNS | {"posts": text}), refused("a.csv", "row 2", "posts"))
    for text, told in BENEFITS.items():
        yield export(kind, f"benefit {text}", _table(COLUMNS | {"benefit": text}), reads(OUT, "benefit", told))
    for text, number in URGENCIES.items():
        yield export(kind, f"urgency {text}", _table(COLUMNS | {"urgency": text}), reads(OUT, "urgency", str(number)))
    for text in NO_URGENCY:
        yield export(kind, f"urgency {text}", _table(COLUMNS | {"urgency": text}), refused("a.csv", "row 2", "urgency"))
    yield from _headings()
    yield from _planners()


def _headings() -> Iterator[Case]:
    """Units of headings, counted once."""
    kind = "units of headings"
    cells = COLUMNS | {"min_posts": ""}
    for head, unit in HEADS.items():
        for cell, yuan in (("20", 20 * unit), ("20万", 200_000), ("200000元", 200_000), ("0.5", 0.5 * unit)):
            table = _table(cells | {"cost": cell}, {"cost": head})
            yield export(kind, f"{head} {cell}", table, refused_or_reads(OUT, "cost", _money(yuan)))
        for cell in ("20千元", "20,5", "1e999", "20 USD", "-1", "20万元元", "nan"):
            table = _table(cells | {"cost": cell}, {"cost": head})
            yield export(kind, f"{head} {cell}", table, refused("a.csv"))
    for unit in ("千元", "百万元", "USD", "美元", "千", "欧元", "角", "分", "HKD", "kg"):
        table = _table(cells, {"cost": f"成本（{unit}）"})
        yield export(kind, f"成本（{unit}）", table, refused("a.csv", unit.lower()))
    for head, number in {
        "受益人数（人）": "10",
        "受益人数(人次)": "10",
        "效益（万）": "100000",
        "服务人数（万人）": "100000",
    }.items():
        table = _table(cells, {"benefit": head})
        yield export(kind, head, table, refused_or_reads(OUT, "benefit", number))


MEANT = ("约20", "20左右", "≥20", "Ⅳ", "-", "3人", "20千元", "20百万", "20万/年", "20w", "5\u200b", "一百万")
"""What a planner's sheet may say where the library's own columns may not."""
NAMED, SECOND = {"序号": "1", "项目名称": "甲"}, "2,乙,4,300000,3,60\n".encode()
SHEET = {"紧急程度": "3", "申报金额（元）": "200000", "社工人数": "2", "服务人数": "50"}


def _planners() -> Iterator[Case]:
    """The same in a planner's sheet, whose headings and words are interpreted."""
    kind = "numbers in planners' sheets"
    for column in ("申报金额（元）", "社工人数", "服务人数"):
        for text in (*NO_NUMBER, *NO_AMOUNT):
            if text not in MEANT and not (column == "服务人数" and text.endswith("万")):
                content = _table(NAMED | SHEET | {column: text}) + SECOND
                yield export(kind, f"{column} {text[:40]}", content, refused("a.csv", "row 2"))
    for text, value in AMOUNTS.items():
        content = _table(NAMED | SHEET | {"申报金额（元）": text}) + SECOND
        yield export(kind, f"申报金额 {text}", content, refused_or_reads(OUT, "cost", _money(value), "300000.00"))
