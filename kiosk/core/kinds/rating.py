"""好差评: five grades or none, never one that is chosen already; who was not satisfied may say why, nobody has to.

Grades are those of GB/T 39046 A.8 (1 = 非常满意); nobody is named.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.effects import ReportRating
from kiosk.core.face_bodies import Choose, Rating
from kiosk.core.face_parts import Button, Choice
from kiosk.core.flow import to_welcome
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.pages import AtRating
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

REASONS = ("too_slow", "not_clear", "too_many_papers", "sent_around", "hard_to_use", "other")
ASKED_WHY = frozenset((4, 5))


def _touched(turn: Turn, page: AtRating, target: str) -> None:
    kind, _, name = target.partition(":")
    match kind, name:
        case "grade", "1" | "2" | "3" | "4" | "5" if not page.grade:
            _grade(turn, replace(page, grade=int(name)))
        case "reason", _ if page.grade and name in REASONS:
            turn.show(replace(page, reasons=page.reasons ^ {name}))
        case "primary", _ if page.grade and page.reasons:
            end_rating(turn, page)
        case "secondary", _:
            end_rating(turn, replace(page, reasons=frozenset()))
        case _:
            return


def _grade(turn: Turn, page: AtRating) -> None:
    if page.grade in ASKED_WHY:
        turn.show(page)
    else:
        end_rating(turn, page)


def end_rating(turn: Turn, page: AtRating) -> None:
    """Report the grade if one was given, also when whoever gave it has walked away."""
    if page.grade:
        reasons = tuple(each for each in REASONS if each in page.reasons)
        turn.do(ReportRating(turn.fresh("rating"), page.matter, page.case_number, page.grade, reasons))
    to_welcome(turn)


def _body(view: View, page: AtRating) -> Parts:
    return _reasons(view, page) if page.grade else _grades(view)


def _grades(view: View) -> Parts:
    words = view.words
    grades = tuple(
        Button(f"grade:{grade}", words(f"rating.grade{grade}"), icon=f"face{grade}") for grade in range(1, 6)
    )
    body = Rating(words("rating.heading"), grades, words("rating.note"))
    return Parts(words("rating.title"), words("rating.strip"), body, secondary=view.secondary("rating.secondary"))


def _reasons(view: View, page: AtRating) -> Parts:
    words = view.words
    choices = tuple(
        Choice(f"reason:{each}", words(f"rating.reason.{each}"), kind="many", chosen=each in page.reasons)
        for each in REASONS
    )
    return Parts(
        words("rating.why_title"),
        words("rating.why_strip"),
        Choose(words("rating.why_heading"), choices),
        primary=view.primary("rating.why_primary", "tick") if page.reasons else None,
        secondary=view.secondary("rating.why_secondary"),
        waiting="" if page.reasons else words("rating.why_waiting"),
    )


KIND = Kind(pages={AtRating: PageKind(_body, _touched)})
