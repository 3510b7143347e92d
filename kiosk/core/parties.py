"""For whom a matter is done, and by whom: values that travel with every question about somebody's own data."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Relation = Literal["child", "parent", "spouse", "grandchild", "sibling", "guardian", "keeper", "employee", "other"]


class Party(Struct, frozen=True):
    """A natural person: name and number as on the card, or as claimed by who has no card."""

    name: str
    number: str

    def __repr__(self) -> str:
        """Without the person."""
        return "Party(...)"


class Agent(Struct, frozen=True):
    """Who acts for the applicant: `scope` is the matter, `until` the last day of the authority (YYYY-MM-DD)."""

    party: Party
    relation: Relation
    scope: str
    until: str

    def __repr__(self) -> str:
        """Without the person."""
        return f"Agent(relation={self.relation!r})"


class Organisation(Struct, frozen=True):
    """A legal person; all but the code is what the registration confirmed of it and of the handler, never typed."""

    uscc: str
    name: str = ""
    role: str = ""
    legal_rep: str = ""

    def __repr__(self) -> str:
        """Without the organisation."""
        return f"Organisation(role={self.role!r})"


class Parties(Struct, frozen=True):
    """Everybody in a case. Who stands at the terminal is the agent if there is one, else the applicant.

    `claimed`: the applicant has no card and was checked another way (IDX).
    """

    applicant: Party | None = None
    agent: Agent | None = None
    organisation: Organisation | None = None
    claimed: bool = False

    @property
    def standing(self) -> Party | None:
        """Who stands at the terminal: the person that the person check was about."""
        return self.agent.party if self.agent is not None else self.applicant
