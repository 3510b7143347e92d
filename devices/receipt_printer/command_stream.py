"""The printer's side of ESC/POS: a byte stream cut into commands, each with the bytes it was made of. Pure.

An image is given out row by row, because a printer that runs out of paper has printed some of its rows. Commands this
model does not carry out are passed over with their right length, so that what follows is not taken for text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct


class Row(Struct, frozen=True):
    """One dot row of a GS v 0 image, most significant bit leftmost; `down` and `across` are its magnification."""

    bits: bytes
    across: int = 1
    down: int = 1


class Feed(Struct, frozen=True):
    """ESC J n, in motion units of 1/`per_inch` inch."""

    units: int
    per_inch: int


class FeedLines(Struct, frozen=True):
    """ESC d n or LF: print the line buffer and feed n lines."""

    count: int


class Characters(Struct, frozen=True):
    """Bytes of text for the line buffer (GB 18030 in Chinese mode)."""

    data: bytes


class Size(Struct, frozen=True):
    """Character magnification: GS ! of all characters, ESC ! of single-byte and FS ! or FS W of Chinese ones.

    ESC ! says as well whether they are emphasised.
    """

    across: int
    down: int
    of: Literal["all", "ascii", "han"] = "all"
    bold: bool | None = None


class Bold(Struct, frozen=True):
    """ESC E n, and the same bit of ESC ! n: emphasised."""

    on: bool


class HanMode(Struct, frozen=True):
    """FS & and FS . : whether bytes from 80 hex on are Chinese characters."""

    on: bool


class CodePage(Struct, frozen=True):
    """ESC t n: what bytes from 80 hex on are outside Chinese mode."""

    number: int


class Spacing(Struct, frozen=True):
    """ESC 3 n in motion units of 1/`per_inch` inch, ESC 2 (`units` None) for the printer's own: from line to line."""

    units: int | None
    per_inch: int


class Align(Struct, frozen=True):
    """ESC a n: 0 left, 1 centre, 2 right; of lines and images."""

    where: int


class QrCode(Struct, frozen=True):
    """GS ( k cn 49: a QR code's function and its parameters."""

    function: int
    data: bytes


class Cut(Struct, frozen=True):
    """GS V: the paper ends here."""


class Initialise(Struct, frozen=True):
    """ESC @."""


class AutoStatusMask(Struct, frozen=True):
    """GS a n."""

    mask: int


class AskPaper(Struct, frozen=True):
    """GS r n."""


class AskDone(Struct, frozen=True):
    """GS ( H fn 48 with a process id."""

    job: bytes


class PresentPaper(Struct, frozen=True):
    """GS e 3 m and GS e 32 m t: out to the citizen, held; GS e 5: out and let go (`held` False)."""

    held: bool = True


class RetractPaper(Struct, frozen=True):
    """GS e 2 and GS R 0: take the paper back now; GS R 1 n: by itself after n seconds, 0 never."""

    after_s: int | None = None


class Ignored(Struct, frozen=True):
    """A command without effect here (real-time requests are carried out as they arrive)."""


Command = (
    Row
    | Feed
    | FeedLines
    | Characters
    | Size
    | Bold
    | HanMode
    | CodePage
    | Spacing
    | Align
    | QrCode
    | Cut
    | Initialise
    | AutoStatusMask
    | AskPaper
    | AskDone
    | PresentPaper
    | RetractPaper
    | Ignored
)
Made = tuple[Command, bytes]

POWER_ON_PER_INCH = 203

