"""The `kiosk` command: a table of sub-commands, each a thin module in `kiosk.commands`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

USAGE = 64  # EX_USAGE of sysexits.h
MISSING_INPUT = 66  # EX_NOINPUT
INTERRUPTED = 130  # as a shell says it: 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE

COMMANDS = {
    "demo": "gateway, terminal and screen with emulated devices / 演示",
    "run": "terminal and screen together, for development",
    "terminal": "the desk: session, devices, store, line to the gateway",
    "screen": "the glass: draws what the terminal sends",
    "gateway": "the other side: receives terminals, talks to the departments",
    "dock": "work the emulated devices: cards, codes, paper, plugs",
    "dock-window": "the same as a window with large keys",
    "emulate": "a device that speaks the real bytes and can fail",
    "devices": "how each device is, for the technician / 设备状态和测试",
    "read-card": "read one ID card and print its fields",
    "scan": "read codes from pictures",
    "photograph": "photograph pages and bind them into one PDF",
    "print-receipt": "print a sample receipt and say what is known about it",
    "matters": "list and check the matters",
    "faces": "every page as JSON lines",
    "gallery": "a picture of every page",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that ends a usage error with 64 and the usage."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and one sentence, exit 64."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """The whole command line; each sub-command adds its own arguments."""
    top = Parser(prog="kiosk", description=__doc__)
    rooms = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for name, line in COMMANDS.items():
        rooms.add_parser(name, help=line, add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command; returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen, rest = parser().parse_known_args(arguments[:1])[0], arguments[1:]
    command = importlib.import_module(f"kiosk.commands.{chosen.command.replace('-', '_')}")
    own = Parser(prog=f"kiosk {chosen.command}", description=COMMANDS[chosen.command])
    command.add_arguments(own)
    try:
        status: int = command.run(own.parse_args(rest))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output (`| head`) has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


if __name__ == "__main__":
    sys.exit(main())
