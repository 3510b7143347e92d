"""What came out of a demonstration's emulated printers, in the order it came, and the code on a paper or a glass."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import zxingcpp
from msgspec import Struct
from PIL import Image

from kiosk.demo.world import DemoError

DPI = 100


class Papers(Struct, frozen=True):
    """Receipts (as their printer drew them) and documents (PDF) that lie in the trays, each oldest first."""

    receipts: tuple[Path, ...]
    documents: tuple[Path, ...]

    @property
    def kinds(self) -> list[str]:
        """``document`` and ``receipt`` as often as there are, sorted."""
        return ["document"] * len(self.documents) + ["receipt"] * len(self.receipts)

    def since(self, before: Papers) -> Papers:
        """Those that were not there before."""
        return Papers(
            tuple(each for each in self.receipts if each not in before.receipts),
            tuple(each for each in self.documents if each not in before.documents),
        )


def papers_in(trays: Path) -> Papers:
    """Everything in the trays of a demonstration."""
    return Papers(_oldest_first(trays / "receipts", "*.png"), _oldest_first(trays / "certificates", "*.pdf"))


def _oldest_first(tray: Path, pattern: str) -> tuple[Path, ...]:
    return tuple(sorted(tray.glob(pattern), key=lambda each: each.stat().st_mtime_ns))


def pictures(papers: Papers, folder: Path) -> list[Path]:
    """A picture of each receipt and of each document's first page, in `folder`."""
    made = []
    for number, receipt in enumerate(papers.receipts, 1):
        made.append(folder / f"paper-receipt-{number}.png")
        with Image.open(receipt) as drawn:
            drawn.convert("L").save(made[-1])
    for number, document in enumerate(papers.documents, 1):
        made.append(folder / f"paper-document-{number}.png")
        order = ("pdftoppm", "-r", str(DPI), "-png", "-singlefile", str(document), str(made[-1].with_suffix("")))
        subprocess.run(order, check=True, timeout=60)
    return made


def code_on(picture: Image.Image, beginning: str) -> str:
    """The QR code on a picture whose text begins so; DemoError when there is none."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for each in zxingcpp.read_barcodes(picture.convert("L"), formats=formats):
        if each.text.startswith(beginning):
            return str(each.text)
    raise DemoError(f"没有找到 {beginning} 的二维码。 There is no code of {beginning}.")


def contact_sheet(pages: Sequence[Path], path: Path, thumb: tuple[int, int] = (270, 480), columns: int = 8) -> None:
    """All pages and papers of a story on one picture, in order."""
    rows = -(-len(pages) // columns)
    sheet = Image.new("RGB", (columns * thumb[0], rows * thumb[1]), "white")
    for number, each in enumerate(pages):
        with Image.open(each) as page:
            shown = page.convert("RGB")
        shown.thumbnail(thumb)
        sheet.paste(shown, (number % columns * thumb[0], number // columns * thumb[1]))
    sheet.save(path)
