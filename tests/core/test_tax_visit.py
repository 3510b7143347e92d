"""Matter 14 as a visit: every way through it, forwards, backwards and out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import (
    Ask,
    CallKeeper,
    Forget,
    PrintDocument,
    PrintReceipt,
    ReadCard,
    ReportOutcome,
    ReportRating,
)
from kiosk.core.events import CardTroubled, PaperSettled, PresenceSeen, Replied
from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, Query
from kiosk.core.replies import CheckOutcome, CheckSent, NothingFound, NotKnown, Refused
from kiosk.core.session import Session
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, LEFT_BEHIND, ZHANG, Story


def said(story: Story, key: str) -> str:
    return story.catalogue.words["zh"](key)


LOST = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
OUT_OF_PAPER = PrintVerdict(Outcome.FAILED, "paper_out", began=True)


def test_the_whole_visit_ends_with_both_papers_and_nothing_personal(story: Story):
    story.to_finish()
    assert story.page == "finish"
    assert story.session.visit is None
    assert len(story.ordered(PrintDocument)) == len(story.ordered(PrintReceipt)) == 1
    assert not story.ordered(ReportOutcome), "the terminal reports what its printers say; only a citizen's word is ours"


def test_what_the_platform_is_asked(story: Story):
    story.to_review().touch("primary")
    check, answer, query, issue = (each.question for each in story.ordered(Ask))
    assert check == CheckPerson("KSTB-14", "phone_code", "张建国", ZHANG.number)
    assert answer == AnswerCheck("C1", "246810")
    assert isinstance(query, Query)
    assert query.params == {
        "tax_authority": "hean",
        "period_from": "2025-12",
        "period_to": "2026-11",
    }
    assert isinstance(issue, Issue)
    assert (issue.rows, issue.check_trace, issue.reprint_of) == (("r1", "r2"), "P1", None)


def test_this_is_not_me_reads_another_card(story: Story):
    story.to_card().lay().touch("secondary")
    assert story.page == "KSTB-14/card"
    assert story.session.visit.card is None
    story.lay()
    assert story.page == "KSTB-14/card", "the card that was refused still lies there and is not shown again"
    assert story.effects == (ReadCard(story.request),)
    story.lay(replace(ZHANG, name="李秀兰", number="110105195809109824", birth_date="1958-09-10", sex="女"))
    assert story.page == "KSTB-14/person"


@pytest.mark.parametrize(
    ("change", "page"),
    [
        ({"birth_date": "2010-01-01", "number": "110105201001010118"}, "trouble-card"),
        ({"valid_until": "2026-11-22"}, "trouble-card"),
        ({"number": "110105195203189910"}, "trouble-card"),
        ({"type": "permit", "number": "810000199001010019", "birth_date": "1990-01-01"}, "person"),
        ({"valid_until": "2026-11-23"}, "person"),
    ],
    ids=["minor", "expired yesterday", "wrong check digit", "permit", "valid until today"],
)
def test_cards_that_can_and_can_not_be_used(story: Story, change: dict[str, str], page: str):
    story.to_card().lay(replace(ZHANG, **change))
    assert story.page == f"KSTB-14/{page}"


def test_a_bank_card_is_told_once_and_read_on(story: Story):
    story.to_card()
    story.happen(CardTroubled(story.request, "not_an_id_card"))
    rev = story.session.rev
    assert story.face.body.notice.text == said(story, "card.not_an_id_card")
    story.happen(CardTroubled(story.request, "not_an_id_card"))
    assert story.session.rev == rev
    story.lay()
    assert story.page == "KSTB-14/person"


def test_a_wrong_code_may_be_typed_again_and_a_locked_check_stops(story: Story):
    story.to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    story.fill("check_answer", "111111").touch("primary").reply(CheckOutcome("wrong", attempts_left=2))
    assert story.page == "KSTB-14/check-phone_code"
    assert "2" in story.face.checks.notes["check_answer"].text
    story.fill("check_answer", "222222").touch("primary").reply(CheckOutcome("locked"))
    assert story.page == "KSTB-14/trouble-check_locked"
    assert not any(isinstance(each.question, Query) for each in story.ordered(Ask))


def test_without_a_registered_phone_the_keeper_can_confirm(story: Story):
    story.to_card().lay().touch("primary", "way:phone_code").reply(Refused("no_registered_phone"))
    assert story.page == "KSTB-14/checkway"
    story.touch("way:keeper").reply(CheckSent("C2", None))
    assert story.face.body.keys == "pin"


def test_personal_income_tax_is_explained_and_leads_back(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "pick:tax_group:pit", "primary")
    assert story.page == "KSTB-14/info"
    assert "2019" in story.face.body.blocks[0].label
    story.touch("primary", "pick:tax_group:other_taxes", "primary")
    assert story.page == "KSTB-14/waiting-query"


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("2026-05", "2026-04", "period_order"),
        ("2025-10", "2026-11", "period_too_long"),
        ("2026-05", "2027-01", "future"),
    ],
    ids=["from after to", "span too long", "future"],
)
def test_a_bad_period_is_said_in_a_sentence_and_nothing_is_lost(story: Story, first: str, last: str, problem: str):
    story.to_form().touch("pick:tax_authority:hean")
    story.fill("period_from", first).fill("period_to", last).touch("primary")
    assert story.page == "KSTB-14/form-3-2"
    sentence = story.catalogue.words["zh"](f"problem.{problem}", most=12)
    assert sentence in [notice.text for notice in story.face.checks.notes.values()]
    assert story.session.visit.answers["period_from"] == first


@pytest.mark.parametrize("text", ["2026-13", "2026", "5", "x"])
def test_what_is_no_month_never_stands_in_the_form(story: Story, text: str):
    story.to_form().touch("pick:tax_authority:hean")
    before = story.session.visit.answers
    assert story.fill("period_to", text).session.visit.answers == before


def test_nothing_found_lets_the_citizen_change_the_period(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(NothingFound(INSTANT, "s", "t"))
    assert story.page == "KSTB-14/trouble-nothing_found"
    story.touch("change")
    assert story.page == "KSTB-14/form-3-2"


def test_rows_can_be_dropped_and_picked_again_and_the_total_follows(story: Story):
    story.to_rows()
    assert story.face.body.total.value == "¥18,910.00"
    story.touch("row:r2")
    assert story.face.body.total.value == "¥18,600.00"
    story.touch("row:r1")
    assert story.face.primary is None
    story.touch("row:r3")
    assert story.face.body.total.value == "¥0.00"


def test_change_on_the_review_leads_to_the_field_and_forward_again(story: Story):
    story.to_review()
    change = next(row.change for row in story.face.body.rows if row.label == "时间")
    story.touch(change)
    assert story.page == "KSTB-14/form-3-2"
    story.touch("primary").reply(FOUND).touch("primary")
    assert story.page == "KSTB-14/review"
    assert story.face.body.amount_words == "大写：壹万捌仟玖佰壹拾元整"


def test_an_issue_whose_answer_is_late_keeps_its_key(story: Story):
    story.to_review().touch("primary")
    key = story.asked().key
    story.reply(NotKnown("no_answer"))
    assert story.page == "KSTB-14/trouble-issue_unknown"
    story.touch("primary")
    assert story.asked().key == key
    story.reply(ISSUED)
    assert story.page == "KSTB-14/result"


def test_another_selection_is_another_key(story: Story):
    story.to_review().touch("primary")
    key = story.asked().key
    story.reply(Refused("department_says_no"))
    assert story.page == "KSTB-14/trouble-refused"
    story.touch("back")
    assert story.page == "KSTB-14/review"
    story.touch("primary")
    assert story.asked().key != key


def test_a_total_that_is_not_the_sum_is_not_printed(story: Story):
    story.to_review().touch("primary").reply(replace(ISSUED, total="18910.01"))
    assert story.page == "KSTB-14/trouble-issue_mismatch"
    assert not story.ordered(PrintDocument)


def test_what_was_issued_but_not_taken_is_printed_again_under_its_number(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary").reply(
        NothingFound(INSTANT, "s", "t", uncollected=(LEFT_BEHIND,))
    )
    story.touch("uncollected:CASE-OLD")
    assert story.page == "KSTB-14/review"
    assert story.face.body.amount == "¥18,910.00"
    story.touch("primary")
    assert story.asked().question.reprint_of == "CASE-OLD"
    story.reply(replace(ISSUED, case_number="CASE-OLD"))
    assert story.page == "KSTB-14/result"


# --- papers ------------------------------------------------------------------------------------------------------


def test_paper_out_keeps_the_certificate_and_prints_on_request(story: Story):
    story.to_result().touch("primary").settle(OUT_OF_PAPER)
    assert story.page == "KSTB-14/trouble-paper"
    assert story.face.body.keep == said(story, "trouble.paper_document.keep")
    story.touch("call")
    assert story.ordered(CallKeeper) == [CallKeeper("paper_out")]
    story.touch("primary").settle().settle()
    assert story.page == "finish"
    assert len(story.ordered(PrintDocument)) == 2


def test_later_prints_a_slip_that_says_how_to_collect(story: Story):
    story.to_result().touch("primary").settle(OUT_OF_PAPER).touch("later")
    [order] = story.ordered(PrintReceipt)
    assert said(story, "matter.KSTB-14.receipt.later") in [getattr(line, "text", "") for line in order.receipt.lines]


def test_a_receipt_that_may_exist_is_marked_when_it_is_printed_again(story: Story):
    story.to_result().touch("primary").settle().settle(OUT_OF_PAPER).touch("primary")
    first, second = story.ordered(PrintReceipt)
    assert (first.receipt.reprint, second.receipt.reprint) == (0, 1)


def test_a_receipt_that_never_began_is_not_a_reprint(story: Story):
    story.to_result().touch("primary").settle().settle(PrintVerdict(Outcome.FAILED, "offline")).touch("primary")
    assert story.ordered(PrintReceipt)[-1].receipt.reprint == 0


def test_an_unknown_receipt_is_asked_about_yes_closes_it(story: Story):
    story.to_result().touch("primary").settle().settle(LOST)
    assert story.page == "KSTB-14/paperquestion"
    story.touch("primary")
    assert story.page == "finish"
    assert story.ordered(ReportOutcome)[-1].verdict.reason == "citizen_saw"


def test_an_unknown_receipt_no_gives_one_reprint_and_no_second(story: Story):
    story.to_result().touch("primary").settle().settle(LOST).touch("secondary")
    assert story.ordered(PrintReceipt)[-1].receipt.reprint == 1
    story.settle(LOST).touch("secondary")
    assert story.page == "KSTB-14/trouble-paper"
    assert story.face.primary.target == "leave"
    story.touch("primary") if story.face.primary.target == "primary" else story.touch("retry")
    assert len(story.ordered(PrintReceipt)) == 2


def test_an_unknown_receipt_without_an_answer_stays_unknown_and_is_not_printed(story: Story):
    story.to_result().touch("primary").settle().settle(LOST).ring().ring().ring()
    assert story.page == "finish"
    assert not story.ordered(ReportOutcome)
    assert len(story.ordered(PrintReceipt)) == 1


def test_a_verdict_for_an_older_job_changes_nothing(story: Story):
    story.to_result().touch("primary")
    job = story.job
    story.settle()
    before = story.session
    story.happen(PaperSettled(job, LOST))
    assert story.session == before


def test_a_reply_to_an_earlier_citizen_changes_nothing(story: Story):
    story.to_review().touch("primary")
    request = story.request
    story.reply(NotKnown("no_answer")).touch("home", "secondary")
    before = story.session
    story.happen(Replied(request, ISSUED))
    assert story.session == before
    assert not story.ordered(PrintDocument)


# --- leaving -----------------------------------------------------------------------------------------------------


def test_the_value_is_dropped_before_the_card_is_asked_for(story: Story):
    story.to_finish()
    assert any(isinstance(each, Forget) for each in story.effects)
    assert ZHANG.name not in repr(story.face)


def test_the_finish_page_leaves_when_the_card_is_gone(story: Story):
    story.to_finish().happen(PresenceSeen(story.request, Presence.PRESENT))
    assert story.face.primary is None
    story.now_ms += 9_000
    story.happen(PresenceSeen(story.request, Presence.ABSENT))
    assert story.page == "rating"


def test_the_finish_page_calls_the_keeper_after_a_minute(story: Story):
    story.to_finish().happen(PresenceSeen(story.request, Presence.PRESENT)).ring()
    assert CallKeeper("card_left") in story.ordered(CallKeeper)
    assert story.page == "rating"


def test_a_reader_that_can_not_tell_waits_for_a_touch(story: Story):
    story.to_finish().happen(PresenceSeen(story.request, Presence.UNKNOWN))
    assert story.page == "finish"
    story.touch("primary")
    assert story.page == "rating"


def test_five_grades_and_none(story: Story):
    story.to_finish().touch("primary", "grade:1")
    [rating] = story.ordered(ReportRating)
    assert (rating.grade, rating.matter, rating.case_number) == (1, "KSTB-14", "CASE-1")
    assert story.page == "welcome"
    other = Story(story.catalogue).to_finish().touch("primary").ring()
    assert other.page == "welcome"
    assert not other.ordered(ReportRating)


def test_home_asks_before_it_throws_work_away(story: Story):
    story.to_rows().touch("home")
    assert story.page == "KSTB-14/leave"
    story.touch("primary")
    assert story.page == "KSTB-14/rows"
    story.touch("home", "secondary")
    assert story.page == "finish"
    assert story.session.visit is None


def test_back_walks_the_whole_way_to_the_home_page(story: Story):
    story.to_review()
    seen = []
    while story.page != "home":
        seen.append(story.page.removeprefix("KSTB-14/"))
        story.touch("primary" if story.page == "finish" else "back")
    assert seen == ["review", "rows", "form-3-2", "form-3-1", "consent", "finish"]


def test_idle_asks_then_wipes_and_can_be_extended_for_ever(story: Story):
    story.to_rows()
    for _ in range(20):
        story.ring()
        assert story.page == "KSTB-14/idle"
        story.touch("primary")
        assert story.page == "KSTB-14/rows"
    story.ring().ring().ring()
    assert story.session.visit is None


def test_the_idle_times_are_those_of_the_rule(story: Story):
    story.to_rows()
    assert story.session.timer.at_ms - story.now_ms == 120_000
    story.ring()
    assert story.session.page.until_ms - story.now_ms == 45_000
    story.ring()
    assert story.session.page.until_ms - story.now_ms == 20_000 - 10


def test_language_and_size_last_until_the_person_leaves(story: Story):
    story.to_card().touch("language", "size")
    assert (story.face.language, story.face.text_size) == ("en", "large")
    story.touch("home", "back")
    assert story.session == replace(Session(), rev=story.session.rev, since=story.session.since)


def test_help_keeps_the_page_and_an_answer_that_comes_meanwhile(story: Story):
    story.to_form().touch("pick:tax_authority:hean", "primary", "help")
    assert story.page == "KSTB-14/help"
    story.happen(Replied(story.session.page.under.request, FOUND)).touch("back")
    assert story.page == "KSTB-14/rows"
