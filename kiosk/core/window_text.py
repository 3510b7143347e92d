"""What is for a window, in words: how many pieces of what are brought where, what comes next, who must ask there."""

from __future__ import annotations

from kiosk.core.face_parts import Language
from kiosk.core.matters import Catalogue, Material
from kiosk.core.regions import place_name
from kiosk.core.replies import STOPPED, CaseStanding, LegStanding
from kiosk.core.session import Visit
from kiosk.core.words import Words

OVER = STOPPED - {"supplement_asked"}  # nothing begins any more


def pieces(words: Words, material: Material) -> str:
    """How many originals and copies; what has no number said is one original."""
    counts = (("originals", material.originals), ("copies", material.copies))
    found = [words(f"usual.bring.{name}", count=count) for name, count in counts if count]
    return words("word.and").join(found) or words("usual.bring.originals", count=1)


def receiving_window(catalogue: Catalogue, language: Language, place: str = "") -> str:
    """The window that takes what is brought: this centre's, or that of another receiving `place` (GB/T 2260)."""
    words, name = catalogue.words[language], receiving_place(catalogue, language, place)
    return words("usual.bring.window", place=name) if name else words("usual.bring.there")


def receiving_place(catalogue: Catalogue, language: Language, place: str = "") -> str:
    """Where a case was received: this centre, or another `place` (GB/T 2260), whose centres nobody here knows."""
    centre = catalogue.centre
    name = place_name(catalogue.regions, place or centre.region, language)
    here = (centre.name_zh if language == "zh" else centre.name_en) if place in ("", centre.region) else ""
    return " ".join(each for each in (name, here) if each)


def next_key(standing: CaseStanding, *, whole: bool = True) -> str:
    """Which sentence says what comes next: while a window waits for papers, no department reads the case.

    `whole`: what is missing was told too; the state alone does not say whether a received case waits for its applicant.
    """
    if standing.state == "received" and not whole:
        return "case.next.number_alone"
    return "case.next.to_bring" if standing.to_bring and standing.state == "received" else f"case.next.{standing.state}"


def shown_legs(standing: CaseStanding) -> tuple[LegStanding, ...]:
    """The offices of a case of several, while no window waits for papers; after a no without those never begun."""
    if standing.to_bring:
        return ()
    return tuple(each for each in standing.legs if each.state != "waiting" or standing.state not in OVER)


def window_key(visit: Visit, key: str) -> str:
    """A sentence on what to do later: without a card no machine shows or takes anything then, only a window."""
    return f"{key}_no_card" if visit.role == "no_card" else key
