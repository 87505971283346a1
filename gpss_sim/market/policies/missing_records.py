"""Missing-record rules: what stands for the credit record of an agency that was never assessed (facts G18)."""

from __future__ import annotations

from typing import Protocol

from gpss_sim.registry import Registry


class MissingRecord(Protocol):
    """A missing-record rule."""

    def stands(self, mean: float, pass_line: float, promise: float) -> float:
        """What stands for the record [points].

        Parameters
        ----------
        mean : float [points]
            Last year's mean score.
        pass_line : float [points]
            Score at which a contract passes.
        promise : float [points]
            Quality that the agency's written offer shows.
        """


MISSING_RECORDS: Registry[type[MissingRecord]] = Registry("missing-record rule")


@MISSING_RECORDS.register("mean")
class Mean:
    """Last year's mean score."""

    def stands(self, mean: float, pass_line: float, promise: float) -> float:
        """The mean."""
        return mean


@MISSING_RECORDS.register("pass_line")
class PassLine:
    """The pass line."""

    def stands(self, mean: float, pass_line: float, promise: float) -> float:
        """The line."""
        return pass_line


@MISSING_RECORDS.register("promise")
class Promise:
    """The written offer alone counts: the weights of the other criteria are scaled up."""

    def stands(self, mean: float, pass_line: float, promise: float) -> float:
        """The offer's own quality."""
        return promise


@MISSING_RECORDS.register("nothing")
class Nothing:
    """No points without a record."""

    def stands(self, mean: float, pass_line: float, promise: float) -> float:
        """Zero."""
        return 0.0
