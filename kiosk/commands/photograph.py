"""`kiosk photograph`: photograph pages, straighten them and bind them into one PDF with its digests."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from devices.code_scanner.pictures import pictures_in
from devices.contract import DeviceError, PageCaptured, PictureTrouble
from devices.document_camera.desk_camera import DeskCamera, open_desk_camera
from devices.document_camera.picture_sources import FolderPictures
from kiosk.__main__ import MISSING_INPUT

NO_PAGE = 1
CANNOT_WRITE = 73  # EX_CANTCREAT of sysexits.h
CAMERA_FAILED = 3
PAGE_S = 15.0

SENTENCES: dict[PictureTrouble, str] = {
    "no_page": "没有看到纸，请把整张纸放平。 No page was found; lay the whole sheet flat.",
    "blank": "这一页是空白的。 This page is blank.",
    "blurred": "不清楚，请放平，不要移动。 It is blurred; lay it flat and leave it still.",
    "dark": "太暗了，请打开灯。 It is too dark; switch the lamp on.",
    "cut_off": "纸没有放全，请往中间移。 Part of the sheet is outside the picture; move it to the middle.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pictures come from, how many pages, where the PDF goes."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--images", type=Path, metavar="DIR", help="one page from each picture of a folder, by name")
    where.add_argument("--camera", metavar="WHERE", help="v4l2:NAME?size=2592x1944, a socket's path or tcp://HOST:PORT")
    parser.add_argument("--pages", type=_count, default=1, metavar="N", help="pages to photograph with --camera")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def run(arguments: argparse.Namespace) -> int:
    """One line a page, then the digests; 1 when a page could not be used, and no PDF then."""
    try:
        pages = _from_folder(arguments.images) if arguments.images else _from_camera(arguments.camera, arguments.pages)
    except OSError as error:
        print(f"打不开：{error.filename}。 Cannot be opened: {error.filename}.", file=sys.stderr)
        return MISSING_INPUT
    except DeviceError as error:
        print(f"拍不成。 No picture could be taken: {error}.", file=sys.stderr)
        return CAMERA_FAILED
    if not pages or any(page.trouble for page in pages):
        print("没有生成文件。 No file was made.", file=sys.stderr)
        return NO_PAGE
    return _written(pages, arguments.out)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 30:
        raise argparse.ArgumentTypeError("pages are counted from 1 to 30")
    return int(text)


def _from_folder(folder: Path) -> list[PageCaptured]:
    count = len(pictures_in(folder))
    with closing(DeskCamera(FolderPictures(folder))) as camera:
        return [_told(number, camera.capture(PAGE_S)) for number in range(1, count + 1)]


def _from_camera(where: str, count: int) -> list[PageCaptured]:
    with closing(open_desk_camera(where)) as camera:
        pages = []
        for number in range(1, count + 1):
            if number > 1:
                input(f"换第{number}页，按回车。 Lay page {number}, then press Enter. ")
            pages.append(_told(number, camera.capture(PAGE_S)))
        return pages


def _told(number: int, page: PageCaptured) -> PageCaptured:
    size = f"{page.width_px}x{page.height_px}, {len(page.jpeg)} bytes"
    print(f"{number}: {SENTENCES[page.trouble] if page.trouble else size}", flush=True)
    return page


def _written(pages: list[PageCaptured], out: Path) -> int:
    from devices.document_camera.material import bound  # noqa: PLC0415 - cryptography and the PDF library, only now

    material = bound(pages)
    try:
        out.write_bytes(material.pdf)
    except OSError as error:
        print(f"写不进去：{out}。 {out} cannot be written: {error.strerror}.", file=sys.stderr)
        return CANNOT_WRITE
    print(f"{out}: {material.pages} 页 pages, {len(material.pdf)} bytes")
    print(f"SHA-256 {material.sha256}\nSM3     {material.sm3}")
    return 0
