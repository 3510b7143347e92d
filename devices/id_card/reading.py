"""What one call of the driver's `read` comes to: how statuses and files become a reading; no port."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from devices.contract import CardReading, CardTrouble, DeviceError, DeviceRefused
from devices.id_card.card_text import BadText, UnknownCard, decode
from devices.id_card.sdt_commands import STATUSES, Reaction
from devices.id_card.sdt_frames import Reply

ATTEMPTS = 3

TROUBLES: Mapping[Reaction, CardTrouble] = MappingProxyType(
    {
        Reaction.LAY_AGAIN: "lift_and_replace",
        Reaction.UNREADABLE: "unreadable_card",
        Reaction.NOT_AN_ID_CARD: "not_an_id_card",
        Reaction.OUT_OF_SERVICE: "reader_out_of_service",
    }
)


class Failed(Struct, frozen=True):
    """An attempt that may be made again from find: a status, or an answer that never came whole."""

    code: int | None = None
    error: DeviceError | None = None


class Call:
    """One call of `read`: how much of its time is left, whether it is still wanted, and what it has cost."""

    def __init__(self, clock: Callable[[], float], timeout_s: float, wanted: Callable[[], bool]) -> None:
        self._clock = clock
        self.wanted = wanted
        self._began = clock()
        self.deadline = self._began + timeout_s
        self.attempts = 0
        self.answered = False
        self.silent_read = False

    @property
    def left_s(self) -> float:
        return self.deadline - self._clock()

    def ended(self, reading: CardReading) -> CardReading:
        """`reading` with what the call has cost."""
        return replace(reading, attempts=self.attempts, ms=round((self._clock() - self._began) * 1000))

    def given_up(self, failed: Failed) -> CardReading:
        """What is left to say when no attempt worked; raises the last attempt's error when all were made."""
        if not self.attempts:
            return CardReading()
        if failed.error is not None and self.attempts >= ATTEMPTS:
            raise failed.error
        return CardReading(trouble="lift_and_replace", code=failed.code)


def trouble_of(reply: Reply) -> CardReading | Failed:
    """What a status other than success means for this attempt; DeviceRefused when no retry mends it."""
    status = STATUSES[reply.sw3]
    if status.reaction is Reaction.REFUSED:
        raise DeviceRefused(f"the reader refused (SW3 {status.code:02X}): {status.name}", status.code)
    trouble = TROUBLES.get(status.reaction)
    return Failed(status.code) if trouble is None else CardReading(trouble=trouble, code=status.code)


def reading_of(text: bytes) -> CardReading:
    """The reading of a text file."""
    card = decode(text)
    match card:
        case UnknownCard():
            return CardReading(trouble="unsupported_card")
        case BadText():
            return CardReading(trouble="unreadable_card")
    return CardReading(card=card)
