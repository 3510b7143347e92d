"""What every emulator shares: the device's end of a byte line, and a control socket in the words of the world.

A line can be unplugged and plugged again under the same path or address, as a cable can. The control socket takes
one JSON object a line, ``{"do": "insert_card", "name": "zhang"}``, and answers ``{"ok": true, ...}`` or
``{"ok": false, "sentence": "..."}``.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import pty
import select
import socket
import socketserver
import termios
import threading
import time
import tty
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from devices.ports import split_address

STALL_S = 1.0  # a host that takes nothing for so long loses the rest, as on a wire without flow control

_SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (9600, 19200, 38400, 57600, 115200)}

Verb = Callable[..., Mapping[str, Any] | None]


class Line(Protocol):
    """The device's end: read what the host sends, answer it, and be pulled out."""

    def read(self, timeout_s: float) -> bytes:
        """Bytes from the host, empty when none came (or nobody is connected)."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes to the host; silently lost when nobody is connected, as on a real wire."""
        ...

    def speed(self) -> int | None:
        """Bits a second as the host has set its end; None where a line has no speed or nobody can tell."""
        ...

    def unplug(self) -> None: ...

    def plug(self) -> None: ...

    def close(self) -> None: ...


def _make_way(path: Path, ours: bool) -> None:
    """Remove what an earlier emulator left at `path`; FileExistsError for anything else: it is not ours to delete."""
    if not ours and path.exists():
        raise FileExistsError(f"{path} exists and was not made by an emulator")
    path.unlink(missing_ok=True)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"the folder {path.parent} does not exist")


class PtyLine:
    """A pseudo-terminal whose host end is reachable under a stable link, like a udev name."""

    def __init__(self, link: str) -> None:
        self._link = Path(link)
        self._device = -1
        self._host = -1
        self.plug()

    def read(self, timeout_s: float) -> bytes:
        device = self._device
        if device < 0:
            threading.Event().wait(timeout_s)
            return b""
        try:
            ready, _, _ = select.select([device], [], [], timeout_s)
            # unplugged while we waited, the number may already belong to another file
            return os.read(device, 4096) if ready and device == self._device else b""
        except (OSError, ValueError):
            return b""

    def write(self, data: bytes) -> None:
        device, deadline = self._device, time.monotonic() + STALL_S
        with contextlib.suppress(OSError, ValueError):
            while data and device == self._device and (left := deadline - time.monotonic()) > 0:
                _, ready, _ = select.select([], [device], [], left)
                data = data[os.write(device, data) :] if ready else data

    def speed(self) -> int | None:
        try:
            return _SPEEDS.get(termios.tcgetattr(self._host)[5])
        except (termios.error, ValueError):  # unplugged
            return None

    def unplug(self) -> None:
        if self._device < 0:
            return
        if self._link.is_symlink() and str(self._link.readlink()) == os.ttyname(self._host):
            self._link.unlink()
        descriptors, self._device, self._host = (self._device, self._host), -1, -1
        for descriptor in descriptors:
            os.close(descriptor)

    def plug(self) -> None:
        if self._device >= 0:
            return
        # our own copy of the host end stays open, so the master never reads EIO between two hosts
        _make_way(self._link, self._link.is_symlink())
        self._device, self._host = pty.openpty()
        os.set_blocking(self._device, False)
        tty.setraw(self._host)
        self._link.symlink_to(os.ttyname(self._host))

    def close(self) -> None:
        self.unplug()


class TcpLine:
    """A listening socket with one host at a time; a new host takes the place of the old one."""

    def __init__(self, address: str) -> None:
        self._address = split_address(address)
        self._listener: socket.socket | None = None
        self._host: socket.socket | None = None
        self.plug()

    @property
    def address(self) -> str:
        """Where it really listens (port 0 asks the kernel for a free one)."""
        return f"{self._address[0]}:{self._address[1]}"

    def read(self, timeout_s: float) -> bytes:
        listener, host = self._listener, self._host
        if listener is None:
            threading.Event().wait(timeout_s)
            return b""
        try:
            ready, _, _ = select.select([listener] if host is None else [listener, host], [], [], timeout_s)
            if listener in ready:
                self._accept(listener)
            return self._received(host) if host is not None and host in ready else b""
        except (OSError, ValueError):  # unplugged from another thread while we waited
            return b""

    def _accept(self, listener: socket.socket) -> None:
        host, _ = listener.accept()
        host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host.settimeout(STALL_S)
        if self._host is not None:
            self._host.close()
        self._host = host

    def _received(self, host: socket.socket) -> bytes:
        data = b""
        with contextlib.suppress(OSError):
            data = host.recv(4096)
        if not data:
            host.close()
            self._host = None if self._host is host else self._host
        return data

    def write(self, data: bytes) -> None:
        host = self._host
        with contextlib.suppress(OSError):
            if host is not None:
                host.sendall(data)

    def speed(self) -> int | None:
        return None

    def unplug(self) -> None:
        sockets, self._host, self._listener = (self._host, self._listener), None, None
        for each in sockets:
            if each is not None:
                # a thread that waits in select keeps a closed socket alive: shut down, it lets go of the address now
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def plug(self) -> None:
        if self._listener is not None:
            return
        self._listener = socket.create_server(self._address)
        self._address = self._listener.getsockname()[:2]

    def close(self) -> None:
        self.unplug()


def known_faults(names: Iterable[str], known: Collection[str]) -> frozenset[str]:
    """The faults that an emulator is to play; ValueError, naming all it knows, for one that it does not."""
    faults = frozenset(names)
    if unknown := faults - frozenset(known):
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    return faults


class Control:
    """A Unix socket on which the world is moved: each verb is a function of keyword arguments."""

    def __init__(self, path: str, verbs: Mapping[str, Verb]) -> None:
        _make_way(Path(path), Path(path).is_socket())
        handler = type("Handler", (_ControlHandler,), {"verbs": dict(verbs)})
        self._server = socketserver.ThreadingUnixStreamServer(path, handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        self._path = path

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._server.shutdown()
        self._server.server_close()
        Path(self._path).unlink(missing_ok=True)


class _ControlHandler(socketserver.StreamRequestHandler):
    verbs: Mapping[str, Verb]

    def handle(self) -> None:
        for line in self.rfile:
            answer = json.dumps(self._answer(line), ensure_ascii=False) + "\n"
            with contextlib.suppress(BrokenPipeError):
                self.wfile.write(answer.encode())

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            order = json.loads(line)
        except ValueError:
            order = None
        if not isinstance(order, dict) or order.get("do") not in self.verbs:
            known = ", ".join(sorted(self.verbs))
            return {"ok": False, "sentence": f'say {{"do": VERB, ...}} in one line; verbs: {known}'}
        name = order.pop("do")
        verb = self.verbs[name]
        takes = inspect.signature(verb)
        try:
            takes.bind(**order)
        except TypeError:
            return {"ok": False, "sentence": f"{name} takes {', '.join(takes.parameters) or 'nothing else'}"}
        try:
            return {"ok": True, **(verb(**order) or {})}
        except (ValueError, TypeError, OSError) as error:
            return {"ok": False, "sentence": str(error)}


def order(path: str, do: str, **arguments: object) -> dict[str, Any]:
    """Send one order to a control socket and return its answer; OSError when nobody listens."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10.0)
        line.connect(path)
        line.sendall((json.dumps({"do": do, **arguments}, ensure_ascii=False) + "\n").encode())
        with line.makefile("rb") as answers:
            answer: dict[str, Any] = json.loads(answers.readline())
    return answer
