"""`kiosk terminal --config FILE`: the desk as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
import traceback
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from devices.contract import DeviceError
from kiosk.catalogue import CatalogueError
from kiosk.clock import SystemClock
from kiosk.desk import open_desk
from kiosk.notify import READY, notify
from kiosk.platform.terminal_token import PlatformError
from kiosk.settings import Settings, SettingsError, read_settings
from kiosk.store.errors import StoreError

CANNOT_START = 78  # EX_CONFIG of sysexits.h
OUR_MISTAKE = 70  # EX_SOFTWARE


class _CannotOpenError(Exception):
    """A socket or folder of the terminal cannot be made; the sentence says which."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--config` is enough; the rest stands in the file."""
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="settings, TOML")


def run(arguments: argparse.Namespace) -> int:
    """Run until SIGTERM; 78 with one sentence when the terminal can't start as it is set up."""
    os.umask(0o077)
    threading.excepthook = _crash_in_thread
    try:
        return asyncio.run(_run(read_settings(arguments.config)))
    except (SettingsError, CatalogueError, StoreError, PlatformError, DeviceError, _CannotOpenError) as error:
        print(error, file=sys.stderr)
        return CANNOT_START


async def _run(settings: Settings) -> int:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.set_exception_handler(_crash)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    async with AsyncExitStack() as opened:
        try:
            await opened.enter_async_context(open_desk(settings, SystemClock()))
        except OSError as error:
            where = error.filename or settings.screen_socket
            sentence = f"打不开 {where}，终端起不来。 {where} cannot be opened ({error.strerror or error})."
            raise _CannotOpenError(sentence) from error
        notify(READY)
        print("terminal ready", flush=True)
        await asked.wait()
    return 0


def _crash(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    _own_up(context.get("exception"))


def _crash_in_thread(happened: threading.ExceptHookArgs) -> None:
    """A device's thread that ended would leave its device dead for good and nobody told of it."""
    _own_up(happened.exc_value)


def _own_up(error: BaseException | None) -> None:
    """Our own mistakes end the process: where, but not with what values, for a value may be a person's."""
    if error is not None:
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
    print(f"terminal crashed: {type(error).__name__}", file=sys.stderr, flush=True)
    os._exit(OUR_MISTAKE)
