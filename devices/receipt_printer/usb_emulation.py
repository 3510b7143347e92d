"""A USB socket without the wire: the host's end is a backend of pyusb, the device's end a line of an emulator.

`EmulatedSocket` is both. Descriptors, claims, the kernel driver, transfers with time-outs and halted endpoints behave
as libusb's; an endpoint that is told to stall (`halt`) does so at the next transfer.
"""

from __future__ import annotations

import array
import errno
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

PACKET = 64
OUT, IN = 0x01, 0x82
SERIAL_INDEX, LANGUAGES = 3, b"\x09\x04"
BUFFER = 4096  # what the device's controller holds of either direction


class EmulatedSocket(IBackend):  # type: ignore[misc]  # pyusb has no types
    """One printer in one socket; `usblp` holds the interface until somebody detaches it."""

    def __init__(self, vendor: int = 0x0FE6, product: int = 0x811E, serial: str = "DEMO0001") -> None:
        self.serial = serial
        self.kernel_driver = True
        self.claimed = False
        self.resets = 0
        self.configured = 1
        self._numbers = (vendor, product)
        self._plugged = True
        self._changed = threading.Condition()
        self._to_device, self._to_host = bytearray(), bytearray()
        self._halted: set[int] = set()

    @property
    def place(self) -> str:
        """What the settings would call it."""
        return f"usb:{self._numbers[0]:04x}:{self._numbers[1]:04x}:{self.serial}"

    # --- the device's end: a Line ---------------------------------------------------------------------------------

    def read(self, timeout_s: float) -> bytes:
        """Bytes from the host, empty when none came."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._to_device), timeout_s)
            data = bytes(self._to_device)
            self._to_device.clear()
            self._changed.notify_all()
            return data

    def write(self, data: bytes) -> None:
        """Bytes for the host to fetch; what the controller cannot hold is lost."""
        with self._changed:
            self._to_host += data[: BUFFER - len(self._to_host)] if self._plugged else b""
            self._changed.notify_all()

    def unplug(self) -> None:
        """Pull the cable: every transfer ends with ENODEV."""
        with self._changed:
            self._plugged = self.claimed = False
            self._to_device.clear()
            self._to_host.clear()
            self._changed.notify_all()

    def plug(self) -> None:
        """Put it back: the kernel's driver takes the interface."""
        with self._changed:
            if not self._plugged:
                self._plugged = self.kernel_driver = True

    def close(self) -> None:
        """The same as unplugging."""
        self.unplug()

    def halt(self, endpoint: int) -> None:
        """The device stalls one endpoint (OUT or IN) until the host clears it."""
        with self._changed:
            self._halted.add(endpoint)
            self._changed.notify_all()

    # --- the host's end: descriptors --------------------------------------------------------------------------------

    def enumerate_devices(self) -> Iterator[object]:
        return iter([self] if self._plugged else [])

    def get_parent(self, _dev: object) -> None:
        return None

    def get_device_descriptor(self, _dev: object) -> Any:  # noqa: ANN401 - any object with the fields will do
        self._there()
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=PACKET,
            idVendor=self._numbers[0],
            idProduct=self._numbers[1],
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=SERIAL_INDEX,
            bNumConfigurations=1,
            address=5,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
        )

    def get_configuration_descriptor(self, _dev: object, config: int) -> Any:  # noqa: ANN401 - as above
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=(),
        )

    def get_interface_descriptor(self, _dev: object, intf: int, alt: int, _config: int) -> Any:  # noqa: ANN401 - as above
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=2,
            bInterfaceClass=7,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=(),
        )

    def get_endpoint_descriptor(self, _dev: object, ep: int, _intf: int, _alt: int, _config: int) -> Any:  # noqa: ANN401 - as above
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(OUT, IN)[ep],
            bmAttributes=2,
            wMaxPacketSize=PACKET,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=(),
        )

    def ctrl_transfer(
        self, _handle: object, _kind: int, request: int, value: int, _index: int, data: array.array[int], _timeout: int
    ) -> int:
        """GET_DESCRIPTOR of a string: the languages, and the serial number."""
        self._there()
        if request != 6 or value >> 8 != 3:
            raise usb.core.USBError("not supported", None, errno.EPIPE)
        text = LANGUAGES if not value & 0xFF else self.serial.encode("utf-16-le")
        answer = (bytes((len(text) + 2, 3)) + text)[: len(data)]
        data[: len(answer)] = array.array("B", answer)
        return len(answer)

    # --- the host's end: claims -----------------------------------------------------------------------------------

    def open_device(self, _dev: object) -> object:
        self._there()
        return self

    def close_device(self, _handle: object) -> None:
        return None

    def set_configuration(self, _handle: object, config_value: int) -> None:
        self.configured = config_value

    def get_configuration(self, _handle: object) -> int:
        self._there()
        return self.configured

    def claim_interface(self, _handle: object, _intf: int) -> None:
        self._there()
        if self.kernel_driver or self.claimed:
            raise usb.core.USBError("Resource busy", None, errno.EBUSY)
        self.claimed = True

    def release_interface(self, _handle: object, _intf: int) -> None:
        self._there()
        self.claimed = False

    def reset_device(self, _handle: object) -> None:
        self.resets += 1

    def is_kernel_driver_active(self, _handle: object, _intf: int) -> bool:
        self._there()
        return self.kernel_driver

    def detach_kernel_driver(self, _handle: object, _intf: int) -> None:
        if self.claimed:  # usbfs is the driver then: another program has it
            raise usb.core.USBError("Entity not found", None, errno.ENOENT)
        self.kernel_driver = False

    def attach_kernel_driver(self, _handle: object, _intf: int) -> None:
        self._there()
        if self.claimed:
            raise usb.core.USBError("Resource busy", None, errno.EBUSY)
        self.kernel_driver = True

    # --- the host's end: transfers ----------------------------------------------------------------------------------

    def bulk_write(self, _handle: object, ep: int, _intf: int, data: array.array[int], timeout: int) -> int:
        """As libusb: what went before the time was over is counted, nothing at all is a time-out."""
        rest, deadline = bytes(data), time.monotonic() + timeout / 1000
        with self._changed:
            while rest:
                self._usable(ep)
                room = BUFFER - len(self._to_device)
                self._to_device += rest[:room]
                rest = rest[room:]
                self._changed.notify_all()
                if rest and not self._changed.wait(deadline - time.monotonic()):
                    break
        return self._counted(len(data) - len(rest))

    def bulk_read(self, _handle: object, ep: int, _intf: int, buff: array.array[int], timeout: int) -> int:
        """One packet as soon as there is one."""
        with self._changed:
            self._usable(ep)
            self._changed.wait_for(
                lambda: self._to_host or ep in self._halted or not self._plugged, max(0.0, timeout / 1000)
            )
            self._usable(ep)
            packet = bytes(self._to_host[: len(buff)])
            del self._to_host[: len(packet)]
        buff[: len(packet)] = array.array("B", packet)
        return self._counted(len(packet))

    def clear_halt(self, _handle: object, ep: int) -> None:
        self._there()
        self._halted.discard(ep)

    def _there(self) -> None:
        if not self._plugged:
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)

    def _usable(self, ep: int) -> None:
        self._there()
        if ep in self._halted:
            raise usb.core.USBError("Pipe error", -9, errno.EPIPE)

    def _counted(self, count: int) -> int:
        if not count:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return count
