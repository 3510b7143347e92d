"""告知承诺 about one material: what is promised is read first, and it is as easy not to promise."""

from __future__ import annotations

from kiosk.core.face_bodies import Info
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.kinds.kind import PageKind
from kiosk.core.kinds.material_list import show_list
from kiosk.core.matter_pages import AtBring, AtCommit
from kiosk.core.questions import GivenMaterial
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.wanted import case_matter, material_name, wanted, way_after


def _touched(turn: Turn, page: AtCommit, target: str) -> None:
    match target:
        case "primary":
            given = GivenMaterial(page.material, "D")
            turn.keep(materials={**turn.visit.materials, page.material: given})
            show_list(turn)
        case "secondary":
            _not_promised(turn, page)
        case _:
            return


def _not_promised(turn: Turn, page: AtCommit) -> None:
    """It is as easy to bring the paper, where that is a way."""
    material = next(each for each in wanted(turn.catalogue, turn.visit) if each.id == page.material)
    if way_after(turn.session, turn.visit, material, "commit") == "bring":
        turn.show(AtBring(page.material))
    else:
        show_list(turn)


def _body(view: View, page: AtCommit) -> Parts:
    matter = case_matter(view.visit)
    material = next(each for each in wanted(view.catalogue, view.visit) if each.id == page.material)
    key = f"material.{page.material}.promise"
    promise = view.words.of(matter, key) if view.words.has_of(matter, key) else view.say("commit.promise")
    blocks = (
        Row(view.say("commit.what"), material_name(view.words, matter, material)),
        Row(view.say("commit.words"), promise),
        Row(view.say("commit.then"), view.say("commit.then_line")),
    )
    return Parts(
        view.say("commit.title"),
        view.say("commit.strip"),
        Info(blocks, Notice(view.say("commit.note"), "mark", "warning")),
        primary=Button("primary", view.say("commit.primary"), icon="tick"),
        secondary=Button("secondary", view.say("commit.secondary")),
    )


PAGE = PageKind(_body, _touched, back=lambda turn, _page: show_list(turn))
