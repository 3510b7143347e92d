"""The ID card reader: find, select, read (SDT / SAM_V, GA/T 467). Text and photo only: no fingerprint is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from devices.contract import (
    CardPhoto,
    CardReader,
    CardReading,
    DeviceError,
    DeviceSilent,
    WireError,
    always,
)
from devices.faults import condition_of
from devices.id_card.card_files import (
    CardFiles,
    ManagementNumber,
    ModuleId,
    files_of,
    management_number_of,
    module_id_of,
    newest_address,
)
from devices.id_card.failures import FAULT_OF, NotStandard
from devices.id_card.photo import PhotoDecoder
from devices.id_card.reading import ATTEMPTS, TROUBLES, Call, Failed, reading_of, trouble_of
from devices.id_card.refused_reader import is_cloud, refused_reader
from devices.id_card.sdt_commands import (
    BAUDS,
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    SELECT,
    STATUS,
    STATUSES,
    UNKNOWN_COMMAND,
)
from devices.id_card.sdt_frames import Reply
from devices.id_card.sdt_line import SdtLine, Wait
from devices.ports import Port, open_port
from kiosk.core.conditions import Condition, Device, Presence

STATUS_S = 1.0
FIND_S = 0.5
SELECT_S = 0.5
READ_S = 3.0  # to the header: most of it is the card's own work
ADDRESSES_S = 1.5
POLL_S = 0.31  # vendors ask for more than 300 ms between finds
ADDRESS_MISSES = 2  # then no citizen waits for an answer any more that does not come
STRANGE_CALLS = 2  # that many calls end in answers of no standard: the reader is none of ours
LOST_S = 1.0  # a failed card that is not found again for so long: tell the citizen instead of waiting on


class ReaderInfo(Struct, frozen=True):
    """What a reader says of itself: its security module's number (None: it does not say) and the speed of its line."""

    module_id: ModuleId | None
    baud: int


def open_reader(where: str, photos: PhotoDecoder | None = None) -> CardReader:
    """The driver for the reader at a place (`devices.finding`); a serial one is found at any of its five speeds."""
    if is_cloud(where):
        return refused_reader()
    bauds = BAUDS[:1] if where.startswith("tcp://") else BAUDS
    return SdtReader(partial(open_port, where), bauds=bauds, photos=photos)


