"""Boards shared by the tests of the report: read once."""

from __future__ import annotations

import pytest

from gpss_sim.report.board import Board
from tests.report.boards import LADDER, SAMPLED, WORLDS, board_of, stepped, turning


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Four modes by two forms."""
    return board_of(tmp_path_factory.mktemp("modes"))


@pytest.fixture(scope="session")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Two rules, one at a time."""
    return board_of(tmp_path_factory.mktemp("ladder"), LADDER)


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Three modes in five worlds; competitive purchase turns at a load of 0.93."""
    return board_of(tmp_path_factory.mktemp("worlds"), WORLDS, turning)


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Two modes in 24 rows of two factors."""
    return board_of(tmp_path_factory.mktemp("sampled"), SAMPLED, stepped)
