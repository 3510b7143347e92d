"""Photographed pages as one PDF with its digests, the same bytes from the same pages every time.

The PDF carries each page's JPEG unchanged (ISO 32000-1, 7.4.8 DCTDecode) and nothing else: no date, no program's name,
no identifier. SM3 is GB/T 32905-2016, SHA-256 is FIPS 180-4.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SM3, Hash
from msgspec import Struct
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from devices.contract import PageCaptured

A4_LONG_PT = 297 / 25.4 * 72
MOST_PAGES = 30


class Material(Struct, frozen=True):
    """A material ready to be handed in; digests in lower-case hex over the PDF's bytes."""

    pdf: bytes
    sha256: str
    sm3: str
    pages: int

    def __repr__(self) -> str:
        """A material is personal: show its size only."""
        return f"Material({self.pages} pages, {len(self.pdf)} bytes)"


def bound(pages: Sequence[PageCaptured]) -> Material:
    """The pages in order as one PDF; ValueError for none, too many, or one that is not usable."""
    if not 0 < len(pages) <= MOST_PAGES:
        raise ValueError(f"a material has 1 to {MOST_PAGES} pages")
    if any(not page.jpeg for page in pages):
        raise ValueError("a page that could not be used cannot be bound")
    pdf = _pdf(pages)
    return Material(pdf, hashlib.sha256(pdf).hexdigest(), sm3_of(pdf), len(pages))


def sm3_of(data: bytes) -> str:
    """The SM3 digest in lower-case hex."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def _pdf(pages: Sequence[PageCaptured]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.metadata = None
    for page in pages:
        _add(writer, page)
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, page: PageCaptured) -> None:
    """One page as large as its paper: the longer side is that of A4."""
    scale = A4_LONG_PT / max(page.width_px, page.height_px)
    width, height = round(page.width_px * scale, 2), round(page.height_px * scale, 2)
    image, content = _image(page), StreamObject()
    content.set_data(f"{width} 0 0 {height} 0 0 cm /P Do".encode())
    # pypdf has no public way to add an object of one's own
    drawn = DictionaryObject({NameObject("/P"): writer._add_object(image)})  # noqa: SLF001
    sheet = writer.add_blank_page(width, height)
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    sheet[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001


def _image(page: PageCaptured) -> StreamObject:
    image = StreamObject()
    image._data = page.jpeg  # noqa: SLF001 - `set_data` would be the decoded picture
    words = {
        "/Type": "/XObject",
        "/Subtype": "/Image",
        "/Filter": "/DCTDecode",
        "/ColorSpace": _colour_space(page.jpeg),
    }
    numbers = {"/Width": page.width_px, "/Height": page.height_px, "/BitsPerComponent": 8}
    image.update({NameObject(key): NameObject(value) for key, value in words.items()})
    image.update({NameObject(key): NumberObject(value) for key, value in numbers.items()})
    return image


def _colour_space(jpeg: bytes) -> str:
    """The space of a JPEG by its frame header's number of components (ITU-T T.81, B.2.2); ValueError for no JPEG."""
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2):
            return "/DeviceGray" if jpeg[at + 9] == 1 else "/DeviceRGB"
        at += 2 + length
    raise ValueError("the page is no JPEG")