class SdtReader:
    """A `CardReader` on a serial line or TCP pass-through. Not thread-safe: one owner, one command in flight.

    The port is opened on the first command and again on the next one after the line was gone; `port` takes the speed.
    `clock` is monotonic.
    """

    def __init__(
        self,
        port: Callable[[int], Port],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        *,
        bauds: Sequence[int] = BAUDS[:1],
        photos: PhotoDecoder | None = None,
    ) -> None:
        self._line = SdtLine(port, clock, bauds, self._forget)
        self._clock = clock
        self._sleep = sleep
        self._photos = photos
        self._forget()

    def read(self, timeout_s: float, wanted: Callable[[], bool] = always) -> CardReading:
        """Wait up to `timeout_s` in all for a card and read it; raises DeviceError when the reader itself fails.

        `wanted` is asked before each find: False ends the call as if no card had come, within `POLL_S` of an empty
        pad. A read that has begun goes on to its end.
        """
        call = Call(self._clock, timeout_s, wanted)
        try:
            reading = self._poll(call)
        except (DeviceSilent, WireError):
            # the call's own end cut the last wait short: that says nothing about a reader that found no card before,
            # but one that let a whole read pass without a word is silent
            if call.left_s > 0 or not call.answered or call.silent_read:
                raise
            reading = CardReading()
        except NotStandard:
            self._strange_calls += 1
            raise
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
            fault = self._fault(self._line.exchange(STATUS, Wait(STATUS_S)))
        except DeviceError as error:
            fault = FAULT_OF[type(error)]
        return condition_of(Device.ID_CARD_READER, fault)

    def info(self) -> ReaderInfo:
        """What the reader says of itself, for a technician; raises DeviceError when it does not answer."""
        reply = self._line.exchange(MODULE_ID, Wait(STATUS_S))
        known = module_id_of(reply.data) if reply.sw3 == MODULE_ID.success else None
        return ReaderInfo(known, self._line.baud)

    def management_number(self) -> ManagementNumber | None:
        """The number of the card on the pad, None when there is none or it does not say; raises DeviceError."""
        for command, within_s in ((FIND, FIND_S), (SELECT, SELECT_S)):
            if self._line.exchange(command, Wait(within_s)).sw3 != command.success:
                return None
        reply = self._line.exchange(READ_MANAGEMENT, Wait(READ_S), resend_on_silence=False)
        return management_number_of(reply.data) if reply.sw3 == READ_MANAGEMENT.success else None

    def close(self) -> None:
        """Give the port back; a second call does nothing."""
        self._line.close()
        self._strange_calls = 0

    def _forget(self) -> None:
        """Know nothing yet of the reader that stands there."""
        self._blind = False  # a card was read since the last find that saw one: "no card" may be untrue
        self._sees_read_cards = False  # this reader was seen to find a card again that it had just read
        self._address_misses = 0  # in a row: it does not seem to know the command
        self._strange_calls = 0  # in a row: one may be a card's, two are the reader's

    # --- one call --------------------------------------------------------------------------------------------------

    def _fault(self, status: Reply) -> str:
        if status.sw3 != STATUS.success:
            return TROUBLES.get(STATUSES[status.sw3].reaction, "refused")
        if self._strange_calls >= STRANGE_CALLS:
            return "not_standard"
        return "photo_unavailable" if self._photos is not None and not self._photos.usable else ""

    def _poll(self, call: Call) -> CardReading:
        failed, seen = Failed(), 0.0
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
        return call.given_up(failed)

    def _find(self, wait: Wait) -> Reply:
        reply = self._line.exchange(FIND, wait)
        if reply.sw3 == FIND.success:
            self._blind = False
        return reply

    def _attempt(self, call: Call) -> CardReading | Failed | None:
        """Find, select, read once. None: no card on the pad."""
        found = self._find(Wait(FIND_S, call.deadline))
        call.answered = True
        if found.sw3 == 0x80:
            return None
        call.attempts += 1
        if found.sw3 != FIND.success:
            return trouble_of(found)
        selected = self._line.exchange(SELECT, Wait(SELECT_S, call.deadline))
        return self._read_files(call) if selected.sw3 == SELECT.success else trouble_of(selected)

    def _read_files(self, call: Call) -> CardReading | Failed:
        try:
            # no resend on silence: 3 s are gone, and what the card does by then only find can tell
            reply = self._line.exchange(READ, Wait(READ_S, call.deadline), resend_on_silence=False)
        except (DeviceSilent, WireError) as error:
            if call.left_s <= 0:
                raise
            call.silent_read = isinstance(error, DeviceSilent)
            return Failed(error=error)
        if reply.sw3 != READ.success:
            return trouble_of(reply)
        files = files_of(reply.data)
        if files is None:
            return Failed(error=NotStandard("the lengths inside the answer to read do not add up", reply.sw3))
        self._strange_calls = 0
        return self._completed(reading_of(files.text), files, call)

    # --- what follows a good read, and cannot spoil it -------------------------------------------------------------

    def _completed(self, reading: CardReading, files: CardFiles, call: Call) -> CardReading:
        card = reading.card
        if card is not None and card.address is not None:
            card = replace(card, appended_address=self._newest_address(call))
        self._learn(call)
        return replace(reading, card=card, photo=None if card is None else self._photo(files, call))

    def _newest_address(self, call: Call) -> str | None:
        """The newest appended address while the card is still selected; None when there is none, or no telling."""
        if self._address_misses >= ADDRESS_MISSES or call.left_s <= 0:
            return None
        try:
            reply = self._line.exchange(READ_ADDRESSES, Wait(ADDRESSES_S, call.deadline), resend_on_silence=False)
        except DeviceError as error:
            self._address_misses += isinstance(error, DeviceSilent) and call.left_s > 0
            return None
        self._address_misses = ADDRESS_MISSES if reply.sw3 == UNKNOWN_COMMAND else 0
        return newest_address(reply.data) if reply.sw3 == READ_ADDRESSES.success else None

    def _learn(self, call: Call) -> None:
        """Learn whether this reader finds a card again that it has just read; so soon, the card still lies there."""
        self._blind = not self._sees_read_cards
        if self._sees_read_cards or call.left_s <= 0:
            return
        try:
            self._sees_read_cards = self._find(Wait(FIND_S, call.deadline)).sw3 == FIND.success
        except DeviceError:
            return  # the reading is good; a reader that fails now fails again on the next call

    def _photo(self, files: CardFiles, call: Call) -> CardPhoto | None:
        return None if self._photos is None else self._photos.decode(files.photo, call.left_s)
