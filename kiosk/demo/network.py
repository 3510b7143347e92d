"""The line between a demo's terminal and its gateway, which can lose, spoil and delay what goes over it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.demo.faulty_proxy import DROPPED, MALFORMED, SERVER_ERROR, Fault, FaultyProxy

END_S = 5.0
VERBS: Mapping[str, Fault] = MappingProxyType(
    {"drop_answer": DROPPED, "spoil_answer": MALFORMED, "fail": SERVER_ERROR, "refuse": Fault(refuse=True)}
)


def faults_of(do: str, arguments: Mapping[str, object]) -> tuple[Fault, ...]:
    """What a verb of the stories does to the next ``times`` connections; ``delay`` holds an answer for ``seconds``."""
    fault = Fault(delay_s=float(str(arguments.get("seconds", 2)))) if do == "delay" else VERBS[do]
    return (fault,) * int(str(arguments.get("times", 1)))


class Network:
    """A proxy to `port` on loopback, on a thread with a loop of its own."""

    def __init__(self, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._thread.start()
        self._proxy = FaultyProxy(port)
        asyncio.run_coroutine_threadsafe(self._proxy.__aenter__(), self._loop).result(END_S)

    @property
    def address(self) -> str:
        """Where the terminal finds the gateway."""
        return f"http://127.0.0.1:{self._proxy.port}"

    def plan(self, *faults: Fault) -> None:
        """Do these to the next connections, one each."""
        self._loop.call_soon_threadsafe(self._proxy.plan, *faults)

    def close(self) -> None:
        """Close the line and end the thread."""
        asyncio.run_coroutine_threadsafe(self._proxy.__aexit__(), self._loop).result(END_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(END_S)
        self._loop.close()
