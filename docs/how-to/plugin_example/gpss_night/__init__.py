"""An indicator, a family of rules and a scenario with a procurement method, for gpss-sim."""
