"""Our chain of code readers against pyzbar alone, on the same generated 720p frames.

Prints, per kind of frame, how many of N codes each one read exactly (the bytes that went in), and its median and 95th
percentile in milliseconds; then the ratios. ``other`` counts the frames from which other bytes than the code's came
out. Synthetic frames: they rank readers and show regressions, they do not say how a camera will do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from pyzbar import pyzbar

from devices.code_scanner.decode import decode
from devices.code_scanner.readings import Read
from devices.code_scanner.scene import qr_picture
from devices.code_scanner.worker import DecodingWorker
from script.benches.table import Row, count

QR = frozenset({"qr"})
OURS, PEER = "ours", "pyzbar, QR only"  # the faster of the two ways to use pyzbar
WIDTH_PX, HEIGHT_PX = 1280, 720
# pixels a module, blur (sigma, pixels), noise (sigma, gray levels), corner shift (share of the code's side)
LEVELS = {
    "easy": ((6, 9), (0.4, 0.8), (1, 4), 0.01),
    "medium": ((4, 7), (0.6, 1.4), (3, 8), 0.04),
    "hard": ((3, 5), (0.8, 2.2), (4, 14), 0.06),
}
HANZI = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]

Gray = NDArray[np.uint8]
Frame = tuple[str, bytes, Gray]  # kind, payload (empty: no code), picture
Results = list[tuple[list[bytes], float]]  # for each frame what was found, and the milliseconds


def payload(generator: np.random.Generator) -> bytes:
    """One of: ASCII, Chinese in UTF-8, Chinese in GBK, binary."""
    name = "".join(generator.choice(HANZI, size=3))
    kinds = (
        f"KIOSK:CASE:2026-{generator.integers(10**6):06d}".encode(),
        f"姓名:{name} No.{generator.integers(100)}".encode(),
        f"姓名:{name} No.{generator.integers(100)}".encode("gbk"),
        generator.bytes(int(generator.integers(20, 120))),
    )
    return kinds[int(generator.integers(len(kinds)))]


def background(generator: np.random.Generator) -> Gray:
    """A wall with the light from one side."""
    light = generator.uniform(60, 150) + np.linspace(0, 60, WIDTH_PX)[np.newaxis, :] + np.zeros((HEIGHT_PX, 1))
    return light.astype(np.uint8)


def held(generator: np.random.Generator, code: Gray, level: str) -> Gray:
    """`code` held in front of a camera: turned, tilted, pale, out of focus, with a sensor's noise."""
    (px, blur, noise, tilt), side = LEVELS[level], code.shape[0]
    size = min(generator.uniform(*px) * side / 8, 0.68 * HEIGHT_PX)
    angle, centre = generator.uniform(0, 2 * np.pi), (generator.uniform(0.4, 0.6) * WIDTH_PX, HEIGHT_PX / 2)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    square = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    corners = (square + generator.uniform(-tilt, tilt, (4, 2))) @ turn * size + centre
    warp = cv2.getPerspectiveTransform(((square + 0.5) * side).astype(np.float32), corners.astype(np.float32))
    dark, bright = generator.uniform(20, 90), generator.uniform(130, 230)
    pale = (dark + (bright - dark) * (code / 255)).astype(np.uint8)
    frame = background(generator)
    cv2.warpPerspective(
        pale, warp, (WIDTH_PX, HEIGHT_PX), dst=frame, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    blurred: Gray = np.asarray(cv2.GaussianBlur(frame, (0, 0), generator.uniform(*blur)), np.uint8)
    return noisy(generator, blurred, generator.uniform(*noise))


def shaded(generator: np.random.Generator, code: Gray) -> Gray:
    """A code flat on the glass, one side in the shadow of a hand."""
    frame = np.full((HEIGHT_PX, WIDTH_PX), 230, np.uint8)
    top, left = (HEIGHT_PX - code.shape[0]) // 2, (WIDTH_PX - code.shape[1]) // 2
    frame[top : top + code.shape[0], left : left + code.shape[1]] = code
    light = np.clip(np.linspace(generator.uniform(-0.8, 0.1), 1.6, WIDTH_PX), 0.08, 1)
    return noisy(generator, (frame * light).astype(np.uint8), 4)


def noisy(generator: np.random.Generator, frame: Gray, sigma: float) -> Gray:
    """`frame` with a sensor's noise."""
    return (frame + generator.normal(0, sigma, frame.shape)).clip(0, 255).astype(np.uint8)


def frames(generator: np.random.Generator, each: int) -> list[Frame]:
    """`each` frames of every kind."""
    made: list[Frame] = []
    for _ in range(each):
        for level in LEVELS:
            data = payload(generator)
            made.append((level, data, held(generator, qr_picture(data), level)))
        data = payload(generator)
        made.append(("shaded", data, shaded(generator, qr_picture(data))))
        made.append(("empty", b"", noisy(generator, background(generator), 5)))
    return made


def readers(worker: DecodingWorker) -> dict[str, Callable[[Gray], list[bytes]]]:
    """Name and reader; each gives the payloads it found."""

    def ours(gray: Gray) -> list[bytes]:
        codes = decode(gray.data, QR)
        return [code.payload for code in codes] if isinstance(codes, tuple) else []

    def ours_in_a_process(gray: Gray) -> list[bytes]:
        result = worker.decode(gray, QR)
        return [code.payload for code in result.codes] if isinstance(result, Read) else []

    return {
        "pyzbar, all symbologies": lambda gray: [code.data for code in pyzbar.decode(gray)],
        PEER: lambda gray: [code.data for code in pyzbar.decode(gray, [pyzbar.ZBarSymbol.QRCODE])],
        OURS: ours,
        "ours, through the process": ours_in_a_process,
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many frames, and which."""
    parser.add_argument("--each", type=count, default=24, metavar="N", help="frames of each kind (%(default)s)")
    parser.add_argument("--seed", type=int, default=20240607, metavar="N", help="another seed, other frames")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Read every frame with every reader in turn."""
    made = frames(np.random.default_rng(arguments.seed), arguments.each)
    worker = DecodingWorker()
    worker.start()
    found: dict[str, Results] = {}
    for _, _, gray in made:
        for name, read in readers(worker).items():
            found.setdefault(name, []).append(timed(read, gray))
    worker.close()
    report(made, found, arguments.each)
    score = f"pyzbar alone: {sums(made, found[PEER])[0]} read exactly, ours {sums(made, found[OURS])[0]}"
    return [
        row("scan: a picture with a code", made, found, coded=True, peer=score),
        row("scan: a picture without one", made, found, coded=False, peer="pyzbar alone"),
    ]


def row(what: str, made: list[Frame], found: dict[str, Results], *, coded: bool, peer: str) -> Row:
    """Milliseconds of both for each frame with a code, or for each without."""
    ours_ms, peer_ms = (
        tuple(ms for (_, data, _), (_, ms) in zip(made, found[name], strict=True) if bool(data) is coded)
        for name in (OURS, PEER)
    )
    return Row(what, ours_ms, peer_ms, peer)


def timed(read: Callable[[Gray], list[bytes]], gray: Gray) -> tuple[list[bytes], float]:
    """What `read` found and the milliseconds it took."""
    began = time.perf_counter()
    payloads = read(gray)
    return payloads, (time.perf_counter() - began) * 1000


def report(made: list[Frame], found: dict[str, Results], each: int) -> None:
    """Print reads and times by kind of frame, then all codes together with the ratios to pyzbar used plainly."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in made))
    print(f"{each} frames of each kind, {WIDTH_PX} x {HEIGHT_PX}; codes read exactly, median / p95 ms")
    print(" " * 26 + "".join(f"{kind:>20}" for kind in kinds))
    for name, results in found.items():
        print(f"{name:<26}" + "".join(f"{cell(made, results, kind):>20}" for kind in kinds))
    plain = next(iter(found.values()))
    print(f"\nall {sum(bool(data) for _, data, _ in made)} codes:")
    for name, results in found.items():
        exact, other, median_ms = sums(made, results)
        plain_exact, _, plain_ms = sums(made, plain)
        against = f"x{exact / plain_exact:.2f} exact reads, x{plain_ms / median_ms:.1f} as fast"
        print(f"{name:<26}{exact:>4} exact, {other:>3} other, median {median_ms:6.2f} ms   {against}")


def cell(made: list[Frame], results: Results, kind: str) -> str:
    """One kind of frame, one reader: exact reads, median and 95th percentile of the time."""
    rows = [(data in got, ms) for (each, data, _), (got, ms) in zip(made, results, strict=True) if each == kind]
    median_ms, late_ms = np.percentile([ms for _, ms in rows], [50, 95])
    return f"{sum(exact for exact, _ in rows) if kind != 'empty' else '-':>4} {median_ms:>6.1f} /{late_ms:>6.1f}"


def sums(made: list[Frame], results: Results) -> tuple[int, int, float]:
    """Over all frames: exact reads, frames with other bytes; and the median ms of the frames with a code."""
    pairs = list(zip(made, results, strict=True))
    exact = sum(bool(data) and data in got for (_, data, _), (got, _) in pairs)
    other = sum(any(each != data for each in got) for (_, data, _), (got, _) in pairs)
    return exact, other, float(np.median([ms for (_, data, _), (_, ms) in pairs if data]))
