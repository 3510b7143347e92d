"""What the gateway asks of each department's system, and a simulator of each."""
