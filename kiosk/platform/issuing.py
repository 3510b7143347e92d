"""The terminal's half of one issue as a dialogue without I/O: which request comes next, and when an answer is final.

One key is one case however often it arrives, so the same POST may be repeated until something is known. A silent
or failing answer makes the next request the other one of the two (POST, GET by key): whichever half of the
gateway still works is found, and a case that was stored before its answer was lost comes back.
"""

from __future__ import annotations

from kiosk.core.questions import Issue
from kiosk.core.replies import Issued, NotKnown, Reply
from kiosk.platform.answers import Pending, Rejected, reply_of
from kiosk.platform.wire import Request, Response, issue_by_key, request_of

KEY_ECHO = "idempotency-key"


class Issuing:
    """One issue under one key: ask `request()`, feed what came of it to `hear()`, until it gives a reply."""

    def __init__(self, question: Issue, key: str) -> None:
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
        return issue_by_key(self._key) if self._by_key else request_of(self._question, self._key)

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
        return isinstance(answer, Issued | Pending) and self._case not in (None, answer.case_number)
