"""The process in which native decoders may crash: ``python -m devices.code_scanner.decoding_process FRAME_FD``.

Started by `worker.DecodingWorker` with the line as standard input; ends when that closes.
"""

from __future__ import annotations

import mmap
import resource
import signal
import socket
import sys

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.code_scanner.decode import decode
from devices.code_scanner.decoder_line import HELLO, LONGEST_MESSAGE, Answer, Request, encode, request_of
from devices.code_scanner.readings import Unread

MEMORY_LIMIT_BYTES = 2 << 30


def main(frame_fd: int) -> None:
    """Answer requests until the line closes."""
    _limit()
    line = socket.socket(fileno=sys.stdin.fileno())
    pixels = np.frombuffer(mmap.mmap(frame_fd, 0), np.uint8)
    line.send(encode(Answer(HELLO, ())))
    while packet := line.recv(LONGEST_MESSAGE):
        line.send(encode(_answer(request_of(packet), pixels)))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a citizen's picture on the disk
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    cv2.setNumThreads(1)  # the other cores belong to the screen


def _answer(request: Request, pixels: NDArray[np.uint8]) -> Answer:
    # an orphan that spins in native code is ended by the kernel: SIGALRM kills without Python's help
    signal.setitimer(signal.ITIMER_REAL, request.within_s)
    gray = pixels[: request.width * request.height].reshape(request.height, request.width)
    codes = decode(gray, request.formats, request.effort)
    signal.setitimer(signal.ITIMER_REAL, 0)
    assert not isinstance(codes, Unread), "the keeper sends no picture beyond the limits"
    return Answer(request.id, codes)


if __name__ == "__main__":
    main(int(sys.argv[1]))
