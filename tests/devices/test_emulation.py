"""The device's end of a line and the control socket."""

import contextlib
import json
import socket
import threading

import pytest

from devices.contract import DeviceGone, PortMissing
from devices.emulation import Control, PtyLine, TcpLine, order
from devices.ports import open_port


@pytest.fixture(params=["pty", "tcp"])
def line_and_where(request, tmp_path):
    link = tmp_path / "tty"
    line = PtyLine(str(link)) if request.param == "pty" else TcpLine("127.0.0.1:0")
    yield line, (str(link) if request.param == "pty" else f"tcp://{line.address}")
    line.close()
    assert not link.is_symlink()


def received(line, size):
    data = b""
    while len(data) < size:
        data += line.read(1.0)
    return data


def test_bytes_both_ways(line_and_where):
    line, where = line_and_where
    with contextlib.closing(open_port(where)) as port:
        port.write(b"\x00\x11\x13\r\n\xff", 1.0)
        assert received(line, 6) == b"\x00\x11\x13\r\n\xff"
        line.write(b"\n\r\x03\x00")
        assert port.read(10, 1.0) == b"\n\r\x03\x00"


def test_a_second_host_is_served_after_the_first_left(line_and_where):
    line, where = line_and_where
    for _ in range(2):
        with contextlib.closing(open_port(where)) as port:
            port.write(b"hello", 1.0)
            assert received(line, 5) == b"hello"


def test_nobody_connected_loses_bytes_and_reads_nothing(line_and_where):
    line, _ = line_and_where
    line.write(b"lost")
    assert line.read(0.0) == b""


def test_unplugged_the_host_loses_the_line_and_cannot_come_back_until_plugged(line_and_where):
    line, where = line_and_where
    port = open_port(where)
    port.write(b"x", 1.0)
    received(line, 1)
    line.unplug()
    line.unplug()
    with pytest.raises(DeviceGone):
        port.read(1, 1.0)
    port.close()
    with pytest.raises(PortMissing):
        open_port(where)
    assert line.read(0.0) == b""
    line.write(b"lost")
    line.plug()
    line.plug()
    with contextlib.closing(open_port(where)) as again:
        again.write(b"back", 1.0)
        assert received(line, 4) == b"back"


@pytest.fixture
def listening(line_and_where):
    """The line is read in a thread of its own, as an emulator does; what it hears is in the list."""
    line, where = line_and_where
    stop, heard = threading.Event(), []

    def loop():
        while not stop.is_set():
            heard.append(line.read(0.005))

    thread = threading.Thread(target=loop)
    thread.start()
    yield line, where, heard
    stop.set()
    thread.join()


def test_unplugging_in_another_thread_ends_no_reading_loop(listening):
    line, where, heard = listening
    for _ in range(50):
        line.unplug()
        line.plug()
    with contextlib.closing(open_port(where)) as port:
        port.write(b"still here", 1.0)
        for _ in range(200):
            if b"still here" in b"".join(heard):
                return
            threading.Event().wait(0.01)
    pytest.fail("the loop no longer hears the host")


def test_a_new_tcp_host_takes_the_place_of_the_old_one():
    line = TcpLine("127.0.0.1:0")
    first, second = (open_port(f"tcp://{line.address}") for _ in range(2))
    line.read(1.0)
    line.read(1.0)
    second.write(b"me", 1.0)
    assert received(line, 2) == b"me"
    with pytest.raises(DeviceGone):
        first.read(1, 1.0)
    for each in (first, second, line):
        each.close()


def test_a_host_that_takes_nothing_loses_the_rest_and_stops_nobody(tmp_path):
    line = PtyLine(str(tmp_path / "tty"))
    line.write(bytes(300_000))
    line.close()


def test_a_stale_link_is_replaced_but_a_file_is_not_ours_to_delete(tmp_path):
    link = tmp_path / "tty"
    link.symlink_to("/nowhere")
    line = PtyLine(str(link))
    assert link.exists()
    line.close()
    link.write_text("a letter")
    with pytest.raises(FileExistsError):
        PtyLine(str(link))
    assert link.read_text() == "a letter"


def test_closing_leaves_a_link_that_another_emulator_has_taken(tmp_path):
    first = PtyLine(str(tmp_path / "tty"))
    second = PtyLine(str(tmp_path / "tty"))
    first.close()
    assert (tmp_path / "tty").exists()
    second.close()
    assert not (tmp_path / "tty").is_symlink()


@pytest.fixture
def control(tmp_path):
    def fall():
        raise OSError("the table is too high")

    def number(value):
        return {"doubled": value * 2 if isinstance(value, int) else int(value)}

    control = Control(str(tmp_path / "control"), {"number": number, "nothing": lambda: None, "fall": fall})
    yield str(tmp_path / "control")
    control.close()
    assert not (tmp_path / "control").exists()


def test_verbs_answer(control):
    assert order(control, "number", value=21) == {"ok": True, "doubled": 42}
    assert order(control, "nothing") == {"ok": True}


@pytest.mark.parametrize(
    ("do", "arguments"),
    [("number", {"value": "x"}), ("number", {}), ("nothing", {"much": 1}), ("dance", {}), ("fall", {})],
)
def test_what_cannot_be_done_is_a_sentence(control, do, arguments):
    answer = order(control, do, **arguments)
    assert answer["ok"] is False
    assert answer["sentence"]


@pytest.mark.parametrize("line", [b"not json\n", b"[1]\n", b'"x"\n', b"{}\n"])
def test_lines_that_are_no_orders_are_answered_too(control, line):
    with socket.socket(socket.AF_UNIX) as host:
        host.connect(control)
        host.sendall(line)
        assert b'"ok": false' in host.recv(1000)


def test_a_file_in_the_place_of_the_socket_is_left(tmp_path):
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(FileExistsError):
        Control(str(tmp_path / "letter"), {})
    assert (tmp_path / "letter").read_text() == "dear"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('["insert_card"]', "VERB"),
        ("null", "VERB"),
        ("garbage", "VERB"),
        ('{"do": "fly"}', "verbs: insert_card"),
        ('{"do": "insert_card", "card": "x"}', "insert_card takes name"),
    ],
)
def test_a_control_socket_answers_anything_with_a_sentence(tmp_path, line, word):
    control = Control(str(tmp_path / "c.sock"), {"insert_card": lambda name: {"name": name}})
    with socket.socket(socket.AF_UNIX) as asker:
        asker.connect(str(tmp_path / "c.sock"))
        asker.sendall(line.encode() + b"\n")
        answer = json.loads(asker.makefile().readline())
    control.close()
    assert not answer["ok"]
    assert word in answer["sentence"]
