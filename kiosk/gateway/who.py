"""Who may hand a case in: role, scope of an authority, minors; and what a registration department must confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from kiosk.core.calendar import age_at
from kiosk.core.matters import Matter, Role
from kiosk.core.parties import Agent, Organisation, Parties, Party
from kiosk.core.validators import birth_date_of
from kiosk.gateway.departments.contract import Person
from kiosk.gateway.errors import RequestMalformed, RequestRefused

FULL_AGE = 18  # 民法典 art. 17


def needs_nobody(matter: Matter) -> bool:
    """Whether nobody is asked who they are (ID0)."""
    return set(matter.identity) <= {"ID0"}


def role_of(parties: Parties, today: str) -> Role:
    """As whom somebody came; conditions of a matter's steps and materials read it."""
    if parties.organisation is not None:
        return "organisation"
    if parties.agent is not None:
        return "guardian" if _is_guardian(parties.agent, parties.applicant, today) else "agent"
    return "no_card" if parties.claimed else "self"


def check_parties(matter: Matter, parties: Parties, today: str) -> None:
    """RequestRefused when these parties may not hand this matter in; RequestMalformed when it does not know such."""
    if needs_nobody(matter):
        return
    check_acting(matter, parties, today)
    alone = parties.agent is None and parties.organisation is None
    if alone and _is_younger(parties.applicant, matter.least_age, today):
        raise RequestRefused("minor_alone")


def check_acting(matter: Matter, parties: Parties, today: str) -> None:
    """RequestRefused or RequestMalformed when who stands there may not act for these parties in this matter."""
    if parties.standing is None:
        raise RequestMalformed("nobody stands at the terminal")
    _require_way(matter, parties, today)
    if parties.agent is not None:
        _check_agent(matter, parties.agent, parties.applicant, today)


def confirmed_by(matter: Matter, parties: Parties, today: str) -> str | None:
    """The look-up that must have confirmed these parties: a handler's mandate, a guardianship, or none."""
    if parties.organisation is not None:
        return "mandate"
    return "guardianship" if role_of(parties, today) == "guardian" and "ID2G" in matter.identity else None


def as_confirmed(parties: Parties, values: Mapping[str, str]) -> Parties:
    """The parties with the organisation as its registration has it in `values`: no terminal's word of it counts."""
    if parties.organisation is None:
        return parties
    names = {each: values.get(each, "") for each in ("name", "role", "legal_rep")}
    return replace(parties, organisation=Organisation(parties.organisation.uscc, **names))


def parties_digest(parties: Parties) -> str:
    """The same for the same parties, whether or not a department has confirmed a name and a role meanwhile."""
    known = (
        _number(parties.applicant),
        _number(parties.agent.party if parties.agent else None),
        parties.organisation.uscc if parties.organisation else "",
    )
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()


def applicant_digest(parties: Parties) -> str:
    """Whose case it is: the organisation's, else the applicant's."""
    if parties.organisation is not None:
        return hashlib.sha256(f"uscc\n{parties.organisation.uscc}".encode()).hexdigest()
    return person_digest(parties.applicant)


def stander_digest(parties: Parties) -> str:
    """Who stood at the terminal."""
    return person_digest(parties.standing)


def visit_digest(check_trace: str | None) -> str:
    """In which visit something was handed in: of its trace only the digest is kept."""
    return hashlib.sha256((check_trace or "").encode()).hexdigest()


def person_digest(party: Party | None) -> str:
    """`Person.digest` of a party; of nobody, the empty text."""
    return "" if party is None else Person(party.name, party.number).digest


def _require_way(matter: Matter, parties: Parties, today: str) -> None:
    ways: dict[Role, set[str]] = {
        "organisation": {"ID3"},
        "guardian": {"ID2", "ID2G"},
        "agent": {"ID2"},
        "no_card": {"IDX"},
        "self": {"ID1"},
    }
    if not ways[role_of(parties, today)] & set(matter.identity):
        raise RequestMalformed("nobody hands this matter in this way")
    if parties.claimed and "IDX" not in matter.identity:
        raise RequestMalformed("this matter asks for a card")


def _check_agent(matter: Matter, agent: Agent, applicant: Party | None, today: str) -> None:
    if applicant is not None and agent.party.number == applicant.number:
        raise RequestRefused("agent_is_applicant")
    if agent.scope != matter.id:
        raise RequestRefused("authority_other_matter")
    if agent.until < today:
        raise RequestRefused("authority_expired")
    if _is_younger(agent.party, FULL_AGE, today):
        raise RequestRefused("agent_minor")


def _is_guardian(agent: Agent, applicant: Party | None, today: str) -> bool:
    return agent.relation == "guardian" or (agent.relation == "parent" and _is_younger(applicant, FULL_AGE, today))


def _is_younger(party: Party | None, age: int, today: str) -> bool:
    born = birth_date_of(party.number) if party is not None and len(party.number) == 18 else None
    return born is not None and age_at(born.isoformat(), today) < age


def _number(party: Party | None) -> str:
    return "" if party is None else party.number
