"""An emulated office printer behind a spool folder (protocol: `devices.document_printer.spool`).

It takes a job, prints at a pace, lays the PDF into its tray unchanged, and says how it went. The tray is the paper.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import msgspec

from devices.document_printer.spool import PRINTER_FILE, PrinterWord
from devices.emulation import Verb
from kiosk.core.conditions import Paper

FAULTS = {
    "paper-out-before": "没有纸。 No paper from the beginning.",
    "paper-out-mid": "打到一半没有纸。 Paper runs out in the middle of a document.",
    "jams-mid": "打到一半卡纸。 Paper jams in the middle of a document.",
    "asleep": "不取任务。 Never takes a job.",
    "silent": "打了但不回话。 Prints, but never says so.",
    "says-paper-late": "取了任务才发现没纸。 Notices that it has no paper only when it has taken the job.",
}
TICK_S = 0.02
DOCUMENT_S = 2.0


class OfficePrinter:
    """Watches `spool` from a thread of its own; each document takes `document_s` seconds."""

    def __init__(self, spool: Path, tray: Path, *, faults: Iterable[str] = (), document_s: float = DOCUMENT_S) -> None:
        self._spool = spool
        self._tray = tray
        self._document_s = document_s
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="office-printer", daemon=True)
        self._plugged = True
        for folder in (spool, tray):
            folder.mkdir(parents=True, exist_ok=True)
        self.set_faults(faults)

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return str(self._spool)

    def start(self) -> None:
        """Switch on."""
        self._tell()
        self._thread.start()

    def close(self) -> None:
        """Switch off; the folder shows no printer any more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        (self._spool / PRINTER_FILE).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def papers(self) -> list[str]:
        """The documents in the tray, oldest first."""
        return [str(each) for each in sorted(self._tray.glob("*.pdf"))]

    def run_out_of_paper(self) -> None:
        """The tray of blank sheets is empty."""
        self._become(Paper.OUT)

    def refill(self) -> None:
        """The keeper puts sheets in and clears what was jammed."""
        self._become(Paper.FULL)

    def jam(self) -> None:
        """A sheet sticks."""
        self._become(Paper.JAMMED)

    def unplug(self) -> None:
        """Pull the plug."""
        with self._lock:
            self._plugged = False
            self._tell()

    def plug(self) -> None:
        """Put it back."""
        with self._lock:
            self._plugged = True
            self._tell()

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults and nothing else wrong; ValueError for a name that is not in FAULTS."""
        chosen = set(names)
        if unknown := chosen - set(FAULTS):
            raise ValueError(f"there is no fault {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        self._faults = chosen
        self._become(Paper.OUT if "paper-out-before" in chosen else Paper.FULL)

    def state(self) -> dict[str, Any]:
        """Paper and power as they are."""
        with self._lock:
            return {"paper": self._paper.value, "powered": self._plugged}

    def verbs(self) -> Mapping[str, Verb]:
        """The words of the control socket."""
        return {
            "run_out_of_paper": self.run_out_of_paper,
            "refill": self.refill,
            "jam": self.jam,
            "unplug": self.unplug,
            "plug": self.plug,
            "set_faults": self.set_faults,
            "papers": lambda: {"papers": self.papers()},
            "state": self.state,
        }

    def _become(self, paper: Paper) -> None:
        with self._lock:
            self._paper = paper
            self._tell()

    def _fault(self) -> str:
        return {Paper.OUT: "paper_out", Paper.JAMMED: "paper_jam"}.get(self._paper, "")

    def _tell(self) -> None:
        path = self._spool / PRINTER_FILE
        if not self._plugged:
            path.unlink(missing_ok=True)
            return
        part = path.with_name(f".{PRINTER_FILE}.part")
        part.write_bytes(msgspec.json.encode(PrinterWord(self._paper, self._fault())))
        part.rename(path)

    def _run(self) -> None:
        while not self._stopping.wait(TICK_S):
            if self._plugged and "asleep" not in self._faults:
                for job in sorted(self._spool.glob("[!.]*.pdf")):
                    self._take(job)

    def _take(self, job: Path) -> None:
        taken = job.with_suffix(".printing")
        with contextlib.suppress(FileNotFoundError):  # taken back before or while we print
            job.rename(taken)
            document = taken.read_bytes()
            self._print(job, document)
            taken.unlink()

    def _print(self, job: Path, document: bytes) -> None:
        if "says-paper-late" in self._faults:
            self._become(Paper.OUT)
        if fault := self._fault():
            _mark(job.with_suffix(".failed"), fault)
            return
        self._stopping.wait(self._document_s)
        self._strike()
        if not self._plugged:
            return
        if fault := self._fault():
            _mark(job.with_suffix(".failed"), f"{fault} began")
            return
        number = 1 + len(self.papers())
        (self._tray / f"{number:03d}.pdf").write_bytes(document)
        if "silent" not in self._faults:
            _mark(job.with_suffix(".done"), "")

    def _strike(self) -> None:
        """The faults that come in the middle happen once."""
        for fault, paper in (("paper-out-mid", Paper.OUT), ("jams-mid", Paper.JAMMED)):
            if fault in self._faults:
                self._faults.remove(fault)
                self._become(paper)


def _mark(path: Path, text: str) -> None:
    if not path.with_suffix(".printing").exists():
        return  # the terminal has given up waiting and cleared the folder
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, "ascii")
    part.rename(path)


def emulate_spool(directory: Path) -> OfficePrinter:
    """A printer that is switched on, with its spool and its tray in `directory`."""
    printer = OfficePrinter(directory / "spool", directory / "tray", document_s=0.05)
    printer.start()
    return printer
