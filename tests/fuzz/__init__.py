"""Malformed and odd files of every type we read, by the commands that read them: ``python -m tests.fuzz``."""
