"""Every kind of page that a matter has, found by doing what its pages offer: the best first, then everything else.

A walk in depth: whatever a citizen can press, type or wait for is tried once on each page, and of pages that differ
only a little a few are kept. No page is named here, so a matter that is added is walked like the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.case_bodies import Sign, Writing
from kiosk.core.conditions import Presence
from kiosk.core.effects import Ask, JoinPages
from kiosk.core.events import (
    CardRead,
    CodeRead,
    Happened,
    PagesJoined,
    PageTaken,
    PageTroubled,
    PaperSettled,
    PresenceSeen,
    Replied,
    What,
)
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Form, OneOf, Pad
from kiosk.core.face_parts import Button, Choice
from kiosk.core.faces import Face
from kiosk.core.idcard import IdCard
from kiosk.core.matter_pages import AtPhotograph
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.pages import AtCard, AtFinish, AtPrinting, AtScan
from kiosk.core.questions import Question
from kiosk.core.session import Session
from kiosk.core.step import step
from kiosk.core.touches import Drafted, Signed, Touched
from kiosk.rehearsal import NOW, PRINTED, ZHANG
from kiosk.rehearsed_answers import CHILD, LI, replies_to, texts_for

EVERYWHERE = frozenset(("back", "home", "help", "size", "language"))
KEPT = 4  # faces of one name that are laid out differently
WALKED = 16  # faces of one name from which the walk goes on: a list of materials is given one by one
MOST_STEPS = 4_000  # of one walk
MOST_TO_MATTER = 30
STROKES = (tuple((100 * n, 50 * (n % 9), 15 * n) for n in range(80)),)
CODES = ("KIOSK:CASE:DEMO-2026-000001", "KIOSK-DEMO:DOC:DOC-1")
MS_PER_EVENT = 10

Move = tuple[What, ...]


class Standing(Struct, frozen=True):
    """Where a walk is: the session, what was asked and not yet answered, what must be joined."""

    session: Session
    count: int = 0
    asked: Question | None = None
    joining: str = ""


class Walk:
    """One walk through one matter; `sessions` are those whose faces are worth a look."""

    def __init__(self, catalogue: Catalogue, matter: str) -> None:
        self._catalogue = catalogue
        self._matter: Matter = catalogue.matters[matter]
        self._seen: set[bytes] = set()
        self._walked: Counter[str] = Counter()
        self._layouts: set[tuple[object, ...]] = set()
        self._kept: Counter[str] = Counter()

    def sessions(self) -> Iterator[Session]:
        """Those whose faces look different from each other, in the order in which visits meet them."""
        start = self._arrived()
        waiting = [start] if start else []
        for _ in range(MOST_STEPS):
            if not waiting:
                return
            standing = waiting.pop()
            face = self._face(standing)
            if not self._is_new(face):
                continue
            if self._looks_new(face):
                yield standing.session
            moves = [] if standing.session.visit is None else list(self._moves(standing, face))
            waiting += [self._after(standing, each) for each in reversed(moves)]

    def _is_new(self, face: Face) -> bool:
        shape = msgspec.json.encode(replace(face, rev=0))
        if shape in self._seen or self._walked[face.name] >= WALKED:
            return False
        self._seen.add(shape)
        self._walked[face.name] += 1
        return True

    def _looks_new(self, face: Face) -> bool:
        """Whether it has other parts than those of its name before: keys, notices, answers."""
        notice = getattr(face.body, "notice", None)
        layout = (face.name, face.title, len(_targets(face)), notice, bool(face.primary), len(face.checks.notes))
        if layout in self._layouts or self._kept[face.name] >= KEPT:
            return False
        self._layouts.add(layout)
        self._kept[face.name] += 1
        return True

    def _face(self, standing: Standing) -> Face:
        return face_of(self._catalogue, standing.session, NOW)

    # --- to the matter ------------------------------------------------------------------------------------------

    def _arrived(self) -> Standing | None:
        """From the welcome page to the matter's first: by its card, or by its shelf and its guide."""
        standing = Standing(Session())
        matter = self._matter
        wanted = ("start", f"matter:{matter.id}", f"guide:{matter.id}", f"shelf:{matter.group}", "page:following")
        for _ in range(MOST_TO_MATTER):
            if standing.session.visit is not None:
                return standing
            offered = _targets(self._face(standing))
            target = next((each for each in (*wanted, "primary") if each in offered), None)
            if target is None:
                return None
            standing = self._after(standing, (Touched(standing.session.rev, target),))
        return None

    # --- one move -----------------------------------------------------------------------------------------------

    def _after(self, standing: Standing, move: Move) -> Standing:
        for what in move:
            standing = self._stepped(standing, what)
        return standing

    def _stepped(self, standing: Standing, what: What) -> Standing:
        """One event; a touch of the same move is made on whatever face is then shown."""
        if isinstance(what, Touched | Drafted | Signed):
            what = replace(what, rev=standing.session.rev)
        count = standing.count + 1
        happened = Happened(what, 1_000 + count * MS_PER_EVENT, NOW, f"token{count:010}")
        session, effects = step(self._catalogue, standing.session, happened)
        asked, joining = standing.asked, standing.joining
        for effect in effects:
            asked = effect.question if isinstance(effect, Ask) else asked
            joining = effect.request if isinstance(effect, JoinPages) else joining
        return Standing(session, count, asked, joining)

    def _moves(self, standing: Standing, face: Face) -> Iterator[Move]:
        """What can be done here, what leads on first."""
        yield from ((each,) for each in self._answers(standing))
        filled = list(self._filled(face))
        yield from filled[:1]
        offered = _targets(face)
        if "primary" in offered:
            yield (Touched(0, "primary"),)
        yield from ((Touched(0, each),) for each in offered if each != "primary" and each not in EVERYWHERE)
        yield from filled[1:]

    def _filled(self, face: Face) -> Iterator[Move]:
        """A page of a form filled in, with each of its choices once; what is typed, right and wrong; a signature."""
        body = face.body
        if isinstance(body, Pad | Writing):
            for text in texts_for(self._matter, body.field):
                yield Drafted(0, body.field, text), Touched(0, "primary")
                yield (Drafted(0, body.field, text),)
        elif isinstance(body, Sign):
            yield (Signed(0, STROKES),)
        elif isinstance(body, Form):
            groups = [each.choices for each in body.fields if isinstance(each, OneOf)]
            first = tuple(Touched(0, each[0].target) for each in groups if each)
            yield (*first, Touched(0, "primary"))
            yield from ((*first, Touched(0, each.target)) for group in groups for each in group[1:])
        elif ticks := [each for each in _targets(face) if each.partition(":")[0] == "tick"]:
            yield tuple(Touched(0, each) for each in ticks)

    def _answers(self, standing: Standing) -> Iterator[What]:
        """What the machine may hear while the page waits."""
        page = getattr(standing.session.page, "under", standing.session.page)
        request = getattr(page, "request", "")
        match page:
            case AtCard():
                yield from (CardRead(request, each) for each in self._cards(standing.session))
            case AtScan():
                yield from (CodeRead(request, each.encode(), each) for each in CODES)
            case AtPrinting():
                yield PaperSettled(page.job, PRINTED)
            case AtFinish():
                yield PresenceSeen(request, Presence.ABSENT)
            case AtPhotograph(taking=True) if standing.joining == request:
                yield PagesJoined(request, b"%PDF-", "0" * 64)
            case AtPhotograph(taking=True):
                yield PageTaken(request, b"jpeg", b"")
                yield PageTroubled(request, "blurred")
            case _ if request and standing.asked is not None:
                yield from (Replied(request, each) for each in replies_to(standing.asked, self._matter))

    @staticmethod
    def _cards(session: Session) -> tuple[IdCard, ...]:
        """The second card of a visit is another person's."""
        visit = session.visit
        first = visit is None or visit.card is None
        return (ZHANG, LI) if first else (LI, CHILD, ZHANG)


def _targets(face: Face) -> list[str]:
    """What can be pressed on a face, in its order."""
    found: list[str] = []
    _collect(face.body, found)
    keys = (face.primary, face.secondary)
    start = ["start"] if face.name == "welcome" else []
    return list(dict.fromkeys([*start, *(each.target for each in keys if each and each.enabled), *found]))


def _collect(value: object, found: list[str]) -> None:
    """Every enabled target within a body, whatever its kind."""
    if isinstance(value, tuple):
        for each in value:
            _collect(each, found)
    elif isinstance(value, Struct):
        target = getattr(value, "target", "") or getattr(value, "change", "")
        if target and getattr(value, "enabled", True):
            found.append(target)
        if not isinstance(value, Button | Choice):
            for name in value.__struct_fields__:
                _collect(getattr(value, name), found)


def sessions_of(catalogue: Catalogue, matter: str) -> list[Session]:
    """The sessions of a walk through a matter, each on a page of its own."""
    return list(Walk(catalogue, matter).sessions())