# Bytes after the two of the command itself, for those that mean nothing to this model.
_PASSED_OVER = {
    **dict.fromkeys((b"\x1b-", b"\x1bG", b"\x1bM", b"\x1bR", b"\x1bS", b"\x1bV"), 1),
    **dict.fromkeys((b"\x1b ", b"\x1b=", b"\x1b{", b"\x1bT", b"\x1c-"), 1),
    **dict.fromkeys((b"\x1dB", b"\x1dH", b"\x1df", b"\x1dh", b"\x1dw", b"\x1dI", b"\x10\x04", b"\x10\x05"), 1),
    **dict.fromkeys((b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1dL", b"\x1dW", b"\x1cS"), 2),
    b"\x1bp": 3,
}


class CommandReader:
    """Feeds on bytes, gives commands; what is unfinished waits for more."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._rows_left = 0
        self._row = Row(b"")
        self._row_bytes = 0
        self._per_inch = POWER_ON_PER_INCH
        # How many bytes follow the command's two, and what they make of it with the units and images so far.
        self._counted: dict[bytes, tuple[int, Callable[[bytes], Command]]] = {
            b"\x1b@": (0, self._initialise),
            b"\x1c&": (0, lambda _: HanMode(on=True)),
            b"\x1c.": (0, lambda _: HanMode(on=False)),
            b"\x1b2": (0, lambda _: Spacing(None, self._per_inch)),
            b"\x1b3": (1, lambda data: Spacing(data[0], self._per_inch)),
            b"\x1bJ": (1, lambda data: Feed(data[0], self._per_inch)),
            b"\x1dP": (2, self._units),
            b"\x1dv": (6, self._image),
        }

    @property
    def waiting(self) -> int:
        """How many bytes are held and not yet given out."""
        return len(self._waiting)

    def feed(self, data: bytes) -> None:
        """Add bytes as they arrived."""
        self._waiting += data

    def commands(self) -> Iterator[Made]:
        """The finished commands, one at a time; the caller may stop anywhere and go on later."""
        while (made := self.next()) is not None:
            yield made

    def next(self) -> Made | None:
        """The next finished command and its bytes, or None while it is incomplete."""
        command, length = self._row_of_image() if self._rows_left else self._command()
        if command is None:
            return None
        made = bytes(self._waiting[:length])
        del self._waiting[:length]
        return command, made

    def _row_of_image(self) -> tuple[Command | None, int]:
        if len(self._waiting) < self._row_bytes:
            return None, 0
        self._rows_left -= 1
        return Row(bytes(self._waiting[: self._row_bytes]), self._row.across, self._row.down), self._row_bytes

    def _command(self) -> tuple[Command | None, int]:
        if not self._waiting:
            return None, 0
        first = self._waiting[0]
        if first == 0x0A:
            return FeedLines(1), 1
        if first in (0x10, 0x1B, 0x1C, 0x1D):
            return self._named(bytes(self._waiting[:2])) if len(self._waiting) >= 2 else (None, 0)
        return (Ignored(), 1) if first < 0x20 else self._text()

    def _text(self) -> tuple[Command, int]:
        end = next((at for at, byte in enumerate(self._waiting) if byte < 0x20), len(self._waiting))
        return Characters(bytes(self._waiting[:end])), end

    def _named(self, name: bytes) -> tuple[Command | None, int]:
        if name in _SIMPLE:
            return self._with(1, lambda data: _SIMPLE[name](data[0]))
        if name in self._counted:
            return self._with(*self._counted[name])
        match name:
            case b"\x1dV":
                return self._with(2 if self._byte(2) in (65, 66, 97, 98, 103, 104) else 1, lambda _: Cut())
            case b"\x10\x14":
                return self._with(8 if self._byte(2) == 8 else 3, lambda _: Ignored())
            case b"\x1d(":
                return self._block()
            case b"\x1de":
                return self._with(1 + {3: 1, 0x20: 2}.get(self._byte(2), 0), _ejector)
            case b"\x1dR":
                return self._with(2 if self._byte(2) in (1, 0x31) else 1, _retractor)
        return self._with(_PASSED_OVER.get(name, 0), lambda _: Ignored())

    def _with(self, count: int, make: Callable[[bytes], Command]) -> tuple[Command | None, int]:
        """The command from its `count` parameter bytes, when they are all there."""
        data = bytes(self._waiting[2 : 2 + count])
        return (make(data), 2 + count) if len(data) == count else (None, 0)

    def _byte(self, at: int) -> int:
        return self._waiting[at] if len(self._waiting) > at else 0

    def _initialise(self, _: bytes) -> Command:
        self._per_inch = POWER_ON_PER_INCH
        return Initialise()

    def _units(self, data: bytes) -> Command:
        self._per_inch = data[1] or POWER_ON_PER_INCH
        return Ignored()

    def _image(self, data: bytes) -> Command:
        mode = data[1] & 3
        self._row = Row(b"", 1 + (mode & 1), 1 + (mode >> 1))
        self._row_bytes = int.from_bytes(data[2:4], "little")
        self._rows_left = int.from_bytes(data[4:6], "little") if self._row_bytes else 0
        return Ignored()

    def _block(self) -> tuple[Command | None, int]:
        """GS ( x pL pH and so many bytes: H with fn 48 asks for the process id back, k with cn 49 is a QR code."""
        if len(self._waiting) < 5:
            return None, 0
        length = 5 + int.from_bytes(self._waiting[3:5], "little")
        if len(self._waiting) < length:
            return None, 0
        data = bytes(self._waiting[2:length])
        match data[:1], data[3:4]:
            case b"H", b"0" if data[4:5] == b"0":
                return AskDone(data[5:]), length
            case b"k", b"1" if len(data) > 4:
                return QrCode(data[4], data[5:]), length
        return Ignored(), length


def _ejector(data: bytes) -> Command:
    """GS e n of Custom's and Pyramid's printers."""
    match data[0]:
        case 2:
            return RetractPaper()
        case 3 | 0x20:
            return PresentPaper()
        case 5:
            return PresentPaper(held=False)
    return Ignored()


def _retractor(data: bytes) -> Command:
    """GS R n of Citizen's PMU and PPU."""
    return RetractPaper(data[1] if len(data) > 1 else None)


_SIMPLE: dict[bytes, Callable[[int], Command]] = {
    b"\x1bd": FeedLines,
    b"\x1ba": lambda n: Align(n & 3),
    b"\x1d!": lambda n: Size(1 + (n >> 4 & 7), 1 + (n & 7)),
    b"\x1b!": lambda n: Size(1 + (n >> 5 & 1), 1 + (n >> 4 & 1), "ascii", bold=bool(n & 8)),
    b"\x1c!": lambda n: Size(1 + (n >> 2 & 1), 1 + (n >> 3 & 1), "han"),
    b"\x1cW": lambda n: Size(1 + (n & 1), 1 + (n & 1), "han"),
    b"\x1bE": lambda n: Bold(bool(n & 1)),
    b"\x1bt": CodePage,
    b"\x1da": AutoStatusMask,
    b"\x1dr": lambda _: AskPaper(),
}
