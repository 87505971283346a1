"""Numbers that people write: read exactly, or refused by a sentence in both languages; never misread, never a hang."""

from __future__ import annotations

import pickle
import string
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpss_sim.i18n import Message, Told, is_known, sentences, shown
from gpss_sim.library.sheets.number_formats import unit_shown
from gpss_sim.numbers import MOST_FEN, NumberError, read_amount, read_fraction, read_number, read_real, read_whole

LIKE_NUMBERS = st.from_regex(r"[-+0-9.,eE_%万亿元 ]{0,30}", fullmatch=True)
READERS = (read_number, read_amount, read_whole, read_fraction, read_real)
STRAY_COMMAS = (
    "200000,50",
    "1000,50",
    "1,5",
    "1,2,3",
    "1,23",
    "0,500",
    "1,234,56",
    ",5",
    "5,",
    "1,,000",
    "1,000,",
    "1，5",
)
ENDLESS = ("1e999999999", "1e999", "1e30", "9" * 5000, "1" * 90, "1e-999999999", "0." + "0" * 60 + "1", "1e" + "9" * 40)
NO_NUMBERS = (
    "", " ", "nan", "NaN", "inf", "-Infinity", "abc", "6_0_0", "1 000", "0x10", "1/0", "--5", "+-5", ".", "e5", "1e",
    "1e1.5", "10²", "½", "١٢", "十二", "5%", "true", "1.2.3", "1\n2", "=1+1", "5\0", "$5",
)  # fmt: skip


@pytest.mark.parametrize("text", [*STRAY_COMMAS, *ENDLESS, *NO_NUMBERS])
@pytest.mark.parametrize("read", READERS)
def test_what_is_no_number_is_refused_in_both_languages(read, text):
    with pytest.raises(NumberError) as refused:
        read(text)
    assert refused.value.message.said("en") != refused.value.message.said("zh")


@pytest.mark.parametrize("text", STRAY_COMMAS[:9])
def test_a_stray_comma_is_named(text):
    with pytest.raises(NumberError, match="commas may stand only between thousands"):
        read_amount(text)


@given(st.from_regex(r"-?[0-9]{1,17}(\.[0-9]{1,22})?", fullmatch=True))
def test_a_short_text_is_read_as_one_that_passes_every_check(text):
    """A sign or a wide digit in front has it pass the slower checks."""

    def read(asked):
        try:
            return read_number(asked).as_tuple()
        except NumberError as error:
            return error.message

    wide = text[:-1] + chr(ord(text[-1]) + 0xFEE0)
    assert read(text) == read(wide)


def repr_type(value):
    return type(value).__name__


@pytest.mark.parametrize(
    "value", [True, False, None, [], {}, b"5", 1j, float("nan"), float("inf"), 1e300, 10**5000], ids=repr_type
)
@pytest.mark.parametrize("read", READERS)
def test_values_of_other_types_and_sizes_are_refused(read, value):
    with pytest.raises(NumberError):
        read(value)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("200000", "", 20_000_000),
        ("200,000.50", "", 20_000_050),
        ("２００，０００．５０", "", 20_000_050),
        ("¥200,000", "", 20_000_000),
        ("￥ 20 万", "", 20_000_000),
        ("20万", "万元", 20_000_000),
        ("20", "万元", 20_000_000),
        ("200000元", "万元", 20_000_000),
        ("0.45亿元", "", 4_500_000_000),
        ("1.2E+05", "", 12_000_000),
        (0.1, "", 10),
        (Decimal("12.345"), "", 1234),
        ("100000亿", "", MOST_FEN),
    ],
)
def test_amounts_are_read_in_one_unit(text, unit, fen):
    assert read_amount(text, unit) == fen


@pytest.mark.parametrize(("text", "named"), [("20千元", "千元"), ("3百万", "百万"), ("5 USD", "usd")])
def test_an_unknown_unit_is_named(text, named):
    with pytest.raises(NumberError, match=f"'{named}' is no unit here"):
        read_amount(text)


def test_an_amount_no_budget_has_is_refused():
    with pytest.raises(NumberError, match="more than any budget"):
        read_amount("100001亿")


