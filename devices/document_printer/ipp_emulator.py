"""An emulated office printer that speaks IPP: the same papers, plugs and faults as the one behind a folder.

The tray is the paper: each finished document lies there unchanged as ``NNN.pdf``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from pyipp.enums import IppOperation

from devices.contract import WireError
from devices.document_printer.ipp_engine import FULL_SHEETS, PAGE_S, Engine
from devices.document_printer.ipp_message import decoded
from devices.document_printer.ipp_server import Reply, Server
from devices.document_printer.ipp_service import PATH, Service
from devices.emulation import Verb


class IppOfficePrinter:
    """Listens at `address`; each page takes `page_s` seconds."""

    def __init__(
        self,
        address: tuple[str, int],
        tray: Path,
        *,
        faults: Iterable[str] = (),
        page_s: float = PAGE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = Engine(tray, page_s=page_s, clock=clock)
        self._engine.set_faults(faults)
        self._taken = 0
        self._powered = True
        self._server = Server(address, self._reply)
        host, port = self._server.address
        self.where = f"ipp://{host}:{port}{PATH}"
        begun = clock()
        self._service = Service(self._engine, self.where, lambda: clock() - begun)

    def start(self) -> None:
        """Switch on."""
        self._engine.start()

    def close(self) -> None:
        """Switch off for good."""
        self._server.unplug()
        self._engine.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def papers(self) -> list[str]:
        """The documents in the output, oldest first."""
        return self._engine.papers()

    def run_out_of_paper(self) -> None:
        """The tray of blank sheets is empty."""
        self._engine.load(0)

    def refill(self) -> None:
        """The keeper puts sheets in and takes out what was jammed."""
        self._engine.load(FULL_SHEETS)
        self._engine.jam(jammed=False)

    def jam(self) -> None:
        """A sheet sticks; the document it belonged to is given up."""
        self._engine.jam(jammed=True)

    def clear_jam(self) -> None:
        """The keeper takes it out."""
        self._engine.jam(jammed=False)

    def open_cover(self) -> None:
        """The cover stands open."""
        self._engine.cover(opened=True)

    def close_cover(self) -> None:
        """And is closed again."""
        self._engine.cover(opened=False)

    def unplug(self) -> None:
        """Pull the plug: connections break, what it held is forgotten."""
        self._powered = False
        self._server.unplug()
        self._engine.power(on=False)

    def plug(self) -> None:
        """Put it back; it has the same address."""
        self._engine.power(on=True)
        self._server.plug()
        self._powered = True

    def pace(self, page_s: float) -> None:
        """How long a page takes from now on."""
        if not 0 <= page_s <= 3600:
            raise ValueError("a page takes between 0 and 3600 seconds")
        self._engine.page_s = float(page_s)

    def take_paper(self) -> dict[str, Any]:
        """The citizen takes the oldest document that still lies there."""
        papers = self.papers()
        if self._taken >= len(papers):
            return {"paper": None}
        self._taken += 1
        return {"paper": papers[self._taken - 1]}

    def set_faults(self, names: Iterable[str]) -> None:
        """Exactly these faults and nothing else wrong; ValueError for an unknown name."""
        self._engine.set_faults(names)

    def state(self) -> dict[str, Any]:
        """Paper, power, and how many documents wait, were printed and were taken."""
        return {
            "paper": self._engine.paper.value,
            "powered": self._powered,
            "waiting": len(self._engine.waiting()),
            "printed": len(self.papers()),
            "taken": self._taken,
        }

    def verbs(self) -> Mapping[str, Verb]:
        """The words of the control socket."""
        hands = (
            *(self.run_out_of_paper, self.refill, self.jam, self.clear_jam, self.open_cover, self.close_cover),
            *(self.unplug, self.plug, self.pace, self.take_paper, self.set_faults, self.state),
        )
        return {
            **{hand.__name__: hand for hand in hands},
            "power_off": self.unplug,
            "power_on": self.plug,
            "papers": lambda: {"papers": self.papers()},
        }

    def _reply(self, body: bytes) -> Reply:
        has = self._engine.has
        if has("silent"):
            return Reply("never")
        if has("not-ipp"):
            return Reply("page")
        try:
            request = decoded(body, with_document=True)
        except WireError:
            return Reply("hang_up")
        document = request.code == IppOperation.PRINT_JOB
        if document and has("loses-document"):
            return Reply("hang_up")
        answer = self._service.answer(request)
        if document and has("loses-answer"):
            return Reply("hang_up")
        return Reply("drip" if has("drips") else "ipp", answer)


def emulate_ipp(directory: Path, *, page_s: float = 0.05) -> IppOfficePrinter:
    """One that runs on a free port of this machine, with its tray in `directory`."""
    printer = IppOfficePrinter(("127.0.0.1", 0), directory / "tray", page_s=page_s)
    printer.start()
    return printer
