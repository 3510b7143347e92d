"""What the terminal must do: orders, each with the id under which its outcome comes back."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import PrintVerdict
from kiosk.core.questions import Question
from kiosk.core.receipts import Receipt


class ReadCard(Struct, frozen=True):
    """Read the card on the pad until one was read, or told otherwise by a later order."""

    request: str


class ReadCode(Struct, frozen=True):
    """Look for a code in front of the window until one was read, or told otherwise."""

    request: str
    formats: frozenset[str]


class WatchPad(Struct, frozen=True):
    """Tell whether a card lies on the pad, now and at each change, until told otherwise."""

    request: str


class WatchFront(Struct, frozen=True):
    """Tell, once, when somebody stands in front of the terminal, until told otherwise."""

    request: str


class Rest(Struct, frozen=True):
    """Nobody waits for a card or a code: stop reading."""


class Ask(Struct, frozen=True):
    """Ask the platform. With a `key` the question is an issue: the same key is repeated until `until_ms`."""

    request: str
    question: Question
    key: str | None = None
    until_ms: int = 0


class WatchPage(Struct, frozen=True):
    """Show what the document camera sees until told otherwise; the picture goes to the screen, not through the core."""

    request: str


class TakePage(Struct, frozen=True):
    """Take one photograph of the page under the document camera."""

    request: str


class JoinPages(Struct, frozen=True):
    """Bind photographed pages (JPEG, in order) into one PDF with its digest; answered by `PagesJoined`."""

    request: str
    pages: tuple[bytes, ...]

    def __repr__(self) -> str:
        """Without the pages."""
        return f"JoinPages({len(self.pages)} pages)"


class Forget(Struct, frozen=True):
    """The visit is over: drop every answer, question and document that belonged to it."""


class PrintReceipt(Struct, frozen=True):
    """Print a receipt; `case_number` only for the terminal's own journal."""

    job: str
    receipt: Receipt
    case_number: str | None = None

    def __repr__(self) -> str:
        """Without the paper."""
        return f"PrintReceipt(job={self.job!r})"


class PrintDocument(Struct, frozen=True):
    """Print a sealed A4 document unchanged."""

    job: str
    pdf: bytes
    case_number: str | None = None

    def __repr__(self) -> str:
        """A certificate is personal: show its size only."""
        return f"PrintDocument(job={self.job!r}, {len(self.pdf)} bytes)"


class ReportOutcome(Struct, frozen=True):
    """Tell the gateway, once and surely, how a paper of a case ended."""

    key: str
    case_number: str
    paper: Literal["document", "receipt"]
    job: str
    verdict: PrintVerdict


class ReportRating(Struct, frozen=True):
    """Tell the gateway, once and surely, how the citizen rated the visit (1 = 非常满意, GB/T 39046 A.8)."""

    key: str
    matter: str
    case_number: str | None
    grade: int
    reasons: tuple[str, ...] = ()


class CallKeeper(Struct, frozen=True):
    """Something the keeper must see; `reason` is an id of the notices (``paper_out``, ``card_left`` ...)."""

    reason: str


class PlaySound(Struct, frozen=True):
    """One short sound by name."""

    name: str


class SoundAlarm(Struct, frozen=True):
    """One sound by the terminal's own speaker: also heard when nobody looks at the screen or it is being replaced."""

    sound: str


class Note(Struct, frozen=True):
    """One line for the audit log: an id of its closed list, fields without anything personal."""

    event: str
    fields: dict[str, str]


Effect = (
    ReadCard
    | ReadCode
    | WatchPad
    | WatchFront
    | Rest
    | Ask
    | WatchPage
    | TakePage
    | JoinPages
    | Forget
    | PrintReceipt
    | PrintDocument
    | ReportOutcome
    | ReportRating
    | CallKeeper
    | PlaySound
    | SoundAlarm
    | Note
)
