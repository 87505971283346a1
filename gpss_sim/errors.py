"""What can go wrong because of what somebody wrote, and how it is told.

Every error a user can cause is an :class:`InputError` holding *all* faults found, so that one
reading of the message mends the whole file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gpss_sim.i18n import Language, Message, said, shown


class GpssError(Exception):
    """Base of the errors this package raises on purpose; ``exit_code`` is what the command returns."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one value somebody wrote.

    Parameters
    ----------
    file : str
        File (or ``--set``) in which the value stands.
    place : str
        Table and key (``rules.modes.formal.price``) or row and column (``row 7, column cost``).
    value : str
        The value given, as written; empty when it is missing.
    rule : str
        What is allowed there, in words: a sentence of the catalogue, or English text.
    hint : str
        The nearest valid name, or another remedy; may be empty.
    """

    file: str
    place: str
    value: str
    rule: str
    hint: str = ""

    def __str__(self) -> str:
        return self.said("en")

    def said(self, lang: Language) -> str:
        """The fault on one line, in a language; foreign text is escaped and shortened."""
        given = f" = {shown(self.value)}" if self.value else ""
        hint = shown(_hint(self.hint, lang), _LINE) if self.hint else ""
        hint = hint and (f"（{hint}）" if lang == "zh" else f" ({hint})")
        file, place = shown(_file(self.file, lang), _LINE), shown(_place(self.place, lang), _LINE)
        return f"{file}: {place}{given}: {shown(said(self.rule, lang), _TEXT)}{hint}"


_LINE, _TEXT = 300, 4000
"""Characters shown of a place, and of a rule, which may list what is allowed."""
_PLACES = (
    (re.compile(r"^file$"), "文件"),
    (re.compile(r"^row (\d+), column (.*)$", re.DOTALL), r"第\1行“\2”列"),
    (re.compile(r"^row (\d+)$"), r"第\1行"),
    (re.compile(r"^line (\d+)$"), r"第\1行"),
    (re.compile(r"^header$"), "表头"),
    (re.compile(r"^project (.*), cost$", re.DOTALL), r"项目\1，成本"),
    (re.compile(r"^project (.*), benefit$", re.DOTALL), r"项目\1，效益"),
    (re.compile(r"^project (.*), (\w+)$", re.DOTALL), r"项目\1，\2"),
    (re.compile(r"^year (\d+)$"), r"\1年"),
    (re.compile(r"^grants\[(\d+)\](.*)$"), r"第\1项资助\2"),
)
_WORDS = {
    "project": "项目", "projects": "项目", "PROJECT": "项目", "PROJECTS": "项目", "source": "资金来源",
    "amount": "金额",
    "year": "年度", "years": "年度", "key": "键", "share": "比例", "port": "端口", "map": "表头对应", "sheet": "工作表",
    "folder": "文件夹", "table": "表", "columns": "列", "cost": "成本", "benefit": "效益", "column id": "编号列",
    "runs": "模拟", "study": "研究", "scenario": "情景", "experiment": "实验", "currency": "币种", "calendar": "日历",
    "kind": "类别", "setting": "设置", "design": "设计", "replications": "重复次数", "NAME": "名称", "ENTITY": "对象",
    "STUDY": "研究", "ID": "编号", "ROW": "行",
}  # fmt: skip
_FILES = {"library": "项目库", "rules": "规则", "metrics": "指标"}


def _file(text: str, lang: Language) -> str:
    """What a message calls a file, or something that is none."""
    return _FILES.get(text, text) if lang == "zh" else text


def _place(text: str, lang: Language) -> str:
    if isinstance(text, Message):
        return text.said(lang)
    if lang == "zh":
        if text in _WORDS:
            return _WORDS[text]
        for pattern, chinese in _PLACES:
            if pattern.match(text):
                return pattern.sub(chinese, text)
    return text


def _hint(text: str, lang: Language) -> str:
    found = re.match(r"^(?:did you mean|is it) '(.*)'\?$", text, re.DOTALL) if lang == "zh" else None
    return f"是否指“{found[1]}”？" if found else said(text, lang)


class InputError(GpssError):
    """Bad input; carries every fault found (exit code 2)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoAnswerError(GpssError):
    """The question has no feasible answer, or none was found in time (exit code 3)."""

    exit_code = 3


def nearest(word: str, allowed: Iterable[str], likeness: float = 0.6) -> str:
    """Return ``did you mean 'x'?`` for the allowed word nearest to `word`, or an empty string.

    >>> nearest("competetive", ["competitive", "formal"])
    "did you mean 'competitive'?"
    """
    match = difflib.get_close_matches(word, sorted(allowed), n=1, cutoff=likeness)
    return f"did you mean '{match[0]}'?" if match else ""
