"""consent: four questions and their answers, one general tick, and a separate one for each sensitive category.

个人信息保护法 articles 13, 14, 28 and 29: what is sensitive is consented to by itself; nothing is ticked beforehand,
and a no leads to the other way of having the matter done.
"""

from __future__ import annotations

from kiosk.core.face_bodies import Consent
from kiosk.core.face_parts import Row, Tick
from kiosk.core.flow import go_on
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtConsent
from kiosk.core.pages import AtInfo
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

GENERAL = "general"
REFUSED = "consent_refused"  # the explanation that follows a no
QUESTIONS = ("look", "do", "who", "keep")


def _touched(turn: Turn, page: AtConsent, target: str) -> None:
    sensitive = turn.matter.sensitive
    category = target.removeprefix("tick:")
    if target == "tick":
        turn.show(AtConsent(not page.ticked, page.sensitive))
    elif target.startswith("tick:") and category in sensitive:
        turn.show(AtConsent(page.ticked, page.sensitive ^ {category}))
    elif target == "primary" and page.ticked and page.sensitive == set(sensitive):
        turn.keep(consents=frozenset((GENERAL, *sensitive)))
        go_on(turn)
    elif target == "secondary":
        turn.keep(consents=frozenset())
        turn.show(AtInfo(REFUSED))


def _body(view: View, page: AtConsent) -> Parts:
    words, sensitive = view.words, view.matter.sensitive
    rows = tuple(Row(words(f"consent.{each}"), view.say(f"consent.{each}")) for each in QUESTIONS)
    more = tuple(Tick(f"tick:{each}", view.say(f"consent.tick_{each}"), each in page.sensitive) for each in sensitive)
    whole = page.ticked and page.sensitive == set(sensitive)
    return Parts(
        view.say("consent.title"),
        view.say("consent.strip"),
        Consent(rows, Tick("tick", view.say("consent.tick"), page.ticked), more),
        primary=view.primary("consent.primary") if whole else None,
        secondary=view.secondary("consent.secondary"),
        waiting="" if whole else words("consent.waiting_more" if more else "consent.waiting"),
    )


KIND = Kind(
    arrivals={"consent": lambda turn: turn.show(AtConsent())},
    pages={AtConsent: PageKind(_body, _touched)},
)
