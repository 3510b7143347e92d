"""Payload bytes come out as they went in, text only when it is sure, and the other readers are asked on a miss."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from devices.code_scanner.decode import (
    READERS,
    decode,
    read_sharpened,
    read_with_zbar,
    read_with_zxing,
    text_of,
    zxing_name,
)
from devices.code_scanner.readings import FORMATS, MAX_CODES, MAX_PIXELS, Unread
from devices.code_scanner.scene import Scene, qr_picture
from devices.contract import ScannedCode

QR = frozenset({"qr"})
LEVEL_1 = [
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
]  # the 3755 common hanzi


def shaded(payload: bytes, seed: int) -> np.ndarray:
    """A code that lies half in the shadow, seen by a noisy sensor: libzbar reads these, zxing-cpp does not."""
    generator, picture = np.random.default_rng(seed), qr_picture(payload)
    light = np.linspace(generator.uniform(0.05, 0.3), 1, picture.shape[1])
    return (picture * light + generator.normal(0, 5, picture.shape)).clip(0, 255).astype(np.uint8)


def unfocused(payload: bytes, seed: int) -> np.ndarray:
    """A turned code of three pixels a module, out of focus."""
    generator, code = np.random.default_rng(seed), Image.fromarray(qr_picture(payload))
    turned = code.rotate(generator.uniform(0, 360), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    small = turned.resize((turned.width * 3 // 8, turned.height * 3 // 8)).filter(ImageFilter.GaussianBlur(1.2))
    pale = np.asarray(small) * 0.6 + 40
    return (pale + generator.normal(0, 6, pale.shape)).clip(0, 255).astype(np.uint8)


def barcode(format_name: str, text: str) -> np.ndarray:
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(zxing_name(format_name)))
    return np.pad(np.array(code.to_image(scale=4)), 30, constant_values=255)


PAYLOADS = {
    "ascii": b"KIOSK:CASE:2026-000123",
    "utf-8": "姓名:张三 No.1".encode(),
    "utf-8 with mark": "\ufeff回执".encode(),
    "gbk": "姓名:张三 No.1".encode("gbk"),
    "gb18030 rare name": "姓名:王喆𠮷".encode("gb18030"),
    "latin accents": "Crème brûlée".encode(),
    "binary with NUL": b"\x00a\x00\xff\xfe" + bytes(range(256)),
    "digits": b"1234567890",
    "2 kB": np.random.default_rng(7).bytes(2000),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_every_reader_hands_out_the_bytes_that_went_in(reader, payload):
    assert [code.payload for code in reader(memoryview(qr_picture(payload)), QR)] == [payload]


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (PAYLOADS["utf-8"], "姓名:张三 No.1"),
        (PAYLOADS["utf-8 with mark"], "\ufeff回执"),
        (PAYLOADS["gbk"], "姓名:张三 No.1"),
        (PAYLOADS["gb18030 rare name"], "姓名:王喆𠮷"),
        (PAYLOADS["latin accents"], "Crème brûlée"),
        (b"", ""),
        (b"a\x1b\x00c", "a\x1b\x00c"),
        (bytes.fromhex("8139ee3995328236e946"), "㐀𠀀镕"),
        (b"\xff\xfe\x00", None),
        (b"\x80", None),
    ],
)
def test_text_is_strict_utf_8_then_gb_18030_then_none(payload, text):
    assert text_of(payload) == text


def test_gbk_text_comes_out_right_unless_it_is_utf_8_too():
    generator = np.random.default_rng(20240607)
    right = 0
    for _ in range(2000):
        text = "".join(generator.choice(LEVEL_1, size=int(generator.integers(2, 7))))
        right += text_of(text.encode("gbk")) == text
    assert right > 1950


@pytest.mark.parametrize("charset", ["GB18030", "GBK", "UTF-8"])
def test_a_code_that_names_its_character_set_reads_the_same(charset):
    code = zxingcpp.create_barcode("姓名:张三", zxingcpp.BarcodeFormat.QRCode, eci=charset)
    picture = np.pad(np.array(code.to_image(scale=6)), 20, constant_values=255)
    for reader in (read_with_zxing, read_with_zbar):
        assert [found.text for found in reader(memoryview(picture), QR)] == ["姓名:张三"]


@pytest.mark.parametrize("seed", range(5))
def test_what_the_first_reader_misses_the_second_reads(seed):
    picture = memoryview(shaded(b"KIOSK:CASE:2026-000123", seed))
    assert read_with_zxing(picture, QR) == ()
    assert [code.payload for code in decode(picture, QR)] == [b"KIOSK:CASE:2026-000123"]


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_a_small_unfocused_code_is_read_after_sharpening(seed):
    picture = memoryview(unfocused(PAYLOADS["ascii"] * 3, seed))
    assert read_with_zxing(picture, QR) == read_with_zbar(picture, QR) == ()
    assert [code.payload for code in decode(picture, QR)] == [PAYLOADS["ascii"] * 3]


def test_later_readers_are_asked_only_on_a_miss():
    asked, hit = [], ScannedCode("qr", b"x", "x")

    def reader(name, *codes):
        return lambda _gray, _formats: asked.append(name) or codes

    gray = memoryview(qr_picture(b"x"))
    assert decode(gray, QR, (reader("first"), reader("second", hit), reader("third"))) == (hit,)
    assert asked == ["first", "second"]


def test_only_the_formats_asked_for_are_read():
    picture = memoryview(qr_picture(b"x"))
    assert decode(picture, frozenset({"code128"})) == ()
    assert decode(memoryview(barcode("code128", "ABC-123")), QR) == ()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_is_read_under_its_own_name(name):
    text = {"ean13": "6901234567892", "ean8": "96385074", "itf": "12345670", "codabar": "A12345B"}.get(name, "12345")
    found = decode(memoryview(barcode(name, text)), FORMATS)
    assert [(code.format, code.text) for code in found] == [(name, text)]


def test_second_tries_are_for_codes_that_correct_themselves():
    picture = memoryview(barcode("code128", "ABC-123"))
    assert read_with_zbar(picture, frozenset({"code128"})) == read_sharpened(picture, frozenset({"code128"})) == ()


def test_empty_and_oversized_pictures_are_refused_as_values():
    assert decode(memoryview(np.zeros((0, 5), np.uint8)), QR) == Unread("empty")
    wide = np.broadcast_to(np.uint8(0), (2, MAX_PIXELS))
    assert decode(memoryview(wide), QR) == Unread("too_large")


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3000, 2), (7, 7)])
def test_pictures_of_odd_shapes_hold_no_code(shape):
    assert decode(memoryview(np.full(shape, 128, np.uint8)), FORMATS) == ()


def test_an_empty_scene_holds_no_code():
    scene = Scene(640, 480)
    assert all(decode(memoryview(scene.frame()), FORMATS) == () for _ in range(4))


def test_one_picture_gives_no_more_codes_than_its_answer_holds():
    def reader(_gray, _formats):
        return (ScannedCode("qr", b"", ""),) * 100

    assert len(decode(memoryview(qr_picture(b"x")), QR, (reader,))) == MAX_CODES


def test_two_codes_in_one_picture_both_come_out():
    both = np.hstack([qr_picture(b"left!"), qr_picture(b"right")])
    assert {code.payload for code in decode(memoryview(both), QR)} == {b"left!", b"right"}
