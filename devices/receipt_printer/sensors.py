"""What the emulated printer feels, and the bytes in which it says so."""

from __future__ import annotations

from devices.receipt_printer.slot import Slot
from kiosk.core.conditions import Paper


class Sensors:
    """Roll, cover, cutter and head; the bits are those of DLE EOT, GS a, GS r and DLE EOT 14h."""

    def __init__(self) -> None:
        self.paper = Paper.FULL
        self.cover_open = False
        self.cutter_stuck = False
        self.hot = False
        self.off_line = False

    @property
    def stopped(self) -> bool:
        """Whether the printer cannot go on, and says that it is offline."""
        return self.paper is Paper.OUT or self.cover_open or self.cutter_stuck or self.hot or self.off_line

    def roll(self) -> int:
        """GS r 1."""
        return {Paper.OUT: 0x0F, Paper.LOW: 0x03}.get(self.paper, 0)

    def automatic(self) -> bytes:
        """GS a: four bytes."""
        first = 0x10 | 0x08 * self.stopped | 0x20 * self.cover_open
        return bytes((first, 0x08 * self.cutter_stuck | 0x40 * self.hot, self.roll(), 0x0F))

    def real_time(self, n: int) -> int:
        """DLE EOT n, without the fixed bits."""
        out = self.paper is Paper.OUT
        return (
            0x08 * self.stopped,
            0x04 * self.cover_open | 0x20 * out | 0x40 * (self.cutter_stuck or self.hot),
            0x08 * self.cutter_stuck | 0x40 * self.hot,
            0x0C * (self.paper is not Paper.FULL) | 0x60 * out,
        )[n - 1]

    def full(self, slot: Slot) -> bytes:
        """DLE EOT 14h (Custom VKP80): head, then paper, user, recoverable and unrecoverable states."""
        out, low = self.paper is Paper.OUT, self.paper is not Paper.FULL
        return bytes(
            (
                0x10,
                0x0F,
                0x01 * out | 0x04 * low | 0x20 * slot.occupied,
                0x01 * self.cover_open,
                0x01 * self.hot | 0x40 * slot.jammed,
                0x01 * self.cutter_stuck,
            )
        )
