"""The searches for the best list, under each policy."""
