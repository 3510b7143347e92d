import contextlib
from functools import partial

import pytest

from devices.emulation import PtyLine, TcpLine
from devices.ports import open_port
from devices.receipt_printer.composer import installed_composer
from devices.receipt_printer.conversation import Patience
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.usb_emulation import EmulatedSocket
from devices.receipt_printer.usb_port import UsbPort
from devices.typeface import typeface
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title
from script.benches.typical_receipts import typical_receipts

IMPATIENT = Patience(answer_s=0.4, stall_s=0.4, proof_s=0.6)
FAST_MM_S = 4000.0
PROFILE = Profile(job_id=True, in_turn=True, auto_status=True)


@pytest.fixture(scope="session")
def composer():
    return installed_composer()


@pytest.fixture(scope="session")
def receipt():
    return Receipt(
        lines=(
            Title("提交回执"),
            Pair("办件编号", "2025-0128-0007", key=True),
            Pair("事项", "租房提取住房公积金"),
            Pair("办理地", "示例市住房公积金管理中心", key=True),
            Rule(),
            Text("请收好这张纸（查询要用）。"),
            Code("https://example.org/cases/2025-0128-0007", "扫一扫"),
        )
    )


@pytest.fixture(scope="session")
def receipts():
    """What the terminal prints: the papers of a visit that went well, and of those that did not."""
    return typical_receipts()


def on_pty(folder):
    link = str(folder / "printer")
    return PtyLine(link), partial(open_port, link)


def on_tcp(_folder):
    line = TcpLine("127.0.0.1:0")
    return line, lambda: open_port(f"tcp://{line.address}")


def on_usb(_folder):
    socket = EmulatedSocket()
    return socket, lambda: UsbPort(socket.place, socket)


LINES = {"pty": on_pty, "tcp": on_tcp, "usb": on_usb}


@pytest.fixture
def bench(composer, tmp_path):
    """`bench("pty" | "tcp" | "usb", faults...)` gives an emulated printer at work and the driver that talks to it."""
    with contextlib.ExitStack() as ends:

        def set_up(line_kind, *faults, speed_mm_s=FAST_MM_S, patience=IMPATIENT, profile=PROFILE, after_rows=300):
            line, opened = LINES[line_kind](tmp_path)
            emulator = ReceiptPrinterEmulator(
                line,
                tmp_path / "tray",
                typeface(bold=False),
                faults=faults,
                speed_mm_s=speed_mm_s,
                after_rows=after_rows,
                model=profile,
            )
            ends.enter_context(emulator)
            printer = EscposPrinter(
                opened,
                lambda each: composer.compose(each, profile, "raster"),
                patience=patience,
                profile=profile,
            )
            ends.callback(printer.close)
            return printer, emulator

        yield set_up
