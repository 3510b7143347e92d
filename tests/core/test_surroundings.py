"""What devices tell while nobody, or somebody, is here: power, door, papers left, somebody who steps up."""

from __future__ import annotations

import pytest

from kiosk.core.conditions import Condition, Device, Media, Paper, Status
from kiosk.core.effects import CallKeeper, SoundAlarm, WatchFront
from kiosk.core.events import ConditionSeen, MediaSeen, SomeoneSeen
from kiosk.rehearsal import Story


def notices(story: Story) -> list[str]:
    return [each.text for each in story.face.body.notices]


def said(story: Story, key: str) -> str:
    return story.catalogue.words["zh"](key)


def device(story: Story, which: Device, fault: str = "", paper: Paper = Paper.UNKNOWN) -> Story:
    return story.happen(ConditionSeen(Condition(which, Status.ONLINE, paper, fault)))


def at_welcome(story: Story) -> Story:
    return story.touch("start").ring()


def test_who_steps_up_is_greeted_for_a_while(story: Story):
    at_welcome(story).happen(SomeoneSeen("front"))
    assert story.face.body.hello == said(story, "welcome.awake")
    story.ring()
    assert story.face.body.hello == said(story, "welcome.hello")
    assert WatchFront("front") in story.effects


def test_a_touch_made_while_the_greeting_comes_counts(story: Story):
    at_welcome(story)
    shown = story.session.rev
    story.happen(SomeoneSeen("front"))
    assert story.session.rev > shown >= story.session.since
    story.touch("start")
    assert story.page == "home"


def test_someone_seen_for_an_earlier_watch_changes_nothing(story: Story):
    at_welcome(story)
    before = story.session
    story.happen(SomeoneSeen("other"))
    assert story.session == before


def test_someone_seen_during_a_visit_changes_nothing(story: Story):
    story.to_card().happen(SomeoneSeen("front"))
    assert story.page == "KSTB-14/card"


@pytest.mark.parametrize("paper", [Paper.LOW, Paper.OUT])
def test_low_paper_is_the_keepers_and_stops_nobody(story: Story, paper: Paper):
    device(story, Device.RECEIPT_PRINTER, "paper_out" if paper is Paper.OUT else "", paper)
    assert story.effects == (CallKeeper(f"receipt_printer_paper_{paper}"),)
    assert notices(story) == ([said(story, "notice.receipt_paper_out")] if paper is Paper.OUT else [])
    story.to_form()
    assert story.page == "KSTB-14/form-3-1"


def test_the_same_condition_calls_the_keeper_once(story: Story):
    device(story, Device.RECEIPT_PRINTER, paper=Paper.LOW)
    device(story, Device.RECEIPT_PRINTER, paper=Paper.LOW)
    assert story.effects == ()


def test_on_battery_is_said_and_an_empty_one_begins_no_case(story: Story):
    device(story, Device.POWER, "on_battery")
    assert story.effects == (CallKeeper("on_battery"), SoundAlarm("power_lost"))
    story.touch("start")
    assert notices(story) == [said(story, "notice.on_battery")]
    assert all(card.enabled for card in story.face.body.cards)
    device(story, Device.POWER, "battery_low")
    open_now = {card.target for card in story.face.body.cards if card.enabled}
    assert "matter:KSTB-14" not in open_now
    assert "matter:VER-TAX" in open_now
    device(story, Device.POWER)
    assert notices(story) == []


def test_an_open_door_is_heard(story: Story):
    device(story, Device.CABINET, "door_open")
    assert SoundAlarm("door_open") in story.effects
    assert notices(story) == [said(story, "notice.door_open")]


def test_a_receipt_left_in_the_mouth_is_somebody_elses(story: Story):
    at_welcome(story).happen(MediaSeen("job", Media.PRESENT))
    assert story.effects == (CallKeeper("paper_left"), SoundAlarm("paper_left"))
    assert notices(story) == [said(story, "notice.paper_left")]
    story.happen(MediaSeen("job", Media.TAKEN))
    assert notices(story) == []


def test_a_receipt_drawn_back_is_told_to_the_keeper_only(story: Story):
    at_welcome(story).happen(MediaSeen("job", Media.RETRACTED))
    assert story.effects == (CallKeeper("paper_retracted"),)
    assert notices(story) == []


def test_a_paper_left_during_a_visit_moves_no_page(story: Story):
    story.to_review()
    shown = story.session.rev
    story.happen(MediaSeen("job", Media.PRESENT))
    assert (story.session.rev, story.session.mouth) == (shown, Media.PRESENT)
