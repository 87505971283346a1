"""The searches for the best plan, under each policy."""
