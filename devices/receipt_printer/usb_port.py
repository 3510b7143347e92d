"""A USB printer's bulk endpoints as a Port, through libusb (pyusb), for printers that are no serial port.

The printer is found by its numbers, never as "the first one". The kernel's own driver (usblp) is sent away while we
hold the interface and given back when we close. The device is not reset, and configured only when nobody has done so:
both would make a printer in the middle of a paper forget it.

Sources: USB 2.0 clause 9.4.5 (a halted endpoint is cleared by the host), USB Printer Class 1.1 clause 5.
"""

from __future__ import annotations

import contextlib
import errno
import math
import time
from typing import Any

import usb.core
import usb.util
from usb.backend import IBackend

from devices.contract import DeviceGone, PortBusy, PortMissing
from devices.finding import USB

PRINTER_CLASS = 7
VENDOR_CLASS = 0xFF  # cheap printers call themselves vendor-specific and speak the same
SLICE = 4096  # one transfer: short enough that a deadline is kept, and counted even when the printer stops inside
EMPTY_S = 0.01  # printers answer a read with an empty packet at once when they have nothing to say
_BUSY = frozenset((errno.EBUSY, errno.EACCES))


class UsbPort:
    """The printer at ``usb:VID:PID:SERIAL`` (``usb:VID:PID`` where there is only one such); `backend` is libusb's.

    Raises PortMissing, and PortBusy when another program holds it or this one may not.
    """

    def __init__(self, place: str, backend: IBackend | None = None) -> None:
        self._device = _found(place, backend)
        self._interface = -1
        self._detached = False
        self._waiting = bytearray()
        try:
            self._claim()
        except usb.core.USBError as error:
            self.close()
            kind = PortBusy if error.errno in _BUSY else PortMissing
            raise kind(f"{place} cannot be opened") from error

    def _claim(self) -> None:
        interface = _printer_interface(self._device)
        self._interface = interface.bInterfaceNumber
        self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(interface, usb.util.ENDPOINT_IN)
        with contextlib.suppress(NotImplementedError):  # no kernel driver can be in the way on such a system
            if self._device.is_kernel_driver_active(self._interface):
                self._device.detach_kernel_driver(self._interface)
                self._detached = True
        usb.util.claim_interface(self._device, self._interface)

    def read(self, most: int, timeout_s: float) -> bytes:
        """See `Port.read`. A printer without an IN endpoint never says anything."""
        deadline = time.monotonic() + timeout_s
        while not self._waiting:
            self._waiting += self._received(deadline - time.monotonic())
            left = deadline - time.monotonic()
            if self._waiting or left <= 0:
                break
            time.sleep(min(EMPTY_S, left))
        data = bytes(self._waiting[:most])
        del self._waiting[:most]
        return data

    def _received(self, timeout_s: float) -> bytes:
        if self._in is None:
            return b""
        try:
            # whole packets: a read that ends inside one overflows
            return bytes(self._in.read(self._in.wMaxPacketSize, _milliseconds(timeout_s)))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            self._recovered(self._in, error, 0)
            return b""

    def write(self, data: bytes, timeout_s: float) -> int:
        """See `Port.write`; what a transfer took before it timed out or stalled is counted."""
        deadline, sent = time.monotonic() + timeout_s, 0
        while sent < len(data) and (not sent or time.monotonic() < deadline):
            try:
                took = self._out.write(data[sent : sent + SLICE], _milliseconds(deadline - time.monotonic()))
            except usb.core.USBTimeoutError:
                return sent
            except usb.core.USBError as error:
                self._recovered(self._out, error, sent)
                return sent
            sent += int(took)
            if not took:
                break
        return sent

    def _recovered(self, endpoint: Any, error: usb.core.USBError, sent: int) -> None:  # noqa: ANN401 - pyusb has no types
        """Clear a halted endpoint; anything else, and a halt that does not clear, is the end of the line."""
        if error.errno == errno.EPIPE:
            with contextlib.suppress(usb.core.USBError):
                endpoint.clear_halt()
                return
        raise DeviceGone("the USB line broke", sent) from error

    def flush_input(self) -> None:
        """See `Port.flush_input`."""
        self._waiting.clear()
        while self._received(0.0):
            pass

    def close(self) -> None:
        """Release the claim and give the interface back to the kernel; a printer that is gone needs neither."""
        if self._device is None:
            return
        device, self._device = self._device, None
        with contextlib.suppress(usb.core.USBError):
            usb.util.release_interface(device, self._interface)
        if self._detached:
            with contextlib.suppress(usb.core.USBError, NotImplementedError):
                device.attach_kernel_driver(self._interface)
        with contextlib.suppress(usb.core.USBError):
            usb.util.dispose_resources(device)


def _found(place: str, backend: IBackend | None) -> Any:  # noqa: ANN401 - pyusb has no types
    vendor, product, serial = _numbers(place)
    try:
        devices = list(usb.core.find(find_all=True, backend=backend, idVendor=vendor, idProduct=product))
        fitting = [each for each in devices if not serial or each.serial_number == serial]
    except usb.core.NoBackendError as error:
        raise PortMissing("libusb is not installed") from error
    except (usb.core.USBError, ValueError) as error:  # ValueError: its strings may not be read by this user
        raise PortMissing(f"{place} cannot be asked for its serial number") from error
    if len(fitting) > 1:
        raise PortMissing(f"more than one printer is {place}: add its serial number")
    if not fitting:
        raise PortMissing(f"no printer is {place}")
    return fitting[0]


def _numbers(place: str) -> tuple[int, int, str]:
    vendor, _, rest = place.removeprefix(USB).partition(":")
    product, _, serial = rest.partition(":")
    try:
        return int(vendor, 16), int(product, 16), serial
    except ValueError as error:
        raise PortMissing(f"{place} is not of the form usb:VID:PID:SERIAL") from error


def _printer_interface(device: Any) -> Any:  # noqa: ANN401 - pyusb has no types
    """The interface of a printer in the configuration that is in force; one is set only where none is."""
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:  # "Configuration not set" has no number
            raise
        device.set_configuration()
        configuration = device.get_active_configuration()
    for wanted in (PRINTER_CLASS, VENDOR_CLASS):
        for interface in configuration:
            if interface.bInterfaceClass == wanted and _endpoint(interface, usb.util.ENDPOINT_OUT) is not None:
                return interface
    raise usb.core.USBError("no interface of a printer")


def _endpoint(interface: Any, direction: int) -> Any:  # noqa: ANN401 - pyusb has no types
    def bulk(endpoint: Any) -> bool:  # noqa: ANN401 - pyusb has no types
        is_bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        return bool(is_bulk and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction)

    return usb.util.find_descriptor(interface, custom_match=bulk)


def _milliseconds(timeout_s: float) -> int:
    return max(1, math.ceil(timeout_s * 1000))  # 0 would wait for ever
