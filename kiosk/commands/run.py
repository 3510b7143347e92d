"""`kiosk run`: terminal and screen under one supervisor, for development; in production systemd keeps them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.settings import SettingsError, read_settings
from kiosk.supervise import CANNOT_START, Child, Supervisor

# A citizen in front of a dead page waits this long at most before the program is replaced.
TERMINAL_WATCHDOG_S = 5.0
SCREEN_WATCHDOG_S = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--config` is enough; the rest stands in the file."""
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="the terminal's settings, TOML")


def run(arguments: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; 78 with one sentence when the settings can't be used."""
    try:
        screen_socket = read_settings(arguments.config).screen_socket
    except SettingsError as error:
        print(error, file=sys.stderr)
        return CANNOT_START
    return Supervisor(children(arguments.config, screen_socket)).run()


def children(config: Path, screen_socket: Path) -> tuple[Child, Child]:
    """Terminal and screen as this checkout's own commands, in the order in which they start."""
    kiosk = (sys.executable, "-P", "-m", "kiosk")
    return (
        Child(name="terminal", argv=(*kiosk, "terminal", "--config", str(config)), watchdog_s=TERMINAL_WATCHDOG_S),
        Child(name="screen", argv=(*kiosk, "screen", "--socket", str(screen_socket)), watchdog_s=SCREEN_WATCHDOG_S),
    )
