"""Payload bytes come out as they went in, text only when it is sure, and patient searches are for what others miss."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from devices.code_scanner.decode import (
    GLANCE,
    SEARCHES,
    decode,
    read_downscaled,
    read_full,
    read_half,
    read_with_zbar,
    zxing_name,
)
from devices.code_scanner.payload_text import text_of
from devices.code_scanner.readings import FORMATS, MAX_CODES, MAX_PIXELS, MAX_SIDE_PX, SELF_CORRECTING, Unread
from devices.code_scanner.scene import Scene, qr_picture
from devices.contract import ScannedCode

QR = frozenset({"qr"})
LEVEL_1 = [
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
]  # the 3755 common hanzi


def shaded(payload: bytes, seed: int) -> np.ndarray:
    """A code that lies half in the shadow, seen by a noisy sensor: read at half its size, and by libzbar."""
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


@pytest.mark.parametrize("search", SEARCHES["everything"])
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_every_search_hands_out_the_bytes_that_went_in(search, payload):
    assert [code.payload for code in search(qr_picture(payload), QR)] == [payload]


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
    for search in (read_full, read_with_zbar):
        assert [found.text for found in search(picture, QR)] == ["姓名:张三"]


@pytest.mark.parametrize("seed", range(5))
def test_a_code_in_the_shadow_is_read_at_a_glance(seed):
    picture = shaded(b"KIOSK:CASE:2026-000123", seed)
    assert read_full(picture, QR) == ()
    assert [code.payload for code in decode(picture, QR, "glance")] == [b"KIOSK:CASE:2026-000123"]


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_a_small_unfocused_code_is_read_after_sharpening(seed):
    picture = unfocused(PAYLOADS["ascii"] * 3, seed)
    assert decode(picture, QR, "glance") == read_with_zbar(picture, QR) == ()
    assert [code.payload for code in decode(picture, QR, "sharpen")] == [PAYLOADS["ascii"] * 3]


@pytest.mark.parametrize("search", SEARCHES["sharpen"])
def test_light_modules_on_dark_are_read_but_at_half_the_size(search):
    found = search(255 - qr_picture(b"x"), QR)
    assert [code.payload for code in found] == ([] if search is read_half else [b"x"])


def test_later_searches_are_asked_only_on_a_miss():
    asked, hit = [], ScannedCode("qr", b"x", "x")

    def search(name, *codes):
        return lambda _gray, _formats: asked.append(name) or codes

    chain = {"glance": (search("first"), search("second", hit), search("third"))}
    assert decode(qr_picture(b"x"), QR, "glance", chain) == (hit,)
    assert asked == ["first", "second"]


def test_only_the_formats_asked_for_are_read():
    assert decode(qr_picture(b"x"), frozenset({"code128"})) == ()
    assert decode(barcode("code128", "ABC-123"), QR) == ()


TEXTS = {"ean13": "6901234567892", "ean8": "96385074", "itf": "12345670", "codabar": "A12345B"}


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_is_read_under_its_own_name_and_in_every_direction(name, turns):
    text = TEXTS.get(name, "12345")
    found = decode(np.rot90(barcode(name, text), turns), FORMATS)
    assert [(code.format, code.text) for code in found] == [(name, text)]


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", sorted(SELF_CORRECTING))
def test_a_format_searched_for_alone_is_read_in_every_direction(name, turns):
    found = read_full(np.rot90(barcode(name, "12345"), turns), frozenset({name}))
    assert [(code.format, code.text) for code in found] == [(name, "12345")]


CODE128, OTHER128 = ScannedCode("code128", b"1", "1"), ScannedCode("code128", b"7", "7")
MATRIX = ScannedCode("qr", b"2", "2")


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([[CODE128], [], []], []),
        ([[CODE128], [OTHER128], []], []),
        ([[CODE128], [OTHER128], [CODE128]], [CODE128]),
        ([[CODE128, CODE128], [], []], []),
        ([[MATRIX], [OTHER128], [OTHER128]], [MATRIX]),
        ([[MATRIX, CODE128], [OTHER128], []], [MATRIX]),
        ([[MATRIX, CODE128], [CODE128], [OTHER128]], [MATRIX, CODE128]),
    ],
)
def test_in_a_picture_on_its_own_two_searches_must_agree_on_a_one_dimensional_code(found, counts):
    chain = {"everything": [lambda _gray, _formats, codes=codes: tuple(codes) for codes in found]}
    assert list(decode(qr_picture(b"x"), FORMATS, "everything", chain)) == counts


def test_in_one_frame_of_many_a_one_dimensional_code_is_told_as_it_is_seen():
    assert [code.text for code in decode(barcode("code128", "ABC-123"), FORMATS, "glance")] == ["ABC-123"]


@pytest.mark.parametrize("search", [read_downscaled, read_with_zbar])
@pytest.mark.parametrize("formats", [FORMATS, frozenset({"code128"})])
def test_the_last_searches_are_no_witnesses_for_one_dimensional_codes(search, formats):
    assert search(barcode("code128", "ABC-123"), formats) == ()


def test_empty_and_oversized_pictures_are_refused_as_values():
    assert decode(np.zeros((0, 5), np.uint8), QR) == Unread("empty")
    assert decode(np.broadcast_to(np.uint8(0), (20_000, MAX_PIXELS // 20_000 + 1)), QR) == Unread("too_large")
    for shape in ((1, MAX_SIDE_PX + 1), (MAX_SIDE_PX + 1, 1)):
        assert decode(np.zeros(shape, np.uint8), QR) == Unread("too_large")


@pytest.mark.parametrize("shape", [(1, MAX_SIDE_PX), (MAX_SIDE_PX, 1), (2, MAX_SIDE_PX)])
def test_the_longest_sides_are_searched(shape):
    assert decode(np.full(shape, 128, np.uint8), QR) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3000, 2), (7, 7)])
def test_pictures_of_odd_shapes_hold_no_code(shape):
    assert decode(np.full(shape, 128, np.uint8), FORMATS) == ()


def test_a_picture_of_an_odd_size_and_a_part_of_a_larger_one_are_read():
    picture = np.pad(qr_picture(b"x"), 3, constant_values=255)
    assert [code.payload for code in read_half(picture[1:, :-2], QR)] == [b"x"]


def test_an_empty_scene_holds_no_code():
    scene = Scene(640, 480)
    assert all(decode(scene.frame(), FORMATS) == () for _ in range(4))


def test_one_picture_gives_no_more_codes_than_its_answer_holds():
    def search(_gray, _formats):
        return tuple(ScannedCode("qr", bytes([each]), "") for each in range(100))

    assert len(decode(qr_picture(b"x"), QR, "glance", {"glance": (search,)})) == MAX_CODES


def test_two_codes_in_one_picture_both_come_out():
    both = np.hstack([qr_picture(b"left!"), qr_picture(b"right")])
    assert {code.payload for code in decode(both, QR)} == {b"left!", b"right"}


def test_a_code_that_fills_a_large_picture_is_read_by_the_patient_chain():
    large = np.kron(qr_picture(b"x"), np.ones((10, 10), np.uint8))
    assert [code.payload for code in decode(large, QR)] == [b"x"]
    assert len(GLANCE) < len(SEARCHES["sharpen"]) < len(SEARCHES["everything"])
