"""The model against stylised facts: what is simulated, what must hold, what is found."""
