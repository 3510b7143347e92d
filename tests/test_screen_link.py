"""The link's bytes: whole, one byte at a time, damaged; each end understands only what is its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.faces import Checks
from kiosk.core.matters import Catalogue
from kiosk.every_face import every_face
from kiosk.screen_link import (
    LONGEST_FRAME,
    Accepted,
    Drafted,
    Drawn,
    FrameReader,
    Hello,
    LinkError,
    Ping,
    Refused,
    ShowChecks,
    ShowFace,
    Signed,
    Sound,
    Touched,
    frame,
    parse_from_screen,
    parse_from_terminal,
)

FROM_SCREEN = [
    Hello(1, 1080, 1920),
    Touched(7, "primary"),
    Drafted(7, "number", "12（3）"),
    Signed(7, (((10, 20, 0), (11, 25, 16)), ((400, 20, 900),))),
    Drawn(7, {"primary": (1, 2, 3, 4)}),
    Ping(),
]
FROM_TERMINAL = [Accepted(1), Refused(2), ShowChecks(7, Checks({})), Sound("chime"), Ping()]


@pytest.mark.parametrize("message", FROM_SCREEN, ids=lambda each: type(each).__name__)
def test_what_a_screen_says(message):
    [body] = FrameReader().feed(frame(message))
    assert parse_from_screen(body) == message


@pytest.mark.parametrize("message", FROM_TERMINAL, ids=lambda each: type(each).__name__)
def test_what_a_terminal_says(message):
    [body] = FrameReader().feed(frame(message))
    assert parse_from_terminal(body) == message


def test_every_face_fits_into_a_frame_and_arrives_whole(shelf: Catalogue):
    for face in every_face(shelf):
        data = frame(ShowFace(face, 5))
        assert len(data) < LONGEST_FRAME / 8
        [body] = FrameReader().feed(data)
        assert parse_from_terminal(body) == ShowFace(face, 5)


@given(st.lists(st.sampled_from(FROM_SCREEN), max_size=6), st.integers(1, 40))
def test_frames_come_out_whatever_the_pieces(messages, piece):
    data, reader = b"".join(map(frame, messages)), FrameReader()
    bodies = [body for at in range(0, len(data), piece) for body in reader.feed(data[at : at + piece])]
    assert [parse_from_screen(body) for body in bodies] == messages


@given(st.binary(max_size=300))
def test_garbage_is_a_link_error_and_nothing_else(data):
    for parse in (parse_from_screen, parse_from_terminal):
        try:
            parse(data)
        except LinkError:
            continue


def test_an_announced_length_beyond_the_limit_is_refused_before_it_is_read():
    with pytest.raises(LinkError):
        FrameReader().feed((LONGEST_FRAME + 1).to_bytes(4, "big"))


def test_a_message_beyond_the_limit_is_not_sent():
    with pytest.raises(LinkError):
        frame(Drafted(1, "number", "x" * LONGEST_FRAME))


def test_a_terminal_does_not_take_orders_from_a_screen():
    with pytest.raises(LinkError):
        parse_from_screen(FrameReader().feed(frame(Sound("chime")))[0])
