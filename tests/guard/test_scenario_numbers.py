"""Numbers and texts of a scenario, its tables, an experiment and ``--set`` that once were misread or crashed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpss_sim.errors import InputError
from gpss_sim.files import DEEPEST, parse_toml, read_text, write_whole
from gpss_sim.metrics import METRICS
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.experiment_file import load_experiment
from tests.scenario_files import TINY, case, write

DISTRICTS = "id,residents\nnorth,{}\n"
STUDY = """\
[study]
scenario = "tiny.toml"
[design]
until = {{ wait = "{until}" }}
[outcomes]
primary = ["wait"]
"""


def faults(call) -> str:
    """What a call is refused with; empty when it is not."""
    try:
        call()
    except InputError as error:
        return str(error)
    return ""


def refusal(path: Path, *overrides: str) -> str:
    with pytest.raises(InputError) as caught:
        load_scenario(path, overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("6_0_0", "must be a whole number"),
        ('"200000,50"', "commas may stand only between thousands"),
        ('"1,5"', "commas may stand only between thousands"),
        ("1e999999999", "more than 15 digits"),
        ("1e30", "more than 15 digits"),
        ("9" * 5000, "more than 15 digits"),
        ("inf", "finite"),
        ("nan", "finite"),
        ("2.5", "must be a whole number"),
    ],
)
def test_residents_that_are_no_number(cell, said, tmp_path):
    table = TINY.replace('[[city.districts]]\nid = "north"\nresidents = 100_000', '[city]\ndistricts = "districts.csv"')
    write(tmp_path, case_toml=table, districts_csv=DISTRICTS.format(cell))
    told = refusal(tmp_path / "case.toml")
    assert said in told
    assert "row 2, column residents" in told
    assert len(told) < 1000


@pytest.mark.parametrize(("cell", "residents"), [('"120,000"', 120_000), ("１２００００", 120_000), ("1.2e5", 120_000)])
def test_residents_as_people_write_them(cell, residents, tmp_path):
    table = TINY.replace('[[city.districts]]\nid = "north"\nresidents = 100_000', '[city]\ndistricts = "districts.csv"')
    write(tmp_path, case_toml=table, districts_csv=DISTRICTS.format(cell))
    assert load_scenario(tmp_path / "case.toml").city.districts[0].residents == residents


@pytest.mark.parametrize(
    "value",
    ["1e300", "1e30", "-1e16", "1e-300", "1e999", "1" * 19, "0x" + "f" * 5000, "9" * 5000],
)
def test_numbers_of_a_scenario_have_a_bounded_size(value, tmp_path):
    assert "digits" in (told := refusal(case(tmp_path, f"[budget]\namount = {value}"))) or "finite" in told
    assert len(told) < 600
    told = refusal(write(tmp_path) / "tiny.toml", f"budget.amount={value}")
    assert told.startswith("--set: ")


def test_a_number_that_is_set_has_few_digits_and_a_sign_in_a_text_is_text(tmp_path):
    assert "has more than" in refusal(write(tmp_path) / "tiny.toml", "demand.load=0." + "1" * 400)
    assert load_scenario(write(tmp_path) / "tiny.toml", ['title="a # b"']).title == "a # b"


@pytest.mark.parametrize("value", ["0x10", "0o7", "0b1", "1 # x", "1#"])
def test_a_number_that_is_set_is_written_as_people_count(value, tmp_path):
    assert f"demand.load = {value}: must be a number" in refusal(write(tmp_path) / "tiny.toml", f"demand.load={value}")


def test_an_amount_is_no_truth_value(tmp_path):
    assert "must be a number" in refusal(case(tmp_path, "[budget]\namount = true"))


def test_a_threshold_may_be_infinite_but_not_overflow(tmp_path):
    load_scenario(write(tmp_path) / "tiny.toml")
    told = refusal(case(tmp_path, '[rules]\nthresholds = [{ upto = 1e999, method = "tender" }]'))
    assert "rules.thresholds[0].upto" in told


@pytest.mark.parametrize("until", ["inf", "nan", "inf%", "0", "-5%", "1,5", "5%%", "", "1e999", "101%", "1_0%"])
def test_until_is_a_positive_number(until, tmp_path):
    write(tmp_path, study_toml=STUDY.format(until=until))
    with pytest.raises(InputError, match=r"must be written like '5%' or '0\.2'"):
        load_experiment(tmp_path / "study.toml", METRICS)


@pytest.mark.parametrize("text", ["demand.load=1.2\nrandom.seed=5", "demand.load=\r1.2", "name=a\nb"])
def test_an_override_has_one_line(text, tmp_path):
    told = refusal(write(tmp_path) / "tiny.toml", text)
    assert "must stand on one line" in told
    assert "\n" not in told


@pytest.mark.parametrize("text", [".".join("a" * 20_000) + "=1", "demand.load=" + "[" * 20_000, "a" * 100_000])
def test_an_override_without_end_is_refused_in_a_short_sentence(text, tmp_path):
    told = refusal(write(tmp_path) / "tiny.toml", text)
    assert told.startswith("--set: ")
    assert len(told) < 800


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 50_000,
        "a = " + "{ b = " * 50_000,
        "a = " + "[" * (DEEPEST + 5) + "]" * (DEEPEST + 5),
        ".".join("a" * 50_000) + " = 1",
        "[" + ".".join("a" * 50_000) + "]",
    ],
    ids=["lists", "tables", "closed lists", "dotted key", "dotted header"],
)
def test_toml_without_end_is_refused(text):
    with pytest.raises(InputError, match=r"nested too deeply|is not TOML"):
        parse_toml(text, "x.toml")


def test_an_unclosed_quote_is_named():
    with pytest.raises(InputError, match=r"a quote is opened and not closed \(at line 2\)"):
        parse_toml('a = 1\nname = "North\nb = 2\n', "x.toml")


@given(st.text(alphabet="a=[]{}\"'.,1e9_-\n\\# ", max_size=200))
def test_any_toml_is_read_or_refused(text):
    assert len(faults(lambda: parse_toml(text, "x.toml"))) < 600


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: b"\xff\xfe" + text.encode("utf-16-le")))
def test_any_bytes_are_text_or_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    told = faults(lambda: read_text(tmp_path / "x"))
    assert not told or told.startswith(str(tmp_path / "x"))


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/proc/self/mem", "no\0name", "/", "/no/such/file"])
def test_what_is_no_file_is_named(path):
    with pytest.raises(InputError) as refused:
        read_text(Path(path))
    assert "\0" not in str(refused.value)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a device or a pipe"):
        read_text(tmp_path / "pipe")


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "a.json"
    write_whole(target, "old")

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space") as failed:
        write_whole(target, "new")
    assert failed.value.filename == str(target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert target.read_text() == "old"


@pytest.mark.parametrize("written", ["6_0_0", "1_00_000", "100_0000_0", "1_0e5", "1.0_5"])
def test_underscores_stand_between_thousands(written, tmp_path):
    write(tmp_path, case_toml=TINY.replace("residents = 100_000", f"residents = {written}", 1))
    told = refusal(tmp_path / "case.toml")
    assert "underscores" in told
    assert written in told
    assert "demand.load = 1_0: underscores" in refusal(write(tmp_path) / "tiny.toml", "demand.load=1_0")


def test_underscores_of_names_texts_and_wan_are_left_alone():
    text = "a_1_0 = 1_000\nb = '6_0_0' # 6_0_0\n[c.1_0]\nd = [10_0000, 1_000_000.5]\n"
    assert parse_toml(text, "x")["c"] == {"1_0": {"d": [100_000, 1_000_000.5]}}


def test_underscores_in_texts_of_many_lines_and_between_blank_lines_are_told_apart():
    assert parse_toml('a = """x \\""" 1_0"""\nb = 1_000\n', "x")["b"] == 1_000
    blank = "\n \t" * 300_000  # a quadratic pattern takes hours for this
    with pytest.raises(InputError, match=r"line 300002.*6_0_0"):
        parse_toml(f"a = 1\n{blank}b = 6_0_0\n", "x")


def test_a_value_of_several_types_is_refused_once_and_where_it_stands(tmp_path):
    overlay = '[rules]\noverlays = ["x"]\n[rules.overlay.x.set]\n"demand.load" = { a = 1 }\n'
    told = refusal(case(tmp_path, overlay))
    assert told.count("is not what may stand here") == 1
    assert "tuple" not in told
    assert "case.toml" in next(line for line in told.splitlines() if "rules.overlay.x.why" in line)
