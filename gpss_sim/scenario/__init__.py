"""Scenario files: schema, loading, validation, comparison."""
