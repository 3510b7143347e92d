"""The self-service terminal for public services: terminal, gateway and the pure core between them."""

__version__ = "0.1.0"
