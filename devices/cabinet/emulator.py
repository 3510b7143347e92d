"""An emulated door contact: a value file like sysfs's, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from devices.emulation import Verb, known_faults

OPEN, CLOSED = "0\n", "1\n"
FAULTS: Mapping[str, str] = {"garbled": "the file holds something else than a value"}


class SwitchEmulator:
    """A contact whose file lies at `path`; the door is closed at first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = False
        self._plugged = True
        self._faults: frozenset[str] = frozenset()
        self._show()

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return str(self._path)

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this door, for a `Control`."""
        own = (self.open_door, self.close_door, self.unplug, self.plug, self.set_faults, self.state)
        return {verb.__name__: verb for verb in own}

    def open_door(self) -> None:
        """Open the cabinet."""
        self._open = True
        self._show()

    def close_door(self) -> None:
        """Close it."""
        self._open = False
        self._show()

    def unplug(self) -> None:
        """Pull the contact's board: its file goes away."""
        self._plugged = False
        self._show()

    def plug(self) -> None:
        """Put it back."""
        self._plugged = True
        self._show()

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults
        self._show()

    def state(self) -> dict[str, object]:
        """The door, the plug, and the faults in force."""
        return {"door_open": self._open, "plugged": self._plugged, "faults": sorted(self._faults)}

    def close(self) -> None:
        """Take the file away."""
        self._path.unlink(missing_ok=True)

    def _show(self) -> None:
        if not self._plugged:
            self._path.unlink(missing_ok=True)
            return
        new = self._path.with_suffix(".new")
        new.write_text("#!?\n" if "garbled" in self._faults else OPEN if self._open else CLOSED)
        new.replace(self._path)


def emulate_switch(directory: Path) -> SwitchEmulator:
    """A closed door whose file lies in `directory`."""
    return SwitchEmulator(directory / "door")
