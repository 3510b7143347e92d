"""identify: for whom one comes, and whether the registration confirms a guardian's or an organisation's mandate."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.events import Replied
from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Choice
from kiosk.core.flow import not_answered
from kiosk.core.kinds import cards, claims, person_check
from kiosk.core.kinds.identity import GUARDIANSHIP, before, further, stage_of, take_role
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtRelation, AtRole
from kiosk.core.matters import Role
from kiosk.core.pages import AtTrouble
from kiosk.core.parties import Relation
from kiosk.core.replies import Found, NothingFound, Record, Refused
from kiosk.core.session import Provenance
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ICONS = {"self": "person", "agent": "people", "guardian": "child", "organisation": "office", "no_card": "keypad"}
RELATIONS: dict[str, tuple[Relation, ...]] = {
    "agent": ("child", "grandchild", "spouse", "parent", "sibling", "other"),
    "guardian": ("parent", "guardian"),
}

# --- for whom ----------------------------------------------------------------------------------------------------


def _role_touched(turn: Turn, _page: AtRole, target: str) -> None:
    for role in turn.step.who:
        if target == f"role:{role}":
            take_role(turn, role)
            further(turn)


def _role(view: View, _page: AtRole) -> Parts:
    choices = tuple(_role_choice(view, each) for each in view.steps[view.visit.step].who)
    return Parts(view.say("role.title"), view.say("role.strip"), Choose(view.say("role.heading"), choices))


def _role_choice(view: View, role: Role) -> Choice:
    label, line = view.say(f"role.{role}"), view.say(f"role.{role}_line")
    return Choice(f"role:{role}", label, line, chosen=role == view.visit.role, icon=ICONS[role])


def _relation_touched(turn: Turn, _page: AtRelation, target: str) -> None:
    for relation in RELATIONS[turn.visit.role or "agent"]:
        if target == f"relation:{relation}":
            turn.keep(relation=relation)
            further(turn)


def _relation(view: View, _page: AtRelation) -> Parts:
    role = view.visit.role or "agent"
    choices = tuple(Choice(f"relation:{each}", view.say(f"relation.{each}")) for each in RELATIONS[role])
    texts = f"relation.{role}"
    return Parts(view.say(f"{texts}_title"), view.say(f"{texts}_strip"), Choose("", choices))


# --- the registration's word -------------------------------------------------------------------------------------


def _replied(turn: Turn, what: Replied) -> None:
    """No and *not found* each say what to do; *not known* may be asked again."""
    match what.reply:
        case Found(records=records, source=source, as_of=as_of, trace=trace):
            record = next((each for each in records if each.selectable), None)
            if record is None:
                _refuse(turn, next((each.why for each in records if each.why), None) or _unknown(turn))
            else:
                _confirm(turn, record, Provenance(source, as_of, trace))
        case NothingFound():
            _refuse(turn, _unknown(turn))
        case Refused(reason):
            _refuse(turn, reason)
        case reply:
            not_answered(turn, "mandate", reply)


def _confirm(turn: Turn, record: Record, origin: Provenance) -> None:
    visit, values = turn.visit, record.values
    if stage_of(visit) == GUARDIANSHIP:
        turn.keep(origins={**visit.origins, GUARDIANSHIP: origin})
    elif visit.organisation is not None and values.get("role"):
        names = {each: values.get(each, "") for each in ("name", "legal_rep", "role")}
        turn.keep(organisation=replace(visit.organisation, **names), origins={**visit.origins, "mandate": origin})
    else:
        _refuse(turn, _unknown(turn))
        return
    further(turn)


def _unknown(turn: Turn) -> str:
    return "guardianship_unknown" if stage_of(turn.visit) == GUARDIANSHIP else "mandate_unknown"


def _refuse(turn: Turn, reason: str) -> None:
    turn.show(AtTrouble("refused", reason, purpose="mandate"))


def _again(turn: Turn) -> None:
    """After a *no* the code or the child may be given again; else the same is asked once more."""
    page = turn.session.page
    if isinstance(page, AtTrouble) and page.kind == "refused":
        if stage_of(turn.visit) == GUARDIANSHIP:
            turn.keep(card=None, claimed=None)
        else:
            turn.keep(organisation=None)
    further(turn)


KIND = Kind(
    arrivals={"identify": further},
    pages={
        AtRole: PageKind(_role, _role_touched),
        AtRelation: PageKind(_relation, _relation_touched, back=lambda turn, _page: before(turn)),
        **cards.PAGES,
        **person_check.PAGES,
        **claims.PAGES,
    },
    replies={**person_check.REPLIES, "mandate": _replied},
    retries={**person_check.RETRIES, "mandate": _again},
)
