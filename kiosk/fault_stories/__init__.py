"""Fault stories: what goes wrong at which moment of a visit, what the citizen sees, what must be true at the end."""
