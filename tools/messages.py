"""Put a text into the catalogues of both languages, or replace it.

    python -m tools.messages add part.name "English, {facts} in braces" "中文"
    python -m tools.messages add count.dog "{count:,} dog" "{count:,}只狗" --many "{count:,} dogs"
    python -m tools.messages add undo "Undo" "撤销" --into desk
    python -m tools.messages add yuan "" "元" --into words --kind unit

Without English only Chinese is kept: the English stands in the code (``help``, ``fields``) or is the word itself.
"""

from __future__ import annotations

import argparse

from tools.catalogue_files import TITLES, load, save


def add(
    code: str, english: str, chinese: str, *, many: str = "", into: str = "messages", kind: str | None = None
) -> None:
    """Put a text into both catalogues, or replace it.

    Parameters
    ----------
    many : str
        English for every number but one, where the fact ``count`` chooses the form.
    into : str
        Name of the catalogue.
    kind : str or None
        Context of the entry, in catalogues that have kinds.
    """
    texts = {"en": (english, many) if many else english, "zh": (chinese,) if many else chinese}
    for language, text in texts.items():
        if not english and language == "en":
            continue
        catalogue = load(into, language)
        catalogue.delete(code, kind)
        comments = [many or english] if language == "zh" and english else []
        catalogue.add((code, code) if many else code, text, auto_comments=comments, context=kind)
        save(catalogue)


def main() -> None:
    """Take a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    adding = commands.add_parser("add", help="put a text into both catalogues, or replace it")
    for name in ("code", "english", "chinese"):
        adding.add_argument(name)
    adding.add_argument("--many", default="", help="English for every number but one")
    adding.add_argument("--into", default="messages", choices=TITLES, help="catalogue")
    adding.add_argument("--kind", help="kind of word, where the catalogue has kinds")
    given = parser.parse_args()
    add(given.code, given.english, given.chinese, many=given.many, into=given.into, kind=given.kind)


if __name__ == "__main__":
    main()
