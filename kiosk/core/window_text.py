"""What is brought to a window, in words: how many pieces of what, where to, and what comes next."""

from __future__ import annotations

from kiosk.core.face_parts import Language
from kiosk.core.matters import Catalogue, Material
from kiosk.core.regions import place_name
from kiosk.core.replies import CaseStanding
from kiosk.core.words import Words


def pieces(words: Words, material: Material) -> str:
    """How many originals and copies; what has no number said is one original."""
    counts = (("originals", material.originals), ("copies", material.copies))
    found = [words(f"usual.bring.{name}", count=count) for name, count in counts if count]
    return words("word.and").join(found) or words("usual.bring.originals", count=1)


def receiving_window(catalogue: Catalogue, language: Language, place: str = "") -> str:
    """The window that takes what is brought: this centre's, or that of another receiving `place` (GB/T 2260)."""
    centre, words = catalogue.centre, catalogue.words[language]
    name = place_name(catalogue.regions, place or centre.region, language)
    here = (centre.name_zh if language == "zh" else centre.name_en) if place in ("", centre.region) else ""
    place = " ".join(each for each in (name, here) if each)
    return words("usual.bring.window", place=place) if place else words("usual.bring.there")


def next_key(standing: CaseStanding) -> str:
    """Which sentence says what comes next: while a window waits for papers, no department reads the case."""
    return "case.next.to_bring" if standing.to_bring and standing.state == "received" else f"case.next.{standing.state}"
