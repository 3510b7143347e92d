"""A receipt made into bytes and sent: drawn and as text, against python-escpos and against the line's own time.

The receipt is that of a tax certificate. python-escpos gets the same dots (`image()`) and the same lines (`set()` and
`text()`, which loses some of the characters; its time counts all the same). A transfer is the bytes' own time on the
line: the floor below which no printer can have the receipt. Ours is composing and floor together, for nothing is sent
before all of it is composed. The paper's own time is in neither.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import get_args

import numpy as np
from escpos.printer import Dummy
from PIL import Image

from devices.receipt_printer import composer
from devices.receipt_printer.escpos_bytes import CUT, initialise
from devices.receipt_printer.layout import Blank, Layout, Sides, Squares, Stroke, Words
from devices.receipt_printer.paper import papers
from devices.receipt_printer.profiles import BITS_A_BYTE, Profile
from devices.receipt_printer.raster_path import raster_commands
from devices.receipt_printer.text_path import TextPath, scale_of
from devices.typeface import typeface
from kiosk.core.receipts import Code, Receipt
from script.benches.table import Row, count, spread
from script.benches.typical_receipts import typical_receipts

MODEL = Profile(han="gbk", native_qr=True)
SAME_WIDTH = "TM-T20II"  # a profile of python-escpos with 576 dots
BYTES_S = {
    "19200 baud": 19_200 / BITS_A_BYTE,
    "115200 baud": 115_200 / BITS_A_BYTE,
    "USB": 900e3,  # what full speed bulk transfers carry
    "Ethernet": 11.5e6,  # 100BASE-TX less its headers
}
WARM = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--receipts", type=count, default=20, metavar="N", help="composed a path (%(default)s)")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Both paths, each against its peer and against each line."""
    receipt, ours = typical_receipts()[0], composer.installed_composer()
    peers = {"raster": _images(receipt, ours, arguments.receipts), "text": _texts(receipt, ours, arguments.receipts)}
    rows = list[Row]()
    for path in get_args(composer.Path):
        composed = _composed(ours, receipt, path)
        size, (peer, peer_size) = sum(map(len, composed.commands)), peers[path]
        build_ms = _timed(partial(ours.compose, receipt, MODEL, path), arguments.receipts)
        print(f"{path}: {size} bytes, {composed.height_mm:.0f} mm, composed in {spread(build_ms)} ms")
        rows += [peer, *_transfers(path, size, peer_size, build_ms)]
    return rows


def _transfers(path: str, size: int, peer_size: int, build_ms: tuple[float, ...]) -> Iterator[Row]:
    for line, bytes_s in BYTES_S.items():
        floor_ms, peer_ms = (1000 * each / bytes_s for each in (size, peer_size))
        total_ms = tuple(each + floor_ms for each in build_ms)
        chosen = composer.choose_path(MODEL, bytes_s) == path
        print(f"  {line}: {floor_ms:.0f} ms on the line, python-escpos {peer_ms:.0f} ms{' (chosen)' if chosen else ''}")
        yield Row(f"receipt: {path}, asked -> sent, {line}", total_ms, (floor_ms,), f"the line alone, {size} bytes")


def _images(receipt: Receipt, ours: composer.Composer, times: int) -> tuple[Row, int]:
    """The same dots as bytes, and how many bytes python-escpos makes of them."""
    commands = b"".join(_composed(ours, receipt, "raster").commands)
    (dots,) = papers(initialise(MODEL.dpi) + commands + CUT, MODEL.width, typeface(bold=False))
    picture = Image.fromarray(~dots)

    def peer() -> bytes:
        printer = Dummy(profile=SAME_WIDTH)
        printer.image(picture, fragment_height=256)
        return bytes(printer.output)

    times_ms = _timed(lambda: b"".join(raster_commands(np.asarray(dots))), times), _timed(peer, times)
    return Row("receipt: dots -> bytes", *times_ms, "python-escpos image()"), len(peer())


def _texts(receipt: Receipt, ours: composer.Composer, times: int) -> tuple[Row, int]:
    """The same lines as bytes. The layout is ours on both sides: python-escpos has none for hanzi."""
    words = TextPath(MODEL, ours.pen)
    strips = list(Layout(words.width, scale_of(MODEL), words.measure).strips(receipt))
    (code,) = (each.payload for each in receipt.lines if isinstance(each, Code))

    def peer() -> bytes:
        printer = Dummy(profile=SAME_WIDTH)
        for strip in strips:
            match strip:
                case Words():
                    wide, high = strip.em.across // 24, strip.em.down // 24
                    align = "center" if strip.centred else "left"
                    printer.set(align=align, bold=strip.bold, custom_size=True, width=wide, height=high)
                    printer.text(f"{strip.text}\n")
                case Sides():
                    printer.set(align="left", bold=True, custom_size=True, width=2, height=2)
                    printer.text(f"{strip.label}  {strip.value}\n")
                case Stroke():
                    printer.text("-" * 48 + "\n")
                case Squares():
                    printer.qr(code, native=True, size=strip.dots)
                case Blank():
                    printer.ln()
        return bytes(printer.output)

    times_ms = _timed(lambda: b"".join(words.commands(strips)), times), _timed(peer, times)
    return Row("receipt: lines -> bytes", *times_ms, "python-escpos set(), text(), qr()"), len(peer())


def _composed(ours: composer.Composer, receipt: Receipt, path: composer.Path) -> composer.Composed:
    composed = ours.compose(receipt, MODEL, path)
    assert isinstance(composed, composer.Composed), composed
    return composed


def _timed(act: Callable[[], object], times: int) -> tuple[float, ...]:
    """Milliseconds of each call, after a few that are not counted."""
    taken = list[float]()
    for _ in range(WARM + times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return tuple(taken[WARM:])
