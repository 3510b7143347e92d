"""Tells the supervisor that the screen is drawing: one datagram to NOTIFY_SOCKET, sd_notify(3)."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"
EVERY_S = 0.5


def tell(state: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send one state; False when nobody supervises us or the supervisor has gone."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    name = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        try:
            line.sendto(state.encode(), name)
        except OSError:
            return False  # nothing to be done about it here; the supervisor will notice by itself
    return True
