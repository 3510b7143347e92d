"""The emulated printer's network side: HTTP/1.1 for IPP on one address, which can be unplugged and plugged again."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import h11
from msgspec import Struct

from devices.document_printer.ipp_link import MEDIA_TYPE, RECEIVE

IDLE_S = 30.0  # a host that says nothing for so long is hung up on
DRIP_S = 0.1
LARGEST_JOB = 64 << 20
WEB_PAGE = b"<!doctype html><title>printer</title>"


class Reply(Struct, frozen=True):
    """How to answer: as IPP, byte by byte, with a web page, never, or by hanging up."""

    kind: Literal["ipp", "drip", "page", "never", "hang_up"]
    data: bytes = b""


class Server:
    """Listens at `address` (port 0: the kernel chooses once) and gives each request's body to `handle`."""

    def __init__(self, address: tuple[str, int], handle: Callable[[bytes], Reply]) -> None:
        self._address = address
        self._handle = handle
        self._listening: _Listener | None = None
        self.plug()

    @property
    def address(self) -> tuple[str, int]:
        """Where it really listens."""
        return self._address

    def plug(self) -> None:
        """Listen; a second call does nothing."""
        if self._listening is None:
            self._listening = _Listener(self._address, self._handle)
            self._address = self._listening.server_address[:2]  # type: ignore[assignment]  # typed for every family
            self._listening.start()

    def unplug(self) -> None:
        """Cut every connection and stop listening; a second call does nothing."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.stop()


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handle: Callable[[bytes], Reply]) -> None:
        self.answer_to = handle
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        super().__init__(address, _Connection)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        self.server_close()  # waits for nobody: the connections' threads are daemons
        self._thread.join()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """Know of the connection before its thread does: a plug that is pulled now cuts it too."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def closed(self, line: socket.socket) -> None:
        with self._lock:
            self._open.discard(line)


class _Connection(socketserver.BaseRequestHandler):
    server: _Listener
    request: socket.socket

    def setup(self) -> None:
        self.request.settimeout(IDLE_S)

    def handle(self) -> None:
        http = h11.Connection(h11.SERVER)
        with contextlib.suppress(OSError, h11.RemoteProtocolError):
            while (body := self._body(http)) is not None and self._reply(http, self.server.answer_to(body)):
                http.start_next_cycle()

    def finish(self) -> None:
        self.server.closed(self.request)

    def _body(self, http: h11.Connection) -> bytes | None:
        """The next request's body; None when the host is done."""
        body = bytearray()
        while True:
            if http.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[])
                self.request.sendall(http.send(go_on) or b"")
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(self.request.recv(RECEIVE))
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > LARGEST_JOB:
                    return None
            elif isinstance(event, h11.EndOfMessage):
                return bytes(body)
            elif isinstance(event, h11.ConnectionClosed):
                return None

    def _reply(self, http: h11.Connection, reply: Reply) -> bool:
        """Whether the connection may go on."""
        if reply.kind == "never":
            while self.request.recv(RECEIVE):  # until the host loses patience
                continue
        if reply.kind in ("never", "hang_up"):
            return False
        page = reply.kind == "page"
        head = h11.Response(
            status_code=200,
            headers=[
                ("Content-Type", "text/html" if page else MEDIA_TYPE),
                ("Content-Length", str(len(WEB_PAGE if page else reply.data))),
            ],
        )
        sent = (http.send(head) or b"") + (http.send(h11.Data(data=WEB_PAGE if page else reply.data)) or b"")
        http.send(h11.EndOfMessage())
        self._write(sent, slowly=reply.kind == "drip")
        return http.our_state is h11.DONE and http.their_state is h11.DONE

    def _write(self, data: bytes, *, slowly: bool) -> None:
        if not slowly:
            self.request.sendall(data)
            return
        for byte in data:
            self.request.sendall(bytes((byte,)))
            time.sleep(DRIP_S)
