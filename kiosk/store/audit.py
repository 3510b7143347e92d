"""The audit chain: each entry's hash covers the one before it, so an edited, removed or inserted entry shows.

A cut tail does not show by itself: send `head()` away with each status message, and compare it there.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.store.audit_events import check_event
from kiosk.store.store import Store

BEGINNING = bytes(32)


class AuditEntry(Struct, frozen=True):
    """One entry; `at_s` is the wall clock at the time."""

    number: int
    at_s: float
    event: str
    fields: dict[str, str]


class AuditHead(Struct, frozen=True):
    """The newest entry's number (0 when there is none) and the hash of the whole chain up to it, in hex."""

    number: int
    hash: str


class Audit:
    """The chain in the store's table `audit`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, event: str, fields: dict[str, str], at_s: float) -> AuditHead:
        """Add one entry and return the new head; NotInTheList when the closed list does not allow it."""
        check_event(event, fields)
        return self._store.write(lambda: self._append(event, fields, at_s))

    def head(self) -> AuditHead:
        """The newest entry's number and hash."""
        number, link = self._newest()
        return AuditHead(number, link.hex())

    def entries(self, after: int = 0, most: int = 1000) -> tuple[AuditEntry, ...]:
        """Entries with a number above `after`, oldest first, for the export."""
        rows = self._store.rows("SELECT entry FROM audit WHERE number > ? ORDER BY number LIMIT ?", after, most)
        return tuple(msgspec.json.decode(entry, type=AuditEntry) for (entry,) in rows)

    def first_broken(self) -> int | None:
        """The number of the first entry that does not fit the chain, None when all do."""
        rows = self._store.rows("SELECT number, entry, prev, hash FROM audit ORDER BY number")
        return _first_broken(rows)

    def trim(self, keep: int) -> int:
        """Forget all but the newest `keep` entries (at least one stays); how many went. The rest still verifies."""
        statement = "DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?"
        return self._store.write(lambda: self._store.change(statement, max(1, keep)), closing=True)

    def _append(self, event: str, fields: dict[str, str], at_s: float) -> AuditHead:
        number, prev = self._newest()
        entry = msgspec.json.encode(AuditEntry(number + 1, at_s, event, fields), order="sorted").decode()
        link = _link(prev, entry)
        self._store.change("INSERT INTO audit VALUES (?, ?, ?, ?)", number + 1, entry, prev, link)
        return AuditHead(number + 1, link.hex())

    def _newest(self) -> tuple[int, bytes]:
        rows = self._store.rows("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        return rows[0] if rows else (0, BEGINNING)


def _link(prev: bytes, entry: str) -> bytes:
    return hashlib.sha256(prev + entry.encode()).digest()


def _first_broken(rows: list[tuple[Any, ...]]) -> int | None:
    if not rows:
        return None
    # The oldest kept entry vouches for what was trimmed before it; the very first one begins the chain.
    expected = 1 if rows[0][2] == BEGINNING else rows[0][0]
    before = rows[0][2]
    for number, entry, prev, link in rows:
        if number != expected or prev != before or link != _link(prev, entry):
            return int(number)
        expected, before = number + 1, link
    return None
