"""Every plot: the same bytes twice, no glyph missing, no text on another, numbers that add up."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from gpss_sim.i18n import LANGUAGES, Language
from gpss_sim.report.board import Board
from gpss_sim.report.plots import PLOTS
from gpss_sim.report.plots.ladder import headline, ladder_of
from gpss_sim.report.plots.lines import MOST, panels
from gpss_sim.report.plots.money import NEEDED, uses
from gpss_sim.report.style import drawing, picture, save, settle
from gpss_sim.report.words import Words
from gpss_sim.study.compare import Estimate
from tests.layers import ROOT
from tests.report.boards import HEAD, LADDER, OUTCOMES, board_of

LADDERS = ("ladder", "ladder_secondary")
CASES = [(name, language) for name in PLOTS for language in LANGUAGES]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def drawn(
    request: pytest.FixtureRequest, board: Board, ladder: Board, sampled: Board, worlds: Board
) -> Iterator[tuple[str, Language, Figure]]:
    """A figure, within the style, with every warning an error."""
    name, language = request.param
    with drawing(), warnings.catch_warnings():
        warnings.simplefilter("error")
        own = dict.fromkeys(LADDERS, ladder) | {"influences": sampled, "effects": worlds}
        chosen = own.get(name, board)
        figure = PLOTS[name](chosen, Words(language))
        assert figure is not None
        yield name, language, settle(figure)


def shown_texts(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[Text]:
    """Every text that is really drawn: no ticks out of range, nothing hidden."""
    found: list[Text] = []
    draw = Text.draw

    def record(text: Text, *args: object, **kwargs: object) -> None:
        if text.get_visible() and text.get_text().strip():
            found.append(text)
        draw(text, *args, **kwargs)

    monkeypatch.setattr(Text, "draw", record)
    FigureCanvasAgg(figure).draw()
    return list(dict.fromkeys(found))


def test_no_text_is_cut_off_or_lies_on_another(
    drawn: tuple[str, Language, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, figure = drawn
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown_texts(figure, monkeypatch)]
    assert len(boxes) >= 20
    page = figure.bbox
    cut = [text for text, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1]
    assert not cut
    on_another = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 3
    ]
    assert not on_another


def test_texts_on_each_other_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    with drawing():
        figure = Figure(figsize=(3, 2))
        figure.text(0.2, 0.5, "one")
        figure.text(0.22, 0.5, "other")
        one, other = (text.get_window_extent() for text in shown_texts(figure, monkeypatch))
    assert min(one.x1, other.x1) - max(one.x0, other.x0) > 1


def test_nothing_of_the_day_or_the_machine_is_in_a_file(drawn: tuple[str, Language, Figure]) -> None:
    *_, figure = drawn
    svg = picture(figure, "svg")
    assert svg == picture(figure, "svg")
    assert b"<dc:date>" not in svg
    assert b"matplotlib" not in svg.lower().split(b"<defs>")[0]
    assert b"Software" not in picture(figure, "png")[:200]


DIGESTS = """
import sys
from pathlib import Path
from tests.report.boards import board_of
from tests.report.test_plots import digests
print(*digests(board_of(Path(sys.argv[1])), Path(sys.argv[1])), sep="\\n")
"""


def digests(board: Board, folder: Path) -> list[str]:
    """Digest of some files of plots."""
    found = []
    for name in ("outcomes", "waiting"):
        with drawing():
            figure = PLOTS[name](board, Words("zh"))
            assert figure is not None
            found += [sha256(content).hexdigest() for content in save(figure, folder, name).values()]
    return found


@pytest.mark.slow
def test_the_same_bytes_in_another_process(board: Board, tmp_path: Path) -> None:
    path = {**os.environ, "PYTHONHASHSEED": "12", "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", DIGESTS, str(tmp_path)]
    done = subprocess.run(call, env=path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == digests(board, tmp_path)


def test_a_change_of_the_numbers_changes_the_picture(board: Board, tmp_path: Path) -> None:
    other = board_of(tmp_path, value=lambda point, *_: float(len(point)))
    with drawing():
        figures = [PLOTS["outcomes"](each, Words("en")) for each in (board, other)]
        assert len({sha256(picture(figure, "png")).digest() for figure in figures if figure}) == 2


def words_of(figure: Figure) -> tuple[str, str]:
    """Titles and notes of a figure, each in one line."""
    parts = [figure, *figure.subfigs]
    titles, notes = ([getattr(part, f"get_{kind}")() for part in parts] for kind in ("suptitle", "supxlabel"))
    return " ".join(" ".join(titles).split()), " ".join(" ".join(notes).split())


def test_every_plot_shows_every_world_and_names_it(tmp_path: Path) -> None:
    worlds = LADDER.replace("[design]", '[uncertainties]\n"demand.load" = [0.5, 1.5]\n[design]')
    board = board_of(tmp_path, worlds)
    with drawing():
        figures = {name: PLOTS[name](board, Words("en")) for name in PLOTS if name != "influences"}
    for name, figure in figures.items():
        assert figure is not None, name
        if name == "effects":
            continue
        for part, world in zip(figure.subfigs, board.worlds, strict=True):
            title, _ = words_of(part)
            assert f"where {world}" in title, name


def test_the_note_names_assumed_differences_that_are_on(tmp_path: Path) -> None:
    on = HEAD + '[study.set]\n"rules.overlays" = ["errands_for_favour"]\n'
    board = board_of(tmp_path, f'{on}[levers]\n"rules.form" = ["post", "project"]\n{OUTCOMES}')
    with drawing():
        for name in ("outcomes", "money", "market", "waiting"):
            figure = PLOTS[name](board, Words("en"))
            assert figure is not None
            assert words_of(figure)[1].endswith("Rules + assumed differences: errands_for_favour."), name


def test_one_design_point_has_no_panel_of_differences(board: Board, tmp_path: Path) -> None:
    alone = board_of(tmp_path, f'{HEAD}[levers]\n"rules.mode" = ["formal"]\n{OUTCOMES}')
    with drawing():
        axes = [len(figure.axes) for each in (board, alone) if (figure := PLOTS["outcomes"](each, Words("en")))]
        money = PLOTS["money"](alone, Words("en"))
    assert axes == [2, 1]
    assert money is not None
    assert "wages take 700 thousand" in words_of(money)[0]


def test_a_study_that_did_not_measure_it_has_no_plot(tmp_path: Path) -> None:
    text = f'{HEAD}[levers]\n"rules.form" = ["post", "project"]\n' + OUTCOMES.replace('also = "all"', "").replace(
        '"wait_urgent", "quality", "lost_share"', '"quality"'
    )
    small = board_of(tmp_path, text)
    with drawing():
        found = {name for name in PLOTS if PLOTS[name](small, Words("en")) is not None}
    assert found == {"outcomes", "secondary"}


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=len(NEEDED) - 2, max_size=len(NEEDED) - 2), st.integers(1, 10**9)
)
def test_uses_sum_to_what_was_granted(board: Board, flows: list[int], granted: int) -> None:
    """Whatever flowed, the parts of a million are a million, as long as the ledger closes."""
    names = [name for name in NEEDED if name not in ("granted", "paid")]
    value = dict(zip(names, map(float, flows), strict=True))
    value["granted"] = float(granted)
    held = value["held_after"] - value["held_before"]
    value["paid"] = granted - value["procurement_cost"] - value["lapsed"] - held
    found = uses(_Ledger(value), "any")  # type: ignore[arg-type]
    assert found is not None
    size = sum(map(abs, found.values())) + 1000
    assert sum(found.values()) == pytest.approx(1000, abs=1e-9 * size)


class _Ledger:
    def __init__(self, value: dict[str, float]) -> None:
        self._value = value

    def estimate(self, _point: str, metric: str) -> Estimate:
        return Estimate(self._value[metric], 0.0, 0.0, 1)


def test_modes_keep_their_colour_in_every_panel(board: Board) -> None:
    columns = panels(board, Words("en"), "wait_urgent").columns
    assert list(columns) == ["post", "project"]
    looks = [{label: (colour, marker) for label, _, colour, marker in entries} for entries in columns.values()]
    assert looks[0] == looks[1]
    assert len({look for look in looks[0].values()}) == 4


def test_more_points_than_colours_stay_in_the_background(tmp_path: Path) -> None:
    modes = '"rules.mode" = ["direct", "formal", "non_competitive", "competitive"]'
    text = f'{HEAD}[levers]\n{modes}\n"rules.form" = ["post", "project"]\n"market.learning" = [0.2, 0.3]\n{OUTCOMES}'
    board = board_of(tmp_path, text)
    assert len(board.points) > MOST
    entries = panels(board, Words("en"), "wait_urgent").columns[""]
    named = [point for label, point, *_ in entries if label]
    means = {point.name: board.estimate(point.name, "wait_urgent").mean for point in board.points}
    assert set(named) == {board.origin.name, max(means, key=means.__getitem__), min(means, key=means.__getitem__)}


def test_a_ladder_is_recognised_by_its_rungs(board: Board, ladder: Board) -> None:
    assert ladder_of(board) is None
    found = ladder_of(ladder)
    assert found is not None
    assert (found.start, found.full, found.rules) == ("formal", "competitive", ("seller", "price"))


def test_the_rule_that_moves_most_is_named_as_its_point_is_titled(tmp_path: Path) -> None:
    gains = {"formal + seller": 4.0, "formal + price": -1.0, "competitive": 5.0}
    board = board_of(tmp_path, LADDER, lambda point, _m, _y, replication: 50 + replication + gains.get(point, 0.0))
    found = ladder_of(board)
    assert found is not None
    told = headline(board, Words("en"), found, "quality")
    assert told.startswith(
        "Alone, 'every eligible agency may sell' moves quality of delivered service most: +4.00 points"
    )
    assert told.endswith("all rules together +5.00  [+5.00, +5.00]")
    assert "所有合格机构均可承接" in headline(board, Words("zh"), found, "quality")


CONDITIONAL = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
"rules.modes.competitive.raters" = [1, 3]
[design.when."rules.modes.competitive.raters"]
"rules.mode" = ["competitive"]
{OUTCOMES}
"""
ZIPPED = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
"rules.form" = ["post", "project"]
[design]
zip = [["rules.mode", "rules.form"]]
{OUTCOMES}
"""


@pytest.mark.parametrize("study", [CONDITIONAL, ZIPPED], ids=["conditional", "zipped"])
def test_points_of_two_levers_that_are_not_crossed_are_lines_by_name(study: str, tmp_path: Path) -> None:
    board = board_of(tmp_path, study)
    found = panels(board, Words("en"), "wait_urgent")
    assert list(found.columns) == [""]
    assert len(found.columns[""]) == len(board.points)
