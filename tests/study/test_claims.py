"""Claims whose verdict is known by construction, the files that ship, and the page from what was kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS as MARKET
from gpss_sim.report.claims_page import DATA, PAGES, draw, markdown, write_pages
from gpss_sim.study.claims import kept
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.claims.claim import Claim
from gpss_sim.study.claims.claim_files import choose, load_claim, load_claims, shipped_claims
from gpss_sim.study.claims.play import Atlas
from gpss_sim.study.claims.settings import SettingKind
from gpss_sim.study.claims.verdict import Carried, ClaimVerdict, carried, overall, turns, weigh
from tests.layers import ROOT
from tests.study.fake import METRICS, MODEL

# In the fake model competition gains 5 more where load ≥ 1 and 5 less below; direct and formal are alike.
CLAIM = """
id = "M05"
says = "Competition gains."
says_zh = "竞争有益。"
source = "nobody"
basis = "S"
outcome = "gain"
sign = "+"
[where]
scenario = "baseline"
[without]
en = "formal"
zh = "形式性"
set = { "rules.mode" = "formal" }
[with]
en = "competitive"
zh = "竞争性"
set = { "rules.mode" = "competitive" }
"""
TURN = """
[turn]
path = "demand.load"
values = [0.8, 0.9, 1.2]
en = "load"
zh = "需求"
"""
OFF = """
[[off]]
en = "demand is slack"
zh = "需求不足"
set = { "demand.load" = 0.5 }
[[off]]
en = "other terms"
zh = "其他期限"
set = { "rules.term" = 1 }
"""


def write(folder: Path, text: str = CLAIM, name: str = "M05") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def played(folder: Path, text: str, replications: int = 6, *, base: bool = False) -> kept.KeptClaim:
    path = write(folder, text)
    claim = load_claim(path, METRICS)
    atlas = Atlas([(claim, path)], seed=3)
    with Cache(folder / "runs.jsonl") as cache:
        for _ in atlas.play(MODEL, cache, replications, 0, base=base):
            kept.write(folder / "data", claim, atlas.values(claim, cache, replications), 3, "code")
    found = kept.read(folder / "data", claim)
    assert found is not None
    return found


def test_a_planted_claim_is_supported_and_its_opposite_reversed(tmp_path: Path) -> None:
    found = played(tmp_path, CLAIM)
    assert found.verdict is ClaimVerdict.SUPPORTED
    assert found.cells[0][1].difference.estimate.mean == pytest.approx(5, abs=1)
    assert played(tmp_path, CLAIM.replace('sign = "+"', 'sign = "-"')).verdict is ClaimVerdict.REVERSED


def test_it_depends_on_the_load_and_turns_where_it_was_planted(tmp_path: Path) -> None:
    found = played(tmp_path, CLAIM + TURN)
    assert found.verdict is ClaimVerdict.DEPENDS
    verdicts = {setting.value: cell.verdict for setting, cell in found.cells if setting.kind is SettingKind.TURN}
    assert verdicts == {0.8: ClaimVerdict.REVERSED, 0.9: ClaimVerdict.REVERSED, 1.2: ClaimVerdict.SUPPORTED}
    assert len(found.turns) == 1
    assert 0.9 < found.turns[0] < 1.2


def test_what_carries_it_is_found_by_switching_it_off(tmp_path: Path) -> None:
    found = played(tmp_path, CLAIM + OFF)
    assert found.verdict is ClaimVerdict.SUPPORTED, "what is switched off is no other world"
    assert [answer for _, answer in found.carried] == [Carried.BY_IT, Carried.NOT_BY_IT]


def test_no_effect_is_told_from_one_too_small_to_see() -> None:
    same = [10.0, 12.0, 11.0, 13.0]
    assert weigh(same, same, "+", 0.01, 1).verdict is ClaimVerdict.NONE
    assert weigh(same, [value + 0.05 for value in same], "+", 0.01, 1).verdict is ClaimVerdict.NONE
    assert weigh(same, [9.0, 13.0, 10.0, 14.0], "+", 0.01, 1).verdict is ClaimVerdict.OPEN
    assert weigh([1.0], [2.0], "+", 0.01, 1).verdict is ClaimVerdict.OPEN
    assert weigh([float("nan")] * 3, same[:3], "+", 0.01, 1).verdict is ClaimVerdict.OPEN


def test_an_interval_is_wider_the_more_settings_are_to_hold_together() -> None:
    one, many = (weigh([1.0, 2.0, 4.0], [2.0, 4.0, 5.0], "+", 0, n).difference.estimate.half_width for n in (1, 5))
    assert many > one


def test_worlds_and_switches_together() -> None:
    yes, no, none, unknown = ClaimVerdict.SUPPORTED, ClaimVerdict.REVERSED, ClaimVerdict.NONE, ClaimVerdict.OPEN
    assert [overall(yes, [yes, unknown]), overall(yes, [no]), overall(unknown, [yes]), overall(unknown, [yes, no])] == [
        yes,
        ClaimVerdict.DEPENDS,
        unknown,
        ClaimVerdict.DEPENDS,
    ]
    assert [carried(yes, yes), carried(yes, none), carried(yes, no), carried(yes, unknown), carried(unknown, no)] == [
        Carried.NOT_BY_IT,
        Carried.BY_IT,
        Carried.BY_IT,
        Carried.OPEN,
        Carried.OPEN,
    ]
    assert turns([1, 2, 3], [1.0, 2.0, 3.0]) == []


def test_a_run_is_played_once_and_survives_a_line_cut_short(tmp_path: Path) -> None:
    played(tmp_path, CLAIM, 3)
    runs = tmp_path / "runs.jsonl"
    whole = runs.read_text("utf-8").splitlines()
    assert len(whole) == 6
    runs.write_text("\n".join(whole[:4]) + "\n" + whole[4][:20], "utf-8")
    again = played(tmp_path, CLAIM, 3)
    assert again.cells == played(tmp_path, CLAIM, 3).cells
    assert len([line for line in runs.read_text("utf-8").splitlines() if line in whole]) == 6


def test_the_city_itself_may_be_played_alone(tmp_path: Path) -> None:
    found = played(tmp_path, CLAIM + TURN + OFF, 3, base=True)
    assert [setting.name for setting, _ in found.cells] == ["base"]
    assert [setting.name for setting in found.missing] == ["turn 0.8", "turn 0.9", "turn 1.2", "off 1", "off 2"]
    assert "turn 0.8" in [setting.name for setting, _ in played(tmp_path, CLAIM + TURN, 3).cells]


def test_a_failed_run_costs_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is judged by the others; the failed one is told with its traceback, and played by the next call."""
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 1")
    path = write(tmp_path)
    claim = load_claim(path, METRICS)
    atlas = Atlas([(claim, path)], seed=3)
    with Cache(tmp_path / "runs.jsonl") as cache:
        assert list(atlas.play(MODEL, cache, 6, 0)) == [claim, claim]
        (values,) = atlas.values(claim, cache, 6)
    kept.write(tmp_path / "data", claim, [values], 3, "code")
    found = kept.read(tmp_path / "data", claim)
    assert found is not None
    assert found.verdict is ClaimVerdict.SUPPORTED
    assert found.cells[0][1].difference.estimate.n == 5
    (failed,) = atlas.failed
    assert failed[:4] == ("M05", "base", "without", 1)
    assert "trouble in formal 1" in failed.error
    kept.write_failures(tmp_path / "failures.csv", atlas.failed, 3)
    (row,) = csv.DictReader((tmp_path / "failures.csv").read_text("utf-8-sig").splitlines())
    assert row["error"].endswith("trouble in formal 1")
    monkeypatch.delenv("FAKE_TROUBLE")
    whole = played(tmp_path, CLAIM)
    assert whole.cells[0][1].difference.estimate.n == 6
    kept.write_failures(tmp_path / "failures.csv", [], 3)
    assert not (tmp_path / "failures.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"gain"', '"gian"', "did you mean 'gain'?"),
        ('sign = "+"', 'sign = "up"', "sign"),
        ('sign = "+"', "", "sign: is missing"),
        ('id = "M05"', 'id = "5"', "M and two digits"),
        ('id = "M05"', 'id = "M06"', "M05.toml"),
        ('basis = "S"', 'basis = "Z"', "basis"),
        ('"rules.mode" = "competitive"', '"rules.mode" = "formal"', "the same on both sides"),
        ('[with]\nen = "competitive"', "[with]", "with.en"),
        ("[where]", '[silent]\nen = "x"\nzh = "x"\n[where]', "must not stand beside"),
        ("[where]", "wher = 1\n[where]", "is no key of a claim"),
        ('zh = "竞争性"', 'zh = "竞争性"\nsett = {}', "is no key of [with]"),
        (
            "[where]",
            '[[worlds]]\nen = "x"\nzh = "x"\nset = { "rules.mode" = "direct" }\n[where]',
            "is set by a side of the contrast",
        ),
        ("[where]", TURN.replace("[0.8, 0.9, 1.2]", "[1.0, 0.5]") + "[where]", "rising order"),
        ("says = ", "said = ", "says: is missing"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CLAIM
    with pytest.raises(InputError) as caught:
        load_claim(write(tmp_path, CLAIM.replace(old, new, 1)), METRICS)
    assert said in str(caught.value)
    assert "M05.toml" in str(caught.value)
    assert all(fault.sentence.said("zh") for fault in caught.value.faults)


def test_a_value_that_the_scenario_refuses_names_the_file_and_the_side(tmp_path: Path) -> None:
    path = write(tmp_path, CLAIM.replace('"rules.mode" = "formal"', '"rules.term" = 0'))
    with pytest.raises(InputError, match=r"M05\.toml: base, without: rules\.term"):
        Atlas([(load_claim(path, METRICS), path)])


def test_claims_are_chosen_by_number_or_path(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert [each.stem for each in choose(["m05", str(path)])] == ["M05", "M05"]
    with pytest.raises(InputError, match="is no claim"):
        choose(["M00", "Q1"])
    with pytest.raises(InputError, match="another claim too"):
        load_claims([path, path], METRICS)


def shipped() -> list[Claim]:
    return load_claims(shipped_claims(), MARKET)


def test_every_claim_of_the_digest_has_a_file_that_loads() -> None:
    claims = shipped()
    assert [claim.id for claim in claims] == [f"M{number:02}" for number in range(1, 99)]
    assert sum(claim.silent is None for claim in claims) >= 70
    assert all(claim.off or claim.worlds or claim.turn or claim.silent or claim.note for claim in claims[:5])


@pytest.mark.parametrize("name", ["M05", "M06", "M42", "M58", "M64", "M98"])
def test_claims_that_ship_make_cities(name: str) -> None:
    (path,) = choose([name])
    claim = load_claim(path, MARKET)
    atlas = Atlas([(claim, path)])
    assert len(atlas.scenarios) >= 2
    assert len(atlas.tasks(2)) == 2 * len(atlas.scenarios)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_that_of_the_kept_tables(language: str) -> None:
    claims = shipped()
    found = {claim.id: kept.read(ROOT / "docs" / DATA, claim) for claim in claims}
    told = [each for each in found.values() if each is not None]
    assert len(told) >= 70
    page = markdown(claims, found, MARKET, language)  # type: ignore[arg-type]
    assert (ROOT / "docs" / PAGES[language]).read_text("utf-8") == page  # type: ignore[index]
    assert all((ROOT / "docs" / "images" / "claims" / f"{each.claim.id}.png").is_file() for each in told)


def test_pages_plots_and_tables_of_a_planted_claim(tmp_path: Path) -> None:
    found = played(tmp_path, CLAIM + TURN + OFF)
    pages = write_pages([found.claim], tmp_path / "data", tmp_path / "out", METRICS)
    english, chinese = (page.read_text("utf-8") for page in pages)
    assert "| [M05](#m05) | Competition gains. | **depends** |" in english
    assert "Carried by: with “demand is slack” the verdict is reversed." in english
    assert "Not carried by: with “other terms” the verdict stays." in english
    assert "changes its sign at `demand.load` = 1" in english
    assert "**视情况**" in chinese
    assert "不由其承载：“其他期限”" in chinese
    assert (tmp_path / "out" / "images" / "claims" / "M05.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "out" / "data" / "claims" / "M05.csv").read_bytes() == (
        tmp_path / "data" / "M05.csv"
    ).read_bytes()


def test_a_plot_shows_every_setting(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    found, figure = played(tmp_path, CLAIM + TURN), Figure()
    draw(figure, found, "points")
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == list("abcd")
