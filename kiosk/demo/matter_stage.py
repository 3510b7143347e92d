"""A matter's story on the demonstration's real glass: a pointer made of X events, cards and papers in the world."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from PIL import Image

from kiosk.clock import CHINA
from kiosk.core.matters import Catalogue
from kiosk.core.payloads import HAND_OVER
from kiosk.core.rules import bounds
from kiosk.demo.department import work_department
from kiosk.demo.display import Display
from kiosk.demo.finger import Finger, Spelling
from kiosk.demo.papers_out import code_on, papers_in
from kiosk.demo.story import PAGE_S, Glass, settled, titled_anew
from kiosk.demo.tally import Tally, Told
from kiosk.demo.tax_story import texted_code
from kiosk.demo.world import DemoError, World
from kiosk.matter_stories.acts import (
    Act,
    Fill,
    LayCard,
    LayPage,
    PayByPhone,
    PullCard,
    Seen,
    ShowCode,
    SignName,
    Touch,
    TypeTexted,
    Wait,
)
from kiosk.matter_stories.story import MatterStory
from kiosk.matter_stories.visitor import Visitor

MOST_ACTS = 200
PASSING_S = 0.4  # a page that stays shorter than this is on its way to another
CASE_CODE = "KIOSK:CASE:"
MOST_PRESSES = 3
CLEARING_S = 2.0  # the card is seen to be away


class MatterStage:
    """Plays stories one after the other on one running demonstration; keeps the codes that a citizen takes along."""

    def __init__(self, world: World, display: Display, glass: Glass, catalogue: Catalogue, spelling: Spelling) -> None:
        self._world, self._display, self._glass, self._catalogue = world, display, glass, catalogue
        self._finger = Finger(display, glass, spelling)
        self._texts = 0
        self._stood = False
        self._tally = Tally()
        self._hand_over = ""
        self._last: Image.Image | None = None

    def play(self, story: MatterStory, out: Path | None) -> Told:
        """From the welcome page back to it, a picture of each page in `out`; DemoError where it does not lead there."""
        for fault in story.gateway:
            more = {"name": fault.department, "seconds": fault.seconds, "reason": fault.reason or "refused"}
            work_department(self._world.directory, fault.verb, more)
        visitor, self._tally, self._finger.keys = Visitor(self._catalogue, story), Tally(), 0
        for _ in range(MOST_ACTS):
            self._hear(PASSING_S)
            seen = self._seen()
            if self._tally.is_new(seen.page):
                self._tally.saw(seen.page, self._picture(out, seen.page) if out else None)
                self._note_code(seen)
            act = visitor.next(seen)
            if act is None:
                return self._tally.told(self._finger.keys)
            self._tally.did(act, seen.page)
            self._do(act)
        raise DemoError(f"{story.name}：走不到头。 {story.name} comes to no end: {self._tally.pages[-8:]}")

    def show_where_it_stopped(self, out: Path) -> None:
        """The glass of a story that leads no further, as its last picture."""
        out.mkdir(parents=True, exist_ok=True)
        self._display.picture().save(out / "99-stopped.png", compress_level=1)

    # --- the glass ---

    def _seen(self) -> Seen:
        glass = self._glass
        turned = (each.split(":") for each in glass.targets if each.startswith(("up:", "down:")))
        dates = tuple(dict.fromkeys(each[1] for each in turned if len(each) == 3))
        return Seen(glass.page, glass.body, glass.field, frozenset(glass.targets), dates)

    def _hear(self, for_s: float) -> None:
        """What stands on the glass for a moment; passing pages are let pass."""
        deadline = time.monotonic() + for_s
        while (left_s := deadline - time.monotonic()) > 0:
            self._glass.hear(left_s)

    def _picture(self, out: Path, page: str) -> Path:
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{len(self._tally.pictures) + 1:02}-{page.replace('/', '-')}.png"
        self._last = titled_anew(self._display.picture, self._last)
        self._last.save(path, compress_level=1)
        return path

    def _note_code(self, seen: Seen) -> None:
        """The code for a phone, photographed off the glass."""
        if seen.name == "handover":
            self._hand_over = code_on(settled(self._display.picture, None), HAND_OVER)

    # --- what the visitor does ---

    def _do(self, act: Act) -> None:
        rev = self._glass.rev
        match act:
            case Touch(target):
                self._texts = len(self._world.dock.texts())
                self._touch(target)
            case Fill(field, text):
                self._fill(field, text)
            case TypeTexted():
                self._finger.type(texted_code(self._world, self._texts))
            case LayCard(person):
                self._lay(person)
            case PullCard():
                self._pull()
            case ShowCode() | LayPage() | PayByPhone():
                self._bring(act)
            case SignName():
                self._finger.sign()
                time.sleep(PASSING_S)
            case Wait():
                self._wait(rev)

    def _touch(self, target: str) -> None:
        """Press; again where the page was drawn anew under the finger: a touch on what was there before is dropped."""
        for _ in range(MOST_PRESSES):
            look, before, rev = self._display.picture(), self._there(), self._glass.rev
            self._finger.press(target)
            self._glass.wait_beyond(rev)
            if self._there() != before:
                return
            self._hear(PASSING_S)
            if self._there() != before or settled(self._display.picture, None) != look:
                return

    def _there(self) -> tuple[str, dict[str, list[int]]]:
        return self._glass.page, self._glass.targets

    def _fill(self, field: str, text: str) -> None:
        match self._glass.body:
            case "writing":
                self._finger.write(text)
                self._tally.wrote.append(text)
            case "form":
                matter = self._catalogue.matters[self._glass.page.partition("/")[0]]
                today = datetime.now(CHINA).date().isoformat()
                self._finger.turn(field, text, *bounds(matter.field(field), today))
            case _:
                self._finger.type(text)

    def _lay(self, person: str) -> None:
        if self._stood:
            self._pull()
            self._hear(CLEARING_S)
        rev = self._glass.rev
        self._world.dock.tell("id-card", "insert_card", name=person)
        self._stood = True
        self._glass.wait_beyond(rev)

    def _pull(self) -> None:
        self._world.dock.tell("id-card", "pull_card")
        self._stood = False

    def _bring(self, act: ShowCode | LayPage | PayByPhone) -> None:
        """What a citizen has with them: a code, a page, a phone that pays."""
        dock, rev = self._world.dock, self._glass.rev
        match act:
            case ShowCode(payload):
                dock.tell("camera", "show_text", text=self._code(payload))
                self._glass.wait_beyond(rev)
                dock.tell("camera", "clear")
            case LayPage():
                dock.tell("document-camera", "lay_page", name="form")
                time.sleep(1.0)
            case PayByPhone(department, state):
                work_department(self._world.directory, "pay", {"name": department, "state": state})

    def _code(self, payload: str) -> str:
        """A payload of the story, or what an earlier visit left in the citizen's hand."""
        if payload == "hand_over":
            return self._hand_over
        if payload == "receipt":
            return self._code_on_receipt()
        return payload

    def _code_on_receipt(self) -> str:
        with Image.open(papers_in(self._world.out).receipts[-1]) as paper:
            return code_on(paper, CASE_CODE)

    def _wait(self, rev: int) -> None:
        deadline, targets = time.monotonic() + 2 * PAGE_S, self._glass.targets
        while self._glass.rev <= rev and self._glass.targets == targets:
            if time.monotonic() > deadline:
                raise DemoError(f"{self._glass.page} 没有动静。 Nothing happens on {self._glass.page}.")
            self._glass.hear(0.5)
