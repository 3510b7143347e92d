"""The screen's end of the socket, against a real one."""

from __future__ import annotations

import queue
import time

import pytest

from kiosk.screen_link import SILENT_AFTER_S, VERSION, Accepted, Hello, Ping, Refused, ShowFace, Sound, Touched
from screens.link import Link
from tests.screens import sample_faces as samples
from tests.screens.desk import Desk

PATIENCE_S = 20.0


class Ear:
    """Keeps what it hears."""

    def __init__(self):
        self.heard = queue.Queue()

    def message(self, message):
        self.heard.put(message)

    def lost(self):
        self.heard.put("lost")

    def refused(self, version):
        self.heard.put(("refused", version))

    def next(self):
        return self.heard.get(timeout=PATIENCE_S)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "s")
    yield desk
    desk.close()


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def link(tmp_path, ear, desk):
    link = Link(tmp_path / "s", Hello(VERSION, 1080, 1920), ear)
    link.start()
    yield link
    link.close()


def test_greets_hears_and_speaks(link, desk, ear):
    assert desk.meet() == Hello(VERSION, 1080, 1920)
    desk.say(Accepted(VERSION))
    shown = ShowFace(samples.home(), 5)
    desk.say(shown)
    desk.say(Sound("chime"))
    assert ear.next() == shown
    assert ear.next() == Sound("chime")
    link.send(Touched(7, "home"))
    assert desk.wait_for(Touched) == Touched(7, "home")


def test_is_told_where_the_camera_s_picture_is(link, desk, ear):
    desk.meet()
    desk.say(Accepted(VERSION, "/run/kiosk/screen.preview"))
    assert ear.next() == Accepted(VERSION, "/run/kiosk/screen.preview")


def test_pings_by_itself(link, desk):
    desk.welcome()
    assert desk.wait_for(Ping)
    assert desk.wait_for(Ping)


def test_a_terminal_that_hangs_up_is_lost_and_found_again(link, desk, ear):
    desk.welcome()
    desk.hang_up()
    assert ear.next() == "lost"
    assert desk.welcome().version == VERSION
    desk.say(Sound("chime"))
    assert ear.next() == Sound("chime")


def test_a_silent_terminal_is_lost(link, desk, ear):
    desk.welcome()
    began = time.monotonic()
    assert ear.next() == "lost"
    assert time.monotonic() - began >= SILENT_AFTER_S - 0.5  # and not because the connection broke
    desk.meet()


def test_a_terminal_that_pings_is_not_lost(link, desk, ear):
    desk.welcome()
    until = time.monotonic() + SILENT_AFTER_S * 1.5
    while time.monotonic() < until:
        desk.wait_for(Ping)  # the desk answers each ping with one
    assert ear.heard.empty()


@pytest.mark.parametrize("noise", [b"\xff\xff\xff\xff", b"\0\0\0\1\xc1", b"GET / HTTP/1.1\r\n\r\n"])
def test_noise_ends_the_connection(link, desk, ear, noise):
    desk.welcome()
    desk.say_bytes(noise)
    assert ear.next() == "lost"
    assert desk.meet()


def test_another_version_is_told(link, desk, ear):
    desk.meet()
    desk.say(Refused(VERSION + 1))
    assert ear.next() == ("refused", VERSION + 1)


def test_what_is_sent_without_a_terminal_falls_to_the_ground(tmp_path, ear):
    link = Link(tmp_path / "nobody", Hello(VERSION, 1, 1), ear)
    link.send(Touched(1, "home"))
    link.start()
    desk = Desk(tmp_path / "nobody")
    desk.welcome()
    assert desk.wait_for(Hello.__mro__[1], lambda each: not isinstance(each, Hello)) == Ping()
    link.close()
    desk.close()
