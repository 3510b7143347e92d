"""A walk meets every page of a matter: what the gallery draws and the audit measures."""

from __future__ import annotations

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.core.face import face_of
from kiosk.core.rules import CLEAN, GOOD
from kiosk.core.stops import active_steps
from kiosk.matter_walk import KEPT, sessions_of
from kiosk.rehearsal import NOW
from kiosk.rehearsed_answers import EXAMPLES
from kiosk.settings import Settings

SETTINGS = Settings()
SHELF = read_catalogue(SETTINGS.assets, SETTINGS.centre())


def pages(matter: str) -> list[str]:
    return [face_of(SHELF, each, NOW).name for each in sessions_of(SHELF, matter)]


@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_every_step_that_is_always_there_is_reached(matter):
    definition = SHELF.matters[matter]
    visits = [each.visit for each in sessions_of(SHELF, matter) if each.visit is not None]
    reached = {active_steps(definition, each.answers)[each.step].kind for each in visits}
    assert {each.kind for each in definition.steps if each.when is None} - reached == set()


def test_good_ways_and_bad_ones_are_walked():
    met = set(pages("KSTB-14"))
    assert {f"KSTB-14/{each}" for each in ("consent", "card", "rows", "review", "result", "printing-document")} <= met
    assert {f"KSTB-14/trouble-{each}" for each in ("refused", "issue_unknown", "nothing_found", "check_locked")} <= met


def test_what_differs_only_a_little_is_kept_a_few_times():
    met = pages("VER-TAX")
    assert max(met.count(each) for each in met) <= KEPT
    assert met.count("VER-TAX/verdict") > 1


def test_a_walk_is_the_same_every_time():
    assert sessions_of(SHELF, "VER-TAX") == sessions_of(SHELF, "VER-TAX")


@pytest.mark.parametrize("rule", sorted(GOOD))
def test_there_is_a_right_example_for_every_rule(rule):
    assert EXAMPLES[rule]
    assert all(GOOD[rule](CLEAN[rule](each)) for each in EXAMPLES[rule])
