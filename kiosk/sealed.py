"""A sealed paper is looked at before it may be printed: whole, signed, and by the authority we trust."""

from __future__ import annotations

import asyncio
from typing import Protocol

from kiosk.core.questions import Keyed, Question
from kiosk.core.replies import Issued, NotKnown, Reply
from kiosk.documents.check import check_signature


class Asked(Protocol):
    """The line to the gateway."""

    async def ask(self, question: Question) -> Reply: ...

    async def issue(self, question: Keyed, key: str, until: float) -> Reply: ...


class SealChecked:
    """A line to the gateway whose papers are checked; one that is not whole counts as *not known*.

    `authority` is the certificate (DER or PEM) at which the signer's chain must end; None checks only that it is whole.
    """

    def __init__(self, line: Asked, authority: bytes | None) -> None:
        self._line = line
        self._authority = authority

    async def ask(self, question: Question) -> Reply:
        """Ask, and hand on only a paper that may be printed."""
        return await self._checked(await self._line.ask(question))

    async def issue(self, question: Keyed, key: str, until: float) -> Reply:
        """Ask under a key, and hand on only a paper that may be printed."""
        return await self._checked(await self._line.issue(question, key, until))

    async def _checked(self, reply: Reply) -> Reply:
        if isinstance(reply, Issued) and not await asyncio.to_thread(self._may_be_printed, reply.pdf):
            return NotKnown("malformed")
        return reply

    def _may_be_printed(self, pdf: bytes) -> bool:
        check = check_signature(pdf, self._authority)
        return check.state == "intact" and (check.trusted or self._authority is None)
