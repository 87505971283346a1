"""Gettext catalogues as files: Babel reads and writes them in one form, so that a change is the lines that changed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).resolve().parents[1] / "gpss_sim" / "i18n" / "locale"
HEADER = """# {title}
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

"""
TITLES = {
    "messages": "Sentences by code.",
    "desk": "Texts of the desk, by code.",
    "report": "Texts of plots, pages, workbooks and the screen after a study, by code.",
    "words": "Words that files and tables use, by kind; a word that is not here stands as it is.",
    "help": "What the command line says of itself, by kind and name; English stands with the commands.",
    "fields": "Meaning of the fields of a scenario, by path; English stands with their declarations.",
    "chronicle": "Events and entities of a run, by kind and name.",
    "sources": "Where values of scenarios come from, part by part as the scenarios write it.",
    "odd": "Words of the model description, by section; English of policies stands in the code.",
}
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "zh": "nplurals=1; plural=0;"}


def file_of(domain: str, language: str) -> Path:
    """Where a catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def load(domain: str, language: str) -> Catalog:
    """A catalogue as it lies there, or an empty one."""
    path = file_of(domain, language)
    if not path.exists():
        return Catalog(locale=language, domain=domain)
    return read_po(BytesIO(path.read_bytes()), locale=language, domain=domain)


def save(catalogue: Catalog) -> None:
    """Write a catalogue: entries in the order of context and key, no dates, no line numbers."""
    lines = BytesIO()
    ordered = Catalog(locale=catalogue.locale, domain=catalogue.domain)
    for entry in sorted(
        (entry for entry in catalogue if entry.id), key=lambda entry: (entry.context or "", key(entry.id))
    ):
        ordered[entry.id] = entry
    write_po(lines, ordered, width=0, no_location=True, omit_header=True)
    language = str(catalogue.locale)
    header = HEADER.format(title=TITLES[str(catalogue.domain)], language=language, plural=PLURALS[language])
    path = file_of(str(catalogue.domain), language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + lines.getvalue().decode("utf-8").strip("\n") + "\n", "utf-8")


def key(identity: str | tuple[str, ...] | list[str]) -> str:
    """Key of an entry, without that of its plural."""
    return identity if isinstance(identity, str) else identity[0]
