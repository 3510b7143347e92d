"""The driver's end of a line, against real pseudo-terminals and sockets."""

import os
import pty
import socket
import threading

import pytest

from devices.contract import DeviceGone, PortBusy, PortMissing
from devices.ports import open_port, split_address


class PtyFarEnd:
    def __init__(self):
        self.device, host = pty.openpty()
        self.where = os.ttyname(host)
        self._host = host

    def send(self, data):
        os.write(self.device, data)

    def receive(self):
        return os.read(self.device, 4096)

    def hang_up(self):
        if self.device >= 0:
            os.close(self.device)
            os.close(self._host)
            self.device = -1


class TcpFarEnd:
    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.where = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._host = None

    def _connected(self):
        if self._host is None:
            self._host, _ = self._listener.accept()
        return self._host

    def send(self, data):
        self._connected().sendall(data)

    def receive(self):
        return self._connected().recv(4096)

    def hang_up(self):
        self._connected().close()
        self._listener.close()


@pytest.fixture(params=[PtyFarEnd, TcpFarEnd], ids=["pty", "tcp"])
def far_end(request):
    far_end = request.param()
    yield far_end
    far_end.hang_up()


@pytest.fixture
def port(far_end):
    port = open_port(far_end.where)
    yield port
    port.close()


def test_bytes_both_ways_unchanged(far_end, port):
    every_byte = bytes(range(256))
    assert port.write(every_byte, 1.0) == 256
    assert far_end.receive() == every_byte
    far_end.send(every_byte)
    received = b""
    while len(received) < 256:
        received += port.read(100, 1.0)
    assert received == every_byte


def test_a_read_without_bytes_ends(far_end, port):
    assert port.read(10, 0.01) == b""
    assert port.read(10, 0.0) == b""


def test_flush_input_throws_away_what_came_before(far_end, port):
    far_end.send(b"late answer")
    assert port.read(1, 1.0) == b"l"
    port.flush_input()
    far_end.send(b"now")
    assert port.read(10, 1.0) == b"now"


def test_a_line_closed_by_the_far_end_is_gone(far_end, port):
    port.write(b"x", 1.0)
    far_end.receive()
    far_end.hang_up()
    with pytest.raises(DeviceGone):
        port.read(10, 1.0)


def test_a_closed_port_is_gone_and_closes_twice(far_end, port):
    port.close()
    port.close()
    with pytest.raises(DeviceGone):
        port.read(1, 0.1)
    with pytest.raises(DeviceGone):
        port.write(b"x", 0.1)


def test_a_stalled_far_end_takes_part_of_the_bytes(far_end, port):
    much = bytes(8_000_000)
    assert 0 < port.write(much, 0.2) < len(much)


def write_until_refused(port):
    for _ in range(200):
        port.write(b"x", 0.1)
        threading.Event().wait(0.01)


def test_a_tcp_write_after_the_far_end_went_is_gone():
    far_end = TcpFarEnd()
    port = open_port(far_end.where)
    far_end.hang_up()
    with pytest.raises(DeviceGone):
        write_until_refused(port)
    port.close()


def test_a_serial_port_has_one_owner():
    far_end = PtyFarEnd()
    port = open_port(far_end.where)
    with pytest.raises(PortBusy):
        open_port(far_end.where)
    port.close()
    open_port(far_end.where).close()
    far_end.hang_up()


@pytest.mark.parametrize(
    "where", ["/nowhere/tty", "tcp://127.0.0.1:1", "tcp://127.0.0.1", "tcp://:80", "tcp://h:99999", "tcp://a..b:80", ""]
)
def test_what_is_not_there_is_missing(where):
    with pytest.raises(PortMissing) as missing:
        open_port(where)
    assert not isinstance(missing.value, PortBusy)


def test_a_plain_file_is_no_port(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PortMissing):
        open_port(str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("address", "pair"),
    [("localhost:80", ("localhost", 80)), ("[::1]:4000", ("::1", 4000)), ("10.0.0.1:0", ("10.0.0.1", 0))],
)
def test_addresses(address, pair):
    assert split_address(address) == pair
