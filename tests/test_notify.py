"""What a program tells its supervisor, over real sockets."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kiosk.notify import READY, alive_every_s, notify


@pytest.mark.parametrize("abstract", [True, False])
def test_a_state_reaches_the_supervisor(tmp_path: Path, abstract: bool) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind("" if abstract else str(tmp_path / "notify"))
        supervisor.settimeout(5)
        name = supervisor.getsockname()
        address = "@" + name.decode()[1:] if abstract else name
        assert notify(READY, {"NOTIFY_SOCKET": address})
        assert supervisor.recv(100) == b"READY=1"


def test_nobody_is_told_when_nobody_supervises() -> None:
    assert notify(READY, {}) is False


def test_a_supervisor_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        notify(READY, {"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_alive_is_said_twice_as_often_as_asked() -> None:
    assert alive_every_s({"WATCHDOG_USEC": "3000000"}) == 1.5
    assert alive_every_s({}) is None
