"""A matter's story on the demonstration's real glass: a pointer made of X events, cards and papers in the world."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from PIL import Image

from kiosk.core.matters import Catalogue
from kiosk.demo.department import work_department
from kiosk.demo.display import Display
from kiosk.demo.story import KEY_S, PAGE_S, Glass, settled
from kiosk.demo.tax_story import texted_code
from kiosk.demo.world import DemoError, World
from kiosk.matter_stories.story import MatterStory
from kiosk.matter_stories.visitor import (
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
    Visitor,
    Wait,
)

MOST_ACTS = 200
AFTER = (
    "finish",
    "rating",
)  # papers and answers are out: what is pressed from here on brings nobody further
PASSING_S = 0.4  # a page that stays shorter than this is on its way to another
THUMB = (270, 480)
COLUMNS = 8


class Told(Struct, frozen=True):
    """How a story went on the glass; presses, keys and fields typed count from 首页 until the papers are out."""

    pages: tuple[str, ...]
    touches: int
    keys: int
    typed: tuple[str, ...]
    pictures: tuple[Path, ...]


class MatterStage:
    """Plays stories one after the other on one running demonstration."""

    def __init__(self, world: World, display: Display, glass: Glass, catalogue: Catalogue) -> None:
        self._world, self._display, self._glass, self._catalogue = world, display, glass, catalogue
        self._texts = 0
        self._keys = 0
        self._stood = False

    def play(self, story: MatterStory, out: Path) -> Told:
        """From the welcome page back to it; DemoError where the story does not lead there."""
        for fault in story.gateway:
            more = {"name": fault.department, "seconds": fault.seconds, "reason": fault.reason or "refused"}
            work_department(self._world.directory, fault.verb, more)
        visitor, touches = Visitor(self._catalogue, story), 0
        pages: list[str] = []
        typed: list[str] = []
        pictures: list[Path] = []
        self._keys = 0
        out.mkdir(parents=True, exist_ok=True)
        for _ in range(MOST_ACTS):
            self._hear()
            seen = self._seen()
            if not pages or pages[-1] != seen.page:
                pages.append(seen.page)
                pictures.append(self._picture(out, len(pages), seen.page))
            act = visitor.next(seen)
            if act is None:
                return Told(tuple(pages), touches, self._keys, tuple(typed), tuple(pictures))
            if not any(page in AFTER for page in pages):
                touches += isinstance(act, Touch) and seen.page != "welcome"
                typed += [act.field] if isinstance(act, Fill | TypeTexted) else []
            self._do(act, story)
        raise DemoError(f"{story.matter} {story.id}：走不到头。 {story.matter} {story.id} comes to no end.")

    def _seen(self) -> Seen:
        glass = self._glass
        return Seen(glass.page, glass.body, glass.field, frozenset(glass.targets))

    def _hear(self) -> None:
        """What stands on the glass for a moment; passing pages are let pass."""
        deadline = time.monotonic() + PASSING_S
        while (left_s := deadline - time.monotonic()) > 0:
            self._glass.hear(left_s)

    def _picture(self, out: Path, number: int, page: str) -> Path:
        path = out / f"{number:02}-{page.replace('/', '-')}.png"
        settled(self._display.picture, None).save(path)
        return path

    def _do(self, act: Act, story: MatterStory) -> None:
        dock, rev = self._world.dock, self._glass.rev
        match act:
            case Touch(target):
                self._texts = len(dock.texts())
                self._press(target)
                self._glass.wait_beyond(rev)
            case Fill(field, _) if self._glass.body == "writing":
                self._write(story.writes.get(field, ""))
            case Fill(_, text):
                self._type(text)
            case TypeTexted():
                self._type(texted_code(self._world, self._texts))
            case LayCard(person):
                if self._stood:
                    dock.tell("id-card", "pull_card")
                    time.sleep(1.0)
                dock.tell("id-card", "insert_card", name=person)
                self._stood = True
                self._glass.wait_beyond(rev)
            case PullCard():
                dock.tell("id-card", "pull_card")
                self._stood = False
            case ShowCode() | LayPage() | PayByPhone():
                self._bring(act)
            case SignName():
                self._sign()
            case Wait():
                self._wait(rev)

    def _bring(self, act: ShowCode | LayPage | PayByPhone) -> None:
        """What a citizen has with them: a code, a page, a phone that pays."""
        dock, rev = self._world.dock, self._glass.rev
        match act:
            case ShowCode(payload):
                dock.tell("camera", "show_text", text=payload)
                self._glass.wait_beyond(rev)
                dock.tell("camera", "clear")
            case LayPage():
                dock.tell("document-camera", "lay_page", name="form")
                time.sleep(1.0)
            case PayByPhone(department, state):
                work_department(self._world.directory, "pay", {"name": department, "state": state})

    def _wait(self, rev: int) -> None:
        deadline, targets = time.monotonic() + 2 * PAGE_S, self._glass.targets
        while self._glass.rev <= rev and self._glass.targets == targets:
            if time.monotonic() > deadline:
                raise DemoError(f"{self._glass.page} 没有动静。 Nothing happens on {self._glass.page}.")
            self._glass.hear(0.5)

    def _press(self, target: str) -> None:
        x, y, width, height = self._glass.targets[target]
        self._display.click(x + width // 2, y + height // 2)

    def _type(self, text: str) -> None:
        for character in text:
            key = f"key:{character}"
            if key not in self._glass.targets and "key:layer" in self._glass.targets:
                self._press_key("key:layer")
            self._press_key(key)

    def _write(self, pinyin: str) -> None:
        """Words by their pinyin, the first candidate of each; a phrase that is offered where none is given."""
        for word in pinyin.split():
            for letter in word:
                self._press_key(f"key:{letter}")
            self._press_key("candidate:0")
        if not pinyin:
            self._press_key("phrase:0")

    def _press_key(self, target: str) -> None:
        deadline = time.monotonic() + PAGE_S
        while target not in self._glass.targets:
            if time.monotonic() > deadline:
                raise DemoError(f"{self._glass.page} 上没有键 {target}。 There is no key {target}.")
            self._glass.hear(0.2)
        self._press(target)
        self._keys += 1
        time.sleep(KEY_S)

    def _sign(self) -> None:
        """Two strokes in the field for one's name."""
        x, y, width, height = self._glass.targets["sign_pad"]
        for part in (0.3, 0.6):
            line = [(x + int(width * (part + step / 60)), y + int(height * (0.3 + step / 30))) for step in range(12)]
            self._display.stroke(line)
        time.sleep(PASSING_S)


def contact_sheet(pictures: Sequence[Path], path: Path) -> None:
    """All pages of a story on one picture, in order."""
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * THUMB[0], rows * THUMB[1]), "white")
    for number, each in enumerate(pictures):
        with Image.open(each) as page:
            page.thumbnail(THUMB)
            sheet.paste(page, (number % COLUMNS * THUMB[0], number // COLUMNS * THUMB[1]))
    sheet.save(path)
