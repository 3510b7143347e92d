"""What a program tells its supervisor: ready, alive. systemd and `kiosk run` both listen.

Source: sd_notify(3) and sd_watchdog_enabled(3): one datagram of ``KEY=value`` lines to the Unix socket that
NOTIFY_SOCKET names; a name that begins with ``@`` is in the abstract namespace.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"


def notify(state: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send one state; False when nobody supervises us. Raises OSError when the supervisor's socket is gone."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
    return True


def alive_every_s(environ: Mapping[str, str] = os.environ) -> float | None:
    """How often to send ALIVE, in seconds: half of what the supervisor allows; None when it does not watch."""
    allowed_us = environ.get("WATCHDOG_USEC", "")
    return int(allowed_us) / 2_000_000 if allowed_us else None
