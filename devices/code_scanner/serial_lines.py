"""Codes in a stream of bytes: where one ends and the next begins, and the trigger commands of one maker. Pure.

A 2-D scanner module in line mode sends a code's payload and then its suffix: CR, LF, CR LF, or nothing but a pause.
"""

from __future__ import annotations

from typing import Literal

# the most that one symbol holds: 7089 digits in a QR code (ISO/IEC 18004, version 40-L)
LONGEST_CODE = 7089

Suffix = Literal["learned", "line", "idle"]
"""``line``: CR, LF or both end a code. ``idle``: only a pause does, CR and LF inside belong to it. ``learned``: either,
until a CR or LF was seen; from then on as ``line``."""

_ENDS = b"\r\n"


class LineReader:
    """Takes bytes in any portions and gives whole codes; at most `longest` bytes are kept, whatever arrives."""

    def __init__(self, suffix: Suffix = "learned", longest: int = LONGEST_CODE) -> None:
        self._suffix: Suffix = suffix
        self._longest = longest
        self._data = bytearray()
        self._dropping = False
        self.overlong = False

    @property
    def partial(self) -> bool:
        """Whether a code has begun that has not ended."""
        return bool(self._data) or self._dropping

    def feed(self, data: bytes) -> list[bytes]:
        """The codes that `data` ends, in order; empty lines (the LF of a CR LF) are none.

        A code longer than allowed is dropped to its end and sets `overlong`, which the next whole code takes back.
        """
        if self._suffix == "idle":
            self._keep(data)
            return []
        *ended, rest = data.replace(b"\r", b"\n").split(b"\n")
        if ended:
            self._suffix = "line"
        codes = []
        for each in ended:
            self._keep(each)
            codes.append(self._taken())
        self._keep(rest)
        return [code for code in codes if code]

    def idle(self) -> bytes | None:
        """The line has been quiet for a while: the code which that ends, or None where only a CR or LF ends one."""
        if self._suffix == "line":
            return None
        return self._taken().removesuffix(b"\n").removesuffix(b"\r") or None

    def drop(self) -> None:
        """What has begun does not count: throw it away up to its end."""
        self._dropping = self.partial
        self._data.clear()

    def _keep(self, data: bytes) -> None:
        if self._dropping:
            return
        self._data += data
        if len(self._data) > self._longest + len(_ENDS):
            self.overlong = True
            self.drop()

    def _taken(self) -> bytes:
        taken = b"" if self._dropping else bytes(self._data)
        self._dropping = False
        self._data.clear()
        self.overlong = self.overlong and not taken
        return taken


# --- Newland's commands over the serial line ------------------------------------------------------------------------
# As printed in the user guides of the FM530 and HR52: SOH-framed, storage type @ (kept) or # (until power-off).

_HEAD, _TAIL, _ACCEPTED = b"\x7e\x010000", b";\x03", 0x06
REPLY_HEAD = b"\x02\x010000"


def newland_command(tag: str, *, kept: bool = False) -> bytes:
    """The command `tag` (``SCNTRG1``: start reading) as bytes; kept over power-off only when asked."""
    return _HEAD + (b"@" if kept else b"#") + tag.encode("ascii") + _TAIL


def newland_reply(data: bytes, tag: str) -> tuple[bool, bytes] | None:
    """Whether the module took `tag`, and the bytes behind its reply; None while there is no whole reply."""
    start = data.find(REPLY_HEAD)
    end = data.find(_TAIL, start)
    if start < 0 or end < 0:
        return None
    echo = data[start + len(REPLY_HEAD) + 1 : end]
    return echo == tag.encode("ascii") + bytes([_ACCEPTED]), data[end + len(_TAIL) :]
