"""A TCP proxy that does to a connection what networks do: delays, cuts, doubles or replaces the answer.

The request always reaches the server (but for `refuse`), so a test sees real loss: stored there, unknown here. The
asker must send ``Connection: close``: the end of the answer is the end of the server's connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Self

from msgspec import Struct


class Fault(Struct, frozen=True):
    """What happens to one connection; the plain one passes everything.

    `cut_after` bytes of the answer the connection ends (0: no answer at all); `instead` replaces the answer's bytes;
    `drip_s` is the pause before each single byte.
    """

    refuse: bool = False
    delay_s: float = 0.0
    cut_after: int | None = None
    double: bool = False
    instead: bytes | None = None
    drip_s: float = 0.0


NONE = Fault()
DROPPED = Fault(cut_after=0)
SERVER_ERROR = Fault(instead=b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
MALFORMED = Fault(
    instead=b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"state":"is'
)
NOT_HTTP = Fault(instead=b"\x00\xff\x00 no protocol of ours\r\n\r\n")


class FaultyProxy:
    """Listens on a free loopback port and forwards to `port`; each new connection takes the next planned fault."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._plan: deque[Fault] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.connections = 0

    def plan(self, *faults: Fault) -> None:
        """Do these to the next connections, one each; later ones pass."""
        self._plan.extend(faults)

    @property
    def port(self) -> int:
        """Where to connect."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accepted(self, asker: asyncio.StreamReader, to_asker: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(asker, to_asker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, asker: asyncio.StreamReader, to_asker: asyncio.StreamWriter) -> None:
        self.connections += 1
        fault = self._plan.popleft() if self._plan else NONE
        try:
            if not fault.refuse:
                await self._forward(fault, asker, to_asker)
        except ConnectionError:
            pass  # an asker that no longer waits is part of the play
        finally:
            await _close(to_asker)

    async def _forward(self, fault: Fault, asker: asyncio.StreamReader, to_asker: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", self._to)
        asking = asyncio.create_task(_pump(asker, to_server))
        try:
            answer = _changed(fault, await server.read())
            await asyncio.sleep(fault.delay_s)
            await _send(answer, to_asker, fault.drip_s)
        finally:
            asking.cancel()
            await _close(to_server)


def _changed(fault: Fault, answer: bytes) -> bytes:
    if fault.instead is not None:
        answer = fault.instead
    return answer[: fault.cut_after] * (2 if fault.double else 1)


async def _send(answer: bytes, to_asker: asyncio.StreamWriter, drip_s: float) -> None:
    step = 1 if drip_s else len(answer) or 1
    for at in range(0, len(answer), step):
        await asyncio.sleep(drip_s)
        to_asker.write(answer[at : at + step])
        await to_asker.drain()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
