"""An emulated UPS behind an emulated upsd: answers as Network UPS Tools does, worked in the words of the world."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from devices.emulation import TcpLine, Verb, known_faults

LISTEN_S = 0.02
LOW_PERCENT = 20
LONGEST_LINE = 1024
_ASKED = re.compile(r"(?:GET|LIST) VAR (\S+)(?: (\S+))?")

FAULTS: Mapping[str, str] = {
    "silent": "upsd takes questions and never answers",
    "garbled": "answers that are not upsd's",
    "driver-down": "upsd runs, its driver for the UPS does not",
    "worn-battery": "the UPS asks for a new battery",
    "bypass": "the UPS lets the mains through and protects nothing",
    "starting": "the driver for the UPS was just started and has heard nothing yet",
    "overload": "more is plugged in than the UPS can carry",
    "refused": "upsd does not allow this machine to ask",
}
_REFUSALS: Mapping[str, str] = {"driver-down": "DRIVER-NOT-CONNECTED", "refused": "ACCESS-DENIED"}


class UpsEmulator:
    """One UPS named `ups`; the verbs may be called from any thread between `start` and `close`."""

    def __init__(self, line: TcpLine, ups: str = "kiosk") -> None:
        self._line, self._ups = line, ups
        self._mains = True
        self._plugged = True
        self._percent = 100
        self._faults: frozenset[str] = frozenset()
        self._stopped = threading.Event()
        self._loop = threading.Thread(target=self._serve, name="upsd", daemon=True)

    @property
    def where(self) -> str:
        """What the driver's factory takes, in NUT's notation."""
        return f"{self._ups}@{self._line.address}"

    def start(self) -> None:
        """Answer from now on, in a thread of its own."""
        self._loop.start()

    def close(self) -> None:
        """Stop answering and close the line."""
        self._stopped.set()
        if self._loop.is_alive():
            self._loop.join()
        self._line.close()

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this UPS, for a `Control`."""
        own = (self.cut_mains, self.restore_mains, self.drain_battery, self.unplug, self.plug, self.stop_daemon)
        return {verb.__name__: verb for verb in (*own, self.start_daemon, self.set_faults, self.state)}

    def cut_mains(self) -> None:
        """The power fails; the battery takes over."""
        self._mains = False

    def restore_mains(self) -> None:
        """The power is back."""
        self._mains = True

    def drain_battery(self, percent: int) -> None:
        """The battery is at `percent`; ValueError outside 0 to 100."""
        if not 0 <= percent <= 100:
            raise ValueError("a battery holds 0 to 100 percent")
        self._percent = percent

    def unplug(self) -> None:
        """Pull the data cable between UPS and terminal: upsd has no fresh data."""
        self._plugged = False

    def plug(self) -> None:
        """Put it back."""
        self._plugged = True

    def stop_daemon(self) -> None:
        """End upsd."""
        self._line.unplug()

    def start_daemon(self) -> None:
        """Start it again at the same address."""
        self._line.plug()

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults

    def state(self) -> dict[str, object]:
        """Mains, the battery's charge in percent, the data cable, and the faults in force."""
        return {
            "mains": self._mains,
            "percent": self._percent,
            "plugged": self._plugged,
            "faults": sorted(self._faults),
        }

    def status(self) -> str:
        """``ups.status`` as it is now."""
        if "starting" in self._faults:
            return "WAIT"
        words = ["BYPASS" if "bypass" in self._faults else "OL" if self._mains else "OB"]
        words += ["LB"] * (self._percent <= LOW_PERCENT) + ["CHRG"] * (self._mains and self._percent < 100)
        words += ["RB"] * ("worn-battery" in self._faults) + ["OVER"] * ("overload" in self._faults)
        return " ".join(words)

    def answer(self, question: str) -> str:
        """What upsd answers to one line, whole, with its line ends."""
        if question == "VER":
            return "Network UPS Tools upsd, emulated 演示\n"
        if question == "LOGOUT":
            return "OK Goodbye\n"
        if question == "LIST UPS":
            return f'BEGIN LIST UPS\nUPS {self._ups} "emulated"\nEND LIST UPS\n'
        if match := _ASKED.fullmatch(question):
            return self._variables(match[1], match[2] if question.startswith("GET") else "")
        return "ERR UNKNOWN-COMMAND\n"

    def _variables(self, ups: str, wanted: str | None) -> str:
        if refusal := self._refusal(ups):
            return f"ERR {refusal}\n"
        values = {"battery.charge": str(self._percent), "ups.mfr": "emulated", "ups.status": self.status()}
        if wanted:
            return f'VAR {ups} {wanted} "{values[wanted]}"\n' if wanted in values else "ERR VAR-NOT-SUPPORTED\n"
        if wanted is None:
            return "ERR INVALID-ARGUMENT\n"
        lines = "".join(f'VAR {ups} {name} "{value}"\n' for name, value in values.items())
        return f"BEGIN LIST VAR {ups}\n{lines}END LIST VAR {ups}\n"

    def _refusal(self, ups: str) -> str:
        if ups != self._ups:
            return "UNKNOWN-UPS"
        named = next((_REFUSALS[fault] for fault in sorted(self._faults & _REFUSALS.keys())), "")
        return named or ("" if self._plugged else "DATA-STALE")

    def _serve(self) -> None:
        heard = b""
        while not self._stopped.is_set():
            heard = (heard + self._line.read(LISTEN_S))[-LONGEST_LINE:]
            while b"\n" in heard:
                line, heard = heard.split(b"\n", 1)
                self._reply(line.decode("ascii", "replace").strip())

    def _reply(self, question: str) -> None:
        if "silent" in self._faults:
            return
        self._line.write(b"<html>\n" if "garbled" in self._faults else self.answer(question).encode())


def emulate_ups(_directory: Path) -> UpsEmulator:
    """A UPS on mains behind a free port of 127.0.0.1, running."""
    emulator = UpsEmulator(TcpLine("127.0.0.1:0"))
    emulator.start()
    return emulator
