"""`kiosk emulate receipt-printer`: a printer that can fail, on TCP or a pseudo-terminal, until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from devices.contract import DeviceError
from devices.emulation import Control, Line, PtyLine, TcpLine
from devices.receipt_printer.emulator import SPEED_MM_S, ReceiptPrinterEmulator
from devices.receipt_printer.mechanism import FAULTS
from devices.receipt_printer.profiles import GENERIC, profile, profile_names
from devices.typeface import typeface


class _ListFaults(argparse.Action):
    """Prints the faults and ends, whatever else is on the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        del namespace, values, option_string
        width = max(map(len, FAULTS))
        print("\n".join(f"{name:<{width}}  {sentence}" for name, sentence in FAULTS.items()))
        parser.exit()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens, where its papers go, what goes wrong."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--listen", metavar="HOST:PORT", help="TCP, as network printers do (port 0: a free one)")
    where.add_argument("--link", metavar="PATH", help="a pseudo-terminal under this name")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where NNN.bin and NNN.png go / 出纸口")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS, metavar="NAME", help="may be repeated")
    parser.add_argument("--list-faults", action=_ListFaults, nargs=0, help="name every fault and end")
    parser.add_argument("--profile", default=GENERIC, choices=profile_names(), metavar="NAME", help="model / 型号")
    parser.add_argument("--baud", type=int, metavar="BAUD", help="as slow as such a serial line")
    parser.add_argument("--speed", type=float, default=SPEED_MM_S, metavar="MM_S", help="of the paper, in mm/s")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes the verbs of the dock")


def run(arguments: argparse.Namespace) -> int:
    """Emulate until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        face = typeface(bold=False)
        line: Line = TcpLine(arguments.listen) if arguments.listen else PtyLine(arguments.link)
        printer = ReceiptPrinterEmulator(
            line,
            arguments.out,
            face,
            faults=arguments.fault,
            speed_mm_s=arguments.speed,
            model=profile(arguments.profile),
            baud=arguments.baud,
        )
        control = Control(arguments.control, printer.verbs()) if arguments.control else None
    except (DeviceError, OSError) as error:
        print(f"模拟打印机没能启动：{error}。 The emulated printer did not start.", file=sys.stderr)
        return 1
    with printer:
        where = f"tcp://{line.address}" if isinstance(line, TcpLine) else arguments.link
        print(f"listening {where}\nready", flush=True)
        stop.wait()
    if control:
        control.close()
    return 0
