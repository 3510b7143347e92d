"""A few pages and the receipt of a demo's story as small pictures: `contact_sheet.py DEMO_OUT DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, ImageOps

PAGES = (
    "welcome",
    "home",
    "KSTB-14/card",
    "KSTB-14/rows",
    "KSTB-14/review",
    "KSTB-14/printing-document",
    "finish",
    "VER-TAX/verdict",
)
COLUMNS = 4
PAGE_PX = (300, 533)
GAP_PX = 20
EDGE_PX = 2
GROUND, EDGE, PAPER = "#b9c4c4", "#5f6f70", "#ffffff"
COLOURS = 256


def pages(out: Path) -> list[Image.Image]:
    """The chosen pages, small, in the order of `PAGES`; KeyError when the story did not come to one of them."""
    story = json.loads((out / "story.json").read_text("utf-8"))
    first = {each["page"]: each["picture"] for each in reversed(story)}
    return [
        _framed(Image.open(out / first[name]).convert("RGB").resize(PAGE_PX, Image.Resampling.LANCZOS))
        for name in PAGES
    ]


def receipt(out: Path) -> Image.Image:
    """The first receipt, on white paper with the margins of an 80 mm roll (4 mm a side, 8 dots a millimetre)."""
    dots = Image.open(out / "receipts" / "001.png").convert("L")
    return ImageOps.expand(dots, (32, 16), PAPER)


def sheet(shown: list[Image.Image], paper: Image.Image) -> Image.Image:
    """The pages in rows, the receipt as high as all of them at the right."""
    wide, high = (each + GAP_PX for each in shown[0].size)
    rows = -(-len(shown) // COLUMNS)
    height = rows * high - GAP_PX
    slip = _framed(
        ImageOps.contain(paper.convert("RGB"), (paper.width, height - 2 * EDGE_PX), Image.Resampling.LANCZOS)
    )
    whole = Image.new("RGB", (COLUMNS * wide + slip.width + 2 * GAP_PX, height + 2 * GAP_PX), GROUND)
    for number, each in enumerate(shown):
        row, column = divmod(number, COLUMNS)
        whole.paste(each, (GAP_PX + column * wide, GAP_PX + row * high))
    whole.paste(slip, (GAP_PX + COLUMNS * wide, GAP_PX))
    return whole


def _framed(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, EDGE_PX, EDGE)


def _write(picture: Image.Image, path: Path) -> None:
    # octree keeps the one spot of persimmon that a median cut mixes into the greys
    palette = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)
    print(f"{path}  {picture.width} x {picture.height}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    demo, target = Path(sys.argv[1]), Path(sys.argv[2])
    slip = receipt(demo)
    _write(sheet(pages(demo), slip), target / "pages.png")
    _write(ImageOps.scale(slip, 0.5, Image.Resampling.LANCZOS), target / "receipt.png")
