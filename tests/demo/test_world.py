"""What a demonstration may empty, and the line to its gateway."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.demo.department import work_department
from kiosk.demo.network import Network, faults_of
from kiosk.demo.world import DemoError, World, empty


def test_a_folder_of_something_else_is_not_emptied(tmp_path: Path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(DemoError, match="holds other things"):
        empty(tmp_path)
    with pytest.raises(DemoError, match="holds other things"), World(tmp_path, tmp_path / "out"):
        pass
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_what_an_earlier_demo_left_is_emptied(tmp_path: Path):
    (tmp_path / "terminal.toml").touch()
    (tmp_path / "old.log").touch()
    empty(tmp_path)
    assert list(tmp_path.iterdir()) == []
    empty(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_department_of_no_demo_says_so(tmp_path: Path):
    with pytest.raises(DemoError, match="did not obey"):
        work_department(tmp_path, "down", {})


def test_the_line_loses_the_next_answer_and_no_other():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answering, args=(listener, 2), daemon=True).start()
        with closing(Network(listener.getsockname()[1])) as network:
            network.plan(*faults_of("drop_answer", {}))
            assert [asked(network), asked(network)] == [b"", b"yes"]


def answering(listener: socket.socket, times: int) -> None:
    for _ in range(times):
        with listener.accept()[0] as asker:
            asker.recv(64)
            asker.sendall(b"yes")


def asked(network: Network) -> bytes:
    with socket.create_connection(("127.0.0.1", int(network.address.rpartition(":")[2])), 10) as line:
        line.sendall(b"?")
        return line.recv(64)
