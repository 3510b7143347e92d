"""The synthetic persons of persons.toml by id, who come to a `Desk` with a case, for themselves or for another."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Agent, Organisation, Parties, Party, Relation
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.times import BEIJING as TIME_ZONE
from tests.matters.department import BEIJING, LANGUAGES, Desk, sentence, told

ASSETS = Path(__file__).parents[2] / "assets"
AUTUMN = datetime(2026, 11, 23, 9, 30, tzinfo=TIME_ZONE)  # the day on which the ages in persons.toml are meant


def party(id_: str) -> Party:
    """A person of persons.toml."""
    persons = tomllib.loads((ASSETS / "synthetic" / "persons.toml").read_text("utf-8"))["person"]
    found = next(each for each in persons if each["id"] == id_)
    return Party(found["name"], found["number"])


class Comes(Struct, frozen=True):
    """Who comes, for whom, where and with what; `look_up` empty hands a case in. Shaped as a desk's `Asked`."""

    person: str
    place: str = BEIJING
    agent: str = ""
    relation: Relation = "parent"
    uscc: str = ""
    claimed: bool = False
    called: str = ""
    look_up: str = ""
    values: dict[str, str] = {}
    rows: tuple[str, ...] = ()
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    materials: dict[str, str] = {}

    @property
    def parties(self) -> Parties:
        """Everybody in it; `called` is the name that somebody without a card claims."""
        own = party(self.person)
        agent = Agent(party(self.agent), self.relation, "", "2026-12-31") if self.agent else None
        organisation = Organisation(self.uscc) if self.uscc else None
        return Parties(Party(self.called or own.name, own.number), agent, organisation, self.claimed)


def answer(desk: Desk, matter: str, comes: Comes) -> LookedUp | DepartmentStanding | Refused:
    """What the department says."""
    return desk.ask(matter, comes)  # type: ignore[arg-type]  # a desk asks for nothing that `Comes` has not


def reason_of(desk: Desk, matter: str, comes: Comes) -> str:
    """Why it is a no: at once, or as the reason of a case that was not accepted; the state if it is no no."""
    match answer(desk, matter, comes):
        case Refused(reason):
            return reason
        case DepartmentStanding(state="not_accepted", reason=str(reason)):
            return reason
        case other:
            return repr(other)


def whys(desk: Desk, matter: str, comes: Comes) -> dict[str, str | None]:
    """By record, why it cannot be chosen."""
    found = answer(desk, matter, comes)
    assert isinstance(found, LookedUp), found
    return {record.id: record.why for record in found.records}


def values_of(desk: Desk, matter: str, comes: Comes) -> dict[str, str]:
    """What the first record of a look-up hands over."""
    found = answer(desk, matter, comes)
    assert isinstance(found, LookedUp), found
    return found.records[0].values


def ends_as(desk: Desk, matter: str, comes: Comes, seconds: float = 60) -> DepartmentStanding:
    """Where a case stands in the end: the last state that the department reaches by itself."""
    opened = answer(desk, matter, comes)
    assert isinstance(opened, DepartmentStanding), opened
    desk.clock.advance(seconds=seconds)
    standing = desk.system(matter).standing(desk.last)
    assert standing is not None
    return standing


def staff_row(person: str, base: str, share: str) -> dict[str, str]:
    """One line of an employer's list: both shares alike."""
    who = party(person)
    return {"number": who.number, "name": who.name, "base": base, "unit_amount": share, "personal_amount": share}


def problems(
    shelf: Catalogue,
    matter: str,
    answers: dict[str, str],
    today: str = "2026-11-23",
    **tables: tuple[dict[str, str], ...],
) -> dict[str, str]:
    """What the form's own checks say of answers, by field, before anybody is asked."""
    checks = shelf.matters[matter].checks
    facts = Facts(answers, tables, (), Parties(party("zhou-qiuyi")), shelf.regions, BEIJING, today)
    return check_problems(facts, checks, (*answers, *tables))


def assert_refused(desk: Desk, shelf: Catalogue, matter: str, comes: Comes, reason: str) -> None:
    """The department says this no, and the page says it to the citizen."""
    assert reason_of(desk, matter, comes) == reason
    assert_said(shelf, matter, reason)


def assert_not_to_pick(desk: Desk, shelf: Catalogue, matter: str, comes: Comes, reason: str) -> None:
    """No record that is found can be chosen, all for this reason, and the row says it."""
    assert set(whys(desk, matter, comes).values()) == {reason}
    assert shelf.words["zh"].of(matter, f"why.{reason}")


def assert_caught(
    shelf: Catalogue, matter: str, caught: dict[str, str], answers: dict[str, str], **tables: tuple[dict[str, str], ...]
) -> None:
    """The page catches exactly this by itself, by field, and says it."""
    assert problems(shelf, matter, answers, **tables) == caught
    for reason in caught.values():
        assert shelf.words["zh"].of(matter, f"problem.{reason}")


def assert_said(shelf: Catalogue, matter: str, reason: str) -> None:
    """Both languages say what happened and what to do, in words of their own, and the page shows it."""
    for language in LANGUAGES:
        assert told(shelf, matter, reason, language) == sentence(shelf, matter, reason, language)
    assert told(shelf, matter, reason, "zh") != told(shelf, matter, reason, "en")
