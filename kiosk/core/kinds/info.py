"""An explanation where an answer leads out of a matter: what to do instead, and the way back to the answer."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.face_bodies import Info
from kiosk.core.face_parts import Button, Row
from kiosk.core.flow import go_home
from kiosk.core.kinds.consent import REFUSED
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtConsent, AtQuestion
from kiosk.core.pages import AtForm, AtInfo, Page
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

_BEGAN: dict[str, Callable[[int], Page]] = {
    "consent": lambda _page: AtConsent(),
    "identify": lambda _page: AtConsent(for_child=True),
    "eligibility": AtQuestion,
    "form": AtForm,
}


def _back(turn: Turn, page: AtInfo) -> None:
    """To the page where the answer was given."""
    turn.show(_BEGAN[turn.step.kind](page.page))


def _touched(turn: Turn, page: AtInfo, target: str) -> None:
    if target == "primary":
        _back(turn, page)
    elif target == "secondary":
        go_home(turn)


def _body(view: View, page: AtInfo) -> Parts:
    own = f"info.{page.info}"
    blocks: list[Row] = []
    while view.words.has_of(view.visit.matter, f"{own}.block{len(blocks) + 1}"):
        key = f"{own}.block{len(blocks) + 1}"
        blocks.append(Row(view.say(key), view.say(f"{key}_lines")))
    if page.info == REFUSED:
        keeper = view.keeper()
        blocks.append(Row(keeper.title, "\n".join(keeper.lines)))
    return Parts(
        view.say(f"{own}.title"),
        view.say(f"{own}.strip"),
        Info(tuple(blocks)),
        primary=Button("primary", _label(view, f"{own}.primary", "info.primary"), icon="back"),
        secondary=Button("secondary", _label(view, f"{own}.secondary", "info.secondary")),
    )


def _label(view: View, own: str, usual: str) -> str:
    return view.say(own if view.words.has_of(view.visit.matter, own) else usual)


KIND = Kind(pages={AtInfo: PageKind(_body, _touched, back=_back)})
