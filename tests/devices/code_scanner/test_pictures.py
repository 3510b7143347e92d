"""Picture files become gray arrays, or a reason why not."""

import io
import os
import zlib

import numpy as np
import pytest
from PIL import Image

from devices.code_scanner.pictures import MAX_FILE_BYTES, gray_of, pictures_in, read_picture
from devices.code_scanner.readings import MAX_PIXELS, Unread

GRAY = np.arange(48, dtype=np.uint8).reshape(6, 8) * 5


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "PPM"])
def test_lossless_kinds_give_the_pixels(kind):
    assert np.array_equal(gray_of(encoded(Image.fromarray(GRAY), kind)), GRAY)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_lossy_kinds_give_nearly_the_pixels(kind):
    flat = np.full((64, 64), 120, np.uint8)
    found = gray_of(encoded(Image.fromarray(flat), kind)).astype(int)
    assert found.shape == (64, 64)
    assert abs(found - 120).max() <= 2


def test_deep_pictures_keep_their_highest_bits():
    deep = (GRAY.astype(np.uint16) << 8) + 255
    assert np.array_equal(gray_of(encoded(Image.fromarray(deep))), GRAY)


def test_transparent_parts_are_white_paper():
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    clear.putpixel((1, 1), (0, 0, 0, 255))
    found = gray_of(encoded(clear))
    assert found[0, 0] == 255
    assert found[1, 1] == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%!PS-Adobe-3.0\n", encoded(Image.fromarray(GRAY))[:40], b"\x89PNG\r\n\x1a\n" + b"\x00" * 50],
)
def test_what_is_no_picture_is_a_value(data):
    assert gray_of(data) == Unread("not_a_picture")


def test_every_truncation_of_a_picture_is_a_value():
    data = encoded(Image.fromarray(np.tile(GRAY, (20, 20))))
    for length in range(0, len(data) - 12, 7):
        found = gray_of(data[:length])
        assert found == Unread("not_a_picture") if isinstance(found, Unread) else found.shape == (120, 160)


def announcing(width: int, height: int) -> bytes:
    """A small PNG whose header promises `width` x `height` pixels."""
    data = encoded(Image.fromarray(GRAY))
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[24:29]
    return data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]


def test_a_small_file_that_unpacks_to_too_many_pixels_is_refused_before_unpacking():
    assert isinstance(gray_of(announcing(8, 6)), np.ndarray)
    assert gray_of(announcing(20_000, MAX_PIXELS // 20_000 + 1)) == Unread("too_large")
    assert gray_of(announcing(2**31 - 1, 2**31 - 1)) == Unread("too_large")


def test_files_are_read_with_their_troubles_as_values(tmp_path):
    good, huge, pipe = tmp_path / "good.png", tmp_path / "huge.png", tmp_path / "pipe.png"
    good.write_bytes(encoded(Image.fromarray(GRAY)))
    with huge.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    os.mkfifo(pipe)
    assert np.array_equal(read_picture(good), GRAY)
    assert read_picture(huge) == Unread("file_too_large")
    assert read_picture(tmp_path / "none.png") == Unread("missing")
    assert read_picture(tmp_path) == Unread("not_a_picture")
    assert read_picture(pipe) == Unread("not_a_picture")


def test_a_folder_gives_its_pictures_in_name_order_without_its_folders(tmp_path):
    for name in ("b.PNG", "a.jpg", "note.txt", "c.gif"):
        (tmp_path / name).touch()
    (tmp_path / "d.png").mkdir()
    (tmp_path / "d.png" / "inner.png").touch()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.jpg", "b.PNG", "c.gif"]
