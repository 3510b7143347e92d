"""Which fault of the table (``faults.toml``) an I/O failure of the ID card reader is, and two failures of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.contract import (
    DeviceError,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
)
from devices.faults import Fault, fault_of
from kiosk.core.conditions import Device


class NotStandard(DeviceRefused):
    """Whole, sound answers whose data are not GA/T 467's: this reader keeps a protocol of its own."""


class CloudReader(DeviceRefused):
    """A reader that has its cards decoded by its maker's server: no card of a citizen goes there."""


FAULT_OF: Mapping[type[DeviceError], str] = MappingProxyType(
    {
        PortMissing: "port_missing",
        PortBusy: "port_busy",
        DeviceSilent: "silent",
        DeviceGone: "gone",
        WireError: "wire_damaged",
        DeviceRefused: "refused",
        NotStandard: "not_standard",
        CloudReader: "cloud_reader",
    }
)
"""Fault id by exception."""


def row(fault: str) -> Fault:
    """The reader's row for a fault id or a card trouble."""
    return fault_of(Device.ID_CARD_READER, fault)
