"""An emulated 2-D scanner module in line mode: what is held up to it comes out of a serial line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from devices.code_scanner.serial_lines import REPLY_HEAD
from devices.emulation import Line, PtyLine, Verb, known_faults

SUFFIXES: Mapping[str, bytes] = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}
LISTEN_S = 0.02
BYTE_S = 0.002  # between bytes sent one by one: five times as long as at 38400 baud, no pause yet
LATE_S = 0.6
ACCEPTED, UNKNOWN = b"\x06", b"\x05"  # what Newland's user guides call ACK and ENQ
NOISE = bytes(range(0x80, 0xC0)) + b"\x00\xff"

FAULTS: Mapping[str, str] = {
    "split-bytes": "each byte on its own, as over a slow line",
    "late-half": "the second half of a code comes 0.6 s after the first",
    "no-suffix": "the suffix was switched off: codes end with nothing but a pause",
    "endless-line": "bytes without an end, whether anything is shown or not",
    "garbage": "noise in front of each code, with an end of its own",
    "unplug-mid-line": "the plug comes out in the middle of the next code",
    "silent": "it reads nothing",
    "knows-no-command": "it answers every command by saying that it does not know it",
}


class SerialScannerEmulator:
    """A module on a line; the verbs may be called from any thread between `start` and `close`."""

    def __init__(self, line: Line, where: str, suffix: str = "cr") -> None:
        self._line, self._where, self._suffix = line, where, SUFFIXES[suffix]
        self._faults: frozenset[str] = frozenset()
        self._sent = 0
        self._commands: list[str] = []
        self._stopped = threading.Event()
        self._writing = threading.Lock()  # an answer never lands in the middle of a code
        self._loop = threading.Thread(target=self._work, name="serial-scanner", daemon=True)

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return self._where

    def start(self) -> None:
        """Answer commands from now on, in a thread of its own."""
        self._loop.start()

    def close(self) -> None:
        """Stop and take the line away."""
        self._stopped.set()
        if self._loop.is_alive():
            self._loop.join()
        self._line.close()

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this module, for a `Control`."""
        own = (self.show_text, self.show_code, self.unplug, self.plug, self.set_faults, self.state)
        return {verb.__name__: verb for verb in own}

    def show_text(self, text: str, encoding: str = "utf-8") -> None:
        """Hold up a code of `text`; ValueError when `encoding` has no such character or is none."""
        try:
            self._read(text.encode(encoding))
        except LookupError as error:
            raise ValueError(str(error)) from error

    def show_code(self, payload: str) -> None:
        """Hold up a code of these bytes, in hex; ValueError when it is not hex."""
        self._read(bytes.fromhex(payload))

    def unplug(self) -> None:
        """Pull the plug."""
        self._line.unplug()

    def plug(self) -> None:
        """Put it back."""
        self._line.plug()

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults

    def state(self) -> dict[str, object]:
        """How many codes were sent, the commands it was given, and the faults in force."""
        return {"sent": self._sent, "commands": list(self._commands), "faults": sorted(self._faults)}

    def _read(self, payload: bytes) -> None:
        if "silent" in self._faults:
            return
        suffix = b"" if "no-suffix" in self._faults else self._suffix
        with self._writing:
            if "garbage" in self._faults:
                self._line.write(NOISE + suffix)
                time.sleep(LATE_S)
            self._send(payload + suffix)
        self._sent += 1

    def _send(self, data: bytes) -> None:
        half = len(data) // 2
        if "unplug-mid-line" in self._faults:
            self._line.write(data[:half])
            self._line.unplug()
        elif "late-half" in self._faults:
            self._line.write(data[:half])
            time.sleep(LATE_S)
            self._line.write(data[half:])
        elif "split-bytes" in self._faults:
            for each in data:
                self._line.write(bytes([each]))
                time.sleep(BYTE_S)
        else:
            self._line.write(data)

    def _work(self) -> None:
        heard = b""
        while not self._stopped.is_set():
            heard += self._line.read(LISTEN_S)
            while b"\x03" in heard:
                command, heard = heard.split(b"\x03", 1)
                self._obey(command)
            if "endless-line" in self._faults:
                self._line.write(NOISE * 8)

    def _obey(self, command: bytes) -> None:
        body = command[command.find(b"~\x010000") + 6 :].rstrip(b";")  # storage type, then the tag
        self._commands.append(body[1:].decode("ascii", "replace"))
        known = UNKNOWN if "knows-no-command" in self._faults else ACCEPTED
        with self._writing:
            self._line.write(REPLY_HEAD + body + known + b";\x03")


def emulate_serial_scanner(directory: Path) -> SerialScannerEmulator:
    """A module on a pseudo-terminal in `directory`, running."""
    link = str(directory / "serial-scanner")
    emulator = SerialScannerEmulator(PtyLine(link), link)
    emulator.start()
    return emulator
