"""Idempotency keys (draft-ietf-httpapi-idempotency-key-header): what came under one, and whether it is the same."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Row

from kiosk.gateway.errors import KeyReused


class Posted(Struct, frozen=True):
    """One arrival: the key, a hash of the body's meaning, the calling terminal."""

    key: str
    body_hash: str
    terminal: str

    def require_same(self, kept: Row[*tuple[Any, ...]]) -> None:
        """KeyReused unless the kept row came from this terminal with this body."""
        if (kept.body_hash, kept.terminal) != (self.body_hash, self.terminal):
            raise KeyReused("another body came under this key")
