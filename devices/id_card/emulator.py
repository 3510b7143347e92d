"""An emulated ID card reader on a pseudo-terminal or TCP: real bytes at the pace of the wire, faults by name."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from devices.emulation import Line, PtyLine, Verb
from devices.id_card.cards import Card, load_cards
from devices.id_card.emulated_module import EmulatedModule, Habits
from devices.id_card.faults import FAULTS, Fault
from devices.id_card.sdt_commands import BAUDS
from devices.id_card.sdt_frames import BadFrame, Reply, Request, encode_reply, request_reader

LISTEN_S = 0.02
CUT_S = 0.2  # a request that stops in the middle for so long has a wrong length
BITS_A_BYTE = 10  # start, eight data bits, stop
PIECE = 64  # bytes written between two looks at the clock
CHECKSUM_WRONG = Reply(0, 0, 0x10)
LENGTH_WRONG = Reply(0, 0, 0x11)


class IdCardEmulator:
    """A reader that works in a thread of its own between `start` and `close`; `card` and `faults` by name.

    `paced` False leaves the wire time out (1295 bytes take 112 ms at 115200 baud). Closing it closes the line too.
    `where` is what a driver opens, for whoever started it here. On a pseudo-terminal whose host end has another speed
    than the reader nothing is understood, as on a real wire.
    """

    def __init__(
        self,
        line: Line,
        card: str | None = None,
        faults: Iterable[str] = (),
        *,
        cards: Mapping[str, Card] | None = None,
        paced: bool = True,
        where: str = "",
    ) -> None:
        self.where = where
        self._line = line
        self._cards = load_cards() if cards is None else cards
        self._module = EmulatedModule()
        self._times_left: dict[str, int | None] = {}
        self._paced = paced
        self._wakes_s = 0.0
        self._awake_at = float("-inf")
        self._lock = threading.Lock()  # the world moves in other threads
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="id-card-emulator", daemon=True)
        self.set_faults(faults)
        if card is not None:
            self.insert_card(card)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering and give the line back."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._line.close()

    def insert_card(self, name: str) -> None:
        """Lay a card on the pad; ValueError for an unknown name."""
        if name not in self._cards:
            raise ValueError(f"there is no card {name}; known: {', '.join(self._cards)}")
        with self._lock:
            self._module.insert_card(self._cards[name])

    def pull_card(self) -> None:
        """Take the card off the pad."""
        with self._lock:
            self._module.pull_card()

    def set_faults(self, names: Iterable[str]) -> None:
        """Have exactly these faults from now on; ValueError for an unknown name."""
        chosen = [*names]
        unknown = [name for name in chosen if name not in FAULTS]
        if unknown:
            raise ValueError(f"there is no fault {', '.join(unknown)}; known: {', '.join(FAULTS)}")
        faults = [FAULTS[name] for name in chosen]
        habits: dict[str, Any] = {key: value for fault in faults for key, value in fault.habits.items()}
        with self._lock:
            self._times_left = {fault.name: fault.times for fault in faults}
            self._module.habits = Habits(**habits)
            self._module.baud = next((fault.baud for fault in faults if fault.baud), BAUDS[0])
            self._wakes_s = max((fault.wakes_s for fault in faults), default=0.0)

    def unplug(self) -> None:
        """Pull the cable."""
        self._line.unplug()

    def plug(self) -> None:
        """Put the cable back, which gives the reader its power."""
        self.power_cycle()
        self._line.plug()

    def power_cycle(self) -> None:
        """Switch its power off and on: what was found and selected is forgotten, the speed is not."""
        with self._lock:
            self._module.power_on()
            self._awake_at = time.monotonic() + self._wakes_s

    def state(self) -> dict[str, Any]:
        """What lies on the pad, and the faults that are still in force."""
        with self._lock:
            card = self._module.card
            return {"card": None if card is None else card.name, "faults": [*self._times_left]}

    def verbs(self) -> dict[str, Verb]:
        """For `devices.emulation.Control`."""
        acts: tuple[Verb, ...] = (
            self.insert_card,
            self.pull_card,
            self.set_faults,
            self.unplug,
            self.plug,
            self.power_cycle,
            self.state,
        )
        return {act.__name__: act for act in acts}

    def _work(self) -> None:
        frames, heard = request_reader(), time.monotonic()
        while not self._stop.is_set():
            data = self._understood(self._line.read(LISTEN_S))
            if data:
                heard = time.monotonic()
            for frame in frames.feed(data):
                self._serve(frame)
            if frames.partial and time.monotonic() - heard > CUT_S:
                frames = request_reader()
                self._serve(BadFrame("length"))

    def _understood(self, data: bytes) -> bytes:
        """What arrives at the reader's own speed while it is awake; the rest is noise to it."""
        speed = self._line.speed() if data else None
        return data if speed in (None, self._module.baud) and time.monotonic() >= self._awake_at else b""

    def _serve(self, frame: Request | BadFrame) -> None:
        baud = self._module.baud  # the answer to a change of baud still comes at the old one
        if isinstance(frame, BadFrame):
            reply = CHECKSUM_WRONG if frame.reason == "checksum" else LENGTH_WRONG
            if reply is CHECKSUM_WRONG or self._module.habits.complains:
                self._send((encode_reply(reply),), baud)
            return
        faults = self._use_up(frame)
        if self._stop.wait(sum(fault.delay_s for fault in faults)):
            return
        with self._lock:  # only now: a card that was pulled meanwhile is gone
            portions: tuple[bytes, ...] = (encode_reply(self._answer(frame, faults)),)
        for fault in faults:
            portions = fault.cut(b"".join(portions))
        self._send(portions, baud)

    def _use_up(self, request: Request) -> list[Fault]:
        """The faults that spoil the answer to `request`, each counted down."""
        with self._lock:
            faults = [FAULTS[name] for name in self._times_left if FAULTS[name].spoils(request)]
            for fault in faults:
                left = self._times_left[fault.name]
                if left == 1:
                    del self._times_left[fault.name]
                elif left is not None:
                    self._times_left[fault.name] = left - 1
        return faults

    def _answer(self, request: Request, faults: list[Fault]) -> Reply:
        moments = {fault.pulls_card for fault in faults}
        statuses = [fault.status for fault in faults if fault.status is not None]
        if "before" in moments:
            self._module.pull_card()
        reply = Reply(*statuses[0]) if statuses else self._module.answer(request)
        if "after" in moments:
            self._module.pull_card()
        return reply

    def _send(self, portions: Iterable[bytes], baud: int) -> None:
        began, sent = time.monotonic(), 0
        for portion in portions:
            for at in range(0, len(portion), PIECE):
                piece = portion[at : at + PIECE]
                sent += len(piece)
                due = began + sent * BITS_A_BYTE / baud
                if self._paced and self._stop.wait(max(0.0, due - time.monotonic())):
                    return
                self._line.write(piece)


def emulate_sdt(directory: Path) -> IdCardEmulator:
    """A reader with an empty pad that answers at a link in `directory`, until it is closed."""
    link = str(directory / "id-card")
    emulator = IdCardEmulator(PtyLine(link), where=link)
    emulator.start()
    return emulator
