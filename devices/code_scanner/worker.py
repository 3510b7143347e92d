"""Decoding in a process of its own: when it dies or hangs, one picture is lost and a new process takes over."""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from devices.code_scanner.camera_frames import Gray
from devices.code_scanner.decoder_line import HELLO, LONGEST_MESSAGE, Answer, Request, answer_of, encode
from devices.code_scanner.readings import MAX_PIXELS, Effort, Read, Unread, refused

COMMAND = (sys.executable, "-m", "devices.code_scanner.decoding_process")
ROOT = Path(__file__).parents[2]  # where `-m` finds us, installed or not

START_S = 15.0  # from start to hello; a fifth of a second on an idle machine
DECODE_S = 30.0  # the largest picture allowed, all formats: six seconds, pure noise fifteen; a slow kiosk twice that
END_S = 2.0  # from kill to the exit status
# before the next start, by failures in a row: a decoder that cannot live must not eat the machine
PAUSES_S = (0.0, 0.0, 0.1, 0.5, 2.0)


class DecodingWorker:
    """Decodes gray pictures in a child process; whatever a picture does to the decoder comes back as a value.

    `command` starts the child; it gets the line as standard input and the descriptor of the shared memory as its
    last argument. One caller at a time.
    """

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        start_s: float = START_S,
        decode_s: float = DECODE_S,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._command, self._start_s, self._decode_s, self._pause = tuple(command), start_s, decode_s, pause
        self._share_frame()
        self._child: _Child | None = None
        self._last_id = HELLO
        self.failures_in_a_row = 0

    def start(self) -> bool:
        """Have a process ready, after a pause when the last ones failed; False when it does not come up in time."""
        if self._child is not None:
            return True
        self._pause(PAUSES_S[min(self.failures_in_a_row, len(PAUSES_S) - 1)])
        if self._frame.closed:
            self._share_frame()
        try:
            self._child = _Child(self._command, self._frame_fd)
        except OSError:  # no process, no memory, no descriptor left: perhaps later
            self.failures_in_a_row += 1
            return False
        if isinstance(self._child.answer(HELLO, self._start_s), Unread):
            self._replace()
        return self._child is not None

    def decode(self, gray: Gray, formats: frozenset[str], effort: Effort = "everything") -> Read | Unread:
        """The codes of `formats` in a picture of height x width bytes, or why nothing is known about it.

        `decode.decode` says what each effort searches.
        """
        if unread := refused(*gray.shape):
            return unread
        if not self.start():
            return Unread("decoder_not_starting")
        began = time.monotonic()
        result = self._answered(self._placed(gray, formats, effort))
        return result if isinstance(result, Unread) else Read(result.codes, (time.monotonic() - began) * 1000)

    def close(self) -> None:
        """End the process and give the shared memory back; a second call does nothing, a later `start` begins anew."""
        if self._child is not None:
            self._child.end()
            self._child = None
        if not self._frame.closed:
            self._frame.close()
            os.close(self._frame_fd)

    def _share_frame(self) -> None:
        self._frame_fd = os.memfd_create("frame")
        os.ftruncate(self._frame_fd, MAX_PIXELS)  # a size only: memory is taken as pictures fill it
        self._frame = mmap.mmap(self._frame_fd, MAX_PIXELS)

    def _placed(self, gray: Gray, formats: frozenset[str], effort: Effort) -> Request:
        height, width = gray.shape
        shared = np.frombuffer(self._frame, np.uint8, gray.size).reshape(height, width)
        np.copyto(shared, gray)
        self._last_id += 1
        # the keeper's own time-out comes first; the process's is for the day when the keeper is gone
        return Request(self._last_id, width, height, formats, effort, within_s=self._decode_s + END_S)

    def _answered(self, request: Request) -> Answer | Unread:
        assert self._child is not None
        answer = self._child.ask(request, self._decode_s)
        if isinstance(answer, Unread):
            self._replace()
        else:
            self.failures_in_a_row = 0
        return answer

    def _replace(self) -> None:
        assert self._child is not None
        self._child.end()
        self._child = None
        self.failures_in_a_row += 1


class _Child:
    """One process and our end of the line to it."""

    def __init__(self, command: Sequence[str], frame_fd: int) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.callback(self._line.close)
            self._process = subprocess.Popen(  # noqa: S603  our own command
                (*command, str(frame_fd)),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,  # native libraries print; ours belongs to the caller
                pass_fds=(frame_fd,),
                cwd=ROOT,
                process_group=0,  # Ctrl-C is for us, not for it
            )
            unless_started.pop_all()

    def ask(self, request: Request, timeout_s: float) -> Answer | Unread:
        try:
            self._line.send(encode(request))
        except OSError:
            return Unread("decoder_died")
        return self.answer(request.id, timeout_s)

    def answer(self, to: int, timeout_s: float) -> Answer | Unread:
        ready, _, _ = select.select([self._line], [], [], timeout_s)
        if not ready:
            return Unread("decoder_hung")
        try:
            packet = self._line.recv(LONGEST_MESSAGE)
            answer = answer_of(packet) if packet else None
        except OSError:
            answer = None
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Unread("decoder_garbled")
        if answer is None:
            return Unread("decoder_died")
        return answer if answer.id == to else Unread("decoder_garbled")

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        # a process stuck in the kernel dies later; it holds no line to us any more
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)
