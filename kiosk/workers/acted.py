"""Marks that somebody acted at a device: `kiosk devices test` leaves one, and a terminal that gave up tries again."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kiosk.core.conditions import Device

FOLDER = "acted"


def note_act(data: Path, kind: Device) -> bool:
    """Leave the mark in the terminal's data directory; False when that is not ours to write in.

    A machine without such a directory has no terminal to tell.
    """
    try:
        folder = data / FOLDER
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(0o755)  # root's may be a strict umask, the terminal is another user
        (folder / kind.value).touch()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def act_trace(data: Path, kind: Device) -> str:
    """A text that changes with each mark."""
    with contextlib.suppress(OSError):
        return str((data / FOLDER / kind.value).stat().st_mtime_ns)
    return ""
