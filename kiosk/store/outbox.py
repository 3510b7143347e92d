"""Reports that must reach the gateway exactly once: at least once from here, under a key the gateway keeps unique.

Pure storage; `kiosk.delivery` carries the reports. A body is sealed while it waits and erased once it is delivered.
"""

from __future__ import annotations

from msgspec import Struct

from kiosk.store.errors import SealBroken
from kiosk.store.store import Store

LONGEST_PAUSE_S = 15 * 60.0


class Waiting(Struct, frozen=True):
    """One report that is due; `attempts` failed before. `payload` is None when its seal no longer opens."""

    id: int
    key: str
    kind: str
    payload: bytes | None
    attempts: int

    def __repr__(self) -> str:
        """Without the payload."""
        return f"Waiting(id={self.id}, kind={self.kind!r}, attempts={self.attempts})"


class OutboxStatus(Struct, frozen=True):
    """How many reports wait, and how long the oldest has; None when none waits."""

    waiting: int
    oldest_s: float | None


class Outbox:
    """The table of waiting reports. Times are seconds of the wall clock, as they must outlive a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, kind: str, key: str, payload: bytes, now_s: float) -> bool:
        """Keep a report until it is delivered; False when one under `key` waits already.

        Called inside the `Store.write` of its cause, it stands or falls with it.
        """
        sealed = self._store.seal.close(payload, _row(key))
        statement = (
            "INSERT INTO outbox (key, kind, sealed, put_at_s, next_attempt_s) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING"
        )
        return self._store.write(lambda: self._store.change(statement, key, kind, sealed, now_s, now_s)) == 1

    def due(self, now_s: float, most: int = 20) -> tuple[Waiting, ...]:
        """The reports to try now, those that waited longest first."""
        # A time further away than any pause was written before the clock was set back: it is due as well.
        rows = self._store.rows(
            "SELECT id, key, kind, sealed, attempts FROM outbox WHERE next_attempt_s <= ? OR next_attempt_s > ?"
            " ORDER BY next_attempt_s, id LIMIT ?",
            now_s,
            now_s + LONGEST_PAUSE_S,
            most,
        )
        return tuple(self._opened(*row) for row in rows)

    def delivered(self, row_id: int) -> None:
        """The gateway has it: erase it here, every byte. A second call does nothing."""
        self._store.write(lambda: self._store.erase("DELETE FROM outbox WHERE id = ?", row_id), closing=True)

    def failed(self, row_id: int, next_attempt_s: float) -> None:
        """It did not surely arrive: try again at `next_attempt_s`."""
        statement = "UPDATE outbox SET attempts = attempts + 1, next_attempt_s = ? WHERE id = ?"
        self._store.write(lambda: self._store.change(statement, next_attempt_s, row_id), closing=True)

    def status(self, now_s: float) -> OutboxStatus:
        """What waits, for the operators."""
        [(waiting, oldest)] = self._store.rows("SELECT count(*), min(put_at_s) FROM outbox")
        return OutboxStatus(waiting, None if oldest is None else max(0.0, now_s - oldest))

    def _opened(self, row_id: int, key: str, kind: str, sealed: bytes, attempts: int) -> Waiting:
        try:
            payload = self._store.seal.open(sealed, _row(key))
        except SealBroken:
            payload = None
        return Waiting(row_id, key, kind, payload, attempts)


def _row(key: str) -> str:
    return f"outbox/{key}"
