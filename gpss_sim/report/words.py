"""Words in the language of the reader: texts of the catalogue, names of policies, units, titles of indicators."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from gpss_sim.i18n import Language, called, cited, human, inside, interval, text, word
from gpss_sim.i18n.filling import fill
from gpss_sim.report.meaning import meaning
from gpss_sim.report.short_names import field_name, is_world, world_name
from gpss_sim.scenario.origin import Key
from gpss_sim.study.compare import Estimate
from gpss_sim.study.design import DesignPoint
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Measure

_UPTO = re.compile(" up to ")
_CODE = re.compile(r"[A-Za-z][\w ,/]*")


def _step(step: str) -> str:
    """One step of the ladder of methods by amount, in English."""
    method, amount = _UPTO.split(step)
    told = method.replace("_", " ")
    return f"{told} for any amount" if amount == "inf" else f"{told} up to {float(amount):,.0f} yuan"


class Window(str):
    """Years as people write them; they choose the form of a word: ``{window:year|years} {window}``.

    >>> "{w:year|years} {w}".format(w=Window("2")), "{w:year|years} {w}".format(w=Window("2–5"))
    ('year 2', 'years 2–5')
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        return spec.split("|")["–" in self]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a plot or a page says, in one language.

    Parameters
    ----------
    language : {"en", "zh"}
        Language of the reader.
    """

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        """One text of the catalogue with its facts filled in.

        >>> Words("zh")("plain.and").join("ab")
        'a、b'
        """
        return fill(text("report", key, self.language), **facts)

    def name(self, value: str) -> str:
        """Name of one mode, form, method or rule; as it stands where the catalogue has none.

        >>> Words("zh").name("formal"), Words("en").name("my_mode")
        ('形式性购买', 'my mode')
        """
        known = called(value, self.language)
        return known if known != value else value.replace("_", " ")

    def policy(self, policy: str, experiment: Experiment | None = None) -> str:
        """Name of a design point: its parts by their names, or the Chinese title its experiment gives it.

        >>> Words("en").policy("non_competitive/post")
        'non-competitive × post'
        >>> Words("en").policy("formal - price")
        'formal − price'
        """
        signed = re.split(r" ([+-]) ", policy)
        if len(signed) == 3:
            return f"{self.name(signed[0])} {signed[1].replace('-', '−')} {self.name(signed[2])}"
        if is_world(policy):
            return self.world(policy)
        titles = {point.name: point.title_zh for point in experiment.design.point} if experiment else {}
        if self.language == "zh" and titles.get(policy):
            return titles[policy]
        return " × ".join(map(self.name, policy.split("/")))

    def point(self, point: DesignPoint, experiment: Experiment) -> str:
        """Name of a design point with the world it is in."""
        policy = self.policy(point.policy, experiment)
        return f"{policy} @ {self.world(point.world)}" if point.world else policy

    def world(self, world: str) -> str:
        """Name of a world; in Chinese its fields by what they are called.

        >>> Words("en").world("demand.load=1.4"), Words("zh").world("demand.load=1.4,agencies.reach=0.2")
        ('demand.load=1.4', '需求负荷=1.4，可承接的项目=0.2')
        """
        return world_name(world, self.language)

    def rule(self, written: str) -> str:
        """A rule, or its value, as files write it; in Chinese by its meaning where the catalogue has one.

        >>> Words("en").rule("min_bidders"), Words("zh").rule("min_bidders"), Words("zh").rule("20 / 45")
        ('min_bidders', '最少投标人数', '20 / 45')
        >>> Words("zh").rule("single_source up to 500000, open_tender up to inf")
        '单一来源采购（不超过 500000 元）、公开招标（金额不限）'
        """
        if self.language == "en":
            return written
        if _UPTO.search(written):
            return self("plain.and").join(map(self._upto, written.split(", ")))
        return " / ".join(called(part, self.language, "rule") for part in written.split(" / "))

    def told(self, written: str) -> str:
        """A rule, or its value, in words of the language.

        >>> Words("en").told("min_bidders"), Words("en").told("true"), Words("zh").told("min_bidders")
        ('min bidders', 'yes', '最少投标人数')
        >>> Words("en").told("single_source up to 500000, open_tender up to inf")
        'single source up to 500,000 yuan, open tender for any amount'
        """
        if self.language == "zh":
            return self.rule(written)
        if " / " in written:
            return " / ".join(map(self.told, written.split(" / ")))
        if _UPTO.search(written):
            return ", ".join(map(_step, written.split(", ")))
        plain = {"true": "yes", "false": "no"}.get(written, written)
        return plain.replace("_", " ") if _CODE.fullmatch(plain) else plain

    def path(self, dotted: str) -> str:
        """A field of the scenario by the words of its path.

        >>> Words("en").path("agencies.cash_months"), Words("zh").path("rules.methods.open_tender.days")
        ('agencies · cash months', '规则 · 采购方法 · 公开招标 · 通常天数')
        """
        first, *rest = dotted.split(".")
        *inner, last = map(self.told, rest) if rest else [""]
        if self.language == "zh" and [last] == rest[-1:]:
            last = field_name(dotted, self.language)
        return " · ".join(part for part in (self.told(self.table(first)), *inner, last) if part)

    def _upto(self, step: str) -> str:
        """One step of the ladder of methods by amount."""
        method, amount = _UPTO.split(step)
        told = called(method, self.language, "rule")
        return (
            self("plain.upto inf", method=told) if amount == "inf" else self("plain.upto", method=told, amount=amount)
        )

    def table(self, name: str) -> str:
        """Name of a table of the scenario, as files write it; in Chinese by its name.

        >>> Words("en").table("demand"), Words("zh").table("demand")
        ('demand', '需求')
        """
        return word("table", name, self.language)

    def meaning(self, key: Key) -> str:
        """What a field of the scenario is."""
        return meaning(key, self.language)

    def why(self, reason: str) -> str:
        """Reason of an assumed difference; in Chinese where the catalogue has one."""
        return word("why", reason, self.language)

    def source(self, source: str) -> str:
        """Where a value comes from, in the language of the reader.

        >>> Words("zh").source("evidence 2A (patience); facts M34"), Words("en").source("own choice")
        ('证据2A（耐心）；事实M34', 'own choice')
        """
        return cited(source, self.language)

    def unit(self, unit: str) -> str:
        """Unit in the language of the reader.

        >>> Words("zh").unit("days"), Words("en").unit("")
        ('天', '')
        """
        return word("unit", unit, self.language)

    def title(self, metric: Measure) -> str:
        """Title of an indicator."""
        return metric.title_zh if self.language == "zh" else metric.title_en

    def shown_unit(self, metric: Measure, *, difference: bool = False) -> str:
        """Unit in which people read a value; see :func:`scale`."""
        if scale(metric) == 1:
            return self.unit(metric.unit)
        rest = metric.unit.removeprefix("share")
        return (self("plain.points") if difference else "%") + (self("plain.a year") if rest else "")

    def within(self, metric: Measure) -> str:
        """Title of an indicator inside a sentence."""
        return metric.title_zh if self.language == "zh" else inside(metric.title_en)

    def axis(self, metric: Measure) -> str:
        """Title and unit as shown."""
        unit = self.shown_unit(metric)
        return self("plain.axis", title=self.title(metric), unit=unit) if unit else self.title(metric)

    def window(self, years: str) -> Window:
        """Years of a window.

        >>> Words("en").window("2-5")
        '2–5'
        """
        return Window(years.replace("-", "–"))


def scale(metric: Measure) -> float:
    """Factor by which values are shown: shares in per cent, everything else as it is stored."""
    return 100.0 if metric.unit.startswith("share") else 1.0


def scaled(found: Estimate, factor: float) -> Estimate:
    """An estimate in another unit; a negative factor turns it round.

    >>> scaled(Estimate(2.0, 1.0, 3.0, 9), -1.0)
    Estimate(mean=-2.0, low=-3.0, high=-1.0, n=9)
    """
    low, high = factor * found.low, factor * found.high
    if factor < 0:
        low, high = high, low
    return Estimate(factor * found.mean + 0.0, low + 0.0, high + 0.0, found.n)


def capital(text: str) -> str:
    """Text with a capital first letter.

    >>> capital("no difference"), capital("未显示差别")
    ('No difference', '未显示差别')
    """
    return text[:1].upper() + text[1:]


def percent(share: float, *, sign: bool = False) -> str:
    """Share as a percentage with two significant digits, at least whole percents.

    >>> percent(0.1234), percent(0.0123), percent(-0.25, sign=True), percent(float("nan"))
    ('12', '1.2', '−25', '–')
    """
    if math.isnan(share):
        return "–"
    value = 100 * share
    digits = 0 if abs(value) >= 9.95 or value == 0 else min(3, 1 - math.floor(math.log10(abs(value))))
    return f"{value:{'+' if sign else ''},.{digits}f}".replace("-", "−")


def span(low: float, high: float, *, sign: bool = False) -> str:
    """Ends of an interval, as tables show them.

    >>> span(1.0, 2.0), span(-1.0, 2.0, sign=True)
    ('[1.00,\\xa02.00]', '[−1.00,\\xa0+2.00]')
    """
    return f"[{interval(human(low, sign=sign), human(high, sign=sign), ', ')}]"
