"""The socket between terminal and screen: typed messages, framing, and the rules both ends keep.

Framing: 4 bytes big endian length, then one MessagePack map. A frame is at most `LONGEST_FRAME` bytes.
Rules: a face has a revision and a touch carries the one it was made on; drafts never raise it; the latest face wins;
the terminal owns time (its clock is sent with each face, the screen keeps the difference); both ends ping each
`PING_EVERY_S` and after `SILENT_AFTER_S` without a byte the link counts as dead.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kiosk.core.faces import Checks, Face
from kiosk.core.touches import Drafted, Signed, Touched

__all__ = [
    "Accepted",
    "Drafted",
    "Drawn",
    "FrameReader",
    "Hello",
    "LinkError",
    "Ping",
    "Refused",
    "ShowChecks",
    "ShowFace",
    "Signed",
    "Sound",
    "Touched",
    "frame",
    "parse_from_screen",
    "parse_from_terminal",
]

VERSION = 1
LONGEST_FRAME = 256 * 1024
PING_EVERY_S = 0.5
SILENT_AFTER_S = 2.0


class LinkError(Exception):
    """The other end broke the link's rules; the connection must be closed."""


# --- screen -> terminal ------------------------------------------------------------------------------------------


class Hello(Struct, frozen=True, tag="hello"):
    """First message of a screen; another `version` is refused."""

    version: int
    width_px: int
    height_px: int


class Drawn(Struct, frozen=True, tag="drawn"):
    """Face `rev` is on the glass; each target's box as x, y, width, height in pixels from the top left corner."""

    rev: int
    targets: dict[str, tuple[int, int, int, int]]


# --- terminal -> screen ------------------------------------------------------------------------------------------


class Accepted(Struct, frozen=True, tag="accepted"):
    """The handshake's answer; `preview` is the file in which `kiosk.preview` keeps the camera's picture, if any."""

    version: int
    preview: str = ""


class Refused(Struct, frozen=True, tag="refused"):
    """The handshake's other answer; the screen ends and is started anew (perhaps in another version)."""

    version: int


class ShowFace(Struct, frozen=True, tag="face"):
    """Draw this now; `now_ms` is the terminal's clock at sending."""

    face: Face
    now_ms: int


class ShowChecks(Struct, frozen=True, tag="checks"):
    """What the drafts of face `rev` look like to the terminal."""

    rev: int
    checks: Checks


class Sound(Struct, frozen=True, tag="sound"):
    """Play one short sound: ``chime``, ``read_ok`` ..."""

    name: str


# --- both ways ---------------------------------------------------------------------------------------------------


class Ping(Struct, frozen=True, tag="ping"):
    """I am here."""


FromScreen = Hello | Touched | Drafted | Signed | Drawn | Ping
FromTerminal = Accepted | Refused | ShowFace | ShowChecks | Sound | Ping

_encoder = msgspec.msgpack.Encoder()
_from_screen: msgspec.msgpack.Decoder[FromScreen] = msgspec.msgpack.Decoder(FromScreen)
_from_terminal: msgspec.msgpack.Decoder[FromTerminal] = msgspec.msgpack.Decoder(FromTerminal)


def frame(message: FromScreen | FromTerminal) -> bytes:
    """One message as bytes for the socket; LinkError when it is longer than a frame may be."""
    body = _encoder.encode(message)
    if len(body) > LONGEST_FRAME:
        raise LinkError(f"a {type(message).__name__} of {len(body)} bytes is longer than a frame")
    return len(body).to_bytes(4, "big") + body


class FrameReader:
    """Bytes in, message bodies out; keeps at most one frame."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Every whole body that `data` completes; LinkError when a length is beyond the limit."""
        self._held += data
        bodies = []
        while (body := self._take()) is not None:
            bodies.append(body)
        return bodies

    def _take(self) -> bytes | None:
        if len(self._held) < 4:
            return None
        length = int.from_bytes(self._held[:4], "big")
        if length > LONGEST_FRAME:
            raise LinkError(f"a frame of {length} bytes was announced")
        if len(self._held) < 4 + length:
            return None
        body = bytes(self._held[4 : 4 + length])
        del self._held[: 4 + length]
        return body


def parse_from_screen(body: bytes) -> FromScreen:
    """A message of the screen; LinkError when the bytes are none."""
    try:
        return _from_screen.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LinkError("the screen sent something that is no message") from error


def parse_from_terminal(body: bytes) -> FromTerminal:
    """A message of the terminal; LinkError when the bytes are none."""
    try:
        return _from_terminal.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LinkError("the terminal sent something that is no message") from error
