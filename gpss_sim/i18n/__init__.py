"""What people read: languages, gettext catalogues, and sentences as codes with facts.

Everything below the edge makes a :class:`Message` (a code and facts) and knows no language; commands, pages, plots and
workbooks say it in the language of their reader. ``locale/`` holds the texts, one folder a language.
"""

from gpss_sim.i18n.catalogues import called, is_known, sentences, text, word, words
from gpss_sim.i18n.citations import cited
from gpss_sim.i18n.language import LANGUAGES, Language, current, preferred, speak
from gpss_sim.i18n.message import (
    Amounts,
    InBoth,
    Message,
    Names,
    Spoken,
    Told,
    breach_name,
    listed,
    said,
    said_all,
    shown,
)
from gpss_sim.i18n.numbers import COMMA, NO_BREAK, SEMICOLON, aloud, correlated, human, interval, joined
from gpss_sim.i18n.rules import RuleName, rule_name
from gpss_sim.i18n.titles import inside

__all__ = [
    "COMMA",
    "LANGUAGES",
    "NO_BREAK",
    "SEMICOLON",
    "Amounts",
    "InBoth",
    "Language",
    "Message",
    "Names",
    "RuleName",
    "Spoken",
    "Told",
    "aloud",
    "breach_name",
    "called",
    "cited",
    "correlated",
    "current",
    "human",
    "inside",
    "interval",
    "is_known",
    "joined",
    "listed",
    "preferred",
    "rule_name",
    "said",
    "said_all",
    "sentences",
    "shown",
    "speak",
    "text",
    "word",
    "words",
]
