"""Functions whose indices are known in closed form."""

from __future__ import annotations

import numpy as np

ISHIGAMI_FIRST = (0.31390519, 0.44241114, 0.0)
ISHIGAMI_TOTAL = (0.55758886, 0.44241114, 0.24368366)


def ishigami(shares: np.ndarray) -> np.ndarray:
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, x uniform on (−π, π); Ishigami and Homma (1990)."""
    x = (2 * shares - 1) * np.pi
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


A, ALPHA, DELTA = np.array([0.0, 0.1, 0.2, 0.8, 3.0, 9.0]), np.full(6, 0.8), np.linspace(0.1, 0.9, 6)


def g_star(shares: np.ndarray) -> np.ndarray:
    """Product of ((1 + α)|2(x + δ − ⌊x + δ⌋) − 1|^α + a) / (1 + a); Saltelli et al. (2010)."""
    moved = shares + DELTA
    waves = np.abs(2 * (moved - np.floor(moved)) - 1) ** ALPHA
    return (((1 + ALPHA) * waves + A) / (1 + A)).prod(axis=-1)


def g_star_indices() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices of g*: V_i = α²/((1 + 2α)(1 + a)²)."""
    alone = ALPHA**2 / ((1 + 2 * ALPHA) * (1 + A) ** 2)
    variance = (1 + alone).prod() - 1
    return alone / variance, alone * (1 + alone).prod() / (1 + alone) / variance
