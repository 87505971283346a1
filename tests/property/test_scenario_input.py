"""Whatever somebody writes in a scenario ends in a scenario or in faults, never in another error."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpss_sim.errors import Fault, InputError
from gpss_sim.scenario.catalogue import paths
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.tables import TABLES, read_table
from tests.scenario_files import write

PLAIN = ["", "x", "3", "-1", "1.5", "nan", "inf", "true", "1979-05-27", "10:00:00"]
NESTED = ["[]", "[1]", "['x']", "[[1]]", "[{}]", "[{id = 1}]", "[{id = 'a', district = []}]"]
KEYED = ["{}", "{a = 1}", "{a = {}}", "{a = []}", "{set = 3}", "{a = {set = {b = 1}}}", "{busy = {set = {'a.' = 1}}}"]
TABLES_AND_FIELDS = sorted({path.rpartition(".")[0] for path in paths()} - {""}) + paths()
PLACES = [path.replace("<name>", "open").replace("[]", "") for path in TABLES_AND_FIELDS]


def faults_of(path: Path, overrides: list[str]) -> tuple[Fault, ...]:
    try:
        load_scenario(path, overrides)
    except InputError as error:
        return error.faults
    return ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLAIN + NESTED + KEYED)), max_size=4))
def test_any_value_anywhere(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    tiny = write(tmp_path) / "tiny.toml"
    faults = faults_of(tiny, [f"{path}={value}" for path, value in changes])
    assert all(fault.file and fault.place and fault.rule for fault in faults)
    assert changes or not faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.one_of(st.text(alphabet="id,\n\"'x=1[]{}.#\r\t", max_size=40), st.binary(max_size=20)))
def test_any_file(tmp_path: Path, content: str | bytes) -> None:
    write(tmp_path, x_toml=content, y_csv=content)
    assert faults_of(tmp_path / "x.toml", [])
    for record in TABLES.values():
        try:
            read_table(tmp_path / "y.csv", record)
        except InputError as error:
            found = error.faults
        else:
            found = ()
        assert all(fault.rule for fault in found)
