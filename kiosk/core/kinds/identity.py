"""The way through *identify*: what each role must show, in which order, and what comes before and after a page.

国办发〔2022〕34号: own card (ID1), agent with both cards (ID2), guardian of a minor (ID2G), a legal person's mandate
(ID3), and matters for a person who has no card (IDX).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec.structs import replace

from kiosk.core.conditions import Presence
from kiosk.core.effects import ReadCode, Rest
from kiosk.core.flow import ask, go_back, go_on, lay_card
from kiosk.core.matter_pages import AtClaim, AtConsent, AtRelation, AtRole
from kiosk.core.matters import Role
from kiosk.core.pages import AtCheckWay
from kiosk.core.parties_of import parties_of
from kiosk.core.questions import LookUp
from kiosk.core.rules import starting_answers
from kiosk.core.session import Visit
from kiosk.core.turn import Turn

Stage = Literal[
    "child_consent", "own_card", "check", "relation", "principal_card", "child", "guardianship", "organisation",
    "mandate", "claim",
]  # fmt: skip

STAGES: Mapping[Role, tuple[Stage, ...]] = {
    "self": ("own_card", "check"),
    "agent": ("own_card", "check", "relation", "principal_card"),
    "guardian": ("child_consent", "own_card", "check", "relation", "child", "guardianship"),
    "organisation": ("organisation", "own_card", "check", "mandate"),
    "no_card": ("claim", "check"),
}
FOR_ANOTHER: tuple[Role, ...] = ("agent", "guardian")  # who stands here is not the applicant
GUARDIANSHIP = "guardianship"


def own_card_kept(visit: Visit) -> str:
    """The name under which the visit keeps the card of who stands here."""
    return "agent_card" if visit.role in FOR_ANOTHER else "card"


DONE: Mapping[Stage, Callable[[Visit], bool]] = {
    "child_consent": lambda visit: "minor" in visit.consents,
    "own_card": lambda visit: getattr(visit, own_card_kept(visit)) is not None,
    "check": lambda visit: visit.check_trace is not None,
    "relation": lambda visit: visit.relation is not None,
    "principal_card": lambda visit: visit.card is not None,
    "child": lambda visit: visit.card is not None or visit.claimed is not None,
    "guardianship": lambda visit: GUARDIANSHIP in visit.origins,
    "organisation": lambda visit: visit.organisation is not None,
    "mandate": lambda visit: visit.organisation is not None and bool(visit.organisation.role),
    "claim": lambda visit: visit.claimed is not None,
}


def stage_of(visit: Visit) -> Stage | None:
    """What is still to be shown first; None when everything is known."""
    stages = STAGES[visit.role or "self"]
    return next((each for each in stages if not DONE[each](visit)), None)


# --- onwards -----------------------------------------------------------------------------------------------------


def further(turn: Turn) -> None:
    """To what is still missing; when nothing is, to the next step. Also the arrival at the step."""
    who = turn.step.who
    if turn.visit.role is None and len(who) > 1:
        turn.show(AtRole())
        return
    if turn.visit.role is None:
        take_role(turn, who[0])
    stage = stage_of(turn.visit)
    if stage is None:
        go_on(turn)
    else:
        _ARRIVE[stage](turn)


def take_role(turn: Turn, role: Role) -> None:
    """Keep the role. With another one than before nothing stays that a person was asked or shown for the first."""
    visit = turn.visit
    if visit.role not in (None, role):
        kept = {name: text for name, text in visit.answers.items() if name.startswith("eligibility.")}
        visit = Visit(
            id=visit.id,
            matter=visit.matter,
            step=visit.step,
            pad_used=visit.pad_used,
            consents=visit.consents - {"minor"},
            place=visit.place,
            answers={**starting_answers(turn.matter.fields, turn.today), **kept},
        )
    turn.note(visit=replace(visit, role=role, answers={**visit.answers, "role": role}))


def claim(turn: Turn) -> None:
    """Ask for the number, or for the organisation's code, which the window reads too."""
    if stage_of(turn.visit) != "organisation":
        turn.show(AtClaim())
        return
    request = turn.fresh("code")
    turn.do(ReadCode(request, frozenset(("qr",))))
    turn.show(AtClaim(request=request))


def _lay_anothers_card(turn: Turn) -> None:
    """Another's card once the pad is empty: one's own may still lie there, and was not laid for this."""
    turn.note(pad_left=Presence.UNKNOWN)
    lay_card(turn)


def _look_up(turn: Turn, what: str, params: dict[str, str]) -> None:
    visit = turn.visit
    parties = parties_of(visit, turn.matter, turn.today)
    ask(turn, "mandate", LookUp(visit.matter, what, params, parties, visit.place, visit.check_trace))


def _ask_mandate(turn: Turn) -> None:
    organisation = turn.visit.organisation
    _look_up(turn, "mandate", {"uscc": organisation.uscc if organisation is not None else ""})


_ARRIVE: Mapping[Stage, Callable[[Turn], None]] = {
    "child_consent": lambda turn: turn.show(AtConsent(for_child=True)),
    "own_card": lay_card,
    "check": lambda turn: turn.show(AtCheckWay()),
    "relation": lambda turn: turn.show(AtRelation()),
    "principal_card": _lay_anothers_card,
    "child": _lay_anothers_card,
    "guardianship": lambda turn: _look_up(turn, GUARDIANSHIP, {"relation": turn.visit.relation or ""}),
    "organisation": claim,
    "mandate": _ask_mandate,
    "claim": claim,
}

# --- back --------------------------------------------------------------------------------------------------------

_UNDO: Mapping[Stage, Callable[[Turn], None]] = {
    "own_card": lambda turn: turn.keep(**{own_card_kept(turn.visit): None}),
    "relation": lambda turn: turn.keep(relation=None),
    "organisation": lambda turn: turn.keep(organisation=None),
    "claim": lambda turn: turn.keep(claimed=None),
}


def before(turn: Turn) -> None:
    """返回: what came before the page of this stage is asked again; who was checked stays checked."""
    stages = STAGES[turn.visit.role or "self"]
    stage = stage_of(turn.visit) or stages[-1]
    earlier = stages[: stages.index(stage)]
    if earlier and earlier[-1] in _UNDO:
        _UNDO[earlier[-1]](turn)
        _ARRIVE[earlier[-1]](turn)
    elif len(turn.step.who) > 1:
        turn.do(Rest())
        turn.show(AtRole())
    else:
        go_back(turn)
