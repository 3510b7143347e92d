"""What the terminal must not forget: the outbox, the print journal and the audit chain, in one sealed SQLite file."""
