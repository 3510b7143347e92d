"""Social security cards over PC/SC, an optional extra: whether a card lies in the reader, and its answer to reset."""
