"""Supplementing a case: only what it lacks is photographed, and it goes out whole under a key of its own."""

from __future__ import annotations

from kiosk.core.events import Replied
from kiosk.core.flow import ask
from kiosk.core.matter_pages import AtCase, AtFiled, AtMaterials
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtTrouble, Page
from kiosk.core.questions import GivenMaterial, Supplement
from kiosk.core.replies import CaseStanding, Filed, NotKnown, Refused
from kiosk.core.session import Session, Visit
from kiosk.core.turn import Turn
from kiosk.core.wanted import camera_works, wanted


def may_supplement(turn: Turn) -> bool:
    """Whether the case asks for something that can be given here, of who may see it."""
    standing, checked = turn.visit.standing, turn.visit.check_trace is not None
    return standing is not None and checked and lacks_here(turn.catalogue, turn.session, standing)


def lacks_here(catalogue: Catalogue, session: Session, standing: CaseStanding) -> bool:
    """Whether a case lacks something that this terminal's camera or a promise can give."""
    matter, missing = catalogue.matters.get(standing.matter), {each.id for each in standing.missing}
    if matter is None or not (standing.state == "supplement_asked" or standing.to_bring):
        return False
    lacked = [each for each in matter.materials if each.id in missing]
    return any(each.can_commit or (each.can_photograph and camera_works(session)) for each in lacked)


def begin_supplement(turn: Turn) -> None:
    """The list of what is missing, and nothing of it given yet; what else was given stays on the receipt."""
    turn.keep(supplementing=True, supplement_key=None, materials=_not_missing(turn.visit), pages=())
    turn.show(AtMaterials())


def _not_missing(visit: Visit) -> dict[str, GivenMaterial]:
    missing = {each.id for each in visit.standing.missing} if visit.standing is not None else set[str]()
    return {name: given for name, given in visit.materials.items() if name not in missing}


def stop_supplement(turn: Turn) -> None:
    """Not now: back to where the case stands."""
    turn.keep(supplementing=False, supplement_key=None, materials=_not_missing(turn.visit), pages=())
    turn.show(case_page(turn))


def send_supplement(turn: Turn) -> None:
    """Everything at once; the key is made once and stays the same for every further try."""
    visit = turn.visit
    assert visit.standing is not None, "only a case is supplemented"
    if visit.supplement_key is None:
        turn.keep(supplement_key=turn.fresh("key"))
    given = tuple(visit.materials[each.id] for each in wanted(turn.catalogue, visit) if each.id in visit.materials)
    question = Supplement(visit.standing.case_number, given, check_trace=visit.check_trace)
    ask(turn, "supplement", question, turn.visit.supplement_key)


def supplemented(turn: Turn, what: Replied) -> None:
    """The case goes on, or the answer is *no* or *not known*; what was photographed stays until it surely arrived."""
    match what.reply:
        case Filed(standing):
            turn.keep(standing=standing, supplementing=False, supplement_key=None, pages=())
            turn.show(case_page(turn))
        case Refused(reason):
            turn.keep(supplement_key=None)  # this key's answer is *no* for ever
            turn.show(AtTrouble("refused", reason, purpose="supplement"))
        case reply:
            why = reply.why if isinstance(reply, NotKnown) else "malformed"
            turn.show(AtTrouble("supplement_unknown", why, purpose="supplement"))


def case_page(turn: Turn) -> Page:
    """Where the case stands: the page of the visit that filed it, or of the one that looks it up."""
    filed_here = any(step.kind == "submit" for step in turn.steps)
    return AtFiled() if filed_here else AtCase()
