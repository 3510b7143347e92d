"""A 2-D scanner module on a serial line (or USB as CDC serial), in line mode: it decodes, we take the bytes.

The module must be set to serial output (UART, or "USB virtual COM / CDC"), with its maker's configuration code,
never to keyboard (HID) mode: there a code held up by anybody would type into the screen. A module in keyboard mode
has no serial port and shows as ``port_missing``.

Options of the place: ``suffix`` (learned, line, idle), ``baud`` (9600 where none is given on a real line, ignored by
USB and TCP), ``newland=TAG`` (send this Newland command at each request, ``SCNTRG1`` to start reading).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from devices.code_scanner.payload_text import text_of
from devices.code_scanner.serial_lines import LineReader, Suffix, newland_command, newland_reply
from devices.contract import DeviceError, DeviceGone, DeviceRefused, PortBusy, PortMissing, ScannedCode, WireError
from devices.faults import condition_of
from devices.places import split_place
from devices.ports import Port, open_port
from kiosk.core.conditions import Condition, Device, Presence

IDLE_S = 0.15  # a module sends a code in one go: a pause as long as 140 bytes at 9600 baud is an end
FORGET_S = 2.0  # a code that stopped in the middle for so long never ends; its module may have lost its suffix
SAME_REQUEST_S = 0.5  # a worker asks again within this time: the code that began to arrive meanwhile still counts
LOOK_S = 0.5  # how long `condition` listens to a module that does not stop sending
REPLY_S = 0.3
WRITE_S = 1.0
CHUNK = 4096
NEVER = float("-inf")
SUFFIXES: dict[str, Suffix] = {"learned": "learned", "line": "line", "idle": "idle"}
BAUDS = frozenset(("9600", "19200", "38400", "57600", "115200"))
UNKNOWN_FORMAT = "unknown"  # in line mode a module does not say which symbology it read


class SerialScanner:
    """A CodeScanner over a byte line; opens it when first used, and anew after a loss."""

    def __init__(
        self,
        open_line: Callable[[], Port],
        suffix: Suffix = "learned",
        trigger: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._suffix, self._trigger, self._clock = open_line, suffix, trigger, clock
        self._port: Port | None = None
        self._lines = LineReader(suffix)
        self._asked_until = self._heard_at = NEVER
        self._refused = False  # the module answered that it does not know the trigger

    def scan(self, formats: frozenset[str], timeout_s: float) -> ScannedCode | None:  # noqa: ARG002 - the module's own
        """The first code that begins after this request, or None; DeviceError when the line fails.

        `formats` is the module's own setting: it sends whatever it reads. WireError when bytes come without an end.
        """
        deadline = self._clock() + timeout_s
        try:
            port = self._connected()
            begun, self._asked_until = self._clock() <= self._asked_until, NEVER
            if not begun:
                self._begin(port)
            payload = self._first(port, deadline)
        except (DeviceGone, PortMissing):
            self.close()
            raise
        if payload is None:
            self._asked_until = self._clock() + SAME_REQUEST_S
            return None
        return _scanned(payload)

    def presence(self, timeout_s: float) -> Presence:  # noqa: ARG002 - the contract's
        """UNKNOWN: a module does not say whether anybody is there."""
        return Presence.UNKNOWN

    def condition(self) -> Condition:
        """Open the line if need be and throw away what nobody asked for; never raises, at most `LOOK_S`.

        A module that is asked nothing answers nothing, so *online* means that the line is there and quiet. Between two
        scans of one request nothing is thrown away: a code may just be arriving.
        """
        try:
            fault = self._look(self._connected())
        except PortBusy:
            fault = "port_busy"
        except DeviceError:
            self.close()
            fault = "port_missing"
        return condition_of(Device.CODE_SCANNER, fault)

    def close(self) -> None:
        """Give the port back; a second call does nothing."""
        port, self._port = self._port, None
        self._asked_until = NEVER
        if port is not None:
            port.close()

    def _connected(self) -> Port:
        if self._port is None:
            self._port = self._open()
            self._lines = LineReader(self._suffix)
            self._refused = False
        return self._port

    def _look(self, port: Port) -> str:
        if self._clock() <= self._asked_until:
            return ""
        quiet = self._drain(port, IDLE_S)
        if not quiet and self._lines.overlong:
            return "scanner_babbling"
        return "trigger_refused" if self._refused else ""

    def _begin(self, port: Port) -> None:
        """What began before this request does not count, nor does the rest of it that comes later."""
        self._drain(port, 0.0)
        self._lines.drop()
        self._lines.overlong = False
        if self._trigger:
            self._start_reading(port)

    def _drain(self, port: Port, pause_s: float) -> bool:
        """Take what comes and give it to nobody, until a begun code has paused; False when that takes too long."""
        deadline = self._clock() + LOOK_S
        while data := port.read(CHUNK, pause_s if self._lines.partial else 0.0):
            self._heard(data)
            if self._clock() > deadline:
                return False
        self._paused()
        return True

    def _first(self, port: Port, deadline: float) -> bytes | None:
        while (left_s := deadline - self._clock()) > 0:
            data = port.read(CHUNK, min(left_s, IDLE_S) if self._lines.partial else left_s)
            codes = self._heard(data) if data else self._paused()
            if self._lines.overlong:
                raise WireError("the scanner sends more bytes than any code has, without an end")
            if codes:
                return codes[0]
        return None

    def _heard(self, data: bytes) -> list[bytes]:
        self._heard_at = self._clock()
        return self._lines.feed(data)

    def _paused(self) -> list[bytes]:
        quiet_s = self._clock() - self._heard_at
        code = self._lines.idle() if quiet_s >= IDLE_S else None
        if quiet_s >= FORGET_S and self._lines.partial:
            self._lines = LineReader(self._suffix)
        return [code] if code else []

    def _start_reading(self, port: Port) -> None:
        port.write(newland_command(self._trigger), WRITE_S)
        heard, deadline = b"", self._clock() + REPLY_S
        while (reply := newland_reply(heard, self._trigger)) is None and (left_s := deadline - self._clock()) > 0:
            heard += port.read(CHUNK, left_s)
        taken, rest = reply or (True, heard)
        self._refused = not taken
        if not taken:
            raise DeviceRefused(f"the module does not know the command {self._trigger}", 0)
        self._heard(rest)


def _scanned(payload: bytes) -> ScannedCode:
    return ScannedCode(UNKNOWN_FORMAT, payload, text_of(payload))


def open_serial_scanner(where: str) -> SerialScanner:
    """A scanner at a serial path or ``tcp://HOST:PORT``, with options; PortMissing when an option is wrong."""
    place, options = split_place(where, suffix=frozenset(SUFFIXES), baud=BAUDS, newland=None)
    baud = int(options.get("baud", "9600"))
    suffix = SUFFIXES[options.get("suffix", "learned")]
    return SerialScanner(partial(open_port, place, baud), suffix, options.get("newland", ""))
