"""`kiosk emulate document-printer`: an office printer behind a spool folder, until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from devices.document_printer.emulator import DOCUMENT_S, FAULTS, OfficePrinter
from devices.emulation import Control


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder it watches, the tray its papers go to, what goes wrong."""
    parser.add_argument("--spool", required=True, type=Path, metavar="DIR", help="where jobs arrive")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the tray / 出纸口")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS, metavar="NAME", help="may be repeated")
    parser.add_argument("--pace", type=float, default=DOCUMENT_S, metavar="S", help="seconds a document takes")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes the verbs of the dock")


def run(arguments: argparse.Namespace) -> int:
    """Emulate until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        printer = OfficePrinter(arguments.spool, arguments.out, faults=arguments.fault, document_s=arguments.pace)
        control = Control(arguments.control, printer.verbs()) if arguments.control else None
    except OSError as error:
        print(f"模拟打印机没能启动：{error}。 The emulated printer did not start.", file=sys.stderr)
        return 1
    with printer:
        print("ready", flush=True)
        stop.wait()
    if control:
        control.close()
    return 0
