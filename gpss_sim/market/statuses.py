"""What can become of a recipient, as the small numbers kept in the column of states."""

EXPECTED, WAITING, SERVED, PAUSED, COMPLETED, GAVE_UP, INTERRUPTED = range(7)
