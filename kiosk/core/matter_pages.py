"""Where a session can stand within a matter: one value for each page of its steps, with what that page holds."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.replies import CasesFound, PaymentCode
from kiosk.core.touches import Point


class AtConsent(Struct, frozen=True, tag=True):
    """Reading the notice; `ticked` only by the citizen, and each of the `sensitive` categories by itself.

    `for_child`: a guardian is asked about the child's records, within *identify*.
    """

    ticked: bool = False
    sensitive: frozenset[str] = frozenset()
    for_child: bool = False


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
    """A code to pay with, none while it is not known whether money went; `not_paid`: the department has said so."""

    code: PaymentCode | None = None
    not_paid: bool = False


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
