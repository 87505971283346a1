"""Many decisions together: other budgets, other numbers, other policies, and rules in conflict."""
