"""Which materials a visit still wants, and how each can be given: of its matter, or what a case lacks. Pure."""

from __future__ import annotations

from typing import Literal

from kiosk.core.conditions import Device
from kiosk.core.matters import Catalogue, Material
from kiosk.core.session import Session, Visit
from kiosk.core.submission import active_materials
from kiosk.core.words import Words

Way = Literal["photograph", "commit", "bring"]


def case_matter(visit: Visit) -> str:
    """The matter that a visit's materials belong to: that of the case it looks at, else its own."""
    return visit.standing.matter if visit.standing is not None else visit.matter


def wanted(catalogue: Catalogue, visit: Visit) -> tuple[Material, ...]:
    """The list of materials, in the order of the matter."""
    if not visit.supplementing or visit.standing is None:
        return active_materials(catalogue.matters[visit.matter], visit.answers)
    matter, missing = catalogue.matters.get(visit.standing.matter), {each.id for each in visit.standing.missing}
    return () if matter is None else tuple(each for each in matter.materials if each.id in missing)


def must_give(catalogue: Catalogue, visit: Visit) -> tuple[Material, ...]:
    """What must be given, or be said to be brought, and is not yet; what has no way at all waits for nobody.

    What a window waits for may be photographed instead, one or all of it, but not nothing.
    """
    open_still = [each for each in wanted(catalogue, visit) if each.id not in visit.materials]
    if not visit.supplementing or visit.standing is None:
        return tuple(each for each in open_still if each.required and (each.can_bring or not only_window(each)))
    here = [each for each in open_still if not only_window(each)]
    brought = {each.id for each in visit.standing.to_bring}
    asked = tuple(each for each in here if each.id not in brought)
    given = {each.id for each in visit.standing.missing} & visit.materials.keys()
    return asked if asked or given else tuple(here)


def ways(session: Session, visit: Visit, material: Material) -> tuple[Way, ...]:
    """How it can be given here and now, the best first: a photograph, a promise, or bringing it to a window.

    To a window goes only what must be given; while supplementing whatever is not given here is brought anyway.
    """
    if material.form == "self_made":
        return ()
    found: list[Way] = ["photograph"] if material.can_photograph and camera_works(session) else []
    found += ["commit"] if material.can_commit else []
    found += ["bring"] if material.can_bring and material.required and not visit.supplementing else []
    return tuple(found)


def way_after(session: Session, visit: Visit, material: Material, way: Way) -> Way | None:
    """What is offered to somebody who does not take `way`."""
    order = ("photograph", "commit", "bring")
    return next((each for each in ways(session, visit, material) if order.index(each) > order.index(way)), None)


def camera_works(session: Session) -> bool:
    """Whether the document camera takes pages; one of which nothing is known yet is tried."""
    condition = session.conditions.get(Device.DOCUMENT_CAMERA)
    return condition is None or condition.usable


def only_window(material: Material) -> bool:
    """Whether no terminal takes it, whatever stands on it."""
    return not (material.can_photograph or material.can_commit)


def material_name(words: Words, matter: str, material: Material) -> str:
    """A material as citizens call it; its official name where a matter has no words for it."""
    key = f"material.{material.id}.name"
    return words.of(matter, key) if words.has_of(matter, key) else material.name
