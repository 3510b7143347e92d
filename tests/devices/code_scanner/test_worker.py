"""A decoding process may crash, hang or answer nonsense: one picture is lost, the next is read."""

import mmap
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest
from PIL import Image, ImageFilter

from devices.code_scanner.decoder_line import LONGEST_MESSAGE, Answer, Request, answer_of, encode
from devices.code_scanner.readings import MAX_CODES, MAX_PIXELS, MAX_SIDE_PX, Read, Unread
from devices.code_scanner.scene import qr_picture
from devices.code_scanner.worker import COMMAND, PAUSES_S, ROOT, DecodingWorker
from devices.contract import ScannedCode

QR = frozenset({"qr"})

# the real decoder, but the top left pixel of a picture says how it misbehaves
MISBEHAVING = """
import mmap, os, signal, socket, sys, time
import numpy as np
from devices.code_scanner.decode import decode
from devices.code_scanner.decoder_line import Answer, encode, request_of
line, frame = socket.socket(fileno=0), mmap.mmap(int(sys.argv[1]), 0)
line.send(encode(Answer(0, ())))
while packet := line.recv(1 << 20):
    request = request_of(packet)
    gray = np.frombuffer(frame, np.uint8, request.width * request.height).reshape(request.height, request.width)
    answer = encode(Answer(request.id, decode(gray, request.formats)))
    if frame[0] == 1: os.abort()
    if frame[0] == 2:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(1000)
    if frame[0] == 3: answer = b"\\xc1 garbage"
    if frame[0] == 4: answer = encode(Answer(request.id - 1, ()))
    if frame[0] == 5: answer = encode({"id": "one"})
    if frame[0] == 6: line.close(); time.sleep(1000)
    line.send(answer)
"""


def picture(how: int = 255) -> np.ndarray:
    made = qr_picture(b"KIOSK:CASE:1234")
    made[0, 0] = how
    return made


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def misbehaving(pauses):
    with closing(DecodingWorker((sys.executable, "-c", MISBEHAVING), decode_s=1.0, pause=pauses.append)) as worker:
        yield worker


def payloads(result: Read | Unread) -> list[bytes]:
    assert isinstance(result, Read), result
    return [code.payload for code in result.codes]


def test_the_real_process_reads_pictures_of_any_size_in_turn():
    with closing(DecodingWorker()) as worker:
        assert payloads(worker.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]
        assert payloads(worker.decode(np.full((50, 60), 200, np.uint8), QR)) == []
        assert payloads(worker.decode(np.kron(picture(), np.ones((3, 3), np.uint8)), QR)) == [b"KIOSK:CASE:1234"]
        assert payloads(worker.decode(picture()[:, ::-1].T, QR)) == [b"KIOSK:CASE:1234"]  # not contiguous


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (1, "decoder_died"),
        (2, "decoder_hung"),
        (3, "decoder_garbled"),
        (4, "decoder_garbled"),
        (5, "decoder_garbled"),
        (6, "decoder_died"),
    ],
)
def test_one_bad_picture_is_lost_and_the_next_is_read(misbehaving, how, why):
    assert payloads(misbehaving.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]
    assert misbehaving.decode(picture(how), QR) == Unread(why)
    assert misbehaving.failures_in_a_row == 1
    assert payloads(misbehaving.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]
    assert misbehaving.failures_in_a_row == 0


def test_a_process_killed_between_two_pictures_costs_one(misbehaving):
    assert payloads(misbehaving.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]
    os.kill(misbehaving._child._process.pid, signal.SIGKILL)
    misbehaving._child._process.wait(5)
    assert misbehaving.decode(picture(), QR) == Unread("decoder_died")
    assert payloads(misbehaving.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]


