"""`kiosk emulate document-printer`: an office printer behind a spool folder or an IPP address, until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from devices.contract import DeviceError
from devices.document_printer.emulator import DOCUMENT_S, OfficePrinter
from devices.emulation import Control
from devices.ports import split_address

if TYPE_CHECKING:
    from devices.document_printer.ipp_emulator import IppOfficePrinter

USAGE = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where jobs reach it, the tray its papers go to, what goes wrong."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--spool", type=Path, metavar="DIR", help="jobs arrive in this folder")
    where.add_argument("--ipp", metavar="HOST:PORT", help="jobs arrive over IPP (port 0: a free one)")
    where.add_argument("--list-faults", action=_ListFaults, nargs=0, help="print the faults of both and end")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the tray / 出纸口")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="may be repeated")
    parser.add_argument("--pace", type=float, default=DOCUMENT_S, metavar="S", help="seconds a document or page takes")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes the verbs of the dock")


def run(arguments: argparse.Namespace) -> int:
    """Emulate until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as parts:
        try:
            printer = _printer(arguments)
            parts.enter_context(printer)
            if arguments.control:
                parts.callback(Control(arguments.control, printer.verbs()).close)
        except ValueError as error:
            print(f"没有这种故障。 {error}", file=sys.stderr)
            return USAGE
        except (DeviceError, OSError) as error:
            print(f"模拟打印机没能启动：{error}。 The emulated printer did not start.", file=sys.stderr)
            return 1
        print("ready", flush=True)
        stop.wait()
    return 0


class _ListFaults(argparse.Action):
    """`--list-faults`: one fault a line with its meaning, below the way of arrival it belongs to, and the end."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from devices.document_printer import emulator, ipp_engine  # noqa: PLC0415 - loads the IPP library

        for way, faults in (("--spool", emulator.FAULTS), ("--ipp", ipp_engine.FAULTS)):
            print(f"{way}:", *(f"  {name:<17} {meaning}" for name, meaning in faults.items()), sep="\n")
        parser.exit()


def _printer(arguments: argparse.Namespace) -> OfficePrinter | IppOfficePrinter:
    faults, page_s = arguments.fault, arguments.pace
    if arguments.spool:
        return OfficePrinter(arguments.spool, arguments.out, faults=faults, document_s=page_s)
    from devices.document_printer.ipp_emulator import IppOfficePrinter  # noqa: PLC0415 - loads the IPP library

    printer = IppOfficePrinter(split_address(arguments.ipp), arguments.out, faults=faults, page_s=page_s)
    print(f"listening {printer.where}", flush=True)
    return printer
