"""Codes drawn by a program nobody here wrote (segno), in every version, level and mask, come out byte for byte."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
import segno
from segno.consts import SYMBOL_CAPACITY

from devices.code_scanner.decode import decode
from devices.code_scanner.readings import SELF_CORRECTING

QR = frozenset({"qr"})
VERSIONS, LEVELS, MASKS = range(1, 41), "LMQH", range(8)
MODULE_PX, QUIET_MODULES = 4, 4
HANZI = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]

Case = tuple[int, str, int, str]  # version, level, mask, kind of payload


def picture(code: segno.QRCode, module_px: int = MODULE_PX) -> np.ndarray:
    modules = np.pad(np.array(code.matrix, np.uint8), QUIET_MODULES)
    return np.kron(255 * (1 - modules), np.ones((module_px, module_px), np.uint8)).astype(np.uint8)


def room(version: int, level: str, *, eci: bool) -> int:
    """Bytes that fit in byte mode (ISO/IEC 18004, 7.4): mode, count, and the ECI designator before them."""
    bits = SYMBOL_CAPACITY[version][{"L": 1, "M": 0, "Q": 3, "H": 2}[level]]
    return (bits - 4 - (8 if version < 10 else 16) - (12 if eci else 0)) // 8


def hanzi(draw: np.random.Generator, encoding: str, longest: int) -> str:
    characters = draw.choice(HANZI, size=longest // len("年".encode(encoding)))
    return "".join(characters)


def symbol(case: Case, draw: np.random.Generator) -> tuple[segno.QRCode, bytes]:
    """A code as full as it can be, and its bytes."""
    version, level, mask, kind = case
    fixed = {"version": version, "error": level, "mask": mask, "boost_error": False}
    longest = room(version, level, eci=kind.startswith("eci"))
    match kind:
        case "binary":
            payload = b"\x00" + draw.bytes(longest - 2) + b"\xff"
        case "utf-8" | "gbk":
            payload = hanzi(draw, kind, longest).encode(kind)
        case _:
            encoding = kind.removeprefix("eci ")
            text = hanzi(draw, encoding, longest)
            return segno.make_qr(text, encoding=encoding, eci=True, mode="byte", **fixed), text.encode(encoding)
    return segno.make_qr(payload, mode="byte", **fixed), payload


KINDS = ("utf-8", "gbk", "binary", "eci utf-8", "eci gb18030")


def missed(cases: Iterator[Case]) -> tuple[int, list[Case]]:
    """How many codes were tried, and which did not come out exactly, at the effort of a frame of many."""
    draw, tried, wrong = np.random.default_rng(18004), 0, []
    for case in cases:
        code, payload = symbol(case, draw)
        found = decode(picture(code), QR, "glance")
        tried += 1
        if not isinstance(found, tuple) or [each.payload for each in found] != [payload]:
            wrong.append(case)
    return tried, wrong


def few() -> Iterator[Case]:
    """Each version once; each level, mask and kind many times, in ever new company."""
    for number, version in enumerate(VERSIONS):
        yield version, LEVELS[(number + number // 8) % 4], number % 8, KINDS[number % len(KINDS)]


def test_every_version_comes_out_byte_for_byte():
    assert missed(few()) == (40, [])
    assert {case[1] for case in few()} == set(LEVELS)
    assert {case[2] for case in few()} == set(MASKS)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
def test_every_version_level_and_mask_comes_out_byte_for_byte(kind):
    cases = ((*case, kind) for case in itertools.product(VERSIONS, LEVELS, MASKS))
    assert missed(cases) == (40 * 4 * 8, [])


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_without_a_designator_come_out_as_they_were_written(encoding):
    draw, wrong = np.random.default_rng(300), []
    for number in range(300):
        text = f"姓名:{''.join(draw.choice(HANZI, size=3))} No.{number}"
        found = decode(picture(segno.make_qr(text.encode(encoding), mode="byte")), QR, "glance")
        if [(code.payload, code.text) for code in found] != [(text.encode(encoding), text)]:
            wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("payload", [b"0123456789" * 20, b"KIOSK:CASE:2026-000123", "点茗".encode("shift_jis")])
def test_the_denser_modes_give_their_bytes(payload):
    found = decode(picture(segno.make_qr(payload)), QR)
    assert [code.payload for code in found] == [payload]


@pytest.mark.parametrize("version", ["M2", "M3", "M4"])
def test_micro_codes_are_read_under_their_own_name(version):
    found = decode(picture(segno.make_micro("12345", version=version)), SELF_CORRECTING)
    assert [(code.format, code.payload) for code in found] == [("microqr", b"12345")]
