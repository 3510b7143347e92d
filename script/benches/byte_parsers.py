"""Everything here that takes bytes from outside, as targets for `fuzz`: which bytes, what must hold, what it covers."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import strategies as st
from msgspec import Struct

from devices.code_scanner import camera_frames, serial_lines
from devices.contract import WireError
from devices.id_card import (
    card_files,
    card_text,
    emulated_module,
    reading,
    sdt_commands,
    sdt_frames,
    sdt_line,
    sdt_reader,
)
from devices.id_card.cards import MOVED_TO, encode_addresses, encode_text, load_persons
from devices.id_card.sdt_frames import HEADER, LENGTH_MAX, PREAMBLE, BadFrame, Reply, Request
from devices.receipt_printer import command_stream, escpos_bytes
from kiosk.core.idcard import IdCard
from script.benches.fuzzed_reader import VISITS, visited

PORTION = 4096


class Target(Struct, frozen=True):
    """`check` takes one of `cases` and names its outcome; `flood` takes a portion, again and again, for ever."""

    name: str
    covers: tuple[ModuleType, ...]
    cases: st.SearchStrategy[Any]
    check: Callable[[Any], str]
    flood: Callable[[], Callable[[bytes], object]] | None = None
    hostile: tuple[bytes, ...] = (b"\0", b"\xff", bytes(range(256)))


def streams(*pieces: bytes) -> st.SearchStrategy[list[bytes]]:
    """Portions of a stream in which known pieces, their damaged copies and noise follow each other."""
    whole = st.sampled_from(pieces)
    damaged = st.builds(_damaged, whole, st.integers(0, 40), st.binary(max_size=4))
    return st.lists(whole | damaged | st.binary(max_size=60), max_size=10)


def _damaged(piece: bytes, at: int, noise: bytes) -> bytes:
    return piece[:at] + noise + piece[at + 1 :]


# --- ID card reader ----------------------------------------------------------------------------------------------


def frames(portions: list[bytes]) -> str:
    """Both ends' frame readers, and the mending of what came."""
    outcomes = set[str]()
    for reader, kind in ((sdt_frames.reply_reader(), Reply), (sdt_frames.request_reader(), Request)):
        for portion in portions:
            for frame in reader.feed(portion):
                assert isinstance(frame, kind | BadFrame)
                outcomes.add(frame.reason if isinstance(frame, BadFrame) else kind.__name__)
                if isinstance(frame, Request):
                    assert isinstance(emulated_module.EmulatedModule().answer(frame), Reply)
            assert len(reader._bytes) <= HEADER + LENGTH_MAX  # noqa: SLF001 - the bound is what is tried
    mended = sdt_frames.mended(b"".join(portions), lambda reply: reply.sw3 in sdt_commands.STATUSES)
    return " ".join(sorted(outcomes | ({"mended"} if mended else set()))) or "nothing"


def files(data: bytes) -> str:
    """The data of answers: files, addresses."""
    found = card_files.files_of(data)
    assert found is None or len(found.text) + len(found.photo) <= len(data)
    address = card_files.newest_address(data)
    assert address is None or len(address) <= 35
    return f"{'files' if found else 'no files'}, {'an address' if address else 'no address'}"


def text(data: bytes) -> str:
    """One text file."""
    card = card_text.decode(data)
    assert isinstance(card, IdCard | card_text.UnknownCard | card_text.BadText)
    return card.type if isinstance(card, IdCard) else f"{type(card).__name__} {getattr(card, 'field', '')}"


def _texts() -> st.SearchStrategy[bytes]:
    """Synthetic cards with something else written over a part, and noise of the right size with each type flag."""
    whole = st.sampled_from([encode_text(person) for person in load_persons()])
    known = "0123456789 汉长期\0\ud842\ue863"
    units = st.sampled_from(known).map(lambda char: char.encode("utf-16-le", "surrogatepass"))
    over = st.lists(units, max_size=20).map(b"".join) | st.binary(max_size=40)
    written_over = st.builds(_written_over, whole, st.integers(0, 255), over)
    flag = st.sampled_from(" JYIZ").map(lambda char: char.encode("utf-16-le"))
    noise = st.builds(_written_over, st.binary(min_size=256, max_size=256), st.just(card_text.FLAG_AT), flag)
    return written_over | noise | st.binary(max_size=300)


def _written_over(text: bytes, at: int, noise: bytes) -> bytes:
    return (text[:at] + noise + text[at + len(noise) :])[: len(text)]


