"""What the gateway holds of a story's end agrees with the story, or is named."""

from __future__ import annotations

import pytest

from kiosk.demo.case_book import Booked, disagreement, unwritten
from kiosk.matter_stories.story import MatterStory

NOTHING = Booked((), "", "")
ACCEPTED = Booked(("submitted", "accepted", "in_progress"), "", "found")


def story(ends: str, reason: str = "") -> MatterStory:
    return MatterStory(id="x", matter="KSTB-03", ends=ends, reason=reason)


@pytest.mark.parametrize(
    ("ends", "reason", "held"),
    [
        ("accepted", "", ACCEPTED),
        ("not_accepted", "married", Booked(("submitted", "not_accepted"), "married", "found")),
        ("refused", "sealed", Booked(("submitted", "returned"), "sealed", "found")),
        ("refused", "withdrawn", Booked((), "", "withdrawn")),
        ("refused", "balance_short", Booked((), "", "found")),
        ("verified", "", Booked((), "", "same")),
        ("stopped", "", NOTHING),
        ("issued", "", ACCEPTED),
    ],
)
def test_an_end_as_told(ends: str, reason: str, held: Booked):
    assert disagreement(story(ends, reason), held) == ""


@pytest.mark.parametrize(
    ("ends", "reason", "held", "named"),
    [
        ("approved", "", ACCEPTED, "in_progress"),
        ("accepted", "", NOTHING, "not accepted"),
        ("not_accepted", "married", Booked(("submitted", "not_accepted"), "other", "found"), "other"),
        ("refused", "sealed", ACCEPTED, "accepted"),
        ("refused", "sealed", Booked(("submitted", "returned"), "paid_already", "found"), "paid_already"),
        ("refused", "withdrawn", Booked((), "", "not_found"), "not_found"),
        ("verified", "", Booked((), "", "void"), "void"),
        ("stopped", "", ACCEPTED, "filed"),
    ],
)
def test_another_end_is_named(ends: str, reason: str, held: Booked, named: str):
    assert named in disagreement(story(ends, reason), held)


def test_what_was_written_is_what_the_department_was_given():
    held = Booked(("submitted",), "", "", given='{"persons":[{"name":"冯做好"}]}')
    assert unwritten(("冯做好",), held) == ""
    assert unwritten(("冯做好", "郑别站"), held) == "郑别站"
    assert unwritten(("冯做好",), NOTHING) == ""
    assert "冯做好" not in repr(held)
