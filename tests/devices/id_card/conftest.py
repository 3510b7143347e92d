from functools import partial

import pytest

from devices.emulation import PtyLine, TcpLine
from devices.id_card.cards import load_cards
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.sdt_commands import BAUDS
from devices.id_card.sdt_reader import SdtReader
from devices.ports import open_port

CARDS = load_cards()


class Bench:
    """An emulated reader and a driver on the same line; the driver polls without pauses."""

    def __init__(self, kind, path):
        self._kind, self._path = kind, path
        self._running = []

    def set_up(self, card="zhang-jianguo", *faults, paced=False, sleep=lambda _: None):
        line = PtyLine(str(self._path)) if self._kind == "pty" else TcpLine("127.0.0.1:0")
        self.where = str(self._path) if self._kind == "pty" else f"tcp://{line.address}"
        self.emulator = IdCardEmulator(line, card, faults, cards=CARDS, paced=paced)
        self.emulator.start()
        bauds = BAUDS if self._kind == "pty" else BAUDS[:1]
        self.reader = SdtReader(self.open, sleep=sleep, bauds=bauds)
        self._running += [self.reader, self.emulator]
        return self

    @property
    def open(self):
        return partial(open_port, self.where)

    def close(self):
        for each in self._running:
            each.close()


@pytest.fixture(params=["pty", "tcp"])
def bench(request, tmp_path):
    bench = Bench(request.param, tmp_path / "reader")
    yield bench
    bench.close()
