"""A wanderer through any matter: does what a page offers, mostly sensibly, with answers made from the definition."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import json

from kiosk.core.conditions import Presence
from kiosk.core.effects import Ask, Effect, JoinPages
from kiosk.core.events import (
    CardRead,
    CardTroubled,
    CodeRead,
    PagesJoined,
    PageTaken,
    PageTroubled,
    PaperSettled,
    PresenceSeen,
    Replied,
    TimerRang,
    What,
)
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Review
from kiosk.core.faces import Face
from kiosk.core.matter_pages import AtPlace
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.pages import AtFinish, AtHome, AtIdle, AtLeave, AtPrinting, AtReview, AtShelf, AtWaiting, AtWelcome
from kiosk.core.questions import (
    Issue,
    Question,
    Submit,
)
from kiosk.core.regions import choices
from kiosk.core.replies import (
    Reply,
)
from kiosk.core.session import Session, Visit
from kiosk.core.touches import Drafted, Signed, Touched
from kiosk.rehearsal import NOW, PRINTED, ZHANG, Story
from kiosk.rehearsed_answers import LI, NUMBER, replies_to, texts_for
from tests.core.moves import FAILED, LOST, targets

SENSIBLE = 0.85
FRAME = frozenset(("back", "home", "help", "size", "language"))
STROKES = (tuple((100 * n, 50 * (n % 9), 15 * n) for n in range(80)),)


def places_that_offer(shelf: Catalogue, matter: Matter) -> Iterator[str]:
    """The keys that lead to a city where there is something to choose from in every table that the matter names."""
    tables = [each.choices_from for each in matter.fields if each.choices_from is not None]
    for city in (city for cities in shelf.regions.cities.values() for city in cities):
        if all(choices(shelf.regions, table, city.code, NOW[:10]) for table in tables):
            yield from (f"place:{city.code}", f"place:{city.code[:2]}0000")


class Standing(NamedTuple):
    """Where a wanderer once stood, to set out from again."""

    session: Session
    face: Face
    effects: tuple[Effect, ...]
    asked: Mapping[str, Question]
    reviewed: object
    looked_at: object


class Wanderer:
    """One terminal that wanders through a matter; `seed` decides everything.

    A walk sets out from the welcome page, or from where an earlier walk once stood in the matter: every page that was
    ever reached is as likely to be a beginning as any other, so what lies deep is seen as often as what lies near.
    """

    def __init__(self, shelf: Catalogue, matter: str, seed: int) -> None:
        self.shelf, self.matter = shelf, shelf.matters[matter]
        self.story = Story(shelf)
        self.face = self.story.face
        self.chance = random.Random(seed)
        self.asked: Mapping[str, Question] = {}
        self.pages: Counter[str] = Counter()
        self.submitted = 0
        self._forward = {"primary", "start", f"matter:{matter}", *places_that_offer(shelf, self.matter)}
        self._stood: dict[str, Standing] = {}
        self._reviewed: object = None
        self._looked_at: object = None

    @property
    def session(self) -> Session:
        return self.story.session

    def walk(self, steps: int) -> None:
        """So many events from somewhere, each checked."""
        self.set_out()
        for _ in range(steps):
            what = self.choose()
            before = self.session
            self.story.happen(what)
            self.look()
            self._check(before, what)
            self._remember()

    def set_out(self) -> None:
        """Stand somewhere to begin with."""
        fresh = Standing(Session(), face_of(self.shelf, Session(), NOW), (), {}, None, None)
        stood = self.chance.choice([fresh, *self._stood.values()])
        self.story.session, self.story.effects, self.face = stood.session, stood.effects, stood.face
        self.asked, self._reviewed, self._looked_at = stood.asked, stood.reviewed, stood.looked_at
        self.story.told.clear()

    def look(self) -> None:
        """See what is shown now, and hear what is asked."""
        self.face = self.story.face
        asked = {each.request: each.question for each in self.story.effects if isinstance(each, Ask)}
        self.asked = asked or self.asked

    def _remember(self) -> None:
        self.pages[self.face.name] += 1
        if self.session.visit is not None and self.session.visit.matter == self.matter.id:
            here = Standing(self.session, self.face, self.story.effects, self.asked, self._reviewed, self._looked_at)
            self._stood[self.face.name] = here

    # --- what to do next ---

    def choose(self) -> What:
        """What happens next: mostly what leads on, sometimes anything."""
        waited = list(self._waited())
        if waited:
            return waited[0] if self.chance.random() < SENSIBLE / 2 else self.chance.choice(waited)
        offered = self._offered()
        if self.chance.random() > SENSIBLE or not offered:
            return self.chance.choice([*offered, *self._passing(), *self._drafts()])
        drafts = self._drafts()
        if drafts and self.chance.random() < 0.6:
            return self.chance.choice(drafts)
        own = [each for each in offered if each.target not in FRAME]
        forward = [each for each in own if each.target in self._forward]
        shelf = [each for each in own if each.target == f"shelf:{self.matter.group}"]
        if isinstance(self.session.page, AtPlace) and forward:
            return self.chance.choice(forward)
        if isinstance(self.session.page, AtHome | AtShelf):
            best = forward or shelf or [each for each in own if each.target.startswith("page:")]
            return self.chance.choice(best or offered)
        if forward and self.chance.random() < 0.6:
            return self.chance.choice(forward)
        return self.chance.choice(own or offered)

    def _offered(self) -> list[Touched]:
        return [Touched(self.session.rev, each) for each in dict.fromkeys(targets(self.face))]

    def _passing(self) -> list[What]:
        timer = self.session.timer
        return [TimerRang(timer.id)] if timer is not None else []

    def _drafts(self) -> list[What]:
        body, rev = self.face.body, self.session.rev
        found: list[What] = []
        if name := getattr(body, "field", ""):
            found += [Drafted(rev, name, each) for each in self._texts(name)]
        for each in getattr(body, "fields", ()):
            if hasattr(each, "least"):
                found += [Drafted(rev, each.id, each.least), Drafted(rev, each.id, each.most)]
        if type(body).__name__ == "Sign":
            found += [Signed(rev, STROKES), Signed(rev, ())]
        return found

    def _texts(self, name: str) -> tuple[str, ...]:
        return *texts_for(self.matter, name), ""

    def _replies(self, question: Question) -> tuple[Reply, ...]:
        """Who only follows cases follows those of another matter, with papers that may be missing."""
        others = (each for each in self.shelf.matters.values() if each.materials)
        about = self.matter if self.matter.steps[-1].kind != "progress" else next(others)
        return replies_to(question, about)

    def _waited(self) -> Iterator[What]:
        page = getattr(self.session.page, "under", self.session.page)
        request, name = getattr(page, "request", ""), type(page).__name__
        if question := self.asked.get(request):
            yield from (Replied(request, each) for each in self._replies(question))
        match name:
            case "AtCard":
                yield from (CardRead(request, each) for each in (ZHANG, LI))
                yield from (PresenceSeen(request, each) for each in Presence)
                yield CardTroubled(request, "not_an_id_card")
            case "AtScan":
                for text in (f"KIOSK:CASE:{NUMBER}", "KIOSK-DEMO:DOC:DOC-1", "91350100M000100Y43"):
                    yield CodeRead(request, text.encode(), text)
            case "AtPrinting":
                yield from (PaperSettled(page.job, each) for each in (PRINTED, FAILED, LOST))
            case "AtPhotograph" if getattr(page, "taking", False):
                yield PageTaken(request, b"jpeg", b"small")
                yield PageTroubled(request, "blurred")
            case "AtFinish":
                yield from (PresenceSeen(request, each) for each in Presence)
        for effect in self.story.effects:
            if isinstance(effect, JoinPages):
                yield PagesJoined(effect.request, b"%PDF-", "0" * 64)

    # --- what must hold ---

    def _check(self, before: Session, what: What) -> None:
        face = self.face
        assert self._leads_on(), f"{face.name} is a dead end"
        assert (face.shelf is None) == isinstance(self.session.page, AtWelcome)
        assert face.shelf is None or face.shelf.home.enabled or self._may_lack_home(), f"no way home from {face.name}"
        if isinstance(self.session.page, AtWelcome | AtHome):
            assert self.session.visit is None
            held = json.encode(self.session).decode()
            assert ZHANG.number not in held
            assert LI.number not in held
        self._check_submit(before, what)

    def _leads_on(self) -> bool:
        """Something can be pressed, or the machine or the time goes on by itself."""
        page = getattr(self.session.page, "under", self.session.page)
        by_itself = self.session.timer is not None or isinstance(page, AtWaiting | AtPrinting)
        return by_itself or bool(set(targets(self.face)) - {"size", "language", "help"})

    def _may_lack_home(self) -> bool:
        under = getattr(self.session.page, "under", self.session.page)
        asking = isinstance(self.session.page, AtIdle | AtLeave)
        return asking or isinstance(under, AtWaiting | AtPrinting | AtFinish | AtHome)

    def _check_submit(self, before: Session, what: What) -> None:
        if isinstance(self.session.page, AtReview) and self.session.visit is not None:
            content = given(self.session.visit)
            self._looked_at = content if self._looked_at == content or is_last_page(self.face) else None
        forward = isinstance(before.page, AtReview) and not isinstance(self.session.page, AtReview)
        if forward and isinstance(what, Touched) and what.target == "primary":
            assert self._looked_at == given(before.visit), "left the review without its last page"
            self._reviewed = given(before.visit)
        for each in self.story.effects:
            if isinstance(each, Ask) and isinstance(each.question, Submit | Issue):
                # From a guide's page or a code the wanderer also comes to other matters and hands those in.
                self.submitted += each.question.matter == self.matter.id
                assert self._reviewed == given(self.session.visit), "handed in what was not looked over"


def is_last_page(face: Face) -> bool:
    """Whether nothing comes after this page of a review."""
    return isinstance(face.body, Review) and (face.body.following is None or not face.body.following.enabled)


def given(visit: Visit | None) -> object:
    """What a visit would hand in."""
    assert visit is not None
    answers = {key: value for key, value in visit.answers.items() if key != "check_answer"}
    return answers, visit.tables, visit.place, sorted(visit.materials), visit.card, visit.agent_card
