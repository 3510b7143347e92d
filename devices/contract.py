"""What each kind of device promises, and the one family of exceptions its I/O may raise.

Drivers are plain blocking objects: every wait is bounded by a named time-out, one owner per port, one command in
flight. The terminal gives each device a worker thread of its own. Conditions a device is expected to be in
(no card, no paper) are values; only broken I/O raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from kiosk.core.conditions import Condition, Media, Presence, PrintVerdict
from kiosk.core.idcard import IdCard
from kiosk.core.receipts import Receipt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class DeviceError(Exception):
    """Any I/O failure of a device; raised `from` its cause, without personal data in its text."""


class PortMissing(DeviceError):
    """The port's path or address does not exist or does not accept a connection."""


class PortBusy(PortMissing):
    """The port is there, but another program holds it."""


class DeviceSilent(DeviceError):
    """The device did not answer within the named time-out."""


class DeviceGone(DeviceError):
    """The line closed under us (unplugged, process ended)."""


class WireError(DeviceError):
    """Bytes arrived that the protocol does not allow, and resending did not help."""


class DeviceRefused(DeviceError):
    """The device understood and said no for a reason that no retry mends (`code` is its own status code)."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


CardTrouble = Literal[
    "lift_and_replace",  # reading failed or the card moved: lay it again
    "not_an_id_card",  # a bank or transport card
    "unsupported_card",  # a type flag nobody has described to us
    "unreadable_card",  # information verification failed: the data must not be used
    "reader_out_of_service",  # SAM self-test failed or not authorised
]


class CardPhoto(Struct, frozen=True):
    """The photo on a card: `bmp` is a Windows bitmap of `width_px` x `height_px`, 24 bit."""

    bmp: bytes
    width_px: int
    height_px: int

    def __repr__(self) -> str:
        """A face is personal: show its size only."""
        return f"CardPhoto({self.width_px}x{self.height_px})"


class CardReading(Struct, frozen=True):
    """One attempt to read: a card, or no card, or a trouble the citizen can be told.

    Exactly one of `card` and `trouble` is set, or neither (the reader answered and no card came in time).
    `code` is SW3 when the reader gave one. `attempts` counts tries from *find*; `ms` the whole call.
    `photo` is there when the reader was given a decoder of photos and it could decode this one.
    """

    card: IdCard | None = None
    trouble: CardTrouble | None = None
    code: int | None = None
    attempts: int = 0
    ms: int = 0
    photo: CardPhoto | None = None


def always() -> bool:
    """Wanted whatever happens."""
    return True


class CardReader(Protocol):
    """Reads the text of one card. Never asks for fingerprints."""

    def read(self, timeout_s: float, wanted: Callable[[], bool] = always) -> CardReading:
        """Wait up to `timeout_s` in all for a card and read it; raises DeviceError when the reader itself fails.

        `wanted` is asked before each look at the pad: False ends the call as if no card had come. A read that has
        begun goes on to its end.
        """
        ...

    def presence(self) -> Presence:
        """Whether a card lies on the pad now; UNKNOWN where this reader cannot tell."""
        ...

    def condition(self) -> Condition:
        """Ask the reader how it is; never raises."""
        ...

    def close(self) -> None:
        """Give the port back; a second call does nothing."""
        ...


class ScannedCode(Struct, frozen=True):
    """One code: `format` is zxing-cpp's name in lower case (``qr``); bytes first, text only when it is sure."""

    format: str
    payload: bytes
    text: str | None

    def __repr__(self) -> str:
        """A payload may be a person's one-time token: show its size only."""
        return f"ScannedCode(format={self.format!r}, {len(self.payload)} bytes)"


class CodeScanner(Protocol):
    """Looks for codes in pictures that keep coming."""

    def scan(self, formats: frozenset[str], timeout_s: float) -> ScannedCode | None:
        """The first code of one of `formats` within `timeout_s`, or None; raises DeviceError when the source fails."""
        ...

    def presence(self, timeout_s: float) -> Presence:
        """Whether somebody moves in front of the scanner within `timeout_s`; UNKNOWN where it cannot tell.

        Raises DeviceError when the source fails.
        """
        ...

    def condition(self) -> Condition:
        """Look at source and decoder; never raises."""
        ...

    def close(self) -> None: ...


