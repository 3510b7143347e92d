"""What the gateway takes from the world around it, passed in as one value: the time, new ids, new codes."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable

from msgspec import Struct

from kiosk.gateway.times import Clock, beijing_now


def new_id() -> str:
    """An unguessable id."""
    return uuid.uuid4().hex


def new_code() -> str:
    """Six digits for a text to a phone."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_one_time_code() -> str:
    """An unguessable text of 160 bit that stands in a QR code."""
    return secrets.token_urlsafe(20)


class Sources(Struct, frozen=True):
    """Clock, ids and codes; a test passes its own."""

    clock: Clock = beijing_now
    ids: Callable[[], str] = new_id
    codes: Callable[[], str] = new_code
    one_time_codes: Callable[[], str] = new_one_time_code
