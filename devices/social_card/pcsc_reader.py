"""A contact or contactless reader for social security cards, as far as it goes without the authority's keys.

It tells whether a card lies in the reader and the card's answer to reset. It reads no person: the card's files with
name and number open only to a terminal with a PSAM (the authority's key module) and its own middleware, which is not
part of this program. An answer to reset names a make of card, never a holder, and is no proof of any.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.contract import DeviceError, PortMissing
from devices.faults import condition_of
from devices.social_card.slots import PcscMissing, PcscSlots, Slot, Slots, SocketSlots
from kiosk.core.conditions import Condition, Device, Presence

ANY = "*"


class SocialCardReader:
    """A Driver over the first reader whose PC/SC name contains `name` (`ANY`: the first one)."""

    def __init__(self, open_slots: Callable[[], Slots], name: str = ANY) -> None:
        self._open, self._name = open_slots, name
        self._slots: Slots | None = None

    def presence(self) -> Presence:
        """Whether a card lies in the reader; raises DeviceError when that cannot be known."""
        slot = self._slot()
        return Presence.PRESENT if slot.atr is not None or slot.mute else Presence.ABSENT

    def answer_to_reset(self) -> bytes | None:
        """The card's answer to reset, 2 to 33 bytes, or None without a card that gives one; raises DeviceError."""
        atr = self._slot().atr
        return None if atr is None else bytes.fromhex(atr)

    def condition(self) -> Condition:
        """Look at the reader and at a card in it; never raises."""
        try:
            fault = "card_mute" if self._slot().mute else ""
        except PcscMissing:
            fault = "pcsc_missing"
        except PortMissing:
            fault = "port_missing"
        except DeviceError:
            fault = "gone"
        return condition_of(Device.SOCIAL_CARD_READER, fault)

    def close(self) -> None:
        """Give the PC/SC context back; a second call does nothing."""
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.close()

    def _slot(self) -> Slot:
        self._slots = self._slots or self._open()
        for slot in self._slots.look():
            if self._name in (ANY, slot.name) or self._name in slot.name:
                return slot
        raise PortMissing(f"no card reader is named {self._name}")


def open_pcsc(where: str) -> SocialCardReader:
    """A reader by a part of its PC/SC name, ``*`` for any; a Unix socket's path for an emulated one."""
    if where.startswith("/"):
        return SocialCardReader(lambda: SocketSlots(where))
    return SocialCardReader(PcscSlots, where)
