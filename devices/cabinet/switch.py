"""A switch whose state is a small file: what sysfs shows of a GPIO pin, an IIO channel or a power supply.

``/sys/class/gpio/gpio17/value?closed=0``: the path, and the text that means *closed* (1 where nothing is said).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devices.contract import PortMissing, WireError
from devices.faults import condition_of
from devices.places import split_place
from kiosk.core.conditions import Condition, Device

SETTLE_S = 0.02  # a contact bounces for some milliseconds
LOOKS = 5
LONGEST_VALUE = 64


class Switch:
    """A Driver over a switch; `read` gives its present text, `closed` is the text of a closed door."""

    def __init__(self, read: Callable[[], str], closed: str = "1", sleep: Callable[[float], None] = time.sleep) -> None:
        self._read, self._closed, self._sleep = read, closed, sleep

    def condition(self) -> Condition:
        """``door_open`` or none once two looks in a row agree; never raises, at most `LOOKS` looks."""
        try:
            value = self._steady()
        except PortMissing:
            return condition_of(Device.CABINET, "port_missing")
        except WireError:
            return condition_of(Device.CABINET, "switch_unreadable")
        return condition_of(Device.CABINET, "" if value == self._closed else "door_open")

    def close(self) -> None:
        """Nothing is held open between two looks."""

    def _steady(self) -> str:
        before = self._read()
        for _ in range(LOOKS - 1):
            self._sleep(SETTLE_S)
            value = self._read()
            if value == before:
                return value
            before = value
        raise WireError("the switch does not come to rest")


def read_value(path: Path) -> str:
    """The text of a value file without blanks around it; PortMissing without a file, WireError for no value."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe put there by mistake would hold us for ever
    except OSError as error:
        raise PortMissing(f"{path} cannot be opened") from error
    try:
        data = os.read(descriptor, LONGEST_VALUE + 1)
    except OSError as error:
        raise WireError(f"{path} cannot be read") from error
    finally:
        os.close(descriptor)
    text = data.decode("ascii", "replace").strip()
    if not text or len(data) > LONGEST_VALUE or not text.isalnum():
        raise WireError(f"{path} holds no value")
    return text


def open_switch(where: str) -> Switch:
    """The switch at a path with options; PortMissing when an option is wrong."""
    path, options = split_place(where, closed=None)
    return Switch(partial(read_value, Path(path)), options.get("closed", "1"))
