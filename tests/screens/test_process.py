"""`kiosk screen` as a process of its own: what its supervisor and the terminal see of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.screen_link import VERSION, Drawn, Ping, Refused, ShowFace
from tests.screens import sample_faces as samples
from tests.screens.desk import Desk

pytestmark = pytest.mark.screen

PATIENCE_S = 30.0
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "s")
    yield desk
    desk.close()


@pytest.fixture
def start(tmp_path):
    running = []

    def start(*more, **env):
        command = [sys.executable, "-m", "kiosk", "screen", "--socket", str(tmp_path / "s"), "--size", "540x960", *more]
        base = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "dummy"}
        home = {"KIVY_HOME": str(tmp_path / "kivy")}
        running.append(subprocess.Popen(command, cwd=ROOT, env={**base, **home, **env}))
        return running[-1]

    yield start
    for each in running:
        each.kill()
        each.wait(PATIENCE_S)


def test_shows_a_face_and_is_killed_and_comes_back_to_it(desk, start):
    process = start()
    hello = desk.welcome()
    assert (hello.version, hello.width_px, hello.height_px) == (VERSION, 540, 960)
    shown = ShowFace(samples.number(value="3110"), 0)
    desk.say(shown)
    targets = desk.wait_for(Drawn).targets
    assert {"key:5", "key:clear_one", "key:layer", "other", "back", "help"} <= set(targets)
    process.send_signal(signal.SIGKILL)
    start()
    desk.welcome()
    desk.say(shown)
    assert desk.wait_for(Drawn).targets == targets


def test_tells_its_supervisor(desk, start, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(tmp_path / "notify"))
        supervisor.settimeout(PATIENCE_S)
        start(NOTIFY_SOCKET=str(tmp_path / "notify"))
        heard = {supervisor.recv(100) for _ in range(3)}
    assert heard == {b"READY=1", b"WATCHDOG=1"}


def test_refused_ends_to_be_started_anew(desk, start):
    process = start()
    desk.meet()
    desk.say(Refused(VERSION + 1))
    assert process.wait(PATIENCE_S) == 75


def test_runs_on_when_the_terminal_goes(desk, start):
    process = start()
    desk.welcome()
    desk.say(ShowFace(samples.review(), 0))
    desk.wait_for(Drawn)
    desk.hang_up()
    desk.welcome()
    desk.wait_for(Ping)
    assert process.poll() is None
    desk.say(ShowFace(samples.home(), 0))
    assert "matter:KSTB-14" in desk.wait_for(Drawn).targets


def test_without_the_typeface_it_says_so(start, tmp_path):
    command = [sys.executable, "-m", "kiosk", "screen", "--socket", str(tmp_path / "s")]
    env = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIOSK_FONTS": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 66
    assert "script/bootstrap" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_size_is_a_usage_error(tmp_path):
    command = [sys.executable, "-m", "kiosk", "screen", "--socket", "s", "--size", "big"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 64
