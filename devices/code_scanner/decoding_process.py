"""The process in which native decoders may crash: ``python -m devices.code_scanner.decoding_process FRAME_FD``.

Started by `worker.DecodingWorker` with the line as standard input; ends when that closes. It loads no more than the
decoders, so that a new one is ready in about a tenth of a second.
"""

from __future__ import annotations

import mmap
import resource
import signal
import socket
import sys

from devices.code_scanner.decode import READERS, decode
from devices.code_scanner.decoder_line import HELLO, LONGEST_MESSAGE, Answer, Request, encode, request_of
from devices.code_scanner.readings import Unread

MEMORY_LIMIT_BYTES = 2 << 30


def main(frame_fd: int) -> None:
    """Answer requests until the line closes."""
    _limit()
    line = socket.socket(fileno=sys.stdin.fileno())
    with mmap.mmap(frame_fd, 0) as frame, memoryview(frame) as pixels:
        line.send(encode(Answer(HELLO, ())))
        while packet := line.recv(LONGEST_MESSAGE):
            line.send(encode(_answer(request_of(packet), pixels)))


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a citizen's picture on the disk
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


def _answer(request: Request, pixels: memoryview) -> Answer:
    # an orphan that spins in native code is ended by the kernel: SIGALRM kills without Python's help
    signal.setitimer(signal.ITIMER_REAL, request.within_s)
    gray = pixels[: request.width * request.height].cast("B", (request.height, request.width))
    codes = decode(gray, request.formats, READERS if request.thorough else READERS[:1])
    signal.setitimer(signal.ITIMER_REAL, 0)
    assert not isinstance(codes, Unread), "the keeper sends no picture beyond the limits"
    return Answer(request.id, codes)


if __name__ == "__main__":
    main(int(sys.argv[1]))
