"""The printer's thread: each step written down before the next byte, and where the paper ended."""

from __future__ import annotations

import asyncio
import queue
import threading
from contextlib import ExitStack

import pytest

from devices.receipt_printer.emulator import emulate_escpos
from devices.receipt_printer.opening import escpos_printer
from kiosk.core.conditions import Device, Media, Outcome, PrintVerdict
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.core.events import MediaSeen, PaperSettled
from kiosk.core.receipts import Receipt, Title
from kiosk.print_orders import OnLoop
from kiosk.store.errors import DiskFull
from kiosk.workers.paper import NotWrittenError, PrintWorker

LONG_S = 20.0
SELDOM_S = 0.2
PAPER = Receipt((Title("回执"),))
PRESENTER = "custom-vkp80-like"


class Heard:
    """What the worker posted."""

    def __init__(self):
        self._coming = queue.Queue()

    def __call__(self, what):
        self._coming.put(what)

    def next(self, kind):
        while not isinstance(what := self._coming.get(timeout=LONG_S), kind):
            pass
        return what

    def none_of(self, kind):
        waiting = []
        while not self._coming.empty():
            waiting.append(self._coming.get())
        return [each for each in waiting if isinstance(each, kind)] == []


@pytest.fixture
def ends():
    with ExitStack() as ends:
        yield ends


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def counter(ends, heard, tmp_path):
    """A worker on an emulated printer of a model."""

    def set_up(model):
        emulator = emulate_escpos(tmp_path, model)
        ends.callback(emulator.close)
        worker = PrintWorker(Device.RECEIPT_PRINTER, escpos_printer(emulator.where), heard, SELDOM_S)
        worker.start()
        ends.callback(worker.end)
        return worker, emulator

    return set_up


def test_the_steps_come_in_their_order_before_the_verdict(counter, heard):
    worker, _ = counter("epson-like")
    steps = []
    worker.order(PrintReceipt("o1", PAPER), "A001", steps.append)
    assert heard.next(PaperSettled) == PaperSettled("o1", PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h"))
    assert steps == ["sending", "sent", "proved"]


@pytest.mark.parametrize("why", ["disk_full", "not_written"])
def test_what_cannot_be_written_down_is_not_sent(counter, heard, why):
    worker, emulator = counter("epson-like")

    def stepped(step):
        raise NotWrittenError(why)

    worker.order(PrintReceipt("o1", PAPER), "A001", stepped)
    assert heard.next(PaperSettled).verdict == PrintVerdict(Outcome.FAILED, why)
    worker.order(PrintReceipt("o2", PAPER), "A002")
    assert heard.next(PaperSettled).verdict.outcome is Outcome.PRINTED
    assert len(emulator.papers()) == 1


def test_once_bytes_are_out_a_full_disk_changes_nothing(counter, heard):
    worker, _ = counter("epson-like")

    def stepped(step):
        if step != "sending":
            raise NotWrittenError("disk_full")

    worker.order(PrintReceipt("o1", PAPER), "A001", stepped)
    assert heard.next(PaperSettled).verdict.outcome is Outcome.PRINTED


def test_a_paper_that_is_taken_is_told(counter, heard):
    worker, emulator = counter(PRESENTER)
    worker.order(PrintReceipt("o1", PAPER), "A001")
    heard.next(PaperSettled)
    assert emulator.take_paper() == {"taken": True}
    assert heard.next(MediaSeen) == MediaSeen("o1", Media.TAKEN)


def test_the_next_job_ends_the_wait_and_its_own_end_is_told(counter, heard):
    worker, emulator = counter(PRESENTER)
    worker.order(PrintReceipt("o1", PAPER), "A001")
    heard.next(PaperSettled)
    worker.order(PrintReceipt("o2", PAPER), "A002")
    emulator.take_paper()
    assert heard.next(PaperSettled).job == "o2"
    emulator.take_paper()
    assert heard.next(MediaSeen) == MediaSeen("o2", Media.TAKEN)


def test_a_printer_without_a_mouth_tells_nothing_of_it(counter, heard):
    worker, _ = counter("epson-like")
    worker.order(PrintReceipt("o1", PAPER), "A001")
    heard.next(PaperSettled)
    worker.end()
    assert heard.none_of(MediaSeen)


class Mouth:
    """A printer whose paper is left at first and taken later."""

    def __init__(self):
        self.media = Media.PRESENT

    def print(self, receipt, job, stepped):
        return PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")

    def await_taken(self, wanted):
        return self.media

    def condition(self):
        return None

    def close(self): ...


class Office:
    """A document printer that remembers what was written down when it was called."""

    def __init__(self, steps):
        self.steps, self.seen = steps, []

    def print(self, document, job):
        self.seen = list(self.steps)
        return PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")


def test_a_paper_that_was_left_and_is_taken_later_is_told_again(heard):
    printer = Mouth()
    worker = PrintWorker(Device.RECEIPT_PRINTER, printer, heard, SELDOM_S)
    worker._jobs.put = lambda _: None
    worker._await_taken("o1")
    assert heard.next(MediaSeen) == MediaSeen("o1", Media.PRESENT)
    worker._look_at_mouth()
    assert heard.none_of(MediaSeen)
    printer.media = Media.TAKEN
    worker._look_at_mouth()
    worker._look_at_mouth()
    assert heard.next(MediaSeen) == MediaSeen("o1", Media.TAKEN)
    assert heard.none_of(MediaSeen)


def test_a_document_is_written_down_before_its_printer_is_called(ends, heard):
    steps = []
    office = Office(steps)
    office.condition, office.close = Mouth().condition, Mouth().close
    worker = PrintWorker(Device.DOCUMENT_PRINTER, office, heard, SELDOM_S)
    worker.look = lambda: None
    worker.start()
    ends.callback(worker.end)
    worker.order(PrintDocument("o1", b"%PDF"), "A001", steps.append)
    assert heard.next(PaperSettled).verdict.outcome is Outcome.PRINTED
    assert office.seen == ["sending"]


# --- handing a step over to the loop -------------------------------------------------------------------------------


def on_a_thread(work):
    """Run on a thread of its own; its exception, or None."""
    caught = []

    def run():
        try:
            work()
        except NotWrittenError as error:
            caught.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    return thread, caught


@pytest.fixture
def loop(ends):
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def stop():
        if not loop.is_closed():
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    ends.callback(stop)
    loop.stop_for_good = stop
    return loop


def test_the_work_is_done_on_the_loops_thread_before_the_printer_goes_on(loop):
    done = []
    OnLoop(loop, lambda: done.append(threading.current_thread())).wait(LONG_S)
    assert done != [threading.current_thread()]
    assert len(done) == 1


def test_a_full_disk_is_told_to_the_printers_thread(loop):
    def full():
        raise DiskFull("磁盘已满。 The disk is full.")

    with pytest.raises(NotWrittenError, match="disk_full"):
        OnLoop(loop, full).wait(LONG_S)


def test_a_loop_that_is_busy_or_has_ended_is_not_waited_for_without_end(loop):
    free = threading.Event()
    loop.call_soon_threadsafe(free.wait)
    thread, caught = on_a_thread(lambda: OnLoop(loop, lambda: None).wait(0.1))
    thread.join()
    free.set()
    assert caught == ["not_written"]
    loop.stop_for_good()
    with pytest.raises(NotWrittenError, match="not_written"):
        OnLoop(loop, lambda: None)
