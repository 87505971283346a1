"""The rows, one theory a file: scenario, settings, indicator, exact value, replications."""
