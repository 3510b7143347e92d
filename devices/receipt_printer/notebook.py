"""What each printer was found to answer, kept beside its place from one run to the next; nothing of any receipt."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from devices.receipt_printer.proof import Abilities

FILE = "receipt-printers.json"
_PAGES = dict[str, Abilities]


class Notebook:
    """The file ``receipt-printers.json`` in the terminal's directory: a place with its options, and its abilities.

    It is a convenience: what cannot be read or written costs one probing, never a receipt.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def known(self, where: str) -> Abilities | None:
        """What was found at this place, None when nothing is known."""
        return self._pages().get(where)

    def keep(self, where: str, abilities: Abilities) -> None:
        """Write it down, whole or not at all."""
        part = self._file.with_suffix(".part")
        with contextlib.suppress(OSError):  # a full disk: it is asked again in the next run
            part.write_bytes(msgspec.json.encode(self._pages() | {where: abilities}))
            part.replace(self._file)

    def _pages(self) -> dict[str, Abilities]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_PAGES)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}
