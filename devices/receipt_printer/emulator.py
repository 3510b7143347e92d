"""An ESC/POS printer without the metal: it answers, prints at a pace, runs out of paper, and keeps what it printed.

Each paper is two files in the output folder: ``NNN.bin``, the bytes exactly as they came from the line, and
``NNN.png``, drawn from those bytes alone. A paper ends at a cut; what a fault tore off is kept too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
from msgspec import Struct, to_builtins

from devices.emulation import Line, Verb
from devices.receipt_printer.layout import WIDTH
from devices.receipt_printer.mechanism import Mechanism, Sheet
from devices.receipt_printer.paper import papers, picture
from kiosk.core import conditions

PRINTING_TICK_S = 0.005
IDLE_TICK_S = 0.05
SETTLE_S = 1.0
SPEED_MM_S = 250.0
AFTER_ROWS = 300


class PrintedPaper(Struct, frozen=True):
    """One paper in the tray: its files, its length in dot rows, and whether it was cut off whole or torn."""

    number: int
    bytes_file: str
    picture_file: str
    rows: int
    whole: bool


class ReceiptPrinterEmulator:
    """The printer at the device's end of `line`; `start` runs it in a thread of its own until `close`."""

    def __init__(
        self,
        line: Line,
        out_dir: Path,
        face: Path,
        *,
        faults: Iterable[str] = (),
        speed_mm_s: float = SPEED_MM_S,
        after_rows: int = AFTER_ROWS,
        width: int = WIDTH,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line = line
        self._out_dir = out_dir
        self._face = face
        self._width = width
        self._clock = clock
        self._mechanism = Mechanism(speed_mm_s, after_rows)
        self._mechanism.set_faults(faults)
        self._tray: list[PrintedPaper] = []
        self._lock = threading.Lock()
        self._settled = threading.Event()  # the line is as the power is: only our own thread touches the line
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="receipt-printer", daemon=True)
        out_dir.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread.start()

    def run(self) -> None:
        """Work until `close` is called."""
        while not self._stopping.is_set():
            self.step()

    def close(self) -> None:
        """Stop and give the line back."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._line.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def step(self) -> None:
        """Listen for a moment, print for a moment, answer."""
        data = self._heard()
        with self._lock:
            if data:
                self._mechanism.receive(data)
            self._mechanism.advance(self._clock())
            answers, sheets = bytes(self._mechanism.answers), list(self._mechanism.sheets)
            self._mechanism.answers.clear()
            self._mechanism.sheets.clear()
            if self._mechanism.powered:
                self._line.plug()
            else:
                self._line.unplug()
            self._settled.set()
        for sheet in sheets:
            self._keep(sheet)
        if answers:  # after the paper is kept: who hears that it is printed may look at it
            self._line.write(answers)

    def _heard(self) -> bytes:
        tick_s = PRINTING_TICK_S if self._mechanism.busy else IDLE_TICK_S
        if self._mechanism.takes_bytes:
            return self._line.read(tick_s)
        self._stopping.wait(tick_s)
        return b""

    def _keep(self, sheet: Sheet) -> None:
        number = 1 + max((int(each.stem) for each in self._out_dir.glob("[0-9]*.bin")), default=0)
        stem = self._out_dir / f"{number:03d}"
        # a cut that failed leaves its command inside the sheet: the pieces hang together
        raster = np.vstack(papers(sheet.data, self._width, self._face))
        picture(raster).save(stem.with_suffix(".part"), format="PNG")
        stem.with_suffix(".bin").write_bytes(sheet.data)
        stem.with_suffix(".part").rename(stem.with_suffix(".png"))
        files = str(stem.with_suffix(".bin")), str(stem.with_suffix(".png"))
        with self._lock:
            self._tray.append(PrintedPaper(number, *files, rows=len(raster), whole=sheet.whole))

    def papers(self) -> list[PrintedPaper]:
        """What came out since the start, oldest first."""
        with self._lock:
            return list(self._tray)

    def run_out_of_paper(self) -> None:
        """The roll ends here."""
        self._set_paper(conditions.Paper.OUT)

    def paper_low(self) -> None:
        """The roll is nearly at its end."""
        self._set_paper(conditions.Paper.LOW)

    def refill(self) -> None:
        """The keeper puts a new roll in."""
        self._set_paper(conditions.Paper.FULL)

    def _set_paper(self, paper: conditions.Paper) -> None:
        with self._lock:
            self._mechanism.paper = paper

    def open_cover(self) -> None:
        """Somebody opens the cover."""
        with self._lock:
            self._mechanism.cover_open = True

    def close_cover(self) -> None:
        """The cover is shut, which also frees a stuck cutter."""
        with self._lock:
            self._mechanism.cover_open = self._mechanism.cutter_stuck = False

    def unplug(self) -> None:
        """Pull cable and power."""
        with self._lock:
            self._mechanism.lose_power()
            self._settled.clear()
        self._settled.wait(SETTLE_S)

    def plug(self) -> None:
        """Put them back."""
        with self._lock:
            self._mechanism.powered = True
            self._settled.clear()
        self._settled.wait(SETTLE_S)

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults and nothing else wrong (names as in `mechanism.FAULTS`)."""
        with self._lock:
            self._mechanism.set_faults(names)

    def state(self) -> dict[str, Any]:
        """Paper, cover and power as they are."""
        with self._lock:
            inside = self._mechanism
            return {"paper": inside.paper.value, "cover_open": inside.cover_open, "powered": inside.powered}

    def verbs(self) -> Mapping[str, Verb]:
        """The words of the control socket."""
        return {
            "run_out_of_paper": self.run_out_of_paper,
            "paper_low": self.paper_low,
            "refill": self.refill,
            "open_cover": self.open_cover,
            "close_cover": self.close_cover,
            "unplug": self.unplug,
            "plug": self.plug,
            "set_faults": self.set_faults,
            "papers": lambda: {"papers": to_builtins(self.papers())},
            "state": self.state,
        }
