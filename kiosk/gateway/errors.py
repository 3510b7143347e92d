"""The room's one family of exceptions; no text of them holds anything personal."""

from __future__ import annotations


class GatewayError(Exception):
    """The gateway cannot do its work."""


class DatabaseError(GatewayError):
    """The database cannot be opened or does not answer."""


class DepartmentUnavailable(GatewayError):
    """*Not known*: a department's system did not answer, or answered nonsense."""


class RequestMalformed(GatewayError):
    """The terminal asked something that the contract does not allow; never the citizen's fault."""


class NotFound(GatewayError):
    """Nothing by this key or number is known to the gateway."""


class KeyReused(GatewayError):
    """An idempotency key came a second time with another body."""


class PersonCheckMissing(GatewayError):
    """Own data was asked for without a passed check of this person, matter and terminal."""


class TerminalUnknown(GatewayError):
    """The caller is no registered terminal."""


class RequestRefused(GatewayError):
    """*No*, with the id of the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"refused: {reason}")
        self.reason = reason
