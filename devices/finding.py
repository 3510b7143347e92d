"""Stable places: a device keeps its name whatever number the kernel gave its port this time.

``/dev/kiosk/id-card``        a path, as it is (a udev link, a pseudo-terminal, a socket, a folder)
``tcp://HOST:PORT``           an address, as it is
``usb:VID:PID:SERIAL``        the serial port of that USB device, by the numbers it carries (VID, PID hexadecimal)
``usb-path:1-1.4``            the serial port of whatever sits in that USB socket; ``:1.2`` behind it picks an interface

The last two are looked up at every connect. A place that two ports fit is refused, for "the first ttyUSB" is nobody's
name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from devices.contract import PortMissing

USB, USB_PATH, TCP = "usb:", "usb-path:", "tcp://"


class PortInfo(Protocol):
    """One serial port as `serial.tools.list_ports` describes it."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    location: str | None
    product: str | None


Listing = Callable[[], Iterable[PortInfo]]


class FoundPort(Struct, frozen=True):
    """A serial port that is there now, and the name of it to write into the settings."""

    path: str
    name: str
    product: str = ""


def list_ports() -> list[PortInfo]:
    """Every serial port that is there now, sorted by its path; PortMissing when one goes while it is looked at."""
    from serial.tools.list_ports import comports  # noqa: PLC0415 - most places are never looked up

    try:
        return sorted(comports(), key=lambda port: port.device)
    except (OSError, TypeError, ValueError) as error:  # it reads numbers from files that vanish with the device
        raise PortMissing("端口正在变动。 A port went while they were being listed.") from error


def resolve(where: str, listing: Listing = list_ports) -> str:
    """The path or address behind a place; PortMissing when no port fits it, or more than one."""
    if not where.startswith((USB, USB_PATH)):
        return where
    ports = list(listing())
    fitting = [port for port in ports if _fits(where, port)]
    if not fitting:
        raise PortMissing(f"没有接上 {where}。 No serial port is {where} now.")
    if len(fitting) > 1:
        names = ", ".join(_name(port, ports) for port in fitting)
        raise PortMissing(
            f"不止一个端口符合 {where}，请改用：{names}。 More than one port is {where}; name one: {names}."
        )
    return fitting[0].device


def found_ports(listing: Listing = list_ports) -> tuple[FoundPort, ...]:
    """The serial ports that are there, each with its stable name."""
    ports = list(listing())
    return tuple(FoundPort(port.device, _name(port, ports), port.product or "") for port in ports)


def trace(where: str, listing: Listing = list_ports) -> str:
    """What stands at a place now: another text once it was unplugged or replugged. Empty where only asking can tell."""
    if where.startswith(TCP):
        return ""
    with contextlib.suppress(PortMissing, OSError, ValueError):
        path = Path(resolve(where.partition("?")[0], listing))  # what stands behind ? are options (`devices.places`)
        node = path.stat()
        # the kernel renews the node and udev the link; the node's own times change with every byte
        link = path.lstat().st_ctime_ns if path.is_symlink() else 0
        return f"{link}:{node.st_ino}:{node.st_rdev}"
    return "missing"


def _fits(where: str, port: PortInfo) -> bool:
    if where.startswith(USB_PATH):
        place = where.removeprefix(USB_PATH)
        # one of several interfaces is listed as 1-1.4:1.0; the socket alone means whichever there is
        return port.location is not None and place in (port.location, port.location.partition(":")[0])
    return port.vid is not None and _usb_name(port) == _spelled(where)


def _spelled(where: str) -> str:
    """A place with the letters of its two numbers as `_usb_name` writes them; a serial number keeps its own."""
    vid, _, rest = where.removeprefix(USB).partition(":")
    pid, _, serial = rest.partition(":")
    return f"{USB}{vid.lower()}:{pid.lower()}:{serial}"


def _usb_name(port: PortInfo) -> str:
    return f"{USB}{port.vid or 0:04x}:{port.pid or 0:04x}:{port.serial_number or ''}"


def _name(port: PortInfo, ports: Iterable[PortInfo]) -> str:
    """By its own serial number where that is its alone, else by the socket it sits in, else by its path."""
    own = _usb_name(port)
    alone = sum(_usb_name(each) == own for each in ports) == 1
    if port.vid is not None and port.serial_number and alone:
        return own
    return f"{USB_PATH}{port.location}" if port.location else port.device
