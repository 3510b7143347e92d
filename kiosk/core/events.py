"""What can happen to a session: each event names what it answers, so that a late or doubled one falls to the ground."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Condition, Media, Presence, PrintVerdict
from kiosk.core.idcard import IdCard
from kiosk.core.replies import Reply
from kiosk.core.touches import Drafted, Signed, Touched

CardTrouble = Literal[
    "lift_and_replace", "not_an_id_card", "unsupported_card", "unreadable_card", "reader_out_of_service"
]


class CardRead(Struct, frozen=True):
    """The reader read a card for `request`."""

    request: str
    card: IdCard


class CardTroubled(Struct, frozen=True):
    """The reader met a card it could not use, or failed itself, for `request`."""

    request: str
    trouble: CardTrouble


class CodeRead(Struct, frozen=True):
    """The scanner found a code for `request`; `text` only when it is sure."""

    request: str
    payload: bytes
    text: str | None

    def __repr__(self) -> str:
        """A payload may be a person's token: show its size only."""
        return f"CodeRead(request={self.request!r}, {len(self.payload)} bytes)"


class PresenceSeen(Struct, frozen=True):
    """Whether a card lies on the pad; asked for by `request`."""

    request: str
    presence: Presence


class SomeoneSeen(Struct, frozen=True):
    """Somebody moved in front of the terminal; asked for by `request`."""

    request: str


class MediaSeen(Struct, frozen=True):
    """Where the printed paper of job `job` is now: taken, taken back by the machine, or still lying there."""

    job: str
    media: Media


class ConditionSeen(Struct, frozen=True):
    """A device is now in this condition."""

    condition: Condition


class GatewaySeen(Struct, frozen=True):
    """The gateway can be reached, or can't."""

    reachable: bool


class RoomSeen(Struct, frozen=True):
    """The terminal's disk has room for new cases, or hasn't."""

    roomy: bool


PageTrouble = Literal["no_page", "blank", "blurred", "dark", "cut_off", "camera_out_of_service"]


class PageTaken(Struct, frozen=True):
    """One page was photographed for `request`: `jpeg` as it will be sent, `small` to show it (JPEG, 400 px wide)."""

    request: str
    jpeg: bytes
    small: bytes

    def __repr__(self) -> str:
        """Without the page."""
        return f"PageTaken({len(self.jpeg)} bytes)"


class PageTroubled(Struct, frozen=True):
    """The document camera could not take a usable page for `request`."""

    request: str
    trouble: PageTrouble


class PagesJoined(Struct, frozen=True):
    """The pages of `request` are one PDF; `sm3` its digest (GB/T 32905) in lower-case hex."""

    request: str
    pdf: bytes
    sm3: str

    def __repr__(self) -> str:
        """Without the paper."""
        return f"PagesJoined({len(self.pdf)} bytes)"


class Replied(Struct, frozen=True):
    """The platform's answer to `request`; also *not known* is an answer."""

    request: str
    reply: Reply


class PaperSettled(Struct, frozen=True):
    """What is known about print job `job`."""

    job: str
    verdict: PrintVerdict


class TimerRang(Struct, frozen=True):
    """The session's timer `timer` ran out."""

    timer: str


What = (
    Touched
    | Drafted
    | Signed
    | CardRead
    | CardTroubled
    | CodeRead
    | PresenceSeen
    | SomeoneSeen
    | MediaSeen
    | ConditionSeen
    | GatewaySeen
    | RoomSeen
    | PageTaken
    | PageTroubled
    | PagesJoined
    | Replied
    | PaperSettled
    | TimerRang
)


class Happened(Struct, frozen=True):
    """One event with the time it came and fresh randomness; the core makes none of its own.

    `at_ms` is the terminal's steady clock, `now` the civil time ``YYYY-MM-DDTHH:MM:SS``, `token` 16 or more
    unguessable characters that were never used before.
    """

    what: What
    at_ms: int
    now: str
    token: str
