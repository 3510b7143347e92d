"""The whole space of one matter is walked: every event in every state has a defined answer, every page leads home."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from kiosk.core.effects import Ask, Effect
from kiosk.core.face import face_of
from kiosk.core.matters import Catalogue, Field
from kiosk.core.pages import AtFinish, AtGuide, AtHelp, AtHome, AtIdle, AtLeave, AtRating, AtReview, AtShelf, AtWelcome
from kiosk.core.questions import Issue
from kiosk.core.rules import field_problem
from kiosk.core.session import Session, Visit
from kiosk.core.touches import Touched
from kiosk.rehearsal import NOW, ZHANG, Story
from tests.core.moves import moves

PASSING = {
    "request",
    "job",
    "started_ms",
    "until_ms",
    "card",
    "reply",
    "check",
    "sent_to",
    "presence",
    "called",
    "refused",
}


def kind_of(shelf: Catalogue, session: Session) -> object:
    """A state without what only passes (times, ids, revisions, values of one class): two alike behave alike."""
    return plain(session.page), session.pad_left, session.visit and visit_kind(shelf, session.visit)


def plain(page: object) -> object:
    """A page and what is below it."""
    held = {name: getattr(page, name) for name in page.__struct_fields__ if name not in PASSING}
    parts = tuple(plain(each) if hasattr(each, "__struct_fields__") else str(each) for each in held.values())
    return type(page).__name__, *parts


def visit_kind(shelf: Catalogue, visit: Visit) -> object:
    """What of a visit decides: which answers are good, whether rows are picked, which papers are known."""
    fields = shelf.matters[visit.matter].fields
    answers = visit.answers
    choices = tuple(answers.get(each.id) for each in fields if each.type in ("choice", "place"))
    good = tuple(problem_of(each, answers.get(each.id, "")) for each in fields)
    order = answers.get("period_from", "") > answers.get("period_to", "")
    has = (visit.card, visit.check_trace, visit.payload, visit.rows, visit.picked, visit.uncollected, visit.verdict)
    more = (visit.reprint_of, visit.issue_key, visit.issued, answers.get("check_answer"))
    papers = tuple(each and each.outcome for each in (visit.document, visit.receipt))
    tries = tuple(min(2, visit.tries.get(each, 0)) for each in ("document", "receipt"))
    return visit.step, choices, good, order, tuple(map(bool, has + more)), papers, tries


@cache
def problem_of(field: Field, text: str) -> str:
    """What is wrong with an answer; a walk comes past the same few very often."""
    return field_problem(field, text, NOW[:10])


def under(session: Session) -> object:
    """The page below a question or the help."""
    page = session.page
    while isinstance(page, AtHelp | AtLeave | AtIdle):
        page = page.under
    return page


def held(session: Session) -> str:
    """Everything a session holds, without the quiet reprs."""
    return json.encode(session).decode()


def check_state(shelf: Catalogue, session: Session) -> None:
    """What holds in every state."""
    face = face_of(shelf, session, NOW)
    if isinstance(session.page, AtWelcome | AtHome | AtFinish | AtRating):
        assert session.visit is None
        assert ZHANG.number not in held(session)
        assert ZHANG.name not in repr(face)
    else:
        assert session.visit is not None or isinstance(session.page, AtHelp | AtLeave | AtIdle | AtShelf | AtGuide)
    assert (face.shelf is None) == isinstance(session.page, AtWelcome)
    assert session.timer is not None or isinstance(session.page, AtWelcome), "every page but the first is timed"


def check_step(before: Session, what: object, effects: tuple[Effect, ...], keys: set[str]) -> None:
    """Something is issued only from the review, and again only under a key the review made."""
    for ask in (each for each in effects if isinstance(each, Ask) and isinstance(each.question, Issue)):
        from_review = isinstance(before.page, AtReview) and what == Touched(before.rev, "primary")
        assert from_review or ask.key in keys
        assert before.visit is not None
        assert before.visit.check_trace, "nothing of one's own without the person check"
        keys.add(ask.key)


@pytest.mark.timeout(600)  # tens of thousands of states, traced by coverage, on whatever machine
@pytest.mark.parametrize("matter", ["KSTB-14", "VER-TAX"])
def test_every_state_of_a_matter(shelf: Catalogue, matter: str):
    start = Story(shelf).session
    known, frontier = {kind_of(shelf, start): start}, [start]
    ways: dict[object, set[object]] = {}
    keys: set[str] = set()
    while frontier:
        session = frontier.pop()
        check_state(shelf, session)
        here = ways.setdefault(kind_of(shelf, session), set())
        face = face_of(shelf, session, NOW)
        for number, what in enumerate(moves(session, face)):
            if elsewhere(what, matter):
                continue
            story = Story(shelf, session)
            story._count = (len(known) * 100 + number) * 10  # fresh tokens on every branch
            story.happen(what)
            check_step(session, what, story.effects, keys)
            if story.session is session:
                continue  # late or wrong, and nothing came of it
            kind = kind_of(shelf, story.session)
            here.add(kind)
            if kind not in known:
                known[kind] = story.session
                frontier.append(story.session)
    home = {kind for kind, session in known.items() if isinstance(session.page, AtHome)}
    assert not stuck(ways, home), "some page does not lead home"


def elsewhere(what: object, matter: str) -> bool:
    """What leads out of this walk: other sizes and languages, other matters."""
    target = what.target if isinstance(what, Touched) else ""
    if target.startswith(("matter:", "guide:")):
        return target.partition(":")[2] != matter
    return target in ("size", "language") or target.startswith(("shelf:", "letter:"))


def stuck(ways: dict[object, set[object]], home: set[object]) -> set[object]:
    """The states from which no way leads home."""
    back: dict[object, set[object]] = {}
    for origin, goals in ways.items():
        for goal in goals:
            back.setdefault(goal, set()).add(origin)
    reached, frontier = set(home), list(home)
    while frontier:
        for origin in back.get(frontier.pop(), set()) - reached:
            reached.add(origin)
            frontier.append(origin)
    return set(ways) - reached


def test_a_person_who_is_still_held_would_be_found(shelf: Catalogue):
    assert ZHANG.number in held(Story(shelf).to_card().lay().session)


def test_a_page_that_leads_nowhere_would_be_found():
    assert stuck({"home": {"a"}, "a": {"home", "b"}, "b": {"b"}}, {"home"}) == {"b"}


def wander(shelf: Catalogue, choices: list[int]) -> None:
    """One random visit: each number chooses one of everything that may happen."""
    story, keys = Story(shelf), set()
    for choice in choices:
        before = story.session
        offered = moves(before, story.face)
        what = offered[choice % len(offered)]
        story.happen(what)
        check_step(before, what, story.effects, keys)
        check_state(shelf, story.session)
        again = Story(shelf, story.session)
        again._count = story._count + 1_000_000
        again.now_ms = story.now_ms
        again.happen(what)
        if not isinstance(what, Touched) or what.target not in ("size", "language"):
            assert again.session.page == story.session.page or what not in offered, "a doubled event did something"


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(choices=st.lists(st.integers(0, 10_000), max_size=60))
def test_random_visits(shelf: Catalogue, choices: list[int]):
    wander(shelf, choices)


def test_a_doubled_touch_does_nothing(shelf: Catalogue):
    story = Story(shelf).touch("start")
    stale = Touched(story.session.rev, "matter:KSTB-14")
    after = story.happen(stale).session
    assert story.happen(stale).session == after
    assert replace(after) == after