def test_restarts_pause_longer_the_more_fail_in_a_row(misbehaving, pauses):
    for _ in range(6):
        assert misbehaving.decode(picture(1), QR) == Unread("decoder_died")
    assert pauses == [*PAUSES_S, PAUSES_S[-1]]
    assert payloads(misbehaving.decode(picture(), QR)) == [b"KIOSK:CASE:1234"]


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import time; time.sleep(1000)"])
def test_a_process_that_does_not_come_up_is_a_value(code, pauses):
    with closing(DecodingWorker((sys.executable, "-c", code), start_s=0.3, pause=pauses.append)) as worker:
        assert not worker.start()
        assert worker.decode(picture(), QR) == Unread("decoder_not_starting")
        assert worker.failures_in_a_row == 2


def test_pictures_beyond_the_limits_never_reach_the_process(misbehaving, pauses):
    assert misbehaving.decode(np.zeros((0, 4), np.uint8), QR) == Unread("empty")
    assert misbehaving.decode(np.broadcast_to(np.uint8(0), (1, MAX_SIDE_PX + 1)), QR) == Unread("too_large")
    assert pauses == []


def test_closing_ends_the_process_and_may_be_repeated():
    worker = DecodingWorker()
    assert worker.start()
    process = worker._child._process
    worker.close()
    worker.close()
    assert process.returncode == -signal.SIGKILL


@pytest.fixture
def orphan():
    """The real process with nobody watching it: its line, its shared memory and itself."""
    frame_fd = os.memfd_create("frame")
    os.ftruncate(frame_fd, MAX_PIXELS)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with mmap.mmap(frame_fd, MAX_PIXELS) as frame, ours:
        with theirs:
            process = subprocess.Popen((*COMMAND, str(frame_fd)), stdin=theirs.fileno(), pass_fds=(frame_fd,), cwd=ROOT)
        assert answer_of(ours.recv(LONGEST_MESSAGE)).id == 0
        yield ours, frame, process
        process.kill()
        process.wait(5)
    os.close(frame_fd)


def test_a_process_without_a_keeper_ends_itself(orphan):
    line, frame, process = orphan
    noise = np.random.default_rng(1).integers(0, 255, 3000 * 4000, dtype=np.uint8)
    frame[: noise.size] = noise.tobytes()
    line.send(encode(Request(1, 4000, 3000, QR, "everything", within_s=0.05)))
    assert process.wait(20) == -signal.SIGALRM


def test_a_process_whose_line_closes_ends(orphan):
    line, _, process = orphan
    line.close()
    assert process.wait(20) == 0


def test_the_effort_asked_for_is_the_effort_made():
    grown = Image.fromarray(qr_picture(b"KIOSK:CASE:2026-000123" * 3)).rotate(20, expand=True, fillcolor=255)
    unfocused = grown.resize((grown.width * 3 // 8, grown.height * 3 // 8)).filter(ImageFilter.GaussianBlur(1.2))
    pale = np.asarray(unfocused) * 0.6 + 40
    noisy = (pale + np.random.default_rng(1).normal(0, 6, pale.shape)).clip(0, 255).astype(np.uint8)
    with closing(DecodingWorker()) as worker:
        assert payloads(worker.decode(noisy, QR, "glance")) == []
        assert payloads(worker.decode(noisy, QR, "sharpen")) == [b"KIOSK:CASE:2026-000123" * 3]
        assert payloads(worker.decode(picture(), QR, "glance")) == [b"KIOSK:CASE:1234"]


def test_the_fullest_answer_fits_into_one_packet():
    fullest = Answer(1, (ScannedCode("qr", b"9" * 7089, "9" * 7089),) * MAX_CODES)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        ours.send(encode(fullest))
        assert answer_of(theirs.recv(LONGEST_MESSAGE)) == fullest


def test_a_decoder_that_cannot_even_be_started_is_not_starting(pauses):
    with closing(DecodingWorker(("/nowhere/decoder",), pause=pauses.append)) as worker:
        assert [worker.decode(picture(), QR) for _ in range(2)] == [Unread("decoder_not_starting")] * 2
        assert worker.failures_in_a_row == 2
