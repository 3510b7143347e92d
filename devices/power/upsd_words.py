"""What is asked of NUT's upsd and what its answers mean. Pure.

Text lines over TCP port 3493 (RFC 9271, Network UPS Tools): ``GET VAR ups ups.status`` is answered with
``VAR ups ups.status "OB LB"`` or ``ERR REASON``. Status words are many at once, separated by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

PORT = 3493  # IANA: nut
LONGEST_LINE = 1024
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

_VAR = re.compile(r'VAR \S+ ups\.status "((?:[^"\\]|\\.)*)"')

ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "DATA-STALE": "ups_gone",  # the daemon's driver hears nothing from the UPS
        "DRIVER-NOT-CONNECTED": "ups_gone",
        "UNKNOWN-UPS": "ups_unknown",
        "ACCESS-DENIED": "ups_refused",
    }
)
"""Fault ids of upsd's refusals."""

FAULTS_IN_ORDER: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("FSD",)), "battery_low"),  # upsmon has told every machine to shut down
    (frozenset(("OB", "LB")), "battery_low"),
    (frozenset(("OB",)), "on_battery"),
    (frozenset(("OFF",)), "ups_off"),
    (frozenset(("WAIT",)), "ups_gone"),  # the driver was just started and has heard nothing yet
    (frozenset(("BYPASS",)), "ups_bypass"),
    (frozenset(("OVER",)), "overload"),
    (frozenset(("RB",)), "battery_worn"),
)
"""The first row whose words are all there names the fault; a low battery that charges on mains is none."""


def status_question(ups: str) -> bytes:
    """The line that asks for the status of the UPS named `ups`."""
    return f"GET VAR {ups} ups.status\n".encode("ascii")


def fault_in(answer: str) -> str:
    """The fault id that one answer line means, empty on mains; ``ups_garbled`` when it is no answer."""
    if answer.startswith("ERR "):
        return ERRORS.get(answer.split()[1] if len(answer.split()) > 1 else "", "ups_garbled")
    if (match := _VAR.fullmatch(answer)) is None:
        return "ups_garbled"
    words = frozenset(match[1].split())
    fault = next((fault for needed, fault in FAULTS_IN_ORDER if needed <= words), None)
    return fault if fault is not None else "" if "OL" in words else "ups_garbled"
