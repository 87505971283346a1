"""Which encoding a text is in: UTF-8, GB18030, or UTF-16 with its mark; never two of them at once."""

from __future__ import annotations

import re

ENCODINGS = ("utf-8-sig", "gb18030")
"""Encodings of text, tried in this order; UTF-16 is known by its byte order mark."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
"""How archives, compressed files and workbooks begin."""
_UTF8_RUN = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){4,}")
"""Four Chinese signs in UTF-8, one after the other: by chance in about one of 10⁸ places of a GB18030 text."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""What GB18030 makes of bytes to which it gives no sign."""


def decoded(content: bytes) -> str | None:
    """Text of the bytes in one of the encodings accepted; None in another, in two at once, or damaged.

    >>> decoded("村".encode("gb18030")), decoded("村".encode()), decoded("村居项目".encode() + b"\\xc3(")
    ('村', '村', None)
    """
    if content.startswith(_UTF16):
        return _read(content, "utf-16")
    text = _read(content, ENCODINGS[0])
    return _read(content, ENCODINGS[1]) if text is None and mixed_line(content) is None else text


def mixed_line(content: bytes) -> int | None:
    """First line that is in another encoding than those before it, or damaged; None where nothing shows that.

    >>> mixed_line("某区\\n".encode("gb18030") + "老年服务\\n".encode())
    2
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    else:
        return None
    if run := _UTF8_RUN.search(content):
        at = start if run.start() < start else run.start()
        return content.count(b"\n", 0, at) + 1
    text = _read(content, "gb18030")
    found = _PRIVATE.search(text) if text is not None else None
    return None if found is None or text is None else text.count("\n", 0, found.start()) + 1


def why_no_text(content: bytes) -> tuple[str, str]:
    """Code of the sentence on bytes that :func:`decoded` refuses, and the place in the file.

    >>> why_no_text(b"PK\\x03\\x04\\xff"), why_no_text(b"\\xff")
    (('file.packed', 'file'), ('file.encoding', 'file'))
    """
    if content.startswith(_PACKED):
        return "file.packed", "file"
    line = mixed_line(content)
    return ("file.encoding", "file") if line is None else ("file.mixed", f"line {line}")


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
