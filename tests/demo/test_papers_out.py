"""Papers are counted from where a story began, in the order they came, and their codes can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.demo.papers_out import code_on, contact_sheet, papers_in
from kiosk.demo.world import DemoError


def lay(tray: Path, name: str, at: int) -> Path:
    tray.mkdir(exist_ok=True)
    (tray / name).write_bytes(b"paper")
    os.utime(tray / name, (at, at))
    return tray / name


def code(text: str) -> Image.Image:
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(zxingcpp.write_barcode_to_image(drawn, scale=4))


def test_what_came_out_since_is_counted_oldest_first(tmp_path: Path):
    lay(tmp_path / "receipts", "001.png", 1)
    before = papers_in(tmp_path)
    later, sooner = (lay(tmp_path / "receipts", name, at) for name, at in (("002.png", 9), ("003.png", 5)))
    lay(tmp_path / "receipts", "002.bin", 9)
    lay(tmp_path / "certificates", "001.pdf", 7)
    since = papers_in(tmp_path).since(before)
    assert since.receipts == (sooner, later)
    assert since.kinds == ["document", "receipt", "receipt"]


def test_the_code_that_begins_so_is_read_and_no_other():
    paper = Image.new("L", (500, 900), 255)
    paper.paste(code("KIOSK:CASE:ZZ1"), (20, 20))
    paper.paste(code("https://example.com"), (20, 500))
    assert code_on(paper, "KIOSK:CASE:") == "KIOSK:CASE:ZZ1"
    with pytest.raises(DemoError, match="KIOSK:GO:"):
        code_on(paper, "KIOSK:GO:")


def test_every_page_has_its_place_on_the_sheet(tmp_path: Path):
    pages = [tmp_path / f"{number}.png" for number in range(3)]
    for number, page in enumerate(pages):
        Image.new("RGB", (100, 200), (number * 100, 0, 0)).save(page)
    contact_sheet(pages, tmp_path / "sheet.png", thumb=(10, 20), columns=2)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (20, 40)
        assert [sheet.getpixel(each) for each in ((5, 10), (15, 10), (5, 30), (15, 30))] == [
            (0, 0, 0),
            (100, 0, 0),
            (200, 0, 0),
            (255, 255, 255),
        ]
