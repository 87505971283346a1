"""What can become of a recipient, as the small numbers kept in the column of states."""

EXPECTED, WAITING, SERVED, PAUSED, COMPLETED, GAVE_UP, INTERRUPTED = range(7)

STATES = ("expected", "waiting", "served", "paused", "completed", "gave up", "interrupted")
"""The same in words, at the place of its number."""
