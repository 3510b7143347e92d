"""The session: who stands at the terminal, what they have done, which page they are on. Values only.

`Visit` holds everything personal; ending a visit drops it. A page's own values live in the page.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiosk.core.conditions import Condition, Device, Media, Presence, PrintVerdict
from kiosk.core.faces import Language, TextSize, Theme
from kiosk.core.idcard import IdCard
from kiosk.core.matters import Role
from kiosk.core.parties import Organisation, Parties, Relation
from kiosk.core.questions import GivenMaterial
from kiosk.core.replies import (
    CasesFound,
    CaseStanding,
    Issued,
    PaymentCode,
    PaymentRow,
    Record,
    Uncollected,
    Verified,
)
from kiosk.core.touches import Point

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

# --- pages -------------------------------------------------------------------------------------------------------


class AtWelcome(Struct, frozen=True, tag=True):
    """Nobody is here; `awake` for a while after somebody stepped in front of the terminal."""

    awake: bool = False


class AtHome(Struct, frozen=True, tag=True):
    """Choosing what to do."""


class AtConsent(Struct, frozen=True, tag=True):
    """Reading the notice; `ticked` only by the citizen, and each of the `sensitive` categories by itself."""

    ticked: bool = False
    sensitive: frozenset[str] = frozenset()


class AtRole(Struct, frozen=True, tag=True):
    """Choosing for whom one comes: oneself, another person, a child, an organisation, or without a card."""


class AtRelation(Struct, frozen=True, tag=True):
    """Choosing how who stands here and the applicant are related."""


class AtClaim(Struct, frozen=True, tag=True):
    """Typing a number and a name without a card, or an organisation's code; `page` counts the values.

    `request`: the window looks for a code at the same time; empty where none would help.
    """

    page: int = 0
    problems: dict[str, str] = {}
    request: str = ""


class AtQuestion(Struct, frozen=True, tag=True):
    """One eligibility question, counted from 0."""

    number: int = 0


class AtPlace(Struct, frozen=True, tag=True):
    """Choosing the deciding place: the provinces, then the cities of `province`; or those whose `initials` fit.

    `closed` is the place that was chosen and does not take this matter yet.
    """

    province: str = ""
    page: int = 0
    initials: str = ""
    closed: str = ""


class AtShared(Struct, frozen=True, tag=True):
    """What was shared, with its source; `page` counts from 0."""

    page: int = 0


class AtTable(Struct, frozen=True, tag=True):
    """A table: its rows and totals; with `row` one row is being filled in, at its column `column`."""

    field: str
    page: int = 0
    row: int | None = None
    column: int = 0
    problem: str = ""


class AtMaterials(Struct, frozen=True, tag=True):
    """The list of materials and how each was given."""

    page: int = 0


class AtPhotograph(Struct, frozen=True, tag=True):
    """Photographing one material page by page; `small` shows the last page, `taking` until the camera answered."""

    request: str
    material: str
    taking: bool = False
    small: bytes = b""
    notice: str = ""

    def __repr__(self) -> str:
        """Without the page."""
        return f"AtPhotograph(material={self.material!r}, notice={self.notice!r})"


class AtCommit(Struct, frozen=True, tag=True):
    """Reading a 告知承诺 about one material before agreeing to it."""

    material: str


class AtBring(Struct, frozen=True, tag=True):
    """Reading what it means to bring one material to a window, before saying so."""

    material: str


class AtSign(Struct, frozen=True, tag=True):
    """Signing on the glass (手写确认); the strokes so far."""

    strokes: tuple[tuple[Point, ...], ...] = ()
    notice: str = ""

    def __repr__(self) -> str:
        """Without the strokes."""
        return f"AtSign({len(self.strokes)} strokes)"


class AtFiled(Struct, frozen=True, tag=True):
    """The case was handed in: its number, where it stands, what happens next."""


class AtPay(Struct, frozen=True, tag=True):
    """A code to pay with; `state` is what the department says of it."""

    code: PaymentCode
    state: Literal["waiting", "not_paid", "not_known"] = "waiting"


class AtDelivery(Struct, frozen=True, tag=True):
    """Choosing how the result comes: fetched, posted, electronic."""


class AtCases(Struct, frozen=True, tag=True):
    """The cases of who stands here."""

    found: CasesFound
    page: int = 0


class AtCase(Struct, frozen=True, tag=True):
    """Where one case stands; `page` counts from 0. `withdrawing`: asked whether it shall really be taken back."""

    page: int = 0
    withdrawing: bool = False


class AtHandOver(Struct, frozen=True, tag=True):
    """A code for the phone to go on with this draft."""

    code: str
    expires_at: str

    def __repr__(self) -> str:
        """Without the code."""
        return "AtHandOver()"


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

# --- the visit ---------------------------------------------------------------------------------------------------


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
    ``later`` when the citizen put it off without asking. `reviewed`: the review was seen to its last page, and nothing
    was changed since.
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
    payment_state: Literal["", "later", "not_paid", "not_known"] = ""
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
