"""The font that ships draws every character the project writes, whatever fonts the machine has."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont

from gpss_sim.report.font import PATH, characters, family, web_font
from gpss_sim.report.style import drawing, picture
from tests.layers import ROOT

FOLDERS = ("gpss_sim", "scenarios", "experiments")
KINDS = (".py", ".toml", ".csv", ".md", ".j2")
NOT_IN_THE_FONT = "𠮷"


def chinese(text: str) -> set[str]:
    return {character for character in text if "\u3400" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f"}


def missing_glyphs(text: str) -> list[str]:
    with drawing(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure = Figure(figsize=(2, 1))
        figure.text(0.1, 0.5, text)
        picture(figure, "png")
    return [str(each.message) for each in caught if "missing from" in str(each.message)]


def texts() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in KINDS:
                yield file.relative_to(ROOT).as_posix(), file.read_text("utf-8-sig")


def test_every_chinese_character_of_the_project_is_in_the_font() -> None:
    lacking = {name: "".join(sorted(found)) for name, text in texts() if (found := chinese(text) - characters())}
    assert not lacking


def test_every_district_can_be_named() -> None:
    pairs = [bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    assert chinese("".join(pair.decode("gb2312", "ignore") for pair in pairs)) <= characters()


def test_chinese_is_drawn() -> None:
    assert missing_glyphs("政府购买社会工作服务 × 项目（百万元）−1.5 “岗位” … ≥ 闵行") == []


def test_a_character_without_a_glyph_is_noticed() -> None:
    assert missing_glyphs(NOT_IN_THE_FONT)


def test_the_font_is_found_by_its_path() -> None:
    with drawing():
        assert findfont(FontProperties(family=[family()]), fallback_to_default=False) == str(PATH)


def test_the_font_is_small_and_brings_its_licence() -> None:
    assert PATH.stat().st_size < 2_500_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in PATH.with_name("OFL.txt").read_text("utf-8")


def test_a_page_takes_along_what_it_needs() -> None:
    content = web_font("购买购买 a" + NOT_IN_THE_FONT)
    assert content == web_font("a 买购")
    assert {chr(code) for code in TTFont(BytesIO(content)).getBestCmap()} == set("购买 a")


@pytest.mark.parametrize("language", ["Chinese", "English"])
def test_the_users_settings_do_not_count(language: str) -> None:
    import matplotlib

    with matplotlib.rc_context({"font.family": "serif", "font.size": 30, "svg.hashsalt": language}), drawing():
        assert matplotlib.rcParams["font.family"][0] == family()
        assert matplotlib.rcParams["font.size"] == 9
