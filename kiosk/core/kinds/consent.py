"""consent: four questions and their answers, one general tick, and a separate one for each sensitive category.

For a child only a guardian is asked, once that role was taken: nobody else has a child's records looked up.

个人信息保护法 articles 13, 14, 28 and 29: what is sensitive is consented to by itself; nothing is ticked beforehand,
and a no leads to the other way of having the matter done.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.face_bodies import Consent
from kiosk.core.face_parts import Row, Tick
from kiosk.core.flow import go_back, go_on
from kiosk.core.kinds.identity import before, further
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtConsent
from kiosk.core.matters import Matter, Sensitive
from kiosk.core.pages import AtInfo
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

GENERAL = "general"
REFUSED = "consent_refused"  # the explanation that follows a no
MINOR = "minor"
QUESTIONS = ("look", "do", "who", "keep")


def _asked(matter: Matter, page: AtConsent) -> tuple[Sensitive, ...]:
    """The categories ticked on this page beside its first tick."""
    return () if page.for_child else tuple(each for each in matter.sensitive if each != MINOR)


def _touched(turn: Turn, page: AtConsent, target: str) -> None:
    sensitive = _asked(turn.matter, page)
    category = target.removeprefix("tick:")
    if target == "tick":
        turn.show(replace(page, ticked=not page.ticked))
    elif target.startswith("tick:") and category in sensitive:
        turn.show(replace(page, sensitive=page.sensitive ^ {category}))
    elif target == "primary" and page.ticked and page.sensitive == set(sensitive):
        _consented(turn, page, sensitive)
    elif target == "secondary":
        turn.keep(consents=turn.visit.consents - {MINOR} if page.for_child else frozenset())
        turn.show(AtInfo(REFUSED))


def _consented(turn: Turn, page: AtConsent, sensitive: tuple[Sensitive, ...]) -> None:
    if page.for_child:
        turn.keep(consents=turn.visit.consents | {MINOR})
        further(turn)
    else:
        turn.keep(consents=frozenset((GENERAL, *sensitive)))
        go_on(turn)


def _back(turn: Turn, page: AtConsent) -> None:
    before(turn) if page.for_child else go_back(turn)


def _body(view: View, page: AtConsent) -> Parts:
    words, sensitive = view.words, _asked(view.matter, page)
    rows = tuple(Row(words(f"consent.{each}"), view.say(f"consent.{each}")) for each in QUESTIONS)
    more = tuple(Tick(f"tick:{each}", view.say(f"consent.tick_{each}"), each in page.sensitive) for each in sensitive)
    own = f"consent.tick_{MINOR}" if page.for_child else "consent.tick"
    whole = page.ticked and page.sensitive == set(sensitive)
    return Parts(
        view.say(f"consent.title_{MINOR}" if page.for_child else "consent.title"),
        view.say("consent.strip"),
        Consent(rows, Tick("tick", view.say(own), page.ticked), more),
        primary=view.primary("consent.primary") if whole else None,
        secondary=view.secondary("consent.secondary"),
        waiting="" if whole else words("consent.waiting_more" if more else "consent.waiting"),
    )


KIND = Kind(
    arrivals={"consent": lambda turn: turn.show(AtConsent())},
    pages={AtConsent: PageKind(_body, _touched, back=_back)},
)
