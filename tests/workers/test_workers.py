"""The threads behind the devices, over real drivers and emulators: orders in, events out."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import ExitStack
from functools import partial

import pytest

from devices.catalog import DOCUMENT_PRINTERS, RECEIPT_PRINTERS, named
from devices.code_scanner.emulator import CameraEmulator
from devices.code_scanner.picture_scanner import PictureScanner
from devices.code_scanner.scene import Scene
from devices.code_scanner.socket_camera import SocketCamera
from devices.code_scanner.worker import DecodingWorker
from devices.document_printer.emulator import OfficePrinter
from devices.document_printer.spool import SpoolPrinter
from devices.emulation import TcpLine
from devices.id_card.cards import load_cards
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.sdt_reader import SdtReader
from devices.ports import open_port
from kiosk.core.conditions import Device, Outcome, Presence, PrintVerdict, Status
from kiosk.core.effects import PrintDocument, PrintReceipt, ReadCard, ReadCode, WatchPad
from kiosk.core.events import CardRead, CodeRead, ConditionSeen, PaperSettled, PresenceSeen
from kiosk.core.receipts import Receipt, Title
from kiosk.workers.card import CardWorker
from kiosk.workers.code import CodeWorker
from kiosk.workers.paper import PrintWorker

LONG_S = 20.0
SELDOM_S = 60.0  # looks at the condition within a test only where the worker has a reason of its own


class Heard:
    """What a worker posted."""

    def __init__(self):
        self.all = []
        self._coming = queue.Queue()

    def __call__(self, what):
        self.all.append(what)
        self._coming.put(what)

    def next(self, kind, wanted=lambda _: True):
        """The next event of that kind, passing over others."""
        while True:
            what = self._coming.get(timeout=LONG_S)
            if isinstance(what, kind) and wanted(what):
                return what

    def status(self, status):
        return self.next(ConditionSeen, lambda seen: seen.condition.status is status).condition


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def ends():
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def emulator(ends):
    # at the pace of the wire: with the slow card a read takes 1.1 s
    emulated = IdCardEmulator(TcpLine("127.0.0.1:0"), cards=load_cards())
    emulated.start()
    ends.callback(emulated.close)
    emulated.where = f"tcp://{emulated._line.address}"
    return emulated


@pytest.fixture
def cards(ends, heard, emulator):
    worker = CardWorker(SdtReader(partial(open_port, emulator.where)), heard, SELDOM_S)
    worker.start()
    ends.callback(worker.end)
    return worker


def test_a_card_that_takes_a_second_is_read(cards, heard, emulator):
    emulator.set_faults(["slow-card"])
    emulator.insert_card("zhang-jianguo")
    cards.order(ReadCard("r1"))
    read = heard.next(CardRead)
    assert (read.request, read.card.name) == ("r1", "张建国")


def test_a_later_order_ends_the_wait_for_a_card(cards, heard, emulator):
    cards.order(ReadCard("r1"))
    heard.status(Status.ONLINE)
    cards.order(WatchPad("w1"))
    assert heard.next(PresenceSeen) == PresenceSeen("w1", Presence.ABSENT)
    cards.order(ReadCard("r2"))
    emulator.insert_card("li-xiulan")
    assert heard.next(CardRead).request == "r2"
    assert [each.request for each in heard.all if isinstance(each, CardRead)] == ["r2"]


def test_a_card_is_read_once_for_an_order_and_again_for_the_next(cards, heard, emulator):
    emulator.insert_card("zhang-jianguo")
    cards.order(ReadCard("r1"))
    heard.next(CardRead)
    cards.order(ReadCard("r2"))
    assert heard.next(CardRead).request == "r2"
    assert [each.request for each in heard.all if isinstance(each, CardRead)] == ["r1", "r2"]


def test_a_reader_that_comes_back_is_told_while_an_order_stands(cards, heard, emulator):
    cards.order(ReadCard("r1"))
    heard.status(Status.ONLINE)
    emulator.unplug()
    heard.status(Status.NO_DEVICE)
    emulator.plug()
    heard.status(Status.ONLINE)
    emulator.insert_card("li-xiulan")
    assert heard.next(CardRead).card.name == "李秀兰"


def test_a_watched_pad_tells_a_reader_that_goes_and_comes(cards, heard, emulator):
    cards.order(WatchPad("w1"))
    heard.next(PresenceSeen, lambda seen: seen.presence is Presence.ABSENT)
    emulator.unplug()
    heard.next(PresenceSeen, lambda seen: seen.presence is Presence.UNKNOWN)  # at once; the reader after three misses
    heard.status(Status.NO_DEVICE)
    emulator.plug()
    heard.status(Status.ONLINE)
    heard.next(PresenceSeen, lambda seen: seen.presence is Presence.ABSENT)


class CountingReader:
    """The real reader, with how often each thing was asked of it."""

    def __init__(self, reader):
        self._reader = reader
        self.presences = threading.Semaphore(0)
        self.looked = threading.Semaphore(0)

    def condition(self):
        self.looked.release()
        return self._reader.condition()

    def presence(self):
        self.presences.release()
        return self._reader.presence()

    def close(self):
        self._reader.close()


def test_no_order_ends_the_watch_and_the_condition_is_looked_at_again(ends, heard, emulator):
    reader = CountingReader(SdtReader(partial(open_port, emulator.where)))
    worker = CardWorker(reader, heard, SELDOM_S)
    worker.order(WatchPad("w1"))
    worker.start()
    ends.callback(worker.end)
    heard.next(PresenceSeen)
    while reader.looked.acquire(blocking=False):
        pass
    worker.order(None)
    assert reader.looked.acquire(timeout=LONG_S)
    while reader.presences.acquire(blocking=False):
        pass
    assert not reader.presences.acquire(timeout=1.5)


def test_the_workers_thread_never_writes_the_order_that_the_loop_may_be_writing(ends, heard, emulator):
    writers = []

    class Observed(CardWorker):
        def __setattr__(self, name, value):
            if name == "_order":
                writers.append(threading.current_thread())
            super().__setattr__(name, value)

    worker = Observed(SdtReader(partial(open_port, emulator.where)), heard, SELDOM_S)
    emulator.insert_card("zhang-jianguo")
    worker.order(ReadCard("r1"))
    worker.start()
    ends.callback(worker.end)
    heard.next(CardRead)
    worker.order(ReadCard("r2"))
    heard.next(CardRead)
    assert set(writers) == {threading.current_thread()}


@pytest.fixture
def camera(ends):
    emulated = CameraEmulator(TcpLine("127.0.0.1:0"), Scene(480, 360), frames_per_s=60)
    emulated.start()
    ends.callback(emulated.close)
    return emulated


def test_a_code_is_told_once_for_an_order_and_a_camera_that_comes_back_is_told(ends, heard, camera):
    source = SocketCamera(f"tcp://{camera._line.address}", silent_s=0.8)
    worker = CodeWorker(PictureScanner(source, DecodingWorker()), heard, SELDOM_S)
    worker.order(ReadCode("c1", frozenset({"qr"})))
    worker.start()
    ends.callback(worker.end)
    heard.status(Status.ONLINE)
    verbs = camera.verbs()
    verbs["unplug"]()
    heard.status(Status.NO_DEVICE)
    verbs["plug"]()
    heard.status(Status.ONLINE)
    verbs["show_text"](text="KIOSK:CASE:1")
    assert heard.next(CodeRead).request == "c1"
    verbs["show_text"](text="KIOSK:CASE:2")  # what was delivered and still lies there is not delivered again
    worker.order(ReadCode("c2", frozenset({"qr"})))
    assert heard.next(CodeRead).request == "c2"
    assert [each.request for each in heard.all if isinstance(each, CodeRead)] == ["c1", "c2"]


def test_withdrawn_papers_are_failed_and_the_one_that_prints_is_finished(ends, heard, tmp_path):
    office = ends.enter_context(OfficePrinter(tmp_path / "spool", tmp_path / "tray", document_s=0.5))
    worker = PrintWorker(Device.DOCUMENT_PRINTER, SpoolPrinter(tmp_path / "spool"), heard, SELDOM_S)
    worker.start()
    ends.callback(worker.end)
    for name in ("a", "b", "c"):
        worker.order(PrintDocument(name, b"%PDF-1.7 " + name.encode()), name)
    deadline = time.monotonic() + LONG_S
    while not list((tmp_path / "spool").glob("a.*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    worker.withdraw()
    settled = {each.job: each.verdict for each in (heard.next(PaperSettled) for _ in range(3))}
    withdrawn = PrintVerdict(Outcome.FAILED, "withdrawn", began=False)
    assert settled["b"] == settled["c"] == withdrawn
    assert settled["a"].outcome is Outcome.PRINTED
    worker.order(PrintDocument("d", b"%PDF-1.7 d"), "d")
    assert heard.next(PaperSettled).verdict.outcome is Outcome.PRINTED
    assert len(office.papers()) == 2


@pytest.mark.parametrize(("rows", "name"), [(RECEIPT_PRINTERS, "escpos"), (DOCUMENT_PRINTERS, "spool")])
def test_a_printer_between_two_papers_is_pulled_and_put_back_without_a_restart(ends, heard, tmp_path, rows, name):
    entry = named(rows, name)
    emulated = entry.emulate(tmp_path)
    ends.callback(emulated.close)
    worker = PrintWorker(entry.kind, entry.open(emulated.where), heard, 0.2)
    worker.start()
    ends.callback(worker.end)
    heard.status(Status.ONLINE)
    for _ in range(3):
        emulated.unplug()
        heard.status(Status.NO_DEVICE)
        emulated.plug()
        heard.status(Status.ONLINE)
    worker.order(
        PrintDocument("d", b"%PDF-1.7 d") if name == "spool" else PrintReceipt("d", Receipt((Title("回执"),))), "A001"
    )
    assert heard.next(PaperSettled).verdict.outcome is Outcome.PRINTED
    assert len([each for each in heard.all if isinstance(each, ConditionSeen)]) == 7
