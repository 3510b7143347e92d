"""A card that stays on the pad is nobody's any more: it must be taken, and the next citizen is not shown its owner."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import PrintDocument, ReadCard, WatchPad
from kiosk.core.events import CardRead, CardTroubled, PaperSettled, PresenceSeen
from kiosk.core.replies import CheckSent, NothingFound, RowsFound
from kiosk.core.touches import Touched
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, LEFT_BEHIND, ZHANG, Story


def seen(story: Story, presence: Presence) -> Story:
    return story.happen(PresenceSeen(story.request, presence))


@pytest.mark.parametrize(
    "way_out",
    [
        lambda story: story.touch("home"),
        lambda story: story.ring().ring().ring(),
        lambda story: story.touch("secondary", "home"),
        lambda story: story.touch("secondary", "other"),
    ],
    ids=["home", "idle", "not me, then home", "not me, then another matter"],
)
def test_every_way_out_asks_to_take_the_card(story: Story, way_out):
    way_out(story.to_card().lay())
    assert story.page == "finish"
    assert isinstance(story.effects[-1], WatchPad)
    assert story.session.visit is None


def test_a_card_that_could_not_be_used_must_be_taken_too(story: Story):
    story.to_card().lay(replace(ZHANG, valid_until="2020-01-01")).touch("leave")
    assert story.page == "finish"
    other = Story(story.catalogue).to_card()
    other.happen(CardTroubled(other.request, "unreadable_card")).touch("other")
    assert other.page == "finish"


def test_home_is_closed_while_the_card_lies_there(story: Story):
    story.to_finish()
    seen(story, Presence.PRESENT).touch("home")
    assert story.page == "finish"


def test_the_next_citizen_is_not_shown_a_card_that_was_left(story: Story):
    story.to_finish()
    seen(story, Presence.PRESENT).ring().touch("secondary")
    assert story.page == "welcome"
    said = story.catalogue.words["zh"]("notice.card_left")
    assert [each.text for each in story.face.body.notices] == [said]
    assert story.ordered(WatchPad)
    story.to_card()
    assert isinstance(story.effects[-1], WatchPad)
    story.happen(CardRead(story.request, ZHANG))
    assert story.page == "KSTB-14/card", "nothing was read for this citizen yet"
    seen(story, Presence.PRESENT)
    assert story.face.body.notice.text == story.catalogue.words["zh"]("card.left_card")
    seen(story, Presence.ABSENT)
    assert isinstance(story.effects[-1], ReadCard)
    story.lay()
    assert story.face.body.rows[0].value == ZHANG.name


def test_the_notice_goes_when_the_keeper_takes_the_card(story: Story):
    story.to_finish()
    seen(story, Presence.PRESENT).ring().touch("secondary")
    story.happen(PresenceSeen("left-card", Presence.ABSENT))
    assert story.face.body.notices == ()
    assert story.session.pad_left is Presence.ABSENT


def test_a_reader_that_can_not_tell_reads_on_and_the_name_stays_masked(story: Story):
    story.to_finish().touch("primary", "secondary").to_card()
    seen(story, Presence.UNKNOWN).lay()
    assert story.face.body.rows[0].value == "张**"


def test_a_card_that_was_seen_to_go_leaves_nothing_to_guard(story: Story):
    story.to_finish()
    seen(story, Presence.ABSENT).touch("primary", "secondary").to_card().lay()
    assert story.face.body.rows[0].value == ZHANG.name


def test_help_over_printing_keeps_the_guard_and_the_verdict(story: Story):
    story.to_result().touch("primary")
    job = story.job
    story.touch("help")
    assert story.session.timer.at_ms - story.now_ms > 150_000
    story.happen(PaperSettled(job, PrintVerdict(Outcome.PRINTED, proof="settled", began=True))).touch("back")
    assert story.page == "KSTB-14/printing-receipt"


def test_help_over_printing_does_not_wait_for_ever(story: Story):
    story.to_result().touch("primary", "help").ring()
    assert story.page == "KSTB-14/paperquestion"


def test_a_document_nobody_saw_is_printed_once_more_and_no_third_time(story: Story):
    lost = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
    story.to_result().touch("primary").settle(lost).touch("secondary").settle(lost).touch("secondary")
    assert story.page == "KSTB-14/trouble-paper"
    story.touch("retry", "primary")
    assert len(story.ordered(PrintDocument)) == 2


def test_a_reprint_of_another_case_is_not_printed(story: Story):
    found = NothingFound(INSTANT, "s", "t", uncollected=(LEFT_BEHIND,))
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(found).touch("uncollected:CASE-OLD", "primary")
    story.reply(replace(ISSUED, case_number="CASE-OTHER"))
    assert story.page == "KSTB-14/trouble-issue_mismatch"


def test_a_sum_too_large_for_words_is_still_shown(story: Story):
    rows = tuple(replace(FOUND.rows[0], id=f"r{n}", amount="9999999999.99") for n in range(200))
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(RowsFound(rows, (), INSTANT, "s", "t"))
    story.touch("primary")
    assert story.face.body.amount_words == ""


@pytest.mark.parametrize("target", ["change:" + "9" * 5000, "change:-1", "change:²", "change:0:99", "row:", "pick::"])
def test_targets_that_no_face_offers_change_nothing(story: Story, target: str):
    story.to_review()
    before = story.session
    story.touch(target)
    assert story.session == before


def test_devices_that_flap_do_not_hold_the_page(story: Story):
    story.to_card()
    due = story.session.timer
    for trouble in ("not_an_id_card", "unsupported_card", "not_an_id_card"):
        story.now_ms += 30_000
        story.happen(CardTroubled(story.request, trouble))
    assert story.session.timer == due


def test_a_typed_pin_is_gone_when_its_page_is_left(story: Story):
    story.to_card().lay().touch("primary", "way:keeper").reply(CheckSent("C2", None)).fill("check_answer", "246810")
    story.touch("back", "way:keeper").reply(CheckSent("C3", None))
    assert story.face.body.value == ""


def test_who_touches_as_the_card_goes_need_not_touch_again(story: Story):
    story.to_finish()
    rev = story.face.rev
    seen(story, Presence.ABSENT)
    assert story.face.rev > rev
    story.happen(Touched(rev, "primary"))
    assert story.page == "rating"
