"""What the bodies of faces read: the session with its words, and small ways of saying dates, names and amounts."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.conditions import Device
from kiosk.core.face_parts import Button, Keeper, Notice
from kiosk.core.faces import Body, Checks
from kiosk.core.matter_pages import AtClaim, AtPlace, AtQuestion, AtTable
from kiosk.core.matters import Catalogue, Matter, Step
from kiosk.core.pages import AtCheckAnswer, AtForm, AtPrinting, AtShelf, AtTrouble, AtWaiting
from kiosk.core.session import Session, Visit
from kiosk.core.stops import active_steps
from kiosk.core.words import Words

STOPPED = {Device.ID_CARD_READER: "notice.reader_other", Device.CODE_SCANNER: "notice.scanner_other"}


class Parts(Struct, frozen=True):
    """What differs from page to page."""

    title: str
    strip: str
    body: Body
    primary: Button | None = None
    secondary: Button | None = None
    waiting: str = ""
    checks: Checks | None = None


class View:
    """One session as its face sees it."""

    def __init__(self, catalogue: Catalogue, session: Session, now: str) -> None:
        self.catalogue = catalogue
        self.session = session
        self.now = now
        self.words: Words = catalogue.words[session.language]

    @property
    def today(self) -> str:
        """The civil date, YYYY-MM-DD."""
        return self.now[:10]

    @property
    def visit(self) -> Visit:
        """The visit; only asked for on pages that have one."""
        assert self.session.visit is not None, "this page belongs to a visit"
        return self.session.visit

    @property
    def matter(self) -> Matter:
        """The visit's matter."""
        return self.catalogue.matters[self.visit.matter]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the citizen's way."""
        return active_steps(self.matter, self.visit.answers)

    @property
    def own(self) -> str:
        """The prefix of the matter's strings."""
        return f"matter.{self.visit.matter}"

    def say(self, key: str, **values: object) -> str:
        """The matter's own string, or everybody's usual one."""
        return self.words.of(self.visit.matter, key, **values)

    @property
    def place_name(self) -> str:
        """The centre's name in the citizen's language."""
        centre = self.catalogue.centre
        return centre.name_zh if self.session.language == "zh" else centre.name_en

    def keeper(self) -> Keeper:
        """Who helps, and how to reach them."""
        centre, words = self.catalogue.centre, self.words
        return Keeper(
            words("keeper.title"),
            (
                words("keeper.name", name=centre.keeper_name),
                words("keeper.phone", phone=centre.keeper_phone),
                words("keeper.minutes", minutes=centre.keeper_minutes),
            ),
        )

    def trouble_notice(self, key: str, device: Device) -> Notice | None:
        """A device that has stopped is said on the page that waits for it; else what was wrong last, if anything."""
        condition = self.session.conditions.get(device)
        if condition is not None and not condition.usable:
            key = STOPPED[device]
        return Notice(self.words(key), "mark", "warning") if key else None

    def primary(self, key: str, icon: str = "next") -> Button:
        """The page's largest button."""
        return Button("primary", self.words(key), icon=icon)

    def secondary(self, key: str) -> Button:
        """The quieter answer beside it."""
        return Button("secondary", self.words(key))

    def day(self, text: str) -> str:
        """A date or month in the citizen's language."""
        if self.session.language == "en":
            return text
        year, month, *day = text.split("-")
        return f"{year}年{int(month)}月" + (f"{int(day[0])}日" if day else "")

    def place(self, id_: str) -> str:
        """The name of a deciding place."""
        for each in self.catalogue.places:
            if each.id == id_:
                return each.zh if self.session.language == "zh" else each.en
        return ""


def name_of(session: Session) -> str:
    """The stable name of a page for stories and galleries: ``home``, ``KSTB-14/form-2``, ``KSTB-14/trouble-paper``."""
    page = session.page
    own = type(page).__name__.removeprefix("At").lower()
    match page:
        case AtForm(number):
            own = f"form-{(session.visit.step if session.visit else 0) + 1}-{number + 1}"
        case AtWaiting(purpose=purpose):
            own = f"waiting-{purpose}"
        case AtPrinting(paper=paper):
            own = f"printing-{paper}"
        case AtTrouble(kind=kind):
            own = f"trouble-{kind}"
        case AtCheckAnswer(way=way):
            own = f"check-{way}"
        case AtClaim(page=number):
            own = f"claim-{number + 1}"
        case AtQuestion(number):
            own = f"question-{number + 1}"
        case AtPlace(province):
            own = "place-cities" if province else "place-provinces"
        case AtTable(field=field, row=row, column=column):
            own = f"table-{field}" if row is None else f"table-{field}-{column + 1}"
        case AtShelf(shelf=shelf):
            own = f"shelf-{shelf}"
        case _:
            pass
    return f"{session.visit.matter}/{own}" if session.visit else own
