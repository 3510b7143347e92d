"""Every fault a device can have, as data: what happened, who acts, what to do now, Chinese first, English second.

Each room keeps its own ``faults.toml`` beside its drivers; this reads them. A fault's id is unique within its kind of
device and is what `Condition.fault` and `PrintVerdict.reason` carry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct

from kiosk.core.conditions import Condition, Device, Paper, Status

ROOMS = Path(__file__).parent

Who = Literal["citizen", "keeper", "technician", "nobody"]
"""Who acts, after CEN/XFS: citizen, keeper (clear), technician (maintenance), nobody (it passes or resets itself)."""


class Fault(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way a device fails.

    `code` is short enough to be read out over the telephone. `permanent` stops reconnecting until somebody acted.
    `disappearance` counts only after the third miss: a device that is away for a blink is not away.
    `what_*` says what happened, `act_*` what to do now, each one sentence.
    """

    code: str
    status: Status
    who: Who
    what_zh: str
    what_en: str
    act_zh: str
    act_en: str
    paper: Paper = Paper.UNKNOWN
    permanent: bool = False
    disappearance: bool = False

    def sentence(self) -> str:
        """Both languages on one line, for a technician."""
        return f"{self.what_zh}，{self.act_zh}。 {self.what_en}; {self.act_en}."


@cache
def faults() -> Mapping[Device, Mapping[str, Fault]]:
    """Every kind of device with its faults by id, from the tables ``devices/*/faults.toml``."""
    found: dict[Device, dict[str, Fault]] = {device: {} for device in Device}
    for path in sorted(ROOMS.glob("*/faults.toml")):
        tables = msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[Device, dict[str, Fault]])
        for device, table in tables.items():
            found[device] |= table
    return MappingProxyType({device: MappingProxyType(table) for device, table in found.items()})


def fault_of(device: Device, fault: str) -> Fault:
    """The fault's row; KeyError when the table lacks it, which a test forbids."""
    return faults()[device][fault]


def condition_of(device: Device, fault: str, paper: Paper = Paper.UNKNOWN) -> Condition:
    """The condition a fault puts its device in; an empty fault is a device that works."""
    if not fault:
        return Condition(device, Status.ONLINE, paper)
    row = fault_of(device, fault)
    return Condition(device, row.status, row.paper if row.paper is not Paper.UNKNOWN else paper, fault)
