"""One exchange with an ID card reader over a port: send a command, wait for its answer, resend once if need be.

A reader that does not answer may have been set to another speed: the others are tried, and the one found is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from devices.contract import DeviceGone, DeviceSilent, PortMissing, WireError
from devices.id_card.card_files import files_of
from devices.id_card.sdt_commands import READ, STATUS, STATUSES, Command, Reaction
from devices.id_card.sdt_frames import LENGTH_MAX, BadFrame, Reply, mended, reply_reader
from devices.ports import Port

WRITE_S = 0.5
GAP_S = 0.2  # silence inside a frame: the rest will not come
BODY_S = 3.0  # a whole frame at 9600 baud takes 2.4 s
DRAIN_S = 1.5  # a line that is never silent is not waited for
SEARCH_S = 0.3  # for the answer to status at one speed
SEARCH_AGAIN_S = 10.0  # between two searches: a reader without power answers at no speed
PORTION = 4096
HEARD_MOST = 2 * LENGTH_MAX  # kept of one answer, to mend it

Answer = Reply | BadFrame | None


class Wait(Struct, frozen=True):
    """How long an answer may take: `first_s` to its header, and nothing beyond `deadline` (the clock's time)."""

    first_s: float
    deadline: float = float("inf")


class SdtLine:
    """Owns the port; opens it when needed and again after the line was gone. One command in flight.

    `open_port` takes a speed. `bauds` are the speeds a reader may have, the likeliest first; one: never searched.
    `lost` is told when the line went: what comes back may be another reader.
    """

    def __init__(
        self,
        open_port: Callable[[int], Port],
        clock: Callable[[], float],
        bauds: Sequence[int],
        lost: Callable[[], None],
    ) -> None:
        self.baud = bauds[0]
        self._bauds = tuple(bauds)
        self._open_port = open_port
        self._clock = clock
        self._lost = lost
        self._port: Port | None = None
        self._heard = bytearray()
        self._search_from = float("-inf")

    def exchange(self, command: Command, wait: Wait, *, resend_on_silence: bool = True) -> Reply:
        """The answer to `command`; DeviceSilent, WireError, DeviceGone or PortMissing when there is none.

        A damaged answer, and the reader's own complaint of a damaged command (SW3 10, 11), cost one resend. Without a
        sound answer by then, the other speeds are tried, except after a command that may well take its time.
        """
        try:
            answer = self._asked(command, wait, resend_on_silence)
            if not isinstance(answer, Reply) and resend_on_silence and self._found_elsewhere(wait):
                answer = self._asked(command, wait, resend_on_silence)
        except (DeviceGone, PortMissing):
            self.close()
            self._lost()
            raise
        return _sound(answer, command)

    def close(self) -> None:
        """Give the port back; the next exchange opens it again, at the speed that was found."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def _opened(self) -> Port:
        if self._port is None:
            self._port = self._open_port(self.baud)
        return self._port

    # --- speeds ------------------------------------------------------------------------------------------------------

    def _found_elsewhere(self, wait: Wait) -> bool:
        """Whether the reader answers at another speed than the one it had; that one is kept."""
        others = [baud for baud in self._bauds if baud != self.baud]
        if not others or self._clock() < self._search_from:
            return False
        self._search_from = self._clock() + SEARCH_AGAIN_S
        for baud in others:
            if self._answers_at(baud, wait):
                self.baud, self._search_from = baud, float("-inf")
                return True
        self.close()
        return False

    def _answers_at(self, baud: int, wait: Wait) -> bool:
        self.close()
        if not self._left(wait.deadline):
            return False
        self._port = self._open_port(baud)
        return isinstance(self._ask(self._port, STATUS, Wait(SEARCH_S, wait.deadline)), Reply)

    # --- one command -------------------------------------------------------------------------------------------------

    def _asked(self, command: Command, wait: Wait, resend_on_silence: bool) -> Answer:
        port = self._opened()
        answer = self._ask(port, command, wait)
        if _is_damaged(answer) or (answer is None and resend_on_silence):
            answer = self._ask(port, command, wait) if self._left(wait.deadline) else answer
        return answer

    def _ask(self, port: Port, command: Command, wait: Wait) -> Answer:
        port.flush_input()
        self._heard.clear()
        request = command.encode()
        if port.write(request, min(WRITE_S, self._left(wait.deadline))) < len(request):
            return None
        answer = self._await(port, command, wait)
        if not isinstance(answer, BadFrame):
            return answer
        if answer != BadFrame("cut"):  # a cut ends in silence already
            self._drain(port, wait)
        return mended(bytes(self._heard), lambda reply: _could_be(reply, command)) or answer

    def _await(self, port: Port, command: Command, wait: Wait) -> Answer:
        """The first answer that fits `command`; late answers to earlier commands are passed over."""
        frames, sent = reply_reader(), self._clock()
        header_by, whole_by = (min(sent + each, wait.deadline) for each in (wait.first_s, wait.first_s + BODY_S))
        while True:
            limit = min(GAP_S, self._left(whole_by)) if frames.partial else self._left(header_by)
            data = self._hear(port, limit) if limit else b""
            if not data:
                return BadFrame("cut") if frames.partial else None
            for frame in frames.feed(data):
                if isinstance(frame, BadFrame) or command.fits(frame):
                    return frame

    def _hear(self, port: Port, limit_s: float) -> bytes:
        data = port.read(PORTION, limit_s)
        self._heard += data[: HEARD_MOST - len(self._heard)]
        return data

    def _drain(self, port: Port, wait: Wait) -> None:
        """Hear out what still comes until the line is silent."""
        until = min(self._clock() + DRAIN_S, wait.deadline)
        while (left := self._left(until)) > 0 and self._hear(port, min(GAP_S, left)):
            pass

    def _left(self, deadline: float) -> float:
        return max(0.0, deadline - self._clock())


def _could_be(reply: Reply, command: Command) -> bool:
    """Stricter than `fits`: what was mended must also agree with itself."""
    known = command.fits(reply) and STATUSES[reply.sw3].reaction is not Reaction.RESEND
    return known and (command is not READ or reply.sw3 != READ.success or files_of(reply.data) is not None)


def _is_damaged(answer: Answer) -> bool:
    if isinstance(answer, Reply):
        return STATUSES[answer.sw3].reaction is Reaction.RESEND
    return answer is not None


def _sound(answer: Answer, command: Command) -> Reply:
    if answer is None:
        raise DeviceSilent(f"no answer to {command.name}")
    if isinstance(answer, BadFrame):
        raise WireError(f"the answer to {command.name} was damaged twice: {answer.reason}")
    if _is_damaged(answer):
        raise WireError(f"the reader received {command.name} damaged twice (SW3 {answer.sw3:02X})")
    return answer
