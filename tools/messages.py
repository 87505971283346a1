"""The catalogues of sentences: ``python -m tools.messages`` completes and checks them, ``… add`` takes a new one.

python -m tools.messages add part.name "English, {facts} in braces" "中文"
python -m tools.messages add count.dog "{count} dog" "{count}只狗" --many "{count} dogs"
"""

from __future__ import annotations

import argparse

from tools.catalogue_files import load, save

TITLES = {"en": "Sentences by code, in English.", "zh": "Sentences by code, in Chinese; the English stands above each."}


def add(code: str, english: str, chinese: str, many: str = "") -> None:
    """Put a sentence into both catalogues, or replace it.

    Parameters
    ----------
    many : str
        English for every number but one, where the fact ``count`` chooses the form.
    """
    texts = {"en": (english, many) if many else english, "zh": (chinese,) if many else chinese}
    for language, text in texts.items():
        catalogue = load("messages", language)
        catalogue.delete(code)
        comments = [many or english] if language == "zh" else []
        catalogue.add((code, code) if many else code, text, auto_comments=comments)
        save(catalogue, TITLES[language])


def main() -> None:
    """Take a sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    adding = commands.add_parser("add", help="put a sentence into both catalogues, or replace it")
    for name in ("code", "english", "chinese"):
        adding.add_argument(name)
    adding.add_argument("--many", default="", help="English for every number but one")
    given = parser.parse_args()
    add(given.code, given.english, given.chinese, given.many)


if __name__ == "__main__":
    main()
