"""The page of messages is the catalogue's, with advice in both languages."""

from __future__ import annotations

import re

import pytest

from gpss_sim.i18n import Language, sentences
from tools.messages_page import PAGES, advice, page


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_is_what_the_catalogue_and_the_advice_give(lang: Language) -> None:
    """`python -m tools.messages_page` writes it anew."""
    assert PAGES[lang].read_text("utf-8") == page(lang)


def test_every_advice_is_on_a_sentence_and_in_both_languages() -> None:
    told = [pair for chapter in advice().values() for pair in chapter.items()]
    assert len(told) >= 60
    assert len({code for code, _ in told}) == len(told)
    for code, (english, chinese) in told:
        assert code in sentences()
        assert english.endswith((".", "`"))
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert not re.search("[\u4e00-\u9fff]{5}", english), code
