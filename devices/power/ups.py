"""The terminal's power, as NUT's upsd tells it: mains, battery, nearly out. Read only: it never switches anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from devices.contract import DeviceError, DeviceGone, DeviceSilent, PortMissing
from devices.faults import condition_of
from devices.ports import Port, TcpPort, split_address
from devices.power.upsd_words import LONGEST_LINE, NAME, PORT, fault_in, status_question
from kiosk.core.conditions import Condition, Device

ANSWER_S = 2.0
WRITE_S = 1.0


class Ups:
    """A Driver over upsd; connects when first asked, and anew after a loss."""

    def __init__(self, open_line: Callable[[], Port], ups: str) -> None:
        self._open, self._ups = open_line, ups
        self._port: Port | None = None

    def condition(self) -> Condition:
        """Ask for ``ups.status``; never raises, at most `ANSWER_S` and a connection's wait."""
        try:
            fault = fault_in(self._answer())
        except PortMissing:
            fault = "port_missing"
        except DeviceSilent:
            fault = "silent"
        except DeviceError:
            fault = "gone"
        if fault in ("silent", "gone", "ups_garbled"):
            self.close()  # or a late answer would be taken for the next one
        return condition_of(Device.POWER, fault)

    def close(self) -> None:
        """Give the line back; a second call does nothing."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _answer(self) -> str:
        try:
            return self._asked()
        except DeviceGone:  # upsd ends a connection that rested too long, or was started anew: ask once more
            self.close()
            return self._asked()

    def _asked(self) -> str:
        self._port = self._port or self._open()
        self._port.flush_input()
        self._port.write(status_question(self._ups), WRITE_S)
        heard, deadline = b"", time.monotonic() + ANSWER_S
        while b"\n" not in heard and len(heard) <= LONGEST_LINE:
            if (left_s := deadline - time.monotonic()) <= 0:
                raise DeviceSilent("upsd did not answer")
            heard += self._port.read(LONGEST_LINE, left_s)
        return heard.partition(b"\n")[0].decode("ascii", "replace").rstrip("\r")


def open_ups(where: str) -> Ups:
    """A UPS by NUT's own notation ``UPS@HOST[:PORT]``, port 3493 by default; PortMissing for any other form."""
    ups, at, address = where.partition("@")
    if not at or not NAME.fullmatch(ups):
        raise PortMissing(f"{where} is not of the form UPS@HOST or UPS@HOST:PORT")
    host, port = split_address(address if ":" in address else f"{address}:{PORT}")
    return Ups(partial(TcpPort, host, port), ups)
