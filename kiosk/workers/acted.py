"""Marks that somebody acted at a device: `kiosk devices test` leaves one, and a terminal that gave up tries again."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kiosk.core.conditions import Device

FOLDER = "acted"


def note_act(data: Path, kind: Device) -> None:
    """Leave the mark in the terminal's data directory; a machine without one has no terminal to tell."""
    with contextlib.suppress(OSError):
        folder = data / FOLDER
        folder.mkdir(exist_ok=True)
        (folder / kind.value).touch()


def act_trace(data: Path, kind: Device) -> str:
    """A text that changes with each mark."""
    with contextlib.suppress(OSError):
        return str((data / FOLDER / kind.value).stat().st_mtime_ns)
    return ""
