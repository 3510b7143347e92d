"""The room's one family of exceptions."""

from __future__ import annotations


class DocumentError(Exception):
    """A paper could not be made or read; the text holds nothing personal."""


class FontMissing(DocumentError):
    """A font file the papers need is not on this machine."""


class DocumentRefused(DocumentError):
    """A paper must not be made as ordered; `reason` is ``total_mismatch``, ``no_rows`` or ``missing_glyph``."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the paper was refused: {reason}")
        self.reason = reason
