"""The terminal's side of the gateway: pure wire forms, the issuing dialogue, and the client that carries them."""
