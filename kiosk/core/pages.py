"""Where a session can stand: one value for each page, with what that page alone holds. Values only."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Presence
from kiosk.core.idcard import IdCard
from kiosk.core.matter_pages import (
    AtBring,
    AtCase,
    AtCases,
    AtClaim,
    AtCommit,
    AtConsent,
    AtDelivery,
    AtFiled,
    AtHandOver,
    AtMaterials,
    AtPay,
    AtPhotograph,
    AtPlace,
    AtQuestion,
    AtRelation,
    AtRole,
    AtShared,
    AtSign,
    AtTable,
)
from kiosk.core.replies import Verified

Paper = Literal["document", "receipt"]
Purpose = Literal[
    "check_send",
    "check_answer",
    "query",
    "issue",
    "verify",
    "mandate",  # identify: the registration's word on an organisation and the handler's role, or a guardian's
    "fetch",  # shared data
    "records",  # select: records of a department
    "share",  # materials: one look-up a material
    "submit",
    "supplement",
    "pay_code",
    "pay_state",
    "paid_case",  # where the case stands since it was paid for
    "case_paid",  # whether a case that is looked at is paid
    "paper",  # a paper of the authority
    "case",  # where one case stands
    "cases",  # whose cases stand where
    "hand_over",
    "take_over",
]


class AtWelcome(Struct, frozen=True, tag=True):
    """Nobody is here; `awake` for a while after somebody stepped in front of the terminal."""

    awake: bool = False


class AtHome(Struct, frozen=True, tag=True):
    """Choosing what to do."""


class AtShelf(Struct, frozen=True, tag=True):
    """The matters of one shelf of the home page, of a search, or all (`shelf` "all")."""

    shelf: str
    page: int = 0
    search: str = ""


class AtGuide(Struct, frozen=True, tag=True):
    """The 办事指南 of a matter, before it is begun; `page` counts from 0, `origin` is where 返回 leads.

    `job` while it is being printed, then `printed` says how that ended.
    """

    matter: str
    page: int = 0
    origin: AtHome | AtShelf = AtHome()
    job: str = ""
    printed: Literal["", "printed", "failed", "unknown"] = ""


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
    """Filling page `page` of the current form step; `problems` by field id.

    `again`: the page's one value is typed a second time. `part` counts the pages of a long list of choices from 0.
    """

    page: int = 0
    problems: dict[str, str] = {}
    again: bool = False
    part: int = 0


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
    """Looking everything over; the only place from which something is issued. `page` counts from 0."""

    page: int = 0


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
    """Five grades, or none; after grade 4 or 5 a page of `reasons`, if anybody wants to say one."""

    matter: str
    case_number: str | None
    grade: int = 0
    reasons: frozenset[str] = frozenset()


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
    | AtRole
    | AtRelation
    | AtClaim
    | AtQuestion
    | AtPlace
    | AtShared
    | AtTable
    | AtMaterials
    | AtPhotograph
    | AtCommit
    | AtBring
    | AtSign
    | AtFiled
    | AtPay
    | AtDelivery
    | AtCases
    | AtCase
    | AtHandOver
    | AtShelf
    | AtGuide
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
