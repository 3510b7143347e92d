"""deliver: how the result comes, one of the ways that the matter's step offers."""

from __future__ import annotations

from kiosk.core.face_bodies import Choose
from kiosk.core.face_parts import Choice
from kiosk.core.flow import go_on
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtDelivery
from kiosk.core.submission import DELIVERY
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ICONS = {"pick_up": "person", "post": "home", "electronic": "mobile"}


def _arrive(turn: Turn) -> None:
    turn.show(AtDelivery())


def _touched(turn: Turn, _page: AtDelivery, target: str) -> None:
    way = target.removeprefix("delivery:")
    if target.startswith("delivery:") and way in turn.step.ways:
        turn.keep(answers={**turn.visit.answers, DELIVERY: way})
        go_on(turn)


def _body(view: View, _page: AtDelivery) -> Parts:
    chosen = view.visit.answers.get(DELIVERY)
    choices = tuple(
        Choice(
            f"delivery:{way}",
            view.say(f"delivery.{way}"),
            view.say(f"delivery.{way}_line"),
            chosen=way == chosen,
            icon=ICONS.get(way, ""),
        )
        for way in view.steps[view.visit.step].ways
    )
    return Parts(view.say("delivery.title"), view.say("delivery.strip"), Choose("", choices))


KIND = Kind(arrivals={"deliver": _arrive}, pages={AtDelivery: PageKind(_body, _touched)})
