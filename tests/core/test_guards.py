"""When even the terminal says nothing: guards, surroundings, ways back that no story takes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.calendar import age_at, days_in, is_date, is_month, months_between, shifted
from kiosk.core.conditions import Condition, Device, Outcome, Paper, Presence, PrintVerdict, Status
from kiosk.core.effects import Ask, PlaySound, PrintReceipt, ReportOutcome
from kiosk.core.events import CardTroubled, ConditionSeen, GatewaySeen, PresenceSeen, RoomSeen
from kiosk.core.replies import CheckOutcome, CheckSent, NothingFound, NotKnown, Refused
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, SAME, Story


def test_a_platform_that_never_answers_is_not_known(story: Story):
    story.to_review().touch("primary").ring()
    assert story.page == "KSTB-14/trouble-issue_unknown"


def test_a_printer_that_never_answers_is_asked_about(story: Story):
    story.to_result().touch("primary").ring()
    assert story.page == "KSTB-14/paperquestion"


def test_an_answer_of_the_wrong_kind_is_not_known(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(ISSUED)
    assert story.page == "KSTB-14/trouble-unavailable"
    story.touch("primary").reply(FOUND)
    assert story.page == "KSTB-14/rows"


@pytest.mark.parametrize("purpose", ["check_send", "check_answer"])
def test_a_check_that_can_not_be_reached_can_be_tried_again(story: Story, purpose: str):
    story.to_card().lay().touch("primary", "way:phone_code")
    if purpose == "check_answer":
        story.reply(CheckSent("C1", "139****0001")).fill("check_answer", "246810").touch("primary")
    story.reply(NotKnown("offline"))
    assert story.page == "KSTB-14/trouble-unavailable"
    story.touch("primary")
    assert story.page == "KSTB-14/checkway"


def test_an_expired_check_begins_again(story: Story):
    story.to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    story.fill("check_answer", "246810").touch("primary").reply(CheckOutcome("expired"))
    assert story.page == "KSTB-14/checkway"
    assert story.face.body.notice is not None


def test_a_refusal_nobody_described_still_has_a_sentence(story: Story):
    story.to_card().lay().touch("primary", "way:keeper").reply(Refused("moon_is_full"))
    assert story.face.body.notice.text == story.catalogue.words["zh"]("check_way.check_refused")


def test_a_refused_query_can_be_tried_again_and_left(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(Refused("department_says_no"))
    assert story.page == "KSTB-14/trouble-refused"
    story.touch("primary").reply(Refused("department_says_no")).touch("leave")
    assert story.page == "finish"


def test_later_after_an_unknown_issue_prints_a_slip_without_a_number(story: Story):
    story.to_review().touch("primary").reply(NotKnown("no_answer")).touch("later")
    [order] = story.ordered(PrintReceipt)
    texts = [getattr(line, "text", "") for line in order.receipt.lines]
    assert story.catalogue.words["zh"]("matter.KSTB-14.receipt.unknown") in texts
    assert order.case_number is None
    story.settle()
    assert story.page == "finish"
    assert not story.ordered(ReportOutcome)


def test_a_receipt_can_be_done_without(story: Story):
    story.to_result().touch("primary").settle().settle(PrintVerdict(Outcome.FAILED, "paper_out")).touch("skip")
    assert story.page == "finish"


def test_a_citizen_who_saw_the_document_gets_the_receipt(story: Story):
    story.to_result().touch("primary").settle(PrintVerdict(Outcome.UNKNOWN, "silent", began=True)).touch("primary")
    assert story.page == "KSTB-14/printing-receipt"


def test_a_reader_out_of_service_stops_the_matter_and_can_be_tried(story: Story):
    story.to_card()
    story.happen(CardTroubled(story.request, "reader_out_of_service"))
    assert story.page == "KSTB-14/trouble-reader"
    story.touch("primary")
    assert story.page == "KSTB-14/card"


def test_without_a_card_one_can_do_something_else(story: Story):
    story.to_card().touch("other")
    assert story.page == "home", "nothing was laid, so there is nothing to take"


def test_not_agreeing_leaves_nothing_behind(story: Story):
    story.touch("start", "matter:KSTB-14", "secondary")
    assert story.page == "KSTB-14/info", "the other way is said before anybody leaves"
    assert story.touch("secondary").page == "home"
    assert story.session.visit is None
    assert not story.ordered(Ask)


def test_a_row_of_a_later_page_is_reached_by_its_keys(story: Story):
    rows = tuple(replace(FOUND.rows[0], id=f"r{number}") for number in range(9))
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(replace(FOUND, rows=rows))
    assert (story.face.body.page, story.face.body.pages) == (1, 3)
    story.touch("page:following", "page:following", "page:following", "page:previous")
    assert story.face.body.page == 2
    story.touch("size")
    assert story.face.body.pages == 3


def test_back_from_every_page_of_the_check(story: Story):
    story.to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    story.touch("back")
    assert story.page == "KSTB-14/checkway"
    story.touch("back")
    assert story.page == "KSTB-14/card"
    story.lay().touch("back")
    assert story.page == "KSTB-14/card"


def test_back_from_an_explanation_and_from_a_verdict(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "pick:tax_group:pit", "primary", "back")
    assert story.page == "KSTB-14/form-3-2"
    story.touch("primary", "secondary")
    assert story.page == "finish"
    story.touch("primary")
    assert story.page == "home"
    story.touch("matter:VER-TAX", "pick:way:by_number").fill("number", "12345678").touch("primary", "primary")
    story.fill("amount", "1").touch("primary").reply(SAME).touch("back")
    assert story.page == "VER-TAX/form-2-3"


def test_going_forward_again_does_not_ask_for_the_card_again(story: Story):
    story.to_form().touch("back", "tick", "primary")
    assert story.page == "KSTB-14/form-3-1"


def test_conditions_are_said_at_home_and_elsewhere_kept(story: Story):
    out = Condition(Device.RECEIPT_PRINTER, Status.ONLINE, Paper.OUT, "paper_out")
    story.touch("start").happen(ConditionSeen(out))
    assert len(story.face.body.notices) == 1
    rev = story.session.rev
    story.happen(ConditionSeen(out))
    assert story.session.rev == rev
    story.touch("matter:VER-TAX")
    rev = story.session.rev
    story.happen(ConditionSeen(replace(out, paper=Paper.FULL, fault="")))
    story.happen(GatewaySeen(reachable=False))
    assert story.session.rev == rev
    story.touch("home")
    assert [each.tone for each in story.face.body.notices] == ["mark"]


@pytest.mark.parametrize(
    ("device", "key"),
    [(Device.ID_CARD_READER, "notice.reader_other"), (Device.CODE_SCANNER, "notice.scanner_other")],
)
def test_an_unplugged_device_is_said_where_it_is_waited_for_and_goes_again(story: Story, device: Device, key: str):
    if device is Device.ID_CARD_READER:
        story.to_card()
    else:
        story.touch("start", "matter:VER-TAX", "pick:way:scan")
    page, request = story.page, story.request
    story.happen(ConditionSeen(Condition(device, Status.NO_DEVICE, fault="port_missing")))
    assert story.face.body.notice.text == story.catalogue.words["zh"](key)
    story.happen(ConditionSeen(Condition(device, Status.ONLINE)))
    assert story.face.body.notice is None
    assert (story.page, story.request) == (page, request), "the page stays"


def test_printing_is_promised_only_when_both_printers_said_so(story: Story):
    assert story.face.body.notices == ()
    for device in (Device.DOCUMENT_PRINTER, Device.RECEIPT_PRINTER):
        story.happen(ConditionSeen(Condition(device, Status.ONLINE, Paper.LOW)))
    assert [each.tone for each in story.face.body.notices] == ["good"]


def test_without_room_nothing_that_makes_a_case_begins(story: Story):
    story.touch("start").happen(RoomSeen(roomy=False)).touch("matter:KSTB-14")
    assert story.page == "home"
    story.touch("matter:VER-TAX")
    assert story.page == "VER-TAX/form-1-1"


def test_a_card_that_comes_while_nobody_answers_ends_the_question(story: Story):
    story.to_card().ring()
    assert story.page == "KSTB-14/idle"
    story.lay()
    assert story.page == "KSTB-14/person"


def test_idle_help_at_home_goes_back_and_then_to_welcome(story: Story):
    story.touch("start", "help").ring()
    assert story.page == "home"
    story.ring()
    assert story.page == "welcome"


def test_the_idle_question_sounds_twice(story: Story):
    story.to_rows().ring().ring()
    assert len([each for each in story.ordered(PlaySound) if each.name == "chime"]) == 2


def test_home_from_the_finish_page_is_for_the_next_matter(story: Story):
    story.to_finish().touch("home")
    assert story.page == "home"


def test_a_card_that_is_gone_too_soon_waits_until_the_page_can_be_read(story: Story):
    story.to_finish().happen(PresenceSeen(story.request, Presence.ABSENT))
    assert story.page == "finish"
    story.ring()
    assert story.page == "rating"


def test_an_unknown_issue_keeps_the_citizen_from_going_back(story: Story):
    story.to_review().touch("primary").reply(NotKnown("no_answer")).touch("back")
    assert story.page == "KSTB-14/trouble-issue_unknown"


def test_nothing_found_has_a_way_to_change_and_a_way_out(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(NothingFound(INSTANT, "s", "t"))
    assert story.face.primary.target == "change"
    story.touch("leave")
    assert story.page == "finish"


@pytest.mark.parametrize(
    ("today", "offset", "shifted_"),
    [
        ("2026-11-23", "months:-11", "2025-12-23"),
        ("2026-03-31", "months:-1", "2026-02-28"),
        ("2024-02-29", "years:-1", "2023-02-28"),
        ("2026-01-01", "days:-1", "2025-12-31"),
        ("2026-12-05", "months:1", "2027-01-05"),
    ],
)
def test_dates_relative_to_today(today: str, offset: str, shifted_: str):
    assert shifted(today, offset) == shifted_


def test_the_calendar():
    assert [days_in(2024, 2), days_in(2026, 2), days_in(2026, 12)] == [29, 28, 31]
    assert months_between("2025-12", "2026-11") == 12
    assert months_between("2026-05", "2026-04") == 0
    assert is_date("2024-02-29")
    assert not is_date("2026-2-9")
    assert is_month("2026-12")
    assert not is_month("2026-13")
    assert age_at("2008-02-29", "2026-02-28") == 17
    assert age_at("2008-02-29", "2026-03-01") == 18
