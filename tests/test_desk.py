"""What a terminal that starts finds: a receipt left half printed by an earlier run, a device it does not have."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from devices.emulation import TcpLine
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.escpos_bytes import CUT
from devices.typeface import typeface
from kiosk.clock import SystemClock
from kiosk.core.conditions import Device, Status
from kiosk.desk import open_desk
from kiosk.settings import Devices, Settings, Timing
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import open_store


class TappedLine(TcpLine):
    """A line that remembers what the terminal sent."""

    sent = b""

    def read(self, timeout_s: float) -> bytes:
        data = super().read(timeout_s)
        self.sent += data
        return data


def settings_for(folder: Path, printer: str) -> Settings:
    (folder / "token").write_text("0123456789abcdef0123456789abcdef")
    (folder / "token").chmod(0o600)
    return Settings(
        gateway="http://127.0.0.1:1",
        token_file=folder / "token",
        data=folder / "data",
        screen_socket=folder / "screen.sock",
        devices=Devices(str(folder / "none"), printer, str(folder / "no-spool"), str(folder / "no-camera")),
        timing=Timing(condition_every_s=0.2, health_every_s=600, room_every_s=600),
    )


def left_at(data: Path, state: str) -> None:
    """The journal of a terminal that died with a receipt this far on its way."""
    with closing(open_store(data, data / "store.key").store) as store:
        journal = PrintJournal(store)
        job = journal.ask("receipt", None, 1.0).job
        if state != "asked":
            journal.step(job, state)


async def started(settings: Settings, line: TappedLine, wanted: bytes) -> None:
    """Until the printer was looked at twice, or `wanted` came."""
    async with open_desk(settings, SystemClock()) as terminal:
        while Device.RECEIPT_PRINTER not in terminal.session.conditions or line.sent.count(b"\x10\x04\x01") < 3:
            await asyncio.sleep(0.05)
        while wanted not in line.sent:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("state", "cuts"), [("asked", 0), ("sending", 1), ("sent", 1), ("proved", 0)])
def test_only_a_paper_that_may_lie_half_printed_is_cut_off_and_once(tmp_path, state, cuts):
    (tmp_path / "data").mkdir(mode=0o700)
    left_at(tmp_path / "data", state)
    line = TappedLine("127.0.0.1:0")
    settings = settings_for(tmp_path, f"tcp://{line.address}")
    with ReceiptPrinterEmulator(line, tmp_path / "papers", typeface(bold=False)) as printer:
        asyncio.run(started(settings, line, CUT if cuts else b""))
        assert line.sent.count(CUT) == cuts
        assert printer.papers() == []


async def document_camera(settings: Settings) -> Status:
    async with open_desk(settings, SystemClock()) as terminal:
        while Device.DOCUMENT_CAMERA not in terminal.session.conditions:
            await asyncio.sleep(0.05)
        return terminal.session.conditions[Device.DOCUMENT_CAMERA].status


def test_a_terminal_without_a_document_camera_knows_so_before_a_citizen_is_sent_to_it(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    status = asyncio.run(document_camera(settings_for(tmp_path, str(tmp_path / "no-printer"))))
    assert status is Status.NO_DEVICE
