"""Every matter wandered through at random: no dead end, no page without a way home, nothing handed in unreviewed."""

from __future__ import annotations

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.core.matters import Catalogue
from kiosk.settings import Settings
from tests.core.wandering import Wanderer

SETTINGS = Settings()
SHELF = read_catalogue(SETTINGS.assets, SETTINGS.centre())
STEPS = 150
IN_CI = -(-2_000 // len(SHELF.matters))
AT_NIGHT = -(-100_000 // len(SHELF.matters))


def wander(shelf: Catalogue, matter: str, first: int, many: int) -> tuple[set[str], int]:
    """So many random visits; the pages that were seen, and how often something was handed in."""
    pages, submitted = set[str](), 0
    for seed in range(first, first + many):
        wanderer = Wanderer(shelf, matter, seed)
        wanderer.wander(STEPS)
        pages |= wanderer.pages
        submitted += wanderer.submitted
    return pages, submitted


@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_random_visits_to_every_matter(matter: str):
    pages, _ = wander(SHELF, matter, 0, IN_CI)
    assert any(page.startswith(f"{matter}/") for page in pages)


@pytest.mark.nightly
@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_many_random_visits_to_every_matter(matter: str):
    pages, submitted = wander(SHELF, matter, 1_000_000, AT_NIGHT)
    kinds = {step.kind for step in SHELF.matters[matter].steps}
    assert any("/review" in page for page in pages) == ("review" in kinds)
    assert (submitted > 0) == bool(kinds & {"submit", "print"})
