"""The session: who stands at the terminal, what they have done, which page they are on. Values only.

`Visit` holds everything personal; ending a visit drops it. A page's own values live in the page.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Condition, Device, Media, Presence, PrintVerdict
from kiosk.core.face_parts import Language, TextSize, Theme
from kiosk.core.idcard import IdCard
from kiosk.core.matters import Role
from kiosk.core.pages import AtCheckAnswer, AtWelcome, Page
from kiosk.core.parties import Organisation, Parties, Relation
from kiosk.core.questions import GivenMaterial
from kiosk.core.replies import CaseStanding, Issued, PaymentCode, PaymentRow, Record, Uncollected, Verified
from kiosk.core.touches import Point


class Provenance(Struct, frozen=True):
    """Where a value came from: the source in the citizen's words and its instant; `disputed` when it was said wrong."""

    source: str
    as_of: str = ""
    trace: str = ""
    disputed: bool = False


class Visit(Struct, frozen=True):
    """One citizen at one matter: everything personal is here and goes with it.

    `card` is the applicant's card, `agent_card` that of who acts for them. With `role` ``no_card`` there is none and
    `claimed` says who somebody says they are. `origins` tells of every value that nobody typed where it came from.
    `standing` is the case that was handed in, or that is being looked at. `pages` are photographs of the material
    that is being given at this moment. `shares` says what became of asking a department for a material. `payment` is
    the code that was shown last and `payment_state` what the department says of it: empty until somebody asked,
    ``later`` when the citizen put it off without asking, ``refused`` when it gave no code. `reviewed`: the review was
    seen to its last page, and nothing was changed since.
    """

    id: str
    matter: str
    step: int = 0
    pad_used: bool = False
    card: IdCard | None = None
    check: AtCheckAnswer | None = None
    check_trace: str | None = None
    answers: dict[str, str] = {}
    payload: bytes | None = None
    rows: tuple[PaymentRow, ...] = ()
    picked: frozenset[str] = frozenset()
    uncollected: tuple[Uncollected, ...] = ()
    reprint_of: str | None = None
    issue_key: str | None = None
    issued: Issued | None = None
    document: PrintVerdict | None = None
    receipt: PrintVerdict | None = None
    tries: dict[str, int] = {}
    verdict: Verified | None = None
    role: Role | None = None
    agent_card: IdCard | None = None
    relation: Relation | None = None
    claimed: Parties | None = None
    organisation: Organisation | None = None
    consents: frozenset[str] = frozenset()
    place: str = ""
    origins: dict[str, Provenance] = {}
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    records: tuple[Record, ...] = ()
    materials: dict[str, GivenMaterial] = {}
    shares: dict[str, Literal["given", "not_found", "refused", "not_known"]] = {}
    pages: tuple[bytes, ...] = ()
    strokes: tuple[tuple[Point, ...], ...] = ()
    standing: CaseStanding | None = None
    filed_again: bool = False
    paid: bool = False
    payment: PaymentCode | None = None
    payment_state: Literal["", "later", "refused", "not_paid", "not_known"] = ""
    reviewed: bool = False
    supplementing: bool = False
    supplement_key: str | None = None

    def __repr__(self) -> str:
        """Keep the person out of logs and tracebacks."""
        return f"Visit(matter={self.matter!r}, step={self.step})"


class Timer(Struct, frozen=True):
    """The one time at which the session wants to be told; a ring with another id is late and falls to the ground."""

    id: str
    at_ms: int


class Session(Struct, frozen=True):
    """The terminal as the core sees it: the page, the visit, the surroundings.

    `since` is the revision at which this page came: touches on it still count when only the surroundings changed.
    `pad_left`: whether a card lies on the pad that belongs to nobody here any more; UNKNOWN where readers can't tell.
    `mouth`: where the last receipt is, as far as the printer can tell.
    """

    rev: int = 0
    since: int = 0
    page: Page = AtWelcome()
    visit: Visit | None = None
    language: Language = "zh"
    text_size: TextSize = "standard"
    theme: Theme = "light"
    online: bool = True
    roomy: bool = True
    pad_left: Presence = Presence.ABSENT
    mouth: Media = Media.UNKNOWN
    conditions: dict[Device, Condition] = {}
    timer: Timer | None = None
