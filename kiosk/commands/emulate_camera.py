"""`kiosk emulate camera`: a camera on a socket, worked through a control socket, until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from contextlib import closing, nullcontext

from devices.code_scanner.emulator import FAULTS, HEIGHT_PX, WIDTH_PX, CameraEmulator, UnixLine
from devices.code_scanner.scene import Scene
from devices.contract import PortMissing
from devices.emulation import Control, TcpLine
from devices.ports import split_address
from kiosk.__main__ import MISSING_INPUT

CANNOT_LISTEN = 69  # EX_UNAVAILABLE of sysexits.h


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, what to show, how to fail."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--listen", type=_address, metavar="HOST:PORT", help="serve frames over TCP")
    where.add_argument("--link", metavar="PATH", help="serve frames over a Unix socket at PATH")
    where.add_argument("--list-faults", action="store_true", help="print the faults and end")
    parser.add_argument("--show", metavar="FILE", help="a picture to hold in front of the camera from the start")
    parser.add_argument("--fault", action="append", default=[], choices=sorted(FAULTS), metavar="NAME")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes orders")


def run(arguments: argparse.Namespace) -> int:
    """Serve frames until SIGINT or SIGTERM."""
    if arguments.list_faults:
        print("\n".join(f"{name}: {meaning}" for name, meaning in FAULTS.items()))
        return 0
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        line = UnixLine(arguments.link) if arguments.link else TcpLine(arguments.listen)
        with closing(CameraEmulator(line, Scene(WIDTH_PX, HEIGHT_PX))) as camera:
            camera.start()
            camera.set_faults(arguments.fault)
            if arguments.show:
                camera.show_code(arguments.show)
            with closing(Control(arguments.control, camera.verbs())) if arguments.control else nullcontext():
                print(f"listening {line.address if arguments.link else f'tcp://{line.address}'}\nready", flush=True)
                stop.wait()
    except OSError as error:
        print(f"监听不了。 Cannot listen: {error}.", file=sys.stderr)
        return CANNOT_LISTEN
    except ValueError as error:
        print(f"图片打不开。 The picture cannot be shown: {error}.", file=sys.stderr)
        return MISSING_INPUT
    return 0


def _address(text: str) -> str:
    try:
        split_address(text)
    except PortMissing as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text
