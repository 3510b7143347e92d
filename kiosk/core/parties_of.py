"""For whom the visit's matter is done and by whom, out of what the identify step gathered. Pure."""

from __future__ import annotations

from kiosk.core.idcard import IdCard, masked_name, masked_number
from kiosk.core.matters import Matter
from kiosk.core.parties import Agent, Parties, Party
from kiosk.core.session import Visit


def parties_of(visit: Visit, matter: Matter, today: str) -> Parties:
    """Everybody in the case so far; empty where nobody is asked who they are.

    An agent acts in this matter and on this day (`today`, YYYY-MM-DD) only: what was shown is this visit's authority.
    """
    claimed = visit.claimed.applicant if visit.claimed is not None else None
    return Parties(
        applicant=party_of(visit.card) or claimed,
        agent=_agent(visit, matter, today),
        organisation=visit.organisation,
        claimed=visit.role == "no_card" and claimed is not None,
    )


def _agent(visit: Visit, matter: Matter, today: str) -> Agent | None:
    party = party_of(visit.agent_card)
    if party is None or visit.relation is None:
        return None
    return Agent(party, visit.relation, scope=matter.id, until=today)


def standing_of(visit: Visit) -> Party | None:
    """Who stands at the terminal, also before the applicant is known: the person check is about them."""
    claimed = visit.claimed.applicant if visit.claimed is not None else None
    return party_of(visit.agent_card) or party_of(visit.card) or claimed


def party_of(card: IdCard | None) -> Party | None:
    """The holder of a card under the Chinese name, else under the one in Latin letters; None without a card."""
    return None if card is None else Party(card.name or card.name_en or "", card.number)


def masked(party: Party) -> tuple[str, str]:
    """Name and number as papers carry them: they may be left lying about."""
    return masked_name(party.name), masked_number(party.number)
