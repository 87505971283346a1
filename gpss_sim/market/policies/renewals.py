"""Renewal rules: what a score leads to, each year and at the end of a term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gpss_sim.registry import Registry


@dataclass(frozen=True, slots=True)
class Standing:
    """What the buyer knows of a contract when it decides on its future.

    Parameters
    ----------
    record : float [points]
        Quality believed of the incumbent, the latest score included.
    alternative : float or None [points]
        Best quality believed of an agency that could take over; None if there is none.
    passed : bool
        Whether the latest score reached the pass line.
    switching_cost : float [points]
        What a change must gain at least.
    """

    record: float
    alternative: float | None
    passed: bool
    switching_cost: float

    @property
    def beaten(self) -> bool:
        """Whether the best alternative is believed better by more than the switching cost (equation 11.3)."""
        return self.alternative is not None and self.alternative - self.record > self.switching_cost


class Renewal(Protocol):
    """A renewal rule."""

    reopens: bool
    """A new procurement is held at the end of a term."""

    def continues(self, standing: Standing) -> bool:
        """Whether the contract goes on into its next year within the term."""

    def lost_below(self, switch_line: float | None, pass_line: float) -> float | None:
        """Score below which the next year within a term is lost [points], or None if no score costs it.

        Parameters
        ----------
        switch_line : float or None [points]
            Score below which the buyer would rather have somebody else; None if there is nobody.
        pass_line : float [points]
        """


RENEWALS: Registry[type[Renewal]] = Registry("renewal rule")


@RENEWALS.register("certain")
class Certain:
    """The contract goes on whatever the score; no new procurement at the end of a term."""

    reopens = False

    def continues(self, standing: Standing) -> bool:
        """Always."""
        return True

    def lost_below(self, switch_line: float | None, pass_line: float) -> float | None:
        """No score costs it."""
        return None


@RENEWALS.register("best_alternative")
class BestAlternative:
    """A failed contract ends if a better agency is within reach; at the end of a term the project is let anew."""

    reopens = True

    def continues(self, standing: Standing) -> bool:
        """Unless it failed and the alternative beats the incumbent by more than the switching cost."""
        return standing.passed or not standing.beaten

    def lost_below(self, switch_line: float | None, pass_line: float) -> float | None:
        """The switching line, no higher than the pass line."""
        return None if switch_line is None else min(switch_line, pass_line)


@RENEWALS.register("if_passed")
class IfPassed:
    """The contract goes on if the year's score passed, whatever the alternative (facts R69); let anew after a term."""

    reopens = True

    def continues(self, standing: Standing) -> bool:
        """Whether it passed."""
        return standing.passed

    def lost_below(self, switch_line: float | None, pass_line: float) -> float | None:
        """The pass line."""
        return pass_line
