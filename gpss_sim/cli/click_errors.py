"""What click says of a wrong call, in another language: its English sentences as patterns, by code."""

from __future__ import annotations

import re

from gpss_sim.i18n import Language, words

# In the order in which they are tried: a later one may fit a part of an earlier one.
PATTERNS = {
    "no_command": r"No such command '(.*?)'\.",
    "no_option": r"No such option:? '?([^\s']+)'?\.?",
    "did_you_mean": r"\(?Did you mean (one of: )?(.*)\?\)?",
    "possible": r"\(Possible options: (.*)\)",
    "nearest": r"did you mean '(.*?)'\?",
    "missing_argument": r"Missing argument '(.*?)'\.",
    "missing_option": r"Missing option '(.*?)'\.",
    "missing": r"Missing (?:argument|option|parameter)\.",
    "missing_command": r"Missing command\.",
    "choose": r" ?Choose from:\s*",
    "invalid_for": r"Invalid value for '(.*?)': ",
    "invalid": r"Invalid value: ",
    "extra": r"Got unexpected extra arguments? \((.*)\)",
    "requires_argument": r"Option '(.*?)' requires an argument\.",
    "requires_arguments": r"Option '(.*?)' requires (\d+) arguments\.",
    "no_value": r"Option '(.*?)' does not take a value\.",
    "not_one_of": r"'(.*?)' is not one of (.*?)\.$",
    "integer": r"'(.*?)' is not a valid integer(?: range)?\.",
    "number": r"'(.*?)' is not a valid (?:float|number)\.",
    "range": r"(-?\d+) is not in the range (.*)\.",
    "not_there": r"(?:File|Path|Directory) '(.*?)' does not exist\.",
    "is_folder": r"(?:File|Path) '(.*?)' is a directory\.",
    "is_file": r"Directory '(.*?)' is a file\.",
    "access": r"(?:File|Path|Directory) '(.*?)' is not (readable|writable)\.",
}
"""Code of a sentence in the catalogue ``help`` → the English of click; groups are the facts ``{0}``, ``{1}``."""


def usage_error(sentence: str, lang: Language) -> str:
    """What click says of a wrong call, in a language.

    >>> usage_error("Missing option '--budget'.", "zh")
    '缺少选项--budget。'
    >>> usage_error("No such option: --bugdet Did you mean --budget?", "zh")
    '没有选项--bugdet。 是否指--budget？'
    """
    texts = words("help", "click", lang)
    for code, pattern in PATTERNS.items():
        if code in texts and (found := re.search(pattern, sentence)):
            told = texts[code].format(*found.groups())
            sentence = sentence[: found.start()] + told + sentence[found.end() :]
    return sentence
