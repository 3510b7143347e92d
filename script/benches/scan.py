"""Our chain of code readers against the libraries alone and against the chains that measured best elsewhere.

Every frame is read by every reader in turn. Prints for each how many codes it read exactly (the bytes that went in),
frames from which other bytes came (``wrong``) and codes seen where there was none (``false``), and the milliseconds
for frames with and without a code; then visits at 30 frames a second. Synthetic frames: they rank readers and show a
step back, they do not say how a camera will do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import chain

import cv2
import numpy as np
from msgspec import Struct

from devices.code_scanner.decode import decode
from devices.code_scanner.readings import Effort, Read
from devices.code_scanner.worker import DecodingWorker
from script.benches import scan_visit
from script.benches.code_frames import LEVELS, SIZES, Frame, frames
from script.benches.scan_peers import PEERS, Gray, Reader
from script.benches.scan_visit import Passed
from script.benches.table import Row, count

QR = frozenset({"qr"})
GLANCE, SHARPEN, EVERYTHING = "ours: glance", "ours: sharpen", "ours: everything"
PROCESS = "ours: glance, in its process"
CHAIN_C, CHAIN_I = "C half fast, full", "I half fast, full, unsharp"
PYZBAR, ZXING = "pyzbar, QR only", "zxing-cpp, QR only"
KINDS = (*LEVELS, "inverted", "empty")


class Look(Struct, frozen=True):
    """One reader, one frame: what went in, what came out, and how long it took."""

    kind: str
    height: int
    payload: bytes
    found: tuple[bytes, ...]
    ms: float

    @property
    def exact(self) -> bool:
        """Whether the code's own bytes came out."""
        return bool(self.payload) and self.payload in self.found

    @property
    def wrong(self) -> bool:
        """Whether other bytes came out of a frame with a code."""
        return bool(self.payload) and any(each != self.payload for each in self.found)


