"""Keeps programs running on a developer's machine as systemd does on a terminal: readiness, watchdog, restart, order.

Children start one after the other, each when the one before has said READY=1, and stop in reverse order. One that
falls silent is killed and replaced; one that ends is started again after a pause that grows while it keeps ending.
Protocol: sd_notify(3). None of this runs in production: systemd/ holds the same rules as units.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from kiosk.notify import ALIVE, READY

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
CANNOT_START = 78  # EX_CONFIG of sysexits.h: a program that can't run as it is set up
# Also EX_USAGE, and what setpriv(1) answers when there is no such program: starting again would only say the same.
HOPELESS = {64, 126, 127, CANNOT_START}
OUR_OWN = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}  # said to us by our own supervisor, not to our children
STEADY_AFTER_S = 30.0  # a child that lived this long is well again: its next pause is the first one

Say = Callable[[str], None]


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is a developer's console, not the terminal's log


class Child(Struct, frozen=True, kw_only=True):
    """One program to keep running, started with `argv` and our environment plus `env`.

    With `watchdog_s` it must say READY=1 within `ready_s` seconds and then WATCHDOG=1 at least every `watchdog_s`;
    without, it counts as ready at once. When a child with `restart` False ends, or one that can't start as it is set up
    (HOPELESS), the whole company stops. On stopping it has `stop_s` seconds after SIGTERM.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = {}
    watchdog_s: float | None = None
    restart: bool = True
    ready_s: float = 30.0
    stop_s: float = 5.0


class _Run:
    """One life of one child, from start to end; sets `up` when it says READY=1."""

    def __init__(self, child: Child, up: asyncio.Event, say: Say) -> None:
        self._child = child
        self._up = up
        self._say = say
        self._loop = asyncio.get_running_loop()
        self._process: asyncio.subprocess.Process
        self._patience: asyncio.TimerHandle | None = None
        self._ready = child.watchdog_s is None

    async def live(self) -> int:
        """Start the child and hear it until it ends; its exit status, negative for a signal. Cancelling stops it."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
            line.bind("")  # the kernel picks an abstract name: late words of an earlier life reach nobody
            await self._start(line.getsockname().decode().replace("\0", "@", 1))
            self._loop.add_reader(line, self._hear, line)
            try:
                return await self._process.wait()
            finally:
                self._loop.remove_reader(line)
                self._wait_no_more()
                await self._end()

    async def _start(self, notify_socket: str) -> None:
        child = self._child
        environment = {name: value for name, value in os.environ.items() if name not in OUR_OWN} | dict(child.env)
        if child.watchdog_s is not None:
            environment |= {"NOTIFY_SOCKET": notify_socket, "WATCHDOG_USEC": str(int(child.watchdog_s * 1_000_000))}
        # setpriv: the kernel kills the child should we die without a chance to. Its own process group: Ctrl-C reaches
        # only us, and what the child started can be ended along with it.
        argv = ("setpriv", "--pdeathsig", "KILL", "--", *child.argv)
        self._process = await asyncio.create_subprocess_exec(
            *argv, env=environment, stdin=asyncio.subprocess.DEVNULL, process_group=0
        )
        if child.watchdog_s is None:
            self._up.set()
        else:
            self._wait_for(READY, child.ready_s)

    def _hear(self, line: socket.socket) -> None:
        words = line.recv(4096).decode(errors="replace").split("\n")
        if READY in words:
            self._ready = True
            self._up.set()
        if self._child.watchdog_s is not None and self._ready and {READY, ALIVE} & set(words):
            self._wait_for(ALIVE, self._child.watchdog_s)

    def _wait_for(self, word: str, seconds: float) -> None:
        self._wait_no_more()
        self._patience = self._loop.call_later(seconds, self._give_up, word, seconds)

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()

    def _give_up(self, word: str, seconds: float) -> None:
        self._say(f"{self._child.name}: no {word} for {seconds:g} s, killed")
        self._signal_group(signal.SIGKILL)

    async def _end(self) -> None:
        """SIGTERM to the child and time to obey, then SIGKILL to it and whatever it started."""
        if self._process.returncode is None:
            self._process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), self._child.stop_s)
        self._signal_group(signal.SIGKILL)
        await self._process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):  # all of them ended by themselves
            os.killpg(self._process.pid, number)


class Supervisor:
    """Runs `children` until SIGTERM or SIGINT; `say` hears one line for each change."""

    def __init__(self, children: Sequence[Child], say: Say = _to_stderr) -> None:
        self._children = tuple(children)
        self._say = say

    def run(self) -> int:
        """Block until stopped; 0, or the exit status of the child that ended and was not to be started again."""
        return asyncio.run(self._company())

    async def _company(self) -> int:
        stop, keepers = asyncio.Event(), list[asyncio.Task[int]]()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        starting = asyncio.create_task(self._start(keepers, stop))
        await stop.wait()
        starting.cancel()
        await asyncio.wait([starting])
        for keeper in reversed(keepers):
            keeper.cancel()
            await asyncio.wait([keeper])
        for keeper in keepers:
            if not keeper.cancelled():
                return keeper.result()  # or raises: a mistake of ours must not look like a stop
        return 0

    async def _start(self, keepers: list[asyncio.Task[int]], stop: asyncio.Event) -> None:
        for child in self._children:
            up = asyncio.Event()
            keepers.append(asyncio.create_task(self._keep(child, up)))
            keepers[-1].add_done_callback(lambda _: stop.set())
            await up.wait()
            self._say(f"{child.name}: ready")

    async def _keep(self, child: Child, up: asyncio.Event) -> int:
        """Life after life; ends only with a child that is not to be started again."""
        clock, pause_s = asyncio.get_running_loop().time, FIRST_PAUSE_S
        while True:
            began_s = clock()
            status = await _Run(child, up, self._say).live()
            if not child.restart or status in HOPELESS:
                self._say(f"{child.name}: ended with {status}")
                return status
            if clock() - began_s >= STEADY_AFTER_S:
                pause_s = FIRST_PAUSE_S
            self._say(f"{child.name}: ended with {status}, again in {pause_s:g} s")
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
