"""The driver's end of a byte line: a serial port, a pseudo-terminal, or TCP; every wait is bounded.

`open_port` takes any place of `devices.finding`: a path, ``tcp://HOST:PORT``, ``usb:...`` or ``usb-path:...``.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import select
import socket
import termios
import time
from typing import Literal, Protocol
from urllib.parse import urlsplit

import serial

from devices.contract import DeviceGone, PortBusy, PortMissing
from devices.finding import Listing, list_ports, resolve

CONNECT_S = 3.0
FLUSH_S = 0.5  # a far end that floods is not waited for: what is left is the parser's to skip
Flow = Literal["none", "xon_xoff", "rts_cts"]
"""Who stops the sender of a serial line: nobody, bytes in the line (DC1, DC3), or the wires of RS-232."""
_HELD = frozenset((errno.EAGAIN, errno.EBUSY))  # flock(2) by another driver of ours, TIOCEXCL by any other program


class Port(Protocol):
    """Bytes both ways with deadlines; raises DeviceGone when the line closes under us."""

    def read(self, most: int, timeout_s: float) -> bytes:
        """Up to `most` bytes as soon as any are there; empty when none came within `timeout_s`."""
        ...

    def write(self, data: bytes, timeout_s: float) -> int:
        """How many bytes of `data` the line took within `timeout_s`; fewer than all means the far end stalls."""
        ...

    def flush_input(self) -> None:
        """Throw away what has arrived and was not read: late answers to an earlier command."""
        ...

    def close(self) -> None:
        """Give the line back; a second call does nothing."""
        ...


class _FdPort:
    """Deadlines over a non-blocking file descriptor; serial and socket differ only in how they open and close."""

    def __init__(self, descriptor: int) -> None:
        self._fd = descriptor

    def read(self, most: int, timeout_s: float) -> bytes:
        if not self._wait(timeout_s, write=False):
            return b""
        try:
            data = os.read(self._fd, most)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceGone("the line closed while reading") from error
        if not data:
            raise DeviceGone("the line was closed by the far end")
        return data

    def write(self, data: bytes, timeout_s: float) -> int:
        deadline, sent = time.monotonic() + timeout_s, 0
        while sent < len(data) and self._wait(deadline - time.monotonic(), write=True):
            try:
                sent += os.write(self._fd, data[sent : sent + 4096])
            except BlockingIOError:
                continue
            except OSError as error:
                raise DeviceGone("the line closed while writing", sent) from error
        return sent

    def flush_input(self) -> None:
        deadline = time.monotonic() + FLUSH_S
        while self._wait(0.0, write=False) and time.monotonic() < deadline:
            if not self.read(4096, 0.0):
                return

    def _wait(self, timeout_s: float, *, write: bool) -> bool:
        wanted = select.POLLOUT if write else select.POLLIN
        poll = select.poll()
        try:
            poll.register(self._fd, wanted)
            ready = poll.poll(max(0, math.ceil(timeout_s * 1000)))
        except (OSError, ValueError) as error:
            raise DeviceGone("the port is closed") from error
        return bool(ready)


class SerialPort(_FdPort):
    """A serial line or pseudo-terminal, 8N1, exclusive to us."""

    def __init__(self, path: str, baud: int, flow: Flow = "none") -> None:
        wires = {"xonxoff": flow == "xon_xoff", "rtscts": flow == "rts_cts"}
        try:
            self._serial = serial.Serial(path, baud, timeout=0, write_timeout=0, exclusive=True, **wires)
        except (serial.SerialException, OSError, ValueError, termios.error) as error:
            if getattr(error, "errno", None) in _HELD:
                raise PortBusy(f"{path} is held by another program") from error
            raise PortMissing(f"{path} cannot be opened") from error
        super().__init__(self._serial.fileno())

    def close(self) -> None:
        with contextlib.suppress(OSError, termios.error):
            self._serial.close()
        self._fd = -1


class TcpPort(_FdPort):
    """A TCP pass-through that carries the same bytes as the serial line."""

    def __init__(self, host: str, port: int) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout=CONNECT_S)
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:  # a host that no name of the DNS can have is a UnicodeError
            raise PortMissing(f"nothing answers at {host}:{port}") from error
        super().__init__(self._socket.fileno())

    def close(self) -> None:
        self._socket.close()
        self._fd = -1


def open_port(where: str, baud: int = 115200, listing: Listing = list_ports) -> SerialPort | TcpPort:
    """The port at a place, looked up anew; PortMissing when it is not there, with a sentence for the technician."""
    place = resolve(where, listing)
    if not place.startswith("tcp://"):
        return SerialPort(place, baud)
    host, port = split_address(place.removeprefix("tcp://"))
    return TcpPort(host, port)


def split_address(address: str) -> tuple[str, int]:
    """``HOST:PORT`` as a pair; PortMissing when it is not of that form."""
    try:
        parts = urlsplit(f"tcp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None:
        raise PortMissing(f"{address} is not an address of the form HOST:PORT")
    return host, port
