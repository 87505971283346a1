"""Changes of files by what they are made of: tokens, cells, parts of a workbook, bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

TOKEN = re.compile(r'"[^"\n]*"|[A-Za-z_][\w.\-]*|[0-9][\w.]*|\s+|.', re.DOTALL)
ODD = (
    *("", " ", "0", "-1", "-0", "1e999", "1e-400", "1e30", "nan", "inf", "-inf", "1_0", "0x10", "007", "1/0", "2/3"),
    *(
        "9" * 30,
        "9" * 5000,
        "1,5",
        "1,234",
        "1,2,3",
        "12万",
        "1.5亿",
        "千元",
        "¥100",
        "50%",
        "１２",
        "½",
        "1e3",
        "1.",
        ".5",
    ),
    *("true", "false", "yes", "是", "null", "None", "NULL", "[]", "{}", "[[1]]", "1979-05-27", "07:32:00", "=1+1"),
    *("=cmd|' /C calc'!A0", "@SUM(1)", "\u202egnp", "\u200b", "\ufeff", "\x1b[31mred", "\x07", "a\nb", "a\tb", "\\"),
    *("'", '"', '"""', "'''", "$\\frac$", "{x}", "{0}", "%s", "<b>", "&amp;", "../../etc/passwd", "/etc/passwd"),
    *("con", "nul", "a" * 300, "村" * 200, "x" * 100_000, "🙂", "\ud7ff", "P1", "p1", "P9", "east", "fiskal", "-", ";"),
)
"""Values put in place of others."""
BYTES = (b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\x80", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\x1a", b"PK\x03\x04")


_SHEET = ("A1:XFD1048576", "99", "s", "e", "b", "d", "str", "-5", "A0", "ZZZZ9")


def mutated(name: str, content: bytes, luck: Random) -> bytes:
    """A file changed in one to four places, in ways that fit its type."""
    for _ in range(luck.choice((1, 1, 1, 2, 4))):
        content = luck.choice(_WAYS.get(name.rpartition(".")[2], _TEXT_WAYS))(content, luck)
    return content


def _texts(change: Callable[[str, Random], str]) -> Callable[[bytes, Random], bytes]:
    def way(content: bytes, luck: Random) -> bytes:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return damaged(content, luck)
        return change(text, luck).encode("utf-8", "surrogatepass")

    return way


def token(text: str, luck: Random) -> str:
    """A token replaced, removed, doubled, or exchanged with another."""
    tokens = TOKEN.findall(text)
    places = [n for n, each in enumerate(tokens) if not each.isspace()]
    if not places:
        return text
    at, other = luck.choice(places), luck.choice(places)
    match luck.randrange(6):
        case 0:
            tokens[at] = ""
        case 1:
            tokens[at] *= luck.choice((2, 2, 50))
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens[at] = f'"{luck.choice(ODD)}"'
        case 4:
            tokens[at] = tokens[other]
        case _:
            tokens[at] = luck.choice(ODD)
    return "".join(tokens)


def line(text: str, luck: Random) -> str:
    """A line removed, doubled, moved, cut, or put in a table of its own."""
    lines = text.split("\n")
    at = luck.randrange(len(lines))
    match luck.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(luck.randrange(len(lines)), lines[at])
        case 2:
            lines[at] = lines[at][: luck.randrange(len(lines[at]) + 1)]
        case 3:
            lines.insert(at, luck.choice(("[x]", "[[x]]", "[a.b.c]", "# x", "a = 1", "[" * 200, "a." * 500 + "a = 1")))
        case 4:
            lines[at] = lines[at] + luck.choice((" #", ",", ",,", ' "', " = 1", "\r", "\t", "]"))
        case _:
            lines = lines[:at]
    return "\n".join(lines)


def cells(text: str, luck: Random) -> str:
    """A cell, a column or a delimiter of a table in text changed."""
    rows = [row.split(",") for row in text.split("\n")]
    row = luck.choice(rows)
    at = luck.randrange(len(row))
    match luck.randrange(5):
        case 0:
            row[at] = luck.choice(ODD)
        case 1:
            row.append(luck.choice(ODD))
        case 2:
            del row[at]
        case 3:
            for each in rows:
                if at < len(each):
                    each.append(each.pop(at))
        case _:
            return "\n".join(luck.choice((";", "\t", "，", "|")).join(row) for row in rows)
    return "\n".join(",".join(row) for row in rows)


def value(text: str, luck: Random) -> str:
    """What stands after an equals sign or a colon replaced by something odd, quoted or not."""
    found = list(re.finditer(r"[=:]\s*([^\n#,}]+)", text))
    if not found:
        return token(text, luck)
    at = luck.choice(found)
    odd = luck.choice(ODD)
    put = odd if luck.random() < 0.5 else f'"{odd}"'
    if luck.random() < 0.2:
        put = f"[{put}]"
    return text[: at.start(1)] + put + text[at.end(1) :]


def damaged(content: bytes, luck: Random) -> bytes:
    """Bytes cut, turned, doubled, put in, or in another encoding."""
    at = luck.randrange(len(content) + 1)
    match luck.randrange(7):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + bytes([luck.randrange(256)]) + content[at + 1 :]
        case 2:
            return content[:at] + luck.choice(BYTES) + content[at:]
        case 3:
            return content[at:]
        case 4:
            return content[:at] + content[at : at + 40] * 20 + content[at + 40 :]
        case 5:
            return content.decode("utf-8", "replace").encode(luck.choice(("utf-16", "gb18030", "utf-32", "utf-16-be")))
        case _:
            return luck.choice((b"", b"\n", b"\xef\xbb\xbf", content + content))


def parts(content: bytes, luck: Random) -> bytes:
    """A part of a workbook changed as text, removed, doubled or renamed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = {name: packed.read(name) for name in packed.namelist()}
    except Exception:  # a workbook damaged before
        return damaged(content, luck)
    if not found:
        return damaged(content, luck)
    name = luck.choice(sorted(found))
    match luck.randrange(5):
        case 0:
            del found[name]
        case 1:
            found["x" + name] = found.pop(name)
        case 2:
            found[name] = damaged(found[name], luck)
        case _:
            found[name] = _texts(markup)(found[name], luck)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, inside in found.items():
            packed.writestr(part, inside)
    return stream.getvalue()


def markup(text: str, luck: Random) -> str:
    """An attribute or a text of XML replaced, or an element removed."""
    found = list(re.finditer(r'="([^"]*)"|>([^<]+)<', text)) or list(re.finditer(r"(.)", text))
    if not found:
        return text
    at = luck.choice(found)
    group = 1 if at[1] is not None else 2
    if luck.random() < 0.2:
        text = text.replace("?>", '?><!DOCTYPE x [<!ENTITY y "z">]>', 1)
    odd = luck.choice((*ODD, "A1:XFD1048576", "99", "s", "e", "b", "d", "str", "-5", "A0", "ZZZZ9")).replace(
        "<", "&lt;"
    )
    return text[: at.start(group)] + odd.replace('"', "&quot;") + text[at.end(group) :]


Way = Callable[[bytes, Random], bytes]
_TEXT_WAYS: Sequence[Way] = (_texts(token), _texts(line), _texts(value), damaged)
_WAYS: dict[str, Sequence[Way]] = {
    "csv": (_texts(cells), _texts(cells), _texts(token), _texts(line), damaged),
    "pb": (_texts(token), _texts(line), _texts(cells), damaged),
    "toml": (_texts(token), _texts(line), _texts(value), _texts(value), damaged),
    "xlsx": (parts, parts, parts, damaged),
    "ods": (parts, parts, parts, damaged),
}
