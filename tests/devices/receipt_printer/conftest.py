import contextlib
from functools import partial

import pytest

from devices.emulation import PtyLine, TcpLine
from devices.ports import open_port
from devices.receipt_printer.conversation import Patience
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.escpos_printer import EscposPrinter, Profile
from devices.receipt_printer.layout import installed_typesetter
from devices.typeface import typeface
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title

IMPATIENT = Patience(answer_s=0.4, stall_s=0.4, proof_s=0.6)
FAST_MM_S = 4000.0
PROFILE = Profile()


@pytest.fixture(scope="session")
def typesetter():
    return installed_typesetter()


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


@pytest.fixture
def bench(typesetter, tmp_path):
    """`bench("pty" | "tcp", faults...)` gives an emulated printer at work and the driver that talks to it."""
    with contextlib.ExitStack() as ends:

        def set_up(line_kind, *faults, speed_mm_s=FAST_MM_S, patience=IMPATIENT, profile=PROFILE, after_rows=300):
            line = TcpLine("127.0.0.1:0") if line_kind == "tcp" else PtyLine(str(tmp_path / "printer"))
            where = f"tcp://{line.address}" if line_kind == "tcp" else str(tmp_path / "printer")
            emulator = ReceiptPrinterEmulator(
                line,
                tmp_path / "tray",
                typeface(bold=False),
                faults=faults,
                speed_mm_s=speed_mm_s,
                after_rows=after_rows,
            )
            ends.enter_context(emulator)
            printer = EscposPrinter(partial(open_port, where), typesetter, patience=patience, profile=profile)
            ends.callback(printer.close)
            return printer, emulator

        yield set_up