def _answers() -> st.SearchStrategy[bytes]:
    """Data with lengths before it, which add up or not quite, and address records."""
    lengths = st.sampled_from([(256, 1024), (256, 1024, 512), (256, 1024, 0), (256, 0), (0, 0), (65535, 1)])
    head = lengths.map(lambda sizes: b"".join(size.to_bytes(2, "big") for size in sizes))
    body = st.sampled_from([0, 256, 1280, 1281, 1792]).map(bytes)
    records = st.sampled_from([encode_addresses(MOVED_TO, 2), encode_addresses((), 4), encode_addresses(MOVED_TO[:1])])
    damaged = st.builds(_damaged, records, st.integers(0, 280), st.binary(max_size=4))
    return st.tuples(head, body).map(b"".join) | records | damaged | st.binary(max_size=300)


# --- the other devices -------------------------------------------------------------------------------------------


def status(portions: list[bytes]) -> str:
    """A receipt printer's answers, as the driver hears them."""
    reader = escpos_bytes.StatusReader()
    return _kinds(answer for portion in portions for answer in reader.feed(portion))


def commands(portions: list[bytes]) -> str:
    """A receipt printer's commands, as the emulated printer takes them."""
    reader, made = command_stream.CommandReader(), list[object]()
    for portion in portions:
        reader.feed(portion)
        made += [command for command, _ in reader.commands()]
    return _kinds(made)


def pictures(portions: list[bytes]) -> str:
    """A camera's frames on its socket."""
    reader = camera_frames.FrameReader()
    try:
        found = [reader.feed(portion) for portion in portions]
    except WireError:
        return "WireError"
    return "a frame" if any(each is not None for each in found) else "nothing"


def lines(case: tuple[str, list[bytes]]) -> str:
    """A scanner module's lines, and its replies."""
    suffix, portions = case
    reader, found = serial_lines.LineReader(suffix, longest=64), list[bytes]()  # type: ignore[arg-type]  # one of the three
    for portion in portions:
        found += reader.feed(portion)
    found += [last] if (last := reader.idle()) else []
    assert all(0 < len(each) <= 66 for each in found)
    replied = serial_lines.newland_reply(b"".join(portions), "SCNTRG1")
    return f"{min(len(found), 3)} lines{', a reply' if replied else ''}{', overlong' if reader.overlong else ''}"


def _kinds(found: Any) -> str:  # noqa: ANN401 - values of any room
    return " ".join(sorted({type(each).__name__ for each in found})) or "nothing"


_SDT = tuple(
    bytes.fromhex(each)
    for each in (
        "AAAAAA96690004000090 94",
        "AAAAAA9669000800009F0000000097",
        "AAAAAA9669000C00009000000000000000009C",
        "AAAAAA96690003300132",
        "AAAAAA9669FF04000090 94",
        "AAAAAA96690504000090 91",
        "AAAAAA96690003600467",
    )
)
_ESCPOS = tuple(
    bytes.fromhex(each)
    for each in ("1B40", "1D763000 0200 0300", "1D2848 0600 3030 61626364", "1D564200", "100401", "1C26", "1B6403")
)
_PICTURES = (
    camera_frames.frame_bytes(np.zeros((2, 2), np.uint8), 1),
    b"\0\0\0\x2c" + b'{"width": 999999, "height": 999999, "seq": 1}',
)
_SCANNED = (b"code", b"\r\n", b"\r", b"x" * 70, b"\x02\x010000@SCNTRG1\x06;\x03")

TARGETS = (
    Target(
        "ID reader: frames",
        (sdt_frames, emulated_module),
        streams(*_SDT),
        frames,
        lambda: sdt_frames.reply_reader().feed,
        (b"\0", PREAMBLE, PREAMBLE + b"\x0f\xff", PREAMBLE + b"\0\4"),
    ),
    Target("ID reader: files, addresses", (card_files,), _answers(), files),
    Target("ID reader: text of a card", (card_text,), _texts(), text),
    Target("ID reader: driver", (sdt_reader, sdt_line, reading, sdt_commands), VISITS, visited),
    Target(
        "receipt printer: answers",
        (escpos_bytes,),
        streams(b"\x12", b"\x16", b"\x14\0\0\0", b"\x37\x22abcd\0", b"\x11\x13", b"\x5f"),
        status,
        lambda: escpos_bytes.StatusReader().feed,
        (b"\0", b"\x37\x22", b"\x10"),
    ),
    Target("receipt printer: commands", (command_stream,), streams(*_ESCPOS), commands),
    Target(
        "camera: frames",
        (camera_frames,),
        streams(*_PICTURES),
        pictures,
    ),
    Target(
        "scanner: lines",
        (serial_lines,),
        st.tuples(
            st.sampled_from(["learned", "line", "idle"]),
            streams(*_SCANNED),
        ),
        lines,
        lambda: serial_lines.LineReader("line").feed,
    ),
)
