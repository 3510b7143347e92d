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

from devices.emulation import Line, PtyLine, Verb
from devices.receipt_printer.mechanism import Mechanism, Sheet
from devices.receipt_printer.paper import papers, picture
from devices.receipt_printer.profiles import BITS_A_BYTE, GENERIC, Profile, profile
from devices.typeface import typeface
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
    """The printer at the device's end of `line`; `start` runs it in a thread of its own until `close`.

    `where` is what the driver takes. `model` says what it can do; with a `baud` its line is as slow as a serial one.
    """

    def __init__(  # noqa: PLR0913 - a printer has that many parts, and all but the first three have their usual value
        self,
        line: Line,
        out_dir: Path,
        face: Path,
        *,
        faults: Iterable[str] = (),
        speed_mm_s: float = SPEED_MM_S,
        after_rows: int = AFTER_ROWS,
        model: Profile = Profile(),  # noqa: B008 - frozen
        where: str = "",
        baud: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.where = where
        self._line = line
        self._out_dir = out_dir
        self._face = face
        self._model = model
        self._bytes_s = None if baud is None else baud / BITS_A_BYTE
        self._arriving, self._arrived_s = bytearray(), clock()
        self._clock = clock
        self._mechanism = Mechanism(speed_mm_s, after_rows, model)
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
        tick_s = PRINTING_TICK_S if self._mechanism.busy or self._arriving else IDLE_TICK_S
        if self._mechanism.takes_bytes and not self._arriving:
            return self._paced(self._line.read(tick_s))
        self._stopping.wait(tick_s)
        return self._paced(b"")

    def _paced(self, data: bytes) -> bytes:
        """Of what the host put on the line, as much as a line of this speed has brought by now."""
        if self._bytes_s is None:
            return data
        if data:
            self._arriving, self._arrived_s = bytearray(data), self._clock()
        count = max(0, int((self._clock() - self._arrived_s) * self._bytes_s))
        arrived = bytes(self._arriving[:count])
        self._arrived_s += count / self._bytes_s
        del self._arriving[:count]
        return arrived

    def _keep(self, sheet: Sheet) -> None:
        number = 1 + max((int(each.stem) for each in self._out_dir.glob("[0-9]*.bin")), default=0)
        stem = self._out_dir / f"{number:03d}"
        # a cut that failed leaves its command inside the sheet: the pieces hang together
        raster = np.vstack(papers(sheet.data, self._model.width, self._face, self._model.han or "gbk"))
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
        with self._lock:
            self._mechanism.refill()

    def run_out_after(self, mm: float) -> None:
        """The roll ends when so much more of it was printed."""
        with self._lock:
            self._mechanism.run_out_after(mm)

    def cut_power_after(self, count: int) -> None:
        """The power goes when `count` more bytes have arrived, wherever they end."""
        with self._lock:
            self._mechanism.cut_power_after(count)

    def take_paper(self) -> Mapping[str, bool]:
        """A hand takes the paper out of the mouth; whether one came."""
        with self._lock:
            return {"taken": self._mechanism.slot.take()}

    def empty_bin(self) -> None:
        """The keeper takes out what lies in the mouth and in the bin behind it, jammed or not."""
        with self._lock:
            self._mechanism.slot.free()

    def cool_down(self) -> None:
        """The print head has rested."""
        with self._lock:
            self._mechanism.sensors.hot = False

    def _set_paper(self, paper: conditions.Paper) -> None:
        with self._lock:
            self._mechanism.sensors.paper = paper

    def open_cover(self) -> None:
        """Somebody opens the cover."""
        with self._lock:
            self._mechanism.sensors.cover_open = True

    def close_cover(self) -> None:
        """The cover is shut, which also frees a stuck cutter."""
        with self._lock:
            sensors = self._mechanism.sensors
            sensors.cover_open = sensors.cutter_stuck = False

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
        """Paper, cover and power as they are; mouth and bin where it has them."""
        with self._lock:
            inside, slot = self._mechanism, self._mechanism.slot
            sensors = inside.sensors
            state: dict[str, Any] = {
                "paper": sensors.paper.value,
                "cover_open": sensors.cover_open,
                "powered": inside.powered,
            }
            if self._model.presenter is not None:
                mouth = "jammed" if slot.jammed else "occupied" if slot.occupied else "empty"
                state |= {"mouth": mouth, "bin": slot.binned, "dropped": slot.dropped}
            return state

    def verbs(self) -> Mapping[str, Verb]:
        """The words of the control socket."""
        return {
            "run_out_of_paper": self.run_out_of_paper,
            "paper_low": self.paper_low,
            "refill": self.refill,
            "run_out_after": self.run_out_after,
            "open_cover": self.open_cover,
            "close_cover": self.close_cover,
            "cool_down": self.cool_down,
            "take_paper": self.take_paper,
            "empty_bin": self.empty_bin,
            "cut_power_after": self.cut_power_after,
            "unplug": self.unplug,
            "plug": self.plug,
            "set_faults": self.set_faults,
            "papers": lambda: {"papers": to_builtins(self.papers())},
            "state": self.state,
        }


def emulate_escpos(directory: Path, model: str = GENERIC) -> ReceiptPrinterEmulator:
    """A running printer of that profile on a pseudo-terminal in `directory`; its papers lie in ``papers`` there."""
    link = directory / "receipt-printer"
    printer = ReceiptPrinterEmulator(
        PtyLine(str(link)),
        directory / "papers",
        typeface(bold=False),
        model=profile(model),
        where=f"{link}?profile={model}",
    )
    printer.start()
    return printer
