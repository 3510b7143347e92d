"""One exchange with an ID card reader over a port: send a command, wait for its answer, resend once if need be."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from devices.contract import DeviceGone, DeviceSilent, WireError
from devices.id_card.sdt_frames import STATUSES, BadFrame, Command, Reaction, Reply, reply_reader
from devices.ports import Port

WRITE_S = 0.5
GAP_S = 0.2  # silence inside a frame: the rest will not come
BODY_S = 3.0  # a whole frame at 9600 baud takes 2.4 s
DRAIN_S = 1.0  # a line that is never silent is not waited for
PORTION = 4096


class Wait(Struct, frozen=True):
    """How long an answer may take: `first_s` to its header, and nothing beyond `deadline` (the clock's time)."""

    first_s: float
    deadline: float = float("inf")


class SdtLine:
    """Owns the port; opens it when needed and again after the line was gone. One command in flight."""

    def __init__(self, open_port: Callable[[], Port], clock: Callable[[], float]) -> None:
        self._open_port = open_port
        self._clock = clock
        self._port: Port | None = None

    def exchange(self, command: Command, wait: Wait, *, resend_on_silence: bool = True) -> Reply:
        """The answer to `command`; DeviceSilent, WireError, DeviceGone or PortMissing when there is none.

        A damaged answer, and the reader's own complaint of a damaged command (SW3 10, 11), cost one resend.
        """
        port = self._port = self._port or self._open_port()
        try:
            answer = self._ask(port, command, wait)
            if _is_damaged(answer) or (answer is None and resend_on_silence):
                if answer in (BadFrame("length"), BadFrame("checksum")):  # a cut ends in silence already
                    self._drain(port, wait)
                answer = self._ask(port, command, wait) if self._left(wait.deadline) else answer
        except DeviceGone:
            self.close()
            raise
        return _sound(answer, command)

    def close(self) -> None:
        """Give the port back; the next exchange opens it again."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def _ask(self, port: Port, command: Command, wait: Wait) -> Reply | BadFrame | None:
        port.flush_input()
        request = command.encode()
        if port.write(request, min(WRITE_S, self._left(wait.deadline))) < len(request):
            return None
        return self._await(port, command, wait)

    def _await(self, port: Port, command: Command, wait: Wait) -> Reply | BadFrame | None:
        """The first answer that fits `command`; late answers to earlier commands are passed over."""
        frames, sent = reply_reader(), self._clock()
        header_by, whole_by = (min(sent + each, wait.deadline) for each in (wait.first_s, wait.first_s + BODY_S))
        while True:
            limit = min(GAP_S, self._left(whole_by)) if frames.partial else self._left(header_by)
            data = port.read(PORTION, limit) if limit else b""
            if not data:
                return BadFrame("cut") if frames.partial else None
            for frame in frames.feed(data):
                if isinstance(frame, BadFrame) or command.fits(frame):
                    return frame

    def _drain(self, port: Port, wait: Wait) -> None:
        """Throw away what still comes until the line is silent."""
        until = min(self._clock() + DRAIN_S, wait.deadline)
        while (left := self._left(until)) > 0 and port.read(PORTION, min(GAP_S, left)):
            pass

    def _left(self, deadline: float) -> float:
        return max(0.0, deadline - self._clock())


def _is_damaged(answer: Reply | BadFrame | None) -> bool:
    if isinstance(answer, Reply):
        return STATUSES[answer.sw3].reaction is Reaction.RESEND
    return answer is not None


def _sound(answer: Reply | BadFrame | None, command: Command) -> Reply:
    if answer is None:
        raise DeviceSilent(f"no answer to {command.name}")
    if isinstance(answer, BadFrame):
        raise WireError(f"the answer to {command.name} was damaged twice: {answer.reason}")
    if _is_damaged(answer):
        raise WireError(f"the reader received {command.name} damaged twice (SW3 {answer.sw3:02X})")
    return answer
