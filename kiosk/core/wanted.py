"""Which materials a visit still wants: those of its matter, or while supplementing those that a case lacks. Pure."""

from __future__ import annotations

from kiosk.core.matters import Catalogue, Material
from kiosk.core.session import Visit
from kiosk.core.submission import active_materials
from kiosk.core.words import Words


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
    """What can be given here, must be, and is not yet."""
    return tuple(
        each
        for each in wanted(catalogue, visit)
        if each.id not in visit.materials and not brings(each) and (each.required or visit.supplementing)
    )


def brings(material: Material) -> bool:
    """Whether it can only be brought to a window."""
    return not (material.can_photograph or material.can_commit)


def material_name(words: Words, matter: str, material: Material) -> str:
    """A material as citizens call it; its official name where a matter has no words for it."""
    key = f"material.{material.id}.label"
    return words.of(matter, key) if words.has_of(matter, key) else material.name
