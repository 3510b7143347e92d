"""A reader that this terminal does not use: one that has its cards decoded by its maker's server.

Such readers do not speak GA/T 467 and do not say what they are, so they are known by where they are said to be: an
address of the web, or ``cloud:`` and anything. One that hides behind a serial port is found out by its answers
(`failures.NotStandard`).
"""

from __future__ import annotations

from collections.abc import Callable

from devices.contract import CardReader, CardReading, always
from devices.faults import condition_of
from devices.id_card.failures import FAULT_OF, CloudReader
from kiosk.core.conditions import Condition, Device, Presence

CLOUD_PLACES = ("cloud:", "http://", "https://")


def is_cloud(where: str) -> bool:
    """Whether a place is on somebody's server."""
    return where.lower().startswith(CLOUD_PLACES)


def refused_reader() -> CardReader:
    """A reader of which nothing is known but that it must not be used."""
    return _RefusedReader()


class _RefusedReader:
    """Reads nothing, sends nothing, and says why."""

    def read(self, _timeout_s: float, _wanted: Callable[[], bool] = always) -> CardReading:
        raise CloudReader("readers that decode at their maker's are not used", 0)

    def presence(self) -> Presence:
        raise CloudReader("readers that decode at their maker's are not used", 0)

    def condition(self) -> Condition:
        return condition_of(Device.ID_CARD_READER, FAULT_OF[CloudReader])

    def close(self) -> None:
        """Nothing is open."""
