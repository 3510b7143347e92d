"""An emulated card reader that is honest about how little it is: presence and an answer to reset, no PC/SC bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from devices.emulation import Control, Verb, known_faults
from devices.social_card.slots import Slot

READER = "Emulated card reader 演示"
# TS direct convention, no interface bytes, 8 historical bytes that say in ASCII what it is (ISO/IEC 7816-3, 8.2)
ATR = bytes((0x3B, 0x08)) + b"EMULATED"

FAULTS: Mapping[str, str] = {"card-mute": "whatever card is put in gives no answer to reset"}


class SocialCardEmulator:
    """A reader whose state a Unix socket at `path` tells; it is empty at first."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._card = False
        self._plugged = True
        self._faults: frozenset[str] = frozenset()
        self._socket = Control(path, {"slots": self.slots})

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return self._path

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this reader, for a `Control`."""
        own = (self.insert_card, self.pull_card, self.unplug, self.plug, self.set_faults, self.state)
        return {verb.__name__: verb for verb in own}

    def slots(self) -> Mapping[str, object]:
        """The readers, as the driver asks for them."""
        mute = self._card and "card-mute" in self._faults
        slot = Slot(READER, ATR.hex() if self._card and not mute else None, mute)
        return {"slots": [{"name": slot.name, "atr": slot.atr, "mute": slot.mute}] if self._plugged else []}

    def insert_card(self) -> None:
        """Put a card in."""
        self._card = True

    def pull_card(self) -> None:
        """Take it out."""
        self._card = False

    def unplug(self) -> None:
        """Pull the reader's cable."""
        self._plugged = False

    def plug(self) -> None:
        """Put it back."""
        self._plugged = True

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults

    def state(self) -> dict[str, object]:
        """The card, the cable, and the faults in force."""
        return {"card": self._card, "plugged": self._plugged, "faults": sorted(self._faults)}

    def close(self) -> None:
        """End it and remove its socket."""
        self._socket.close()


def emulate_pcsc(directory: Path) -> SocialCardEmulator:
    """An empty reader that answers at a socket in `directory`."""
    return SocialCardEmulator(str(directory / "social-card.sock"))
