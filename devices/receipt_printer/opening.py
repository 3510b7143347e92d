"""From the place in the settings to a printer: ``/dev/kiosk/receipt-printer?profile=epson-like``.

A place is a path, ``tcp://HOST:PORT``, ``usb:VID:PID:SERIAL`` or ``usb-path:...``. A USB device that is a serial port
is spoken to as one, any other through libusb. ``?profile=`` names the model; without it nothing is known of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from devices.contract import PortMissing
from devices.finding import TCP, USB, resolve
from devices.places import split_place
from devices.ports import Port, SerialPort, TcpPort, split_address
from devices.receipt_printer.composer import Composed, Composer, Unprintable, choose_path, installed_composer
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.profiles import GENERIC, Profile, profile
from devices.receipt_printer.proof import Abilities, abilities_of
from kiosk.core.receipts import Receipt


def escpos_printer(where: str, *, composer: Callable[[], Composer] = installed_composer) -> EscposPrinter:
    """The printer at a place with options, nothing opened yet; raises TypefaceMissing, and ProfileMissing."""
    place, options = split_place(where, profile=None)
    model = profile(options.get("profile", GENERIC))
    set_type = composer()

    def compose(receipt: Receipt) -> Composed | Unprintable:
        return set_type.compose(receipt, model, choose_path(model, printer.bytes_s))

    printer = EscposPrinter(
        partial(open_printer_port, place, model),
        compose,
        profile=model,
        bytes_s=line_bytes_s(place, model),
        measures=model.path is None and model.han is not None,  # else there is nothing to choose
    )
    return printer


def abilities_at(where: str) -> Abilities:
    """What the profile of a place says that its printer answers; raises PortMissing."""
    _, options = split_place(where, profile=None)
    return abilities_of(profile(options.get("profile", GENERIC)))


def line_bytes_s(place: str, model: Profile) -> float:
    """What the line at a place should carry, in bytes a second; USB and Ethernet outrun any head."""
    return math.inf if place.startswith((TCP, USB)) else model.serial_bytes_s


def open_printer_port(place: str, model: Profile) -> Port:
    """The port at a place, with the model's speed and flow control; raises PortMissing."""
    if place.startswith(TCP):
        return TcpPort(*split_address(place.removeprefix(TCP)))
    try:
        return SerialPort(resolve(place), model.baud, model.flow)
    except PortMissing:
        if not place.startswith(USB) or _is_serial(place):
            raise
    from devices.receipt_printer.usb_port import UsbPort  # noqa: PLC0415 - libusb is loaded only where it is needed

    return UsbPort(place)


def _is_serial(place: str) -> bool:
    """Whether a serial port is there under this name, even if another program holds it."""
    try:
        resolve(place)
    except PortMissing:
        return False
    return True
