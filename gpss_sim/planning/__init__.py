"""From a budget decision to what it will deliver: a city made from the list, and the chosen plan simulated in it."""
