"""One IPP request and its answer over HTTP/1.1 (RFC 8010 section 4), each under one deadline for the whole of it.

h11 speaks HTTP; the socket is ours, because a printer that sends one byte now and then must not stretch a time-out.
A connection serves one request: a printer that was switched off and on needs no ceremony.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import h11

from devices.contract import DeviceGone, DeviceRefused, DeviceSilent, PortMissing, WireError
from devices.document_printer.ipp_message import LARGEST, Message, decoded

IPP_PORT = 631
RECEIVE = 65536
MEDIA_TYPE = "application/ipp"


class IppLink:
    """The way to one printer or queue at ``ipp://HOST[:PORT]/PATH``; its name in requests is that `uri` itself."""

    def __init__(self, uri: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.uri = uri
        self._clock = clock

    def ask(self, message: bytes, timeout_s: float) -> Message:
        """The answer to `message` within `timeout_s` in all.

        PortMissing: nothing was sent. DeviceSilent, DeviceGone, WireError: the printer may have got it. DeviceRefused:
        it answered in HTTP that it will not (`code` is the HTTP status).
        """
        deadline = self._clock() + timeout_s
        host, port, path = split_uri(self.uri)
        try:
            line = socket.create_connection((host, port), timeout=timeout_s)
        except (OSError, UnicodeError) as error:  # a host that no name of the DNS can have is a UnicodeError
            raise PortMissing(f"nothing answers at {host}:{port}") from error
        with line:
            try:
                return decoded(self._exchanged(line, (f"{host}:{port}", path), message, deadline))
            except TimeoutError as error:
                raise DeviceSilent("the printer did not answer in time") from error
            except OSError as error:
                raise DeviceGone("the connection to the printer broke") from error
            except h11.RemoteProtocolError as error:
                raise WireError("the printer does not speak HTTP") from error

    def _exchanged(self, line: socket.socket, to: tuple[str, str], message: bytes, deadline: float) -> bytes:
        http = h11.Connection(h11.CLIENT)
        headers = [
            ("Host", to[0]),
            ("Content-Type", MEDIA_TYPE),
            ("Content-Length", str(len(message))),
            ("Connection", "close"),
        ]
        head = http.send(h11.Request(method="POST", target=to[1], headers=headers)) or b""
        body = http.send(h11.Data(data=message)) or b""
        http.send(h11.EndOfMessage())
        line.settimeout(self._left(deadline))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may have refused before the end: read why
            line.sendall(head + body)
        return self._answer(line, http, deadline)

    def _answer(self, line: socket.socket, http: h11.Connection, deadline: float) -> bytes:
        answer, ended = bytearray(), False
        while True:
            try:
                event = http.next_event()
            except h11.RemoteProtocolError as error:
                if ended:  # an answer cut short is a broken line, not another language
                    raise ConnectionResetError from error
                raise
            if event is h11.NEED_DATA:
                line.settimeout(self._left(deadline))
                received = line.recv(RECEIVE)
                ended = not received
                http.receive_data(received)
            elif isinstance(event, h11.Response):
                _demand_ipp(event)
            elif isinstance(event, h11.Data):
                answer += event.data
                if len(answer) > LARGEST:
                    raise WireError("the answer has no end")
            elif isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
                return bytes(answer)

    def _left(self, deadline: float) -> float:
        if (left := deadline - self._clock()) <= 0:
            raise TimeoutError
        return left


def _demand_ipp(response: h11.Response) -> None:
    if response.status_code != 200:
        raise DeviceRefused("the printer refuses us", response.status_code)
    media_type = dict(response.headers).get(b"content-type", b"")
    if media_type.partition(b";")[0].strip().lower() != MEDIA_TYPE.encode():
        raise WireError("what answers there is no printer")


def split_uri(uri: str) -> tuple[str, int, str]:
    """Host, port and path; PortMissing when it is not of the form ``ipp://HOST[:PORT]/PATH``."""
    parts = urlsplit(uri)
    try:
        port = parts.port or IPP_PORT
    except ValueError as error:
        raise PortMissing(f"{uri} has a port that cannot be") from error
    if parts.scheme != "ipp" or not parts.hostname or parts.username is not None or parts.query:
        raise PortMissing(f"{uri} is not an address of the form ipp://HOST:PORT/PATH")
    return parts.hostname, port, parts.path or "/"
