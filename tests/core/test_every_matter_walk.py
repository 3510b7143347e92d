"""Every matter wandered through at random: no dead end, no page without a way home, nothing handed in unreviewed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.core.matters import Matter, Step
from kiosk.settings import Settings
from tests.core.wandering import Wanderer

SETTINGS = Settings()
SHELF = read_catalogue(SETTINGS.assets, SETTINGS.centre())
STEPS = 60
IN_CI = -(-2_000 // len(SHELF.matters))
AT_NIGHT = -(-100_000 // len(SHELF.matters))

# The pages that a step always has, by the names that faces give them.
PAGES: dict[str, tuple[str, ...]] = {
    "consent": ("consent", "info"),
    "identify": ("card", "person", "checkway", "waiting-check_send", "check-phone_code", "check-keeper"),
    "choose_place": ("place-provinces", "place-cities"),
    "fetch": ("waiting-fetch",),
    "scan": ("scan",),
    "materials": ("materials",),
    "review": ("review", "trouble-refused"),
    "sign": ("sign",),
    "submit": ("waiting-submit", "trouble-submit_unknown", "filed", "printing-receipt"),
    "pay": ("pay",),
    "issue": ("waiting-paper", "printing-document"),
    "deliver": ("delivery",),
    "print": ("waiting-issue", "result", "printing-document", "printing-receipt"),
    "verify": ("waiting-verify", "verdict", "printing-receipt"),
    "progress": ("cases", "case"),
}


def pages_of(matter: Matter) -> set[str]:
    """Every page that the definition says there is; a wanderer who never sees one has not been everywhere."""
    found = {f"question-{number}" for number, _ in enumerate(matter.eligibility, 1)}
    for step in matter.steps:
        found |= {*PAGES.get(step.kind, ()), *_own_pages(matter, step)}
    for material in (each for each in matter.materials if each.form != "self_made"):  # the form itself gives the others
        found |= {"photograph"} if material.can_photograph else set()
        found |= {"commit"} if material.can_commit else set()
        found |= {"bring"} if material.can_bring and material.required and material.form != "self_made" else set()
    return found


def _own_pages(matter: Matter, step: Step) -> Iterator[str]:
    """What one step of a kind has and another has not."""
    if step.kind == "identify" and len(step.who) > 1:
        yield "role"
    if step.kind == "select":
        yield from ("waiting-query" if step.query else "waiting-records", "rows")
    for field in (matter.field(each) for page in step.pages for each in page):
        yield f"table-{field.id}" if field.type == "table" else "form"


def seen(wanderer: Wanderer) -> set[str]:
    """Names of pages as `pages_of` has them: those of a form alone without their numbers."""
    own = {name.partition("/")[2] for name in wanderer.pages if name.startswith(f"{wanderer.matter.id}/")}
    return own | {"form" for name in own if name.startswith("form-")}


def wander(matter: str, seed: int, many: int) -> Wanderer:
    """So many walks through a matter."""
    wanderer = Wanderer(SHELF, matter, seed)
    for _ in range(many):
        wanderer.walk(STEPS)
    return wanderer


@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_random_visits_to_every_matter(matter: str):
    wanderer = wander(matter, 0, IN_CI)
    assert {"consent", "review"} & pages_of(wanderer.matter) <= seen(wanderer)


@pytest.mark.nightly
@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_many_random_visits_to_every_matter(matter: str):
    wanderer = wander(matter, 1_000_000, AT_NIGHT)
    assert pages_of(wanderer.matter) - seen(wanderer) == set()
    assert (wanderer.submitted > 0) == bool({"submit", "print"} & {step.kind for step in wanderer.matter.steps})
