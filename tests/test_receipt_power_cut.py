"""Power cut at any byte of a real receipt: what the journal then knows is true, and nothing is printed by itself.

The driver, the printer's inside and the store are the real ones; line and clock are moved by hand.
"""

from __future__ import annotations

import contextlib
from functools import partial

import pytest

from devices.receipt_printer.composer import installed_composer
from devices.receipt_printer.escpos_printer import forgotten
from devices.receipt_printer.profiles import Profile
from kiosk.core.conditions import Outcome
from kiosk.core.receipts import Code, Pair, Receipt, Text, Title
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import open_store
from tests.devices.receipt_printer.direct_line import HostDied, direct, driver_on, sheets
from tests.devices.receipt_printer.independent_decoder import decode

MODEL = Profile()
RECEIPT = Receipt(
    (
        Title("提交回执"),
        Pair("办件编号", "2025-0128-0007", key=True),
        Text("请收好这张纸。"),
        Code("https://example.org/cases/2025-0128-0007", "扫一扫"),
    )
)
RUNGS = {"gs_h": (), "gs_r": ("no-job-id",), "dle_eot": ("no-job-id", "no-queue-answer")}
QUICK = 30  # cuts for each rung; nightly every byte


@pytest.fixture(scope="module")
def composed():
    return installed_composer().compose(RECEIPT, MODEL, "raster")


@pytest.fixture(scope="module")
def lengths(composed):
    """How many bytes one receipt is on each rung, with all that is asked around it."""
    return {rung: length_on(composed, rung) for rung in RUNGS}


def length_on(composed, rung):
    printer, line = direct(composed, MODEL, *RUNGS[rung])
    assert printer.print(RECEIPT, "A001").proof == rung
    return len(line.sent)


class Terminal:
    """The part of a terminal that prints: it may die, and be started again on the same store."""

    def __init__(self, folder):
        self.folder = folder
        self.start()

    def start(self):
        self.store = open_store(self.folder / "store", self.folder / "key").store
        self.journal = PrintJournal(self.store)

    def print(self, printer):
        """As the terminal does: written down before anything is sent, every step, and the verdict."""
        self.job = self.journal.ask("receipt", "C1", 1.0).job
        verdict = printer.print(RECEIPT, self.job, partial(self.journal.step, self.job))
        self.journal.settle(self.job, verdict)
        return verdict

    def restart(self):
        """What the journal makes of what was left open."""
        self.store.close()
        self.start()
        for job in self.journal.left_open():
            self.journal.settle(job.job, job.verdict)
        return self.journal.of_case("C1")[-1].verdict

    def driver_again(self, line, composed):
        """The driver of the new run, which hears from the journal how the last paper ended."""
        printer = driver_on(line, composed, MODEL)
        printer.recall(None, forgotten, half_printed=self.journal.half_printed("receipt"))
        return printer

    def forget(self):
        self.store.write(lambda: self.store.change("DELETE FROM print_job"))


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.store.close()


def agrees(verdict, papers):
    """What is said of a paper against what came out."""
    match verdict.outcome:
        case Outcome.PRINTED:
            return papers.count(True) == 1
        case Outcome.FAILED:
            return True not in papers
    return papers.count(True) <= 1  # not known: either is allowed, and neither twice


def terminal_dies_at(terminal, composed, rung, byte):
    printer, line = direct(composed, MODEL, *RUNGS[rung])
    line.cut_after = byte
    with contextlib.suppress(HostDied):
        terminal.print(printer)
    before = sheets(line)
    verdict = terminal.restart()
    assert sheets(line) == before, f"byte {byte}: it printed by itself"
    assert agrees(verdict, before), f"byte {byte}: {verdict} and {before}"
    assert terminal.journal.ask("receipt", "C1", 2.0).reprint == 1
    terminal.forget()
    return verdict.outcome


def printer_dies_at(terminal, composed, rung, byte):
    printer, line = direct(composed, MODEL, *RUNGS[rung])
    line.inside.cut_power_after(byte)
    verdict = terminal.print(printer)
    assert agrees(verdict, sheets(line)), f"byte {byte}: {verdict} and {sheets(line)}"
    assert terminal.restart() == verdict
    terminal.forget()
    return verdict.outcome


DEATHS = {"terminal": terminal_dies_at, "printer": printer_dies_at}


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("who", DEATHS)
def test_a_cut_at_many_bytes(terminal, composed, lengths, who, rung):
    length = lengths[rung]
    step = max(1, length // QUICK)
    cuts = [*range(0, 120, 6), *range(120, length - 80, step), *range(length - 80, length + 1, 3)]
    assert Outcome.FAILED in {DEATHS[who](terminal, composed, rung, byte) for byte in cuts}


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("who", DEATHS)
def test_a_cut_at_every_byte(terminal, composed, lengths, who, rung):
    outcomes = {DEATHS[who](terminal, composed, rung, byte) for byte in range(lengths[rung] + 1)}
    assert outcomes >= {Outcome.FAILED, Outcome.UNKNOWN}


@pytest.mark.parametrize("step", ["sending", "sent", "proved"])
def test_the_terminal_dies_at_each_step(terminal, composed, step):
    printer, line = direct(composed, MODEL)
    terminal.job = terminal.journal.ask("receipt", "C1", 1.0).job

    def stepped(reached):
        terminal.journal.step(terminal.job, reached)
        if reached == step:
            raise HostDied

    with pytest.raises(HostDied):
        printer.print(RECEIPT, terminal.job, stepped)
    papers = sheets(line)
    verdict = terminal.restart()
    assert agrees(verdict, papers)
    assert verdict.outcome is (Outcome.PRINTED if step == "proved" else Outcome.UNKNOWN)


def test_before_the_first_step_nothing_was_printed_and_the_journal_says_so(terminal, composed):
    printer, line = direct(composed, MODEL)
    terminal.job = terminal.journal.ask("receipt", "C1", 1.0).job

    def stepped(_reached):
        raise HostDied

    with pytest.raises(HostDied):
        printer.print(RECEIPT, terminal.job, stepped)
    assert sheets(line) == []
    assert terminal.restart().outcome is Outcome.FAILED


def drawn(data):
    return decode(data, MODEL.width)


@pytest.mark.parametrize("faults", [(), ("no-clear",)], ids=["clears", "cannot clear"])
def test_the_paper_after_a_crash_holds_nothing_of_the_one_before(terminal, composed, lengths, faults):
    length = lengths["gs_h"]
    for byte in range(length // 3, length, length // 7):
        printer, line = direct(composed, MODEL, *faults)
        line.cut_after = byte
        with pytest.raises(HostDied):
            terminal.print(printer)
        line.cut_after = None
        terminal.restart()
        assert terminal.print(terminal.driver_again(line, composed)).outcome is Outcome.PRINTED
        assert drawn(line.inside.sheets[-1].data) == drawn(b"".join(composed.commands))
        terminal.forget()
