"""The session: who stands at the terminal, what they have done, which page they are on. Values only.

`Visit` holds everything personal; ending a visit drops it. A page's own values live in the page.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Condition, Device, Media, Presence, PrintVerdict
from kiosk.core.faces import Language, TextSize, Theme
from kiosk.core.idcard import IdCard
from kiosk.core.replies import Issued, PaymentRow, Uncollected, Verified

Paper = Literal["document", "receipt"]
Purpose = Literal["check_send", "check_answer", "query", "issue", "verify"]

# --- pages -------------------------------------------------------------------------------------------------------


class AtWelcome(Struct, frozen=True, tag=True):
    """Nobody is here; `awake` for a while after somebody stepped in front of the terminal."""

    awake: bool = False


class AtHome(Struct, frozen=True, tag=True):
    """Choosing what to do."""


class AtConsent(Struct, frozen=True, tag=True):
    """Reading the notice; `ticked` only by the citizen."""

    ticked: bool = False


class AtCard(Struct, frozen=True, tag=True):
    """Laying the card on the pad; `clearing` while an earlier citizen's card may still lie there.

    `notice` is an id of what went wrong with the last one; `refused` the number of a card of which somebody said
    这不是我: it may still lie there and is not shown again.
    """

    request: str
    notice: str = ""
    refused: str = ""
    clearing: bool = False

    def __repr__(self) -> str:
        """Without anybody's number."""
        return f"AtCard(notice={self.notice!r})"


class AtPerson(Struct, frozen=True, tag=True):
    """Is this you: the card is the visit's only after a yes.

    `guarded`: an earlier citizen's card may still have lain there, so the name is shown masked.
    """

    card: IdCard
    guarded: bool = False


class AtCheckWay(Struct, frozen=True, tag=True):
    """Choosing how to show that the card is one's own."""

    notice: str = ""


class AtCheckAnswer(Struct, frozen=True, tag=True):
    """Typing the one-time code, or the keeper's PIN."""

    way: Literal["phone_code", "keeper"]
    check: str
    sent_to: str | None
    notice: str = ""
    attempts_left: int | None = None


class AtForm(Struct, frozen=True, tag=True):
    """Filling page `page` of the current form step; `problems` by field id."""

    page: int = 0
    problems: dict[str, str] = {}


class AtScan(Struct, frozen=True, tag=True):
    """Holding a code to the window."""

    request: str
    notice: str = ""


class AtWaiting(Struct, frozen=True, tag=True):
    """The platform was asked; the guard time-out makes an answer certain."""

    request: str
    purpose: Purpose
    started_ms: int


class AtRows(Struct, frozen=True, tag=True):
    """Picking what was found; `page` counts from 0."""

    page: int = 0


class AtReview(Struct, frozen=True, tag=True):
    """Looking everything over; the only place from which something is issued."""


class AtResult(Struct, frozen=True, tag=True):
    """The sealed paper exists and waits to be printed."""


class AtPrinting(Struct, frozen=True, tag=True):
    """A paper is being printed."""

    job: str
    paper: Paper
    started_ms: int


class AtPaperQuestion(Struct, frozen=True, tag=True):
    """单子出来了吗: nobody but the citizen can know."""

    job: str
    paper: Paper


class AtVerdict(Struct, frozen=True, tag=True):
    """The answer to a verification; None when the service did not answer."""

    reply: Verified | None


class AtInfo(Struct, frozen=True, tag=True):
    """An explanation where an answer leads out of this matter; `page` of the form is where it began."""

    info: str
    page: int = 0


class AtTrouble(Struct, frozen=True, tag=True):
    """Something is wrong: `kind` names the page's words; `purpose` or `paper` is what can be tried again."""

    kind: str
    reason: str = ""
    purpose: Purpose | None = None
    paper: Paper | None = None
    called: bool = False


class AtFinish(Struct, frozen=True, tag=True):
    """Taking card and papers; nothing personal exists any more."""

    request: str
    started_ms: int
    card: bool
    papers: int
    presence: Presence = Presence.UNKNOWN
    reminded: bool = False
    rate_matter: str = ""
    rate_case: str | None = None
    then_home: bool = False


class AtRating(Struct, frozen=True, tag=True):
    """Five grades, or none."""

    matter: str
    case_number: str | None


class AtIdle(Struct, frozen=True, tag=True):
    """还在吗: over the page that was left alone."""

    under: Page
    until_ms: int
    reminded: bool = False


class AtLeave(Struct, frozen=True, tag=True):
    """首页 asks before it throws work away."""

    under: Page


class AtHelp(Struct, frozen=True, tag=True):
    """Whom to call; works without a network."""

    under: Page


Page = (
    AtWelcome
    | AtHome
    | AtConsent
    | AtCard
    | AtPerson
    | AtCheckWay
    | AtCheckAnswer
    | AtForm
    | AtScan
    | AtWaiting
    | AtRows
    | AtReview
    | AtResult
    | AtPrinting
    | AtPaperQuestion
    | AtVerdict
    | AtInfo
    | AtTrouble
    | AtFinish
    | AtRating
    | AtIdle
    | AtLeave
    | AtHelp
)

# --- the visit ---------------------------------------------------------------------------------------------------


class Visit(Struct, frozen=True):
    """One citizen at one matter: everything personal is here and goes with it."""

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