PrintStep = Literal["sending", "sent", "proved"]
"""How far a receipt came: before its first byte goes out, after its last was taken, when its proof came."""


def unwritten(_step: PrintStep) -> None:
    """Nobody keeps a journal."""


class ReceiptPrinter(Protocol):
    """Prints one receipt and says what is known about it afterwards."""

    def print(self, receipt: Receipt, job: str, stepped: Callable[[PrintStep], None] = unwritten) -> PrintVerdict:
        """Print under job id `job` (4 printable ASCII characters); never raises for the printer's own state.

        `stepped` returns when the step is written down for good: a power cut at any byte leaves the journal true.
        """
        ...

    def await_taken(self, wanted: Callable[[], bool] = always) -> Media:
        """Wait until the last paper was taken from the mouth, for at most as long as the printer's profile says.

        TAKEN, RETRACTED (the machine took it back), PRESENT (it still lies there: no retractor, or not `wanted` any
        more), UNKNOWN at once where the printer has no sensor at its mouth. Never raises.
        """
        ...

    def condition(self) -> Condition:
        """Ask the printer how it is; never raises."""
        ...

    def close(self) -> None: ...


class DocumentPrinter(Protocol):
    """Prints a finished A4 document unchanged."""

    def print(self, document: bytes, job: str) -> PrintVerdict:
        """Print the PDF bytes under job name `job`; the file is not kept after the verdict."""
        ...

    def condition(self) -> Condition:
        """The printer's own word; never raises."""
        ...

    def close(self) -> None: ...


class Driver(Protocol):
    """What every device promises, whatever its kind."""

    def condition(self) -> Condition:
        """Ask the device how it is; never raises, bounded; connects again by itself after it was lost."""
        ...

    def close(self) -> None:
        """Give the port back; a second call does nothing; a later call opens it again."""
        ...


PictureTrouble = Literal["no_page", "blank", "blurred", "dark", "cut_off"]


class PageCaptured(Struct, frozen=True):
    """One photographed page, or why it cannot be used.

    Exactly one of `jpeg` (upright, cropped to the page, 8-bit) and `trouble` is set. `width_px` x `height_px`.
    """

    jpeg: bytes = b""
    trouble: PictureTrouble | None = None
    width_px: int = 0
    height_px: int = 0

    def __repr__(self) -> str:
        """A photographed material is personal: show its size only."""
        return f"PageCaptured({self.width_px}x{self.height_px}, {len(self.jpeg)} bytes, trouble={self.trouble!r})"


class DocumentCamera(Protocol):
    """Photographs a sheet of paper on the desk."""

    def capture(self, timeout_s: float) -> PageCaptured:
        """Find, straighten and crop one page within `timeout_s`; raises DeviceError when the camera fails."""
        ...

    def glance(self) -> NDArray[np.uint8] | None:
        """The desk now as height x width luma bytes; None without a moving picture; may raise DeviceError."""
        ...

    def condition(self) -> Condition: ...

    def close(self) -> None: ...


class Speaker(Protocol):
    """Plays the terminal's own small sounds."""

    def play(self, sound: str) -> None:
        """Start one sound by its name in ``assets/sounds``; does not wait for its end; raises DeviceError."""
        ...

    def condition(self) -> Condition: ...

    def close(self) -> None: ...


class Emulated(Protocol):
    """An emulated device of a catalog entry, running: what the contract suite, the dock and the stories work with.

    `where` is what the driver's factory takes.
    """

    @property
    def where(self) -> str: ...

    def unplug(self) -> None: ...

    def plug(self) -> None: ...

    def set_faults(self, names: Iterable[str]) -> None: ...

    def state(self) -> Mapping[str, object]: ...

    def verbs(self) -> Mapping[str, Callable[..., Mapping[str, object] | None]]:
        """What a hand can do to it, by name: the words of the dock."""
        ...

    def close(self) -> None: ...
