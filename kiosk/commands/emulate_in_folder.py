"""`kiosk emulate serial-scanner|document-camera|...`: an emulator that keeps what it needs in one folder."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from types import ModuleType

from devices.emulation import Control

CANNOT_START = 69  # EX_UNAVAILABLE of sysexits.h

KINDS = {
    "serial-scanner": ("devices.code_scanner.serial_emulator", "emulate_serial_scanner"),
    "document-camera": ("devices.document_camera.emulator", "emulate_document_camera"),
    "speaker": ("devices.speaker.emulator", "emulate_alsa"),
    "ups": ("devices.power.emulator", "emulate_ups"),
    "switch": ("devices.cabinet.emulator", "emulate_switch"),
    "social-card": ("devices.social_card.emulator", "emulate_pcsc"),
}
"""Where each kind's emulator is, and what starts it in a folder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, how to fail, and a socket for orders."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--dir", type=Path, metavar="DIR", help="a folder (made if need be) for its links, sockets and files"
    )
    what.add_argument("--list-faults", action="store_true", help="print the faults and end")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes orders")
    parser.set_defaults(usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGINT or SIGTERM; the first line says where the device is."""
    module, starter = _module(arguments.kind), KINDS[arguments.kind][1]
    if arguments.list_faults:
        print("\n".join(f"{name}: {meaning}" for name, meaning in module.FAULTS.items()))
        return 0
    if unknown := set(arguments.fault) - module.FAULTS.keys():
        arguments.usage_error(f"no such fault: {', '.join(sorted(unknown))}; known: {', '.join(module.FAULTS)}")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        arguments.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as running:
            device = running.enter_context(closing(getattr(module, starter)(arguments.dir.resolve(strict=True))))
            device.set_faults(arguments.fault)
            if arguments.control:
                running.enter_context(closing(Control(arguments.control, device.verbs())))
            print(f"listening {device.where}\nready", flush=True)
            stop.wait()
    except OSError as error:
        print(f"起不来。 Cannot start: {error}.", file=sys.stderr)
        return CANNOT_START
    return 0


def _module(kind: str) -> ModuleType:
    return importlib.import_module(KINDS[kind][0])
