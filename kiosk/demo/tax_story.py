"""The story of the demonstration: a tax certificate is issued and printed, then verified by its own QR code."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import zxingcpp
from PIL import Image

from kiosk.demo.story import Teller
from kiosk.demo.world import DemoError, World

PERSON = "zhang-jianguo"
PHONE_S = 10.0


def tell(teller: Teller, world: World) -> None:
    """Play both matters; DemoError at the first page or paper that does not come."""
    certificate(teller, world)
    verification(teller, world)


def certificate(teller: Teller, world: World) -> None:
    """开具税收完税证明, from the welcome page to the rating."""
    teller.see("welcome", "start")
    teller.touch("start", "home")
    teller.touch("matter:KSTB-14", "KSTB-14/consent", "tick")
    teller.touch("tick", "KSTB-14/consent", "primary")
    teller.touch("primary", "KSTB-14/card")
    teller.world("放上身份证", "KSTB-14/person", "id-card", "insert_card", name=PERSON)
    teller.touch("primary", "KSTB-14/checkway", "way:phone_code")
    before = len(world.dock.texts())
    teller.touch("way:phone_code", "KSTB-14/check-phone_code", "key:1")
    teller.type(texted_code(world, before))
    teller.touch("primary", "KSTB-14/form-3-1", "pick:tax_authority:hean")
    teller.touch("pick:tax_authority:hean", "KSTB-14/form-3-2", "primary")
    teller.touch("primary", "KSTB-14/rows", "primary")
    teller.touch("primary", "KSTB-14/review", "primary")
    teller.touch("primary", "KSTB-14/result", "primary")
    teller.touch("primary", "KSTB-14/printing-document")
    teller.see("KSTB-14/printing-receipt")
    teller.see("finish")
    teller.world("拿走身份证", "rating", "id-card", "pull_card")
    teller.touch("grade:1", "welcome", "start")


def verification(teller: Teller, world: World) -> None:
    """税收完税证明查验 by the QR code of the paper that has just come out."""
    code = cut_code(newest(world.out / "certificates", "*.pdf"), world.directory)
    teller.touch("start", "home")
    teller.touch("matter:VER-TAX", "VER-TAX/form-1-1", "pick:way:scan")
    teller.touch("pick:way:scan", "VER-TAX/scan")
    teller.world("出示证明上的二维码", "VER-TAX/verdict", "camera", "show_code", file=str(code))
    teller.quietly("camera", "clear")
    teller.touch("secondary", "VER-TAX/printing-receipt")
    teller.see("finish", "primary")
    teller.touch("primary", "rating", "grade:2")
    teller.touch("grade:2", "welcome", "start")


def texted_code(world: World, before: int) -> str:
    """The six digits of the text that the simulated phone got after `before` others."""
    deadline = time.monotonic() + PHONE_S
    while len(texts := world.dock.texts()) <= before:
        if time.monotonic() > deadline:
            raise DemoError("短信没有来。 No text message came.")
        time.sleep(0.05)
    digits = "".join(each if each.isdigit() else " " for each in texts[-1].text).split()
    return next(each for each in digits if len(each) == 6)


def newest(folder: Path, pattern: str) -> Path:
    """The newest paper in a tray; DemoError when there is none."""
    papers = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
    if not papers:
        raise DemoError(f"{folder} 里没有纸。 There is no paper in {folder}.")
    return papers[-1]


def cut_code(pdf: Path, work: Path) -> Path:
    """A picture of the QR code on a printed certificate, as a camera close to it sees it."""
    page = work / "page"
    subprocess.run(("pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(page)), check=True, timeout=60)
    with Image.open(page.with_suffix(".png")) as picture:
        grey = picture.convert("L")
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    if not found:
        raise DemoError("证明上没有二维码。 There is no QR code on the certificate.")
    corners = found[0].position
    points = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
    left, right = min(each.x for each in points), max(each.x for each in points)
    top, bottom = min(each.y for each in points), max(each.y for each in points)
    margin = (right - left) // 6
    code = work / "code.png"
    grey.crop((left - margin, top - margin, right + margin, bottom + margin)).save(code)
    return code
