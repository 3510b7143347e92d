"""The receipts as an emulated printer prints them, on both paths, as small pictures: `receipt_pictures.py DIR`.

The driver prints over loopback TCP; what is shown was drawn by the emulated printer from the bytes it was sent.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import get_args

from PIL import Image, ImageDraw, ImageFont, ImageOps

from devices.emulation import TcpLine
from devices.ports import open_port
from devices.receipt_printer import composer
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.profiles import Profile
from devices.typeface import typeface
from kiosk.core.conditions import Outcome
from kiosk.core.receipts import Receipt
from script.benches.typical_receipts import typical_receipts

MODEL = Profile(han="gbk")
FAST_MM_S = 4000.0
MARGINS = (32, 16)  # of an 80 mm roll: 4 mm a side
GAP_PX, SCALE = 20, 0.4
GROUND, PAPER, INK = 200, 255, 60
CAPTIONS = {"raster": "raster 画出来的字", "text": "text 打印机自己的字"}


def printed(receipt: Receipt, path: composer.Path) -> Image.Image:
    """The picture the emulated printer keeps of the paper; SystemExit when it could not be proved."""
    composed = composer.installed_composer().compose(receipt, MODEL, path)
    with tempfile.TemporaryDirectory() as folder:
        line, face = TcpLine("127.0.0.1:0"), typeface(bold=False)
        with ReceiptPrinterEmulator(line, Path(folder), face, speed_mm_s=FAST_MM_S) as emulator:
            port = partial(open_port, f"tcp://{line.address}")
            with closing(EscposPrinter(port, lambda _: composed, profile=MODEL)) as printer:
                verdict = printer.print(receipt, "PICT")
            if verdict.outcome is not Outcome.PRINTED:
                raise SystemExit(f"{path}: {verdict}")
            return Image.open(emulator.papers()[0].picture_file).convert("L")


def sheet(shown: list[Receipt]) -> Image.Image:
    """Each receipt on both paths, side by side, with the path's name above."""
    slips = [
        (path, ImageOps.scale(ImageOps.expand(printed(each, path), MARGINS, PAPER), SCALE, Image.Resampling.LANCZOS))
        for each in shown
        for path in get_args(composer.Path)
    ]
    width = sum(slip.width + GAP_PX for _, slip in slips) + GAP_PX
    top = 2 * GAP_PX
    whole = Image.new("L", (width, top + max(slip.height for _, slip in slips) + GAP_PX), GROUND)
    pen, font, x = ImageDraw.Draw(whole), ImageFont.truetype(typeface(bold=False), 16), GAP_PX
    for path, slip in slips:
        pen.text((x, GAP_PX // 2), CAPTIONS[path], INK, font)
        whole.paste(slip, (x, top))
        x += slip.width + GAP_PX
    return whole


if __name__ == "__main__":
    made = typical_receipts()
    target = Path(sys.argv[1]) / "receipts.png"
    picture = sheet([made[0], made[2]])  # the certificate's, and one to collect later
    picture.quantize(16).save(target, optimize=True)
    print(f"{target}  {target.stat().st_size // 1024} kB")
