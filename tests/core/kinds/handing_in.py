"""The made-up matter on its way: photographed, reviewed, signed, handed in; and what its slip says."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.effects import PrintReceipt
from kiosk.core.events import PagesJoined, PageTaken
from kiosk.core.pages import AtReview
from kiosk.core.receipts import Line, Pair, Text
from kiosk.core.touches import Signed
from kiosk.rehearsal import Story
from tests.core.kinds.filed_matter import NAME, filed


def at_step(story: Story, kind: str) -> Story:
    """Go to the first step of a kind, as 改 does."""
    kinds = [each.kind for each in story.catalogue.matters["MADE-UP"].steps]
    visit = replace(story.session.visit, step=kinds.index("review"))
    story.session = replace(story.session, visit=visit, page=AtReview())
    if kinds.index(kind) < visit.step:
        return story.touch(f"change:{kinds.index(kind)}")
    return story


def photographed(story: Story, material: str = "letter", pages: int = 1) -> Story:
    story.touch(f"material:{material}")
    for number in range(pages):
        story.touch("take").happen(PageTaken(story.request, b"jpeg%d" % number, b"small"))
    story.touch("done")
    return story.happen(PagesJoined(story.request, b"%PDF-joined", "ab" * 32))


def reviewed(story: Story) -> Story:
    return photographed(story).touch("material:promise", "primary", "primary", "delivery:pick_up")


def signed(story: Story) -> Story:
    reviewed(story).touch("primary")
    return story.happen(Signed(story.session.rev, (NAME,))).touch("primary")


def handed_in(story: Story) -> Story:
    return filed(signed(story))


def texts(lines: tuple[Line, ...]) -> list[str]:
    every = [part for each in lines for part in (each, *getattr(each, "beside", ()))]
    return [each.text if isinstance(each, Text) else each.value for each in every if isinstance(each, Text | Pair)]


def printed(story: Story) -> list[str]:
    return texts(story.ordered(PrintReceipt)[-1].receipt.lines)
