"""The page of the messages met most often, with what to do: ``python -m tools.messages_page`` writes both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from gpss_sim.i18n import Language, sentences

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
ADVICE = REFERENCE / "advice.toml"
PAGES: dict[Language, Path] = {"en": REFERENCE / "messages.md", "zh": REFERENCE / "messages.zh.md"}

HEADS: dict[Language, tuple[str, str, str, str]] = {
    "en": (
        "Messages, and what to do",
        "An error names file, place, the value given and what is allowed. These are the {number} sentences met "
        "most often; words in braces stand for what the message fills in. `--lang zh` gives them in Chinese; `--debug` "
        "shows where in the program an error arose.",
        "message",
        "what to do",
    ),
    "zh": (
        "常见提示与处理办法",
        "错误信息依次给出文件、位置、所填内容和允许的取值。以下是最常见的{number}条；花括号中的词由具体内容代替。加--debug可查看出错位置。",
        "提示",
        "处理办法",
    ),
}


def advice() -> dict[str, dict[str, tuple[str, str]]]:
    """What to do, by chapter (``English|Chinese``) and code of the message."""
    found: dict[str, dict[str, tuple[str, str]]] = tomllib.loads(ADVICE.read_text("utf-8"))
    return found


def page(lang: Language) -> str:
    """The page in a language."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: Language) -> Iterator[str]:
    place = ("en", "zh").index(lang)
    title, about, message, remedy = HEADS[lang]
    chapters = advice()
    yield f"# {title}"
    yield ""
    yield about.format(number=sum(map(len, chapters.values())))
    for chapter, entries in chapters.items():
        yield from ("", f"## {chapter.split('|')[place]}", "", f"| {message} | {remedy} |", "|---|---|")
        for code, told in entries.items():
            yield f"| {_cell(sentences()[code][lang])} | {_cell(told[place])} |"


def _cell(text: str) -> str:
    """Text of a cell of a table: brackets of TOML tables are no links."""
    return text.replace("|", "\\|").replace("[", "\\[")


def main() -> None:
    """Write both pages."""
    for lang, path in PAGES.items():
        path.write_text(page(lang), "utf-8")


if __name__ == "__main__":
    main()
