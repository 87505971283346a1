"""A budget decision as data: money, rules, and what cannot be right about them."""
