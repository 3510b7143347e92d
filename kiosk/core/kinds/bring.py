"""带到窗口交: what it means is read first; the case is received, and waits until a window has the paper."""

from __future__ import annotations

from kiosk.core.face_bodies import Info
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.flow import arrive
from kiosk.core.kinds.kind import PageKind
from kiosk.core.kinds.material_list import show_list
from kiosk.core.matter_pages import AtBring
from kiosk.core.questions import GivenMaterial
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.wanted import case_matter, material_name, wanted
from kiosk.core.window_text import pieces, receiving_window


def _touched(turn: Turn, page: AtBring, target: str) -> None:
    match target:
        case "primary":
            given = GivenMaterial(page.material, None)
            turn.keep(materials={**turn.visit.materials, page.material: given})
            show_list(turn)
        case "secondary":
            arrive(turn, turn.visit.step)  # a department that did not answer is asked again
        case _:
            return


def _body(view: View, page: AtBring) -> Parts:
    material = next(each for each in wanted(view.catalogue, view.visit) if each.id == page.material)
    name = material_name(view.words, case_matter(view.visit), material)
    blocks = (
        Row(view.say("bring.what"), view.say("bring.what_line", name=name, pieces=pieces(view.words, material))),
        Row(view.say("bring.where"), receiving_window(view.catalogue, view.session.language)),
        Row(view.say("bring.then"), view.say("bring.then_line")),
    )
    unknown = view.visit.shares.get(page.material) == "not_known"
    return Parts(
        view.say("bring.title"),
        view.say("bring.strip"),
        Info(blocks, Notice(view.say("bring.note"), "mark", "warning")),
        primary=Button("primary", view.say("bring.primary"), icon="tick"),
        secondary=Button("secondary", view.say("bring.ask_again" if unknown else "bring.secondary")),
    )


PAGE = PageKind(_body, _touched, back=lambda turn, _page: show_list(turn))
