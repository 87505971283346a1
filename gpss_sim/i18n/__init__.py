"""What people read: languages, gettext catalogues, and sentences as codes with facts.

Everything below the edge makes a :class:`Message` (a code and facts) and knows no language; commands, pages, plots and
workbooks say it in the language of their reader. ``locale/`` holds the texts, one folder a language.
"""

from gpss_sim.i18n.catalogues import is_known, sentences, text, word, words
from gpss_sim.i18n.language import LANGUAGES, Language, current, preferred, speak
from gpss_sim.i18n.message import InBoth, Message, Told, listed, said, shown

__all__ = [
    "LANGUAGES",
    "InBoth",
    "Language",
    "Message",
    "Told",
    "current",
    "is_known",
    "listed",
    "preferred",
    "said",
    "sentences",
    "shown",
    "speak",
    "text",
    "word",
    "words",
]
