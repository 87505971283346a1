"""T11: the gambler's ruin, in the end and within a number of rounds."""

from __future__ import annotations


def ever(up: float, start: int) -> float:
    """Chance to be ruined in the end, from `start` steps above, if each round goes up a step with chance `up`.

    >>> round(ever(0.55, 10), 6)
    0.134431
    """
    return min((1 - up) / up, 1.0) ** start


def within(up: float, start: int, rounds: int) -> float:
    """Chance to be ruined within a number of rounds, state by state.

    >>> within(0.7, 1, 1), round(within(0.7, 1, 3), 6)
    (0.30000000000000004, 0.363)
    >>> abs(within(0.7, 3, 300) - ever(0.7, 3)) < 1e-9
    True
    """
    chances = [0.0] * (start + rounds + 2)
    chances[start] = 1.0
    for _ in range(rounds):
        after = [chances[0], *([0.0] * (len(chances) - 1))]
        for state in range(1, len(chances) - 1):
            after[state + 1] += up * chances[state]
            after[state - 1] += (1 - up) * chances[state]
        chances = after
    return chances[0]
