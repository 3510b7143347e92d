"""The departments of the demonstration, asked as the gateway asks them, and what a citizen is then told."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from msgspec import Struct
from sqlalchemy import create_engine

from kiosk.core.face import face_of
from kiosk.core.face_bodies import Trouble
from kiosk.core.face_parts import Language
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtTrouble
from kiosk.core.parties import Organisation, Parties
from kiosk.core.session import Session, Visit
from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.departments.case_contract import (
    Application,
    CaseSystem,
    DepartmentStanding,
    LookedUp,
    LookUpAsked,
    Material,
)
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.simulated import Simulation, simulate_departments
from tests.gateway.conftest import TODAY, MovedClock
from tests.gateway.departments.conftest import PERSONS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NOW = TODAY.isoformat(timespec="seconds")
DAY = NOW[:10]
YUANHANG = Organisation("91000000DEM000014K", "和安远航船务有限公司（演示）", "办税员")
QINGYUAN = Organisation("91000000DEM000022E", "青源江海运输有限公司（演示）", "财务负责人")
LINLAN = Organisation("91000000DEM0000309", "临澜客运轮渡有限公司（演示）", "办税员")
HANGZHOU, NANJING, BEIJING = "330100", "320100", "110000"


class Asked(Struct, frozen=True):
    """One question or case of a bad input: who asks, where, with what; `look_up` empty hands a case in."""

    who: str
    place: str = HANGZHOU
    organisation: Organisation | None = None
    look_up: str = ""
    values: dict[str, str] = {}
    rows: tuple[str, ...] = ()
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    materials: dict[str, str] = {}

    @property
    def parties(self) -> Parties:
        """Everybody in it."""
        return Parties(PERSONS[self.who], organisation=self.organisation)


class Desk:
    """One simulation of every department; cases are numbered by themselves."""

    def __init__(self, shelf: Catalogue, folder: Path) -> None:
        engine = create_engine(f"sqlite:///{folder}/departments.sqlite")
        fonts = os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts"
        office = IssuingOffice(Press(Fonts(Path(fonts))), Signer(folder / "made", TODAY))
        self.clock = MovedClock()
        self.simulation: Simulation = simulate_departments(engine, office, self.clock, seed=7, regions=shelf.regions)
        self._shelf = shelf
        self.last = ""  # the number of the last case handed in
        self._numbers = (f"ZZ1101052026061500010{number:03d}X" for number in itertools.count())

    def system(self, matter: str) -> CaseSystem:
        """The department that decides the matter."""
        return self.simulation.departments.cases[self._shelf.matters[matter].department or ""]

    def ask(self, matter: str, asked: Asked) -> LookedUp | DepartmentStanding | Refused:
        """The department's answer to a look-up, or to a case."""
        found = self._look_up(matter, asked) if asked.look_up else self._submit(matter, asked)
        assert isinstance(found, LookedUp | DepartmentStanding | Refused), "nothing here takes its time"
        return found

    def _look_up(self, matter: str, asked: Asked) -> LookedUp | Refused:
        service = self._shelf.matters[matter].service or ""
        question = LookUpAsked(matter, service, asked.look_up, asked.values, asked.parties, asked.place, DAY)
        return self.system(matter).look_up(question)

    def _submit(self, matter: str, asked: Asked) -> object:
        self.last = next(self._numbers)
        application = Application(
            number=self.last,
            matter=matter,
            service=self._shelf.matters[matter].service or "",
            place=asked.place,
            received_at_place="110105",
            parties=asked.parties,
            values=asked.values,
            submitted_at=NOW,
            tables=asked.tables,
            rows=asked.rows,
            materials=tuple(Material(id_, trust) for id_, trust in asked.materials.items()),  # type: ignore[arg-type]
        )
        return self.system(matter).submit(application)


def told(shelf: Catalogue, matter: str, reason: str, language: Language = "zh") -> str:
    """What the page says to a citizen whose case was refused for this reason: what happened, and what to do."""
    session = Session(page=AtTrouble("refused", reason, purpose="submit"), visit=Visit("v1", matter), language=language)
    body = face_of(shelf, session, NOW[:19]).body
    assert isinstance(body, Trouble)
    return "\n".join(body.what)


def sentence(shelf: Catalogue, matter: str, reason: str, language: Language = "zh") -> str:
    """What happened and what to do, as the words have it."""
    words = shelf.words[language]
    return "\n".join(words.of(matter, f"refusal.{reason}.{part}") for part in ("what", "do"))


def check_refused(desk: Desk, shelf: Catalogue, matter: str, bad: tuple[Asked, str, str]) -> None:
    """The department says no for the reason, and the citizen reads what happened and what to do, in both languages."""
    asked, reason, part = bad
    assert desk.ask(matter, asked) == Refused(reason)
    assert part in told(shelf, matter, reason).replace("\n", "")
    for language in LANGUAGES:
        assert told(shelf, matter, reason, language) == sentence(shelf, matter, reason, language)


def why(shelf: Catalogue, matter: str, reason: str) -> str:
    """The words beside a record that cannot be chosen."""
    return shelf.words["zh"].of(matter, f"why.{reason}")


def whys(desk: Desk, matter: str, asked: Asked) -> dict[str, str]:
    """The records of a look-up that cannot be chosen, with the reason."""
    found = desk.ask(matter, asked)
    assert isinstance(found, LookedUp)
    return {record.id: record.why for record in found.records if record.why is not None}
