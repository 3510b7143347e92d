"""Which terminal is calling: one door, today by bearer token, later by client certificate."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path

from fastapi import Request
from msgspec import Struct
from sqlalchemy import Engine, func, insert, select

from kiosk.gateway.db import terminals, tokens
from kiosk.gateway.errors import GatewayError, TerminalUnknown
from kiosk.gateway.times import instant

DEMO_REGION = "110101"  # GB/T 2260
TOKEN_BYTES = 32
LONGEST_TOKEN = 512


class Standing(Struct, frozen=True):
    """Where a terminal stands: its running number, and its place of receiving (收件地, GB/T 2260)."""

    number: int
    region: str


class Identity:
    """Registered terminals; a token is stored only as its SHA-256, which is enough for 256 random bits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def identify(self, request: Request) -> str:
        """The id of the terminal behind `request`; TerminalUnknown without a good token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
            raise TerminalUnknown("no bearer token")
        return self._terminal_of(_hash(token))

    def standing(self, terminal: str) -> Standing:
        """Where a registered terminal stands; TerminalUnknown for any other."""
        with self._engine.connect() as connection:
            row = connection.execute(select(terminals).where(terminals.c.id == terminal)).one_or_none()
        if row is None:
            raise TerminalUnknown("no such terminal")
        return Standing(row.number, row.region)

    def register(self, terminal: str, token: str, now: datetime, region: str = DEMO_REGION) -> None:
        """Let `token` stand for `terminal` in `region`; once more does nothing."""
        with self._engine.begin() as transaction:
            if transaction.execute(select(tokens.c.hash).where(tokens.c.hash == _hash(token))).first():
                return
            if not transaction.execute(select(terminals.c.id).where(terminals.c.id == terminal)).first():
                number = transaction.execute(select(func.coalesce(func.max(terminals.c.number), 0) + 1)).scalar_one()
                row = {"id": terminal, "registered_at": instant(now), "number": number, "region": region}
                transaction.execute(insert(terminals).values(row))
            transaction.execute(insert(tokens).values(hash=_hash(token), terminal=terminal))

    def _terminal_of(self, presented: str) -> str:
        with self._engine.connect() as connection:
            row = connection.execute(select(tokens).where(tokens.c.hash == presented)).one_or_none()
        if row is None or not hmac.compare_digest(row.hash, presented):
            raise TerminalUnknown("the token is registered for no terminal")
        return str(row.terminal)


def token_of(path: Path) -> str:
    """The token in `path`; a missing file is made with a new one, for its owner's eyes only."""
    try:
        return path.read_text("ascii").strip() or _new_token(path)
    except FileNotFoundError:
        return _new_token(path)
    except (OSError, UnicodeDecodeError) as error:
        raise GatewayError(f"令牌文件 {path} 读不了。 The token file cannot be read.") from error


def _new_token(path: Path) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(token + "\n")
    except OSError as error:
        raise GatewayError(f"令牌文件 {path} 写不了。 The token file cannot be written.") from error
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