@pytest.mark.parametrize(("low", "high", "rule"), [(1, 5, "from 1 to 5"), (1, None, "from 1 up")])
@pytest.mark.parametrize("text", ["0", "-1", "2.5"])
def test_whole_numbers_keep_their_bounds(text, low, high, rule):
    with pytest.raises(NumberError, match=rule):
        read_whole(text, low, high)


def test_bounds_are_told():
    with pytest.raises(NumberError, match="must be more than 0"):
        read_real("0", above=0)
    with pytest.raises(NumberError, match="must be at most 3"):
        read_number("3.1", high=3)
    with pytest.raises(NumberError, match="must not be negative"):
        read_number("-3.1", low=0)


@given(st.integers(0, 10**13 * 100))
def test_amounts_written_with_thousands_are_read_back(fen):
    whole, rest = divmod(fen, 100)
    assert read_amount(f"{whole:,}.{rest:02d}") == fen


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_numbers_are_read_exactly(number):
    assert read_number(f"{number:,f}") == number
    assert read_fraction(str(number)) == Fraction(number)


@given(st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-3))
def test_floats_are_read_as_their_shortest_text(number):
    assert read_real(number) == number == read_real(repr(number))


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_fractions_are_read_back(top, bottom):
    exact = Fraction(top, bottom)
    assert read_fraction(str(exact)) == exact


@given(
    st.text(st.characters(codec="utf-8"), max_size=40) | st.from_regex(r"[-+0-9.,eE_%万亿元 ]{0,30}", fullmatch=True)
)
def test_any_text_is_read_or_refused(text):
    for read in READERS:
        try:
            value = read(text)
        except NumberError:
            continue
        assert abs(value) <= 10**80
        assert not any(letter in text for letter in "_%=/") or read is read_fraction


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("General", ""),
        ("#,##0.00", ""),
        ('0.0"万元"', "万元"),
        ('#,##0"元";[Red]-#,##0"元"', "元"),
        ('0!.0,"万"', ""),
        ('0\\.0,"万元"', ""),
        ('0!.00,,"亿"', ""),
        ("#,##0万元", "万元"),
        ('yyyy"年"', ""),
        ('_ ¥* #,##0.00_ ;_ ¥* "-"??_ ', ""),
    ],
)
def test_the_unit_of_a_number_format(code, unit):
    assert unit_shown(code) == unit


@pytest.mark.parametrize("code", ['0"千元"', '0.0,,"百万"', '0,"万元"', '0!.0,,"亿"'])
def test_a_number_format_that_shows_another_scale_is_refused(code):
    with pytest.raises(NumberError, match="is no unit here"):
        unit_shown(code)


def test_every_sentence_asks_for_the_same_facts_in_both_languages():
    for code, texts in sentences().items():
        asked = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.values()]
        assert asked[0] == asked[1], code
        alone = "".join(plain for plain, *_ in string.Formatter().parse(texts["en"]))
        assert texts["en"] != texts["zh"] or not any(map(str.isalpha, alone)), code


def test_a_message_survives_a_process_boundary():
    message = Message("number.unit", unit="千元", allowed="元")
    copy = pickle.loads(pickle.dumps(message))
    assert (copy, copy.said("zh")) == (message, message.said("zh"))


@given(st.text(max_size=300))
def test_foreign_text_is_shown_without_controls_and_short(text):
    told = shown(text)
    assert told.isprintable() or "\u3000" in told
    assert len(told) < 800


def test_every_sentence_is_said_in_both_languages():
    for code, texts in sentences().items():
        assert is_known(code)
        facts = {name: Told("x") for _, name, _, _ in string.Formatter().parse(texts["en"]) if name}
        if "count" in facts:
            facts["count"] = 2
        assert Message(code, **facts).said("zh") == texts["zh"].format(**facts), code
    assert not is_known("check.nothing")
    assert not is_known("nothing.at_all")


def test_the_largest_amount_is_read_back_as_it_was_written():
    assert read_whole(MOST_FEN, 0, MOST_FEN) == MOST_FEN
    with pytest.raises(NumberError):
        read_whole(MOST_FEN + 1, 0, MOST_FEN)
