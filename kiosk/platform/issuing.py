"""The terminal's half of one keyed question as a dialogue without I/O: which request comes next, when it is final.

One key is one case however often it arrives, so the same POST may be repeated until something is known. A silent
or failing answer makes the next request the other one of the two (POST, GET by key): whichever half of the
gateway still works is found, and a case that was stored before its answer was lost comes back. A supplement has
no GET of its own: it is only repeated.
"""

from __future__ import annotations

from kiosk.core.questions import Keyed
from kiosk.core.replies import Filed, NotKnown, Reply
from kiosk.platform.answers import Pending, Rejected, reply_of
from kiosk.platform.wire import Request, Response, request_by_key, request_of

KEY_ECHO = "idempotency-key"


class Issuing:
    """One keyed question under one key: ask `request()`, feed what came of it to `hear()`, until it gives a reply."""

    def __init__(self, question: Keyed, key: str) -> None:
        self._question = question
        self._key = key
        self._case: str | None = None
        self._by_key = False
        self._last = NotKnown("no_answer")

    @property
    def not_known(self) -> NotKnown:
        """The reply when time is up: why the last try said nothing final."""
        return self._last

    def request(self) -> Request:
        """What to send next."""
        by_key = request_by_key(self._question, self._key) if self._by_key else None
        return by_key or request_of(self._question, self._key)

    def hear(self, response: Response | NotKnown) -> Reply | None:
        """The final reply, or None when the next request should go out after a pause."""
        match self._understood(response):
            case Pending(case_number=case):
                self._case, self._by_key, self._last = case, True, NotKnown("no_answer")
                return None
            case Rejected(code="not_found") if self._by_key:
                self._by_key = False
                return None
            case Rejected():
                return NotKnown("malformed")  # our own mistake: no repeating mends it
            case NotKnown(why=why) as unknown if why != "unregistered":
                self._last, self._by_key = unknown, not self._by_key
                return None
            case reply:
                return reply

    def _understood(self, response: Response | NotKnown) -> Reply | Pending | Rejected:
        if isinstance(response, NotKnown):
            return response
        answer = reply_of(self._question, response)
        return NotKnown("malformed") if self._is_of_another(answer, response) else answer

    def _is_of_another(self, answer: Reply | Pending | Rejected, response: Response) -> bool:
        if response.headers.get(KEY_ECHO, self._key) != self._key:
            return True
        case = answer.standing.case_number if isinstance(answer, Filed) else getattr(answer, "case_number", None)
        return None not in (self._case, case) and self._case != case
