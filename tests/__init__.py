"""The tests of the project; helpers are imported as ``tests.…``."""
