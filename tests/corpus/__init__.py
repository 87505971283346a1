"""A corpus of malformed and odd inputs by kind, each with what is right about it; ``python -m tests.corpus`` tries it."""