Looks = Mapping[str, Sequence[Look]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many frames, and which."""
    parser.add_argument("--each", type=count, default=12, metavar="N", help="frames of each level (%(default)s)")
    parser.add_argument("--visits", type=count, default=2, metavar="N", help="visits of each pipeline (%(default)s)")
    parser.add_argument("--seed", type=int, default=20240607, metavar="N", help="another seed, other frames")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Read every frame with every reader in turn, then play the visits."""
    cv2.setNumThreads(1)
    with closing(DecodingWorker()) as worker:
        worker.start()
        readers = {**PEERS, **ours(worker)}
        looks: dict[str, list[Look]] = {name: [] for name in readers}
        for frame in frames(arguments.seed, arguments.each):
            for name, read in readers.items():
                looks[name].append(look(read, frame))
        report(looks)
        played = play(worker, arguments.seed, arguments.visits)
    report_visits(played)
    return [*frame_rows(looks), visit_row(played)]


def ours(worker: DecodingWorker) -> Mapping[str, Reader]:
    """Our chain: for a frame of many, for one in three, for a picture on its own; and the first through `worker`."""

    def within(effort: Effort) -> Reader:
        def read(gray: Gray) -> list[bytes]:
            codes = decode(gray, QR, effort)
            return [code.payload for code in codes] if isinstance(codes, tuple) else []

        return read

    def in_process(gray: Gray) -> list[bytes]:
        result = worker.decode(gray, QR, "glance")
        return [code.payload for code in result.codes] if isinstance(result, Read) else []

    return {
        GLANCE: within("glance"),
        SHARPEN: within("sharpen"),
        EVERYTHING: within("everything"),
        PROCESS: in_process,
    }


def look(read: Callable[[Gray], list[bytes]], frame: Frame) -> Look:
    """What `read` makes of `frame`."""
    began = time.perf_counter()
    found = tuple(read(frame.gray))
    ms = (time.perf_counter() - began) * 1000
    return Look(frame.kind, frame.gray.shape[0], frame.payload, found, ms)


def play(worker: DecodingWorker, seed: int, number: int) -> Mapping[str, Sequence[Passed]]:
    """Every pipeline in every visit."""
    pipelines = scan_visit.pipelines(worker)
    played: dict[str, list[Passed]] = {name: [] for name in pipelines}
    for visit in scan_visit.visits(seed, number):
        for name, scan in pipelines.items():
            played[name].append(scan_visit.passed(scan, visit))
    return played


# --- tables ---------------------------------------------------------------------------------------------------------


def report(looks: Looks) -> None:
    """Print reads and times of every reader."""
    first = next(iter(looks.values()))
    numbers = {kind: sum(each.kind == kind for each in first) for kind in KINDS}
    kinds = "".join(f"{f'{kind} {numbers[kind]}':>13}" for kind in KINDS[:-1])
    times = "".join(f"{f'{height}p {what}':>16}" for _, height in SIZES for what in ("code", "empty"))
    print(f"codes read exactly; wrong; false of {numbers['empty']} empty frames; median / p95 ms")
    print(f"{'':<30}{kinds}{'wrong':>7}{'false':>7}{times}")
    for name, rows in looks.items():
        print(f"{name:<30}{reads(rows)}{all_times(rows)}")


def reads(rows: Sequence[Look]) -> str:
    """The columns of what was read."""
    exact = "".join(f"{sum(each.exact for each in rows if each.kind == kind):>13}" for kind in KINDS[:-1])
    false = sum(bool(each.found) for each in rows if each.kind == "empty")
    return f"{exact}{sum(each.wrong for each in rows):>7}{false:>7}"


def all_times(rows: Sequence[Look]) -> str:
    """The columns of times: by height, with a code and without."""
    return "".join(
        f"{spread([each.ms for each in rows if each.height == height and bool(each.payload) is coded]):>16}"
        for _, height in SIZES
        for coded in (True, False)
    )


def spread(values_ms: Sequence[float]) -> str:
    """Median / 95th percentile; a dash for none."""
    if not values_ms:
        return "-"
    median, late = np.percentile(values_ms, [50, 95])
    return f"{median:.2f} / {late:.1f}"


def report_visits(played: Mapping[str, Sequence[Passed]]) -> None:
    """Print how every pipeline did in the visits."""
    print(f"\n{len(next(iter(played.values())))} visits at 30 frames a second, 720p; median / p95")
    print(f"{'':<30}{'read':>6}{'wait ms':>16}{'idle ms mean':>14}{'idle ms':>16}{'busy ms':>16}")
    for name, rows in played.items():
        waits = [each.wait_ms for each in rows if each.wait_ms is not None]
        idle = list(chain.from_iterable(each.idle_ms for each in rows))
        busy = list(chain.from_iterable(each.busy_ms for each in rows))
        print(f"{name:<30}{len(waits):>6}{spread(waits):>16}{np.mean(idle):>14.2f}{spread(idle):>16}{spread(busy):>16}")


def frame_rows(looks: Looks) -> list[Row]:
    """For the one table: our glance against the cheapest good chain, our sharper look against the best reading one."""
    score = {name: sum(each.exact for each in rows) for name, rows in looks.items()}
    mixed = [
        Look(one.kind, one.height, one.payload, one.found, (2 * one.ms + more.ms) / 3)
        for one, more in zip(looks[GLANCE], looks[SHARPEN], strict=True)
    ]
    alone = f"pyzbar, QR only: {score[PYZBAR]} read, zxing-cpp alone {score[ZXING]}"
    plain, best = (f"chain {each[0]}: {score[each]} read" for each in (CHAIN_C, CHAIN_I))
    return [
        row("scan: a code, glance", looks[GLANCE], looks[PYZBAR], alone, True),
        row("scan: a code, glance", looks[GLANCE], looks[CHAIN_C], f"{plain}, ours {score[GLANCE]}", True),
        row("scan: no code, glance", looks[GLANCE], looks[CHAIN_C], plain, False),
        row("scan: a code, sharper look", looks[SHARPEN], looks[CHAIN_I], f"{best}, ours {score[SHARPEN]}", True),
        row("scan: no code, 1 in 3 sharper", mixed, looks[CHAIN_I], best, False),
    ]


def row(what: str, ours: Sequence[Look], peer: Sequence[Look], name: str, coded: bool) -> Row:
    """Milliseconds of both for each frame with a code, or for each without."""
    ours_ms, peer_ms = (tuple(each.ms for each in rows if bool(each.payload) is coded) for rows in (ours, peer))
    return Row(what, ours_ms, peer_ms, name)


def visit_row(played: Mapping[str, Sequence[Passed]]) -> Row:
    """The mean of a visit's idle frames, visit by visit."""
    ours_ms, peer_ms = (
        tuple(float(np.mean(each.idle_ms)) for each in played[name]) for name in (scan_visit.OURS, scan_visit.PEER)
    )
    return Row("scan: an idle frame of a visit", ours_ms, peer_ms, scan_visit.PEER)
