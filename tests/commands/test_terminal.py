"""`kiosk terminal` that cannot start, or whose thread ends: one sentence, or where it happened, never a value."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

KIOSK = [sys.executable, "-m", "kiosk"]

# `run` waits for its settings at a pipe that nobody fills, and a device's thread makes a mistake meanwhile
MISTAKE = """
import sys, threading, time
from kiosk.__main__ import main
def device(name):
    while threading.excepthook is threading.__excepthook__: time.sleep(0.01)
    int(name)
threading.Thread(target=device, args=["\\u6f14\\u793a\\u5f20\\u4e09"], daemon=True).start()
main(["terminal", "--config", sys.argv[1]])
"""


def test_a_thread_that_ends_by_mistake_ends_the_terminal_without_a_value(tmp_path):
    os.mkfifo(tmp_path / "settings")
    argv = [sys.executable, "-c", MISTAKE, str(tmp_path / "settings")]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 70
    assert ended.stderr.endswith("terminal crashed: ValueError\n")
    assert "in device" in ended.stderr
    assert "演示张三" not in ended.stderr


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "token").write_text("t" * 40)
    (tmp_path / "token").chmod(0o600)

    def written(**more):
        names = {"token_file": tmp_path / "token", "data": tmp_path / "data", "screen_socket": tmp_path / "s"} | more
        lines = [f'{key} = "{value}"' for key, value in names.items()]
        lines += [
            "[devices]",
            *(f'{key} = "{tmp_path / key}"' for key in ("id_card_reader", "document_printer", "camera")),
        ]
        (tmp_path / "terminal.toml").write_text("\n".join(lines))
        return str(tmp_path / "terminal.toml")

    return written


def terminal(config, **environment):
    command = [*KIOSK, "terminal", "--config", config]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, check=False, env=os.environ | environment
    )


def test_without_typefaces_it_names_the_cure(settings, tmp_path):
    ended = terminal(settings(), KIOSK_FONTS=str(tmp_path / "nowhere"))
    assert (ended.returncode, ended.stderr.count("\n")) == (78, 1)
    assert "script/bootstrap" in ended.stderr


@pytest.mark.parametrize("where", ["file/s", "folder", "x" * 120])
def test_a_screen_socket_that_cannot_be_made_is_a_sentence(settings, tmp_path, where):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    ended = terminal(settings(screen_socket=tmp_path / where))
    assert (ended.returncode, ended.stderr.count("\n")) == (78, 1)
    assert "cannot be opened" in ended.stderr
