"""Presses and typing count from the home page until the papers are out; every page and part of one is pictured once."""

from __future__ import annotations

from pathlib import Path

from kiosk.demo.tally import Tally
from kiosk.matter_stories.acts import Fill, PullCard, Touch, TypeTexted, Wait


def test_what_brings_a_citizen_further_is_counted():
    tally = Tally()
    visit = (
        ("welcome", Touch("start")),
        ("home", Touch("matter:KSTB-01")),
        ("KSTB-01/claim-2", Fill("claim_name", "示例")),
        ("KSTB-01/check-phone_code", TypeTexted("check_answer")),
        ("KSTB-01/filed", Touch("primary")),
        ("finish", PullCard()),
        ("rating", Touch("grade:1")),
    )
    for page, act in visit:
        tally.saw(page, None)
        tally.did(act, page)
    told = tally.told(keys=9)
    assert (told.touches, told.typed, told.keys) == (2, ("claim_name", "check_answer"), 9)
    assert told.pages == tuple(page for page, _ in visit)


def test_the_next_part_of_a_page_is_pictured_and_not_another_page():
    tally = Tally()
    for number, act in enumerate((Touch("primary"), Wait(), Touch("primary"))):
        if tally.is_new("KSTB-01/review"):
            tally.saw("KSTB-01/review", Path(f"{number}.png"))
        tally.did(act, "KSTB-01/review")
    told = tally.told(keys=0)
    assert told.pages == ("KSTB-01/review",)
    assert told.pictures == (Path("0.png"), Path("1.png"))
