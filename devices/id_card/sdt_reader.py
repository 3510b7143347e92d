"""The ID card reader: find, select, read (SDT / SAM_V, GA/T 467). Text only; a fingerprint is never asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from devices.contract import (
    CardReading,
    CardTrouble,
    DeviceError,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
    always,
)
from devices.id_card.card_text import BadText, UnknownCard, decode
from devices.id_card.sdt_frames import FIND, READ, SELECT, STATUS, STATUSES, Reaction, Reply, text_of
from devices.id_card.sdt_line import SdtLine, Wait
from devices.id_card.sentences import failure_sentence
from devices.ports import Port
from kiosk.core.conditions import Condition, Device, Presence, Status

STATUS_S = 1.0
FIND_S = 0.5
SELECT_S = 0.5
READ_S = 3.0  # to the header: most of it is the card's own work
POLL_S = 0.31  # vendors ask for more than 300 ms between finds
ATTEMPTS = 3
LOST_S = 1.0  # a failed card that is not found again for so long: tell the citizen instead of waiting on

_TROUBLES: Mapping[Reaction, CardTrouble] = MappingProxyType(
    {
        Reaction.LAY_AGAIN: "lift_and_replace",
        Reaction.UNREADABLE: "unreadable_card",
        Reaction.NOT_AN_ID_CARD: "not_an_id_card",
        Reaction.OUT_OF_SERVICE: "reader_out_of_service",
    }
)


class _Failed(Struct, frozen=True):
    """An attempt that may be made again from find: a status, or an answer that never came whole."""

    code: int | None = None
    error: DeviceError | None = None


class _Call:
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


class SdtReader:
    """A `CardReader` on a serial line or TCP pass-through. Not thread-safe: one owner, one command in flight.

    The port is opened on the first command and again on the next one after the line was gone. `clock` is monotonic.
    """

    def __init__(
        self,
        port: Callable[[], Port],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = SdtLine(port, clock)
        self._clock = clock
        self._sleep = sleep
        self._blind = False  # a card was read since the last find that saw one: "no card" may be untrue
        self._sees_read_cards = False  # this reader was seen to find a card again that it had just read

    def read(self, timeout_s: float, wanted: Callable[[], bool] = always) -> CardReading:
        """Wait up to `timeout_s` in all for a card and read it; raises DeviceError when the reader itself fails.

        `wanted` is asked before each find: False ends the call as if no card had come, within `POLL_S` of an empty
        pad. A read that has begun goes on to its end.
        """
        call = _Call(self._clock, timeout_s, wanted)
        try:
            reading = self._poll(call)
        except (DeviceSilent, WireError):
            # the call's own end cut the last wait short: that says nothing about a reader that found no card before,
            # but one that let a whole read pass without a word is silent
            if call.left_s > 0 or not call.answered or call.silent_read:
                raise
            reading = CardReading()
        return call.ended(reading)

    def presence(self) -> Presence:
        """Whether a card lies on the pad now.

        Readers differ after a good read: some answer 80 though the card still lies there. So 80 means ABSENT only
        while nothing was read since the last 9F, or when this reader was seen to answer 9F for a card just read.
        Raises DeviceError when the reader does not answer.
        """
        reply = self._find(Wait(FIND_S))
        if reply.sw3 == FIND.success:
            return Presence.PRESENT
        return Presence.ABSENT if reply.sw3 == 0x80 and not self._blind else Presence.UNKNOWN

    def condition(self) -> Condition:
        """Ask the reader how it is; never raises."""
        try:
            reply = self._line.exchange(STATUS, Wait(STATUS_S))
        except DeviceError as error:
            status = _STATUS_OF_FAILURE.get(type(error), Status.HARDWARE_ERROR)
            return Condition(Device.ID_CARD_READER, status, fault=failure_sentence(error).id)
        if reply.sw3 == STATUS.success:
            return Condition(Device.ID_CARD_READER, Status.ONLINE)
        fault = _TROUBLES.get(STATUSES[reply.sw3].reaction, "refused")
        return Condition(Device.ID_CARD_READER, Status.HARDWARE_ERROR, fault=fault)

    def close(self) -> None:
        """Give the port back; a second call does nothing."""
        self._line.close()

    def _poll(self, call: _Call) -> CardReading:
        failed, seen = _Failed(), 0.0
        while call.left_s > 0:
            if not call.wanted():
                return CardReading()
            outcome = self._attempt(call)
            if isinstance(outcome, CardReading):
                return outcome
            if outcome is not None:
                failed, seen = outcome, self._clock()
            if call.attempts >= ATTEMPTS or (call.attempts and self._clock() - seen >= LOST_S):
                break
            self._sleep(max(0.0, min(POLL_S, call.left_s)))
        return _given_up(failed, call)

    def _find(self, wait: Wait) -> Reply:
        reply = self._line.exchange(FIND, wait)
        if reply.sw3 == FIND.success:
            self._blind = False
        return reply

    def _attempt(self, call: _Call) -> CardReading | _Failed | None:
        """Find, select, read once. None: no card on the pad."""
        found = self._find(Wait(FIND_S, call.deadline))
        call.answered = True
        if found.sw3 == 0x80:
            return None
        call.attempts += 1
        if found.sw3 != FIND.success:
            return _trouble(found)
        selected = self._line.exchange(SELECT, Wait(SELECT_S, call.deadline))
        return self._read_text(call) if selected.sw3 == SELECT.success else _trouble(selected)

    def _read_text(self, call: _Call) -> CardReading | _Failed:
        try:
            # no resend on silence: 3 s are gone, and what the card does by then only find can tell
            reply = self._line.exchange(READ, Wait(READ_S, call.deadline), resend_on_silence=False)
        except (DeviceSilent, WireError) as error:
            if call.left_s <= 0:
                raise
            call.silent_read = isinstance(error, DeviceSilent)
            return _Failed(error=error)
        if reply.sw3 != READ.success:
            return _trouble(reply)
        text = text_of(reply.data)
        if text is None:
            return _Failed(error=WireError("the lengths inside the answer to read do not add up"))
        self._learn(call)
        return _reading(text)

    def _learn(self, call: _Call) -> None:
        """Learn whether this reader finds a card again that it has just read; so soon, the card still lies there."""
        self._blind = not self._sees_read_cards
        if self._sees_read_cards or call.left_s <= 0:
            return
        try:
            self._sees_read_cards = self._find(Wait(FIND_S, call.deadline)).sw3 == FIND.success
        except DeviceError:
            return  # the reading is good; a reader that fails now fails again on the next call


_STATUS_OF_FAILURE: Mapping[type[DeviceError], Status] = MappingProxyType(
    {
        PortMissing: Status.NO_DEVICE,
        PortBusy: Status.DEVICE_BUSY,
        DeviceGone: Status.NO_DEVICE,
        DeviceSilent: Status.OFFLINE,
    }
)


def _trouble(reply: Reply) -> CardReading | _Failed:
    """What a status other than success means for this attempt; DeviceRefused when no retry mends it."""
    status = STATUSES[reply.sw3]
    if status.reaction is Reaction.REFUSED:
        raise DeviceRefused(f"the reader refused (SW3 {status.code:02X}): {status.name}", status.code)
    trouble = _TROUBLES.get(status.reaction)
    return _Failed(status.code) if trouble is None else CardReading(trouble=trouble, code=status.code)


def _reading(text: bytes) -> CardReading:
    card = decode(text)
    match card:
        case UnknownCard():
            return CardReading(trouble="unsupported_card")
        case BadText():
            return CardReading(trouble="unreadable_card")
    return CardReading(card=card)


def _given_up(failed: _Failed, call: _Call) -> CardReading:
    if not call.attempts:
        return CardReading()
    if failed.error is not None and call.attempts >= ATTEMPTS:
        raise failed.error
    return CardReading(trouble="lift_and_replace", code=failed.code)
