"""The gateway: receives terminals, checks persons, keeps cases and papers, asks the departments."""
