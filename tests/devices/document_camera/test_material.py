"""Pages bound into one PDF, and its digests."""

import hashlib
import io
import re

import pytest
from PIL import Image
from pypdf import PdfReader

from devices.contract import PageCaptured
from devices.document_camera.material import Material, bound, sm3_of


def captured(width, height, mode="RGB", colour=(250, 240, 200)):
    out = io.BytesIO()
    Image.new(mode, (width, height), colour if mode == "RGB" else 200).save(out, "JPEG")
    return PageCaptured(out.getvalue(), width_px=width, height_px=height)


PORTRAIT, LANDSCAPE, GRAY = captured(100, 141), captured(141, 100), captured(100, 141, "L")


@pytest.mark.parametrize(
    ("message", "digest"),
    [  # GB/T 32905-2016, annex A
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_is_the_standards(message, digest):
    assert sm3_of(message) == digest


def test_pages_in_order_with_their_own_bytes_and_nothing_else():
    material = bound([PORTRAIT, LANDSCAPE, GRAY])
    reader = PdfReader(io.BytesIO(material.pdf))
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages]
    assert sizes == [(597, 842), (842, 597), (597, 842)]
    images = [page["/Resources"]["/XObject"]["/P"] for page in reader.pages]
    assert [image._data for image in images] == [PORTRAIT.jpeg, LANDSCAPE.jpeg, GRAY.jpeg]
    assert [image["/ColorSpace"] for image in images] == ["/DeviceRGB", "/DeviceRGB", "/DeviceGray"]
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert re.search(rb"/ID|/Info|Date|pypdf", material.pdf) is None


def test_the_same_pages_give_the_same_bytes_and_digests():
    one, two = bound([PORTRAIT, GRAY]), bound([PORTRAIT, GRAY])
    assert one == two
    assert one.sha256 == hashlib.sha256(one.pdf).hexdigest()
    assert one.sm3 == sm3_of(one.pdf)
    assert bound([GRAY, PORTRAIT]).sha256 != one.sha256


def test_what_is_embedded_can_be_seen_again():
    page = PdfReader(io.BytesIO(bound([PORTRAIT]).pdf)).pages[0]
    assert page.images[0].image.size == (100, 141)


@pytest.mark.parametrize("pages", [[], [PageCaptured(trouble="blank")], [PORTRAIT] * 31, [PageCaptured(b"GIF89a")]])
def test_what_cannot_be_bound_is_refused(pages):
    with pytest.raises((ValueError, ZeroDivisionError)):
        bound(pages)


def test_nothing_of_a_material_shows_in_a_log():
    assert repr(Material(b"secret", "x", "y", 2)) == "Material(2 pages, 6 bytes)"
