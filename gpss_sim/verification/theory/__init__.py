"""Closed forms, one theory a file: pure functions that know nothing of the model."""
