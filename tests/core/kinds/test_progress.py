"""Where a case stands: the number alone shows nothing personal, who was checked may act; drafts that travel."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Case, Code
from kiosk.core.effects import PrintReceipt, ReportRating
from kiosk.core.events import CodeRead
from kiosk.core.face_bodies import Info, Question
from kiosk.core.kinds.registry import RETRIES
from kiosk.core.matter_pages import AtCase, AtCases, AtHandOver, AtMaterials, AtPay
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtRating, AtReview, AtTrouble, Purpose
from kiosk.core.questions import AskPayment, CaseOf, CasesOf, HandOver, PaperOf, PaymentOf, TakeOver, Withdraw
from kiosk.core.receipts import Text, Title
from kiosk.core.replies import (
    CaseMessage,
    CasesFound,
    CheckOutcome,
    CheckSent,
    Filed,
    HandedOver,
    LegStanding,
    NotKnown,
    PaymentState,
    Refused,
    Reply,
    TakenOver,
)
from kiosk.rehearsal import INSTANT, ZHANG, Story
from tests.core.kinds.filed_matter import ASKED, CODE, PAPER, STANDING, visiting

LEGS = (LegStanding("a", "甲地公安", "done"), LegStanding("b", "乙地公安", "working"))
FULL = replace(ASKED, legs=LEGS, messages=(CaseMessage(INSTANT, "示例窗口", "请带上原件。"),), papers=("supplement",))

NOT_PAID = PaymentState("not_paid")


@pytest.fixture
def scanned(catalogue: Catalogue) -> Story:
    return scan(Story(catalogue), b"KIOSK:CASE:CASE-7")


def scan(story: Story, payload: bytes) -> Story:
    story.touch("start", "matter:CASE", "pick:way:by_code")
    return story.happen(CodeRead(story.request, payload, payload.decode()))


def carded(story: Story) -> Story:
    """With the card, through consent and the person check."""
    story.touch("start", "matter:CASE", "pick:way:by_card")
    return checked(story)


def checked(story: Story) -> Story:
    story.touch("tick", "primary").lay(ZHANG).touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    return story.fill("check_answer", "246810").touch("primary").reply(CheckOutcome("passed", trace="P9"))


def test_a_number_alone_shows_the_state_and_nothing_personal(scanned: Story):
    assert scanned.asked().question == CaseOf("CASE-7", None)
    body = scanned.reply(Filed(replace(FULL, reason_text="张建国的材料"))).face.body
    assert isinstance(body, Case)
    assert body.state == "要补材料"
    assert (body.legs, body.missing, body.others) == ((), (), ())
    assert "张建国" not in repr(body)
    assert "原件" not in repr(body)
    before = scanned.session
    scanned.touch("supplement", "withdraw", "print")
    assert scanned.session is before


def test_what_a_gateway_sends_too_much_to_a_number_alone_is_not_even_kept(scanned: Story):
    scanned.reply(Filed(replace(FULL, paid=True, document_number="字1号", due_on="2026-12-01", contacts={"a": "b"})))
    visit = scanned.session.visit
    told = {name for name in FULL.__struct_fields__ if getattr(visit.standing, name) not in (None, "", (), {}, False)}
    assert told == {"case_number", "matter", "state", "holder", "place", "opened_at", "demo"}
    assert not visit.paid


def test_who_shows_a_code_rates_too_and_names_no_case_and_nobody(scanned: Story):
    scanned.reply(Filed(FULL)).touch("primary").settle().touch("primary")
    assert scanned.session.page == AtRating("CASE", None)
    assert scanned.session.visit is None
    [report] = scanned.touch("grade:1").ordered(ReportRating)
    assert (report.matter, report.case_number, report.grade) == ("CASE", None, 1)


def test_the_card_after_the_code_opens_the_same_case(scanned: Story):
    scanned.reply(Filed(FULL)).touch("secondary")
    asked = checked(scanned).asked().question
    assert asked == CaseOf("CASE-7", "P9")
    body = scanned.reply(Filed(FULL)).reply(PaymentState("not_paid")).face.body
    assert [each.target for each in body.others] == ["supplement", "print"]
    assert [(each.label, each.line) for each in body.legs] == [("甲地公安", "办好了"), ("乙地公安", "正在办")]
    assert [each.label for each in body.missing] == ["样本来信", "说明"]
    assert ("示例窗口", "请带上原件。") in [(each.label, each.value) for each in body.rows]


def test_who_was_checked_picks_a_case_and_comes_back_to_the_list(catalogue: Catalogue):
    story = carded(Story(catalogue))
    assert isinstance(story.asked().question, CasesOf)
    cases = tuple(replace(STANDING, case_number=f"CASE-{number}") for number in range(6))
    story.reply(CasesFound(cases)).touch("page:following")
    assert [each.target for each in story.face.body.choices] == ["case:CASE-4", "case:CASE-5"]
    assert story.touch("case:CASE-5").asked().question == CaseOf("CASE-5", "P9")
    story.reply(Filed(cases[5])).reply(PaymentState("not_paid")).touch("back")
    assert isinstance(story.asked().question, CasesOf)


def test_no_cases_is_an_answer_and_no_answer_is_not(catalogue: Catalogue):
    story = carded(Story(catalogue))
    story.reply(NotKnown("unavailable"))
    assert isinstance(story.session.page, AtTrouble)
    story.touch("primary").reply(CasesFound(()))
    assert isinstance(story.session.page, AtCases)
    assert isinstance(story.face.body, Info)
    assert story.touch("primary").session.visit is None


def at_case(story: Story, standing=FULL, paid: Reply = NOT_PAID) -> Story:
    """At the page of the case, after the department was asked about a fee that it had not heard of."""
    carded(story).reply(CasesFound((standing,))).touch("case:CASE-7").reply(Filed(standing))
    return story if standing.paid else story.reply(paid)


def test_in_the_largest_letters_the_slip_says_where_and_when(catalogue: Catalogue):
    story = at_case(Story(catalogue), replace(FULL, legs=()))
    usual = story.face.body
    story.session = replace(story.session, text_size="xlarge")
    largest = story.face.body
    assert largest.missing == usual.missing
    assert set(largest.rows) < set(usual.rows)


def test_taking_back_is_asked_once_more(catalogue: Catalogue):
    story = at_case(Story(catalogue), STANDING).touch("withdraw")
    assert isinstance(story.face.body, Question)
    story.touch("primary")
    assert isinstance(story.face.body, Case)
    story.touch("withdraw", "secondary")
    assert story.asked().question == Withdraw("CASE-7", "P9")
    story.reply(Filed(replace(STANDING, state="withdrawn", payable=None)))
    assert story.face.body.state == "已经撤回"
    assert (story.face.body.others, story.face.secondary) == ((), None)


def test_a_withdrawal_that_nobody_answered_is_looked_at_and_not_done_again(catalogue: Catalogue):
    story = at_case(Story(catalogue), STANDING).touch("withdraw", "secondary").reply(NotKnown("no_answer"))
    assert story.touch("primary").asked().question == CaseOf("CASE-7", "P9")


@pytest.mark.parametrize("papers", [(), ("acceptance",)])
@pytest.mark.parametrize("payable", [None, "10.00"])
@pytest.mark.parametrize("missing", [(), ASKED.missing])
def test_whoever_changes_their_mind_finds_taking_back_beside_everything_else(
    catalogue: Catalogue, papers, payable, missing
):
    state = "supplement_asked" if missing else "received"
    standing = replace(STANDING, state=state, papers=papers, payable=payable, missing=missing)
    story = at_case(Story(catalogue), standing)
    beside = [name for name, there in (("supplement", missing), ("print", papers)) if there]
    assert [each for each in targets(story) if each != "pay"] == beside
    assert story.face.secondary.target == "withdraw"
    assert isinstance(story.touch("withdraw").face.body, Question)


@pytest.mark.parametrize("standing", [replace(STANDING, paid=True), replace(STANDING, state="approved")])
def test_what_is_paid_or_decided_is_not_taken_back(catalogue: Catalogue, standing):
    story = at_case(Story(catalogue), standing)
    before = story.session
    assert story.touch("withdraw").session is before


def test_papers_of_a_case_are_fetched_and_a_slip_follows(catalogue: Catalogue):
    story = at_case(Story(catalogue)).touch("print")
    assert story.asked().question == PaperOf("CASE-7", "supplement", "P9")
    story.reply(PAPER).touch("primary").settle()
    assert story.ordered(PrintReceipt)[-1].receipt.lines[0] == Title("办件进度小票")
    assert story.settle().session.page.rate_case == "CASE-7"


def test_a_case_is_supplemented_from_any_terminal(catalogue: Catalogue):
    story = at_case(Story(catalogue)).touch("supplement")
    assert isinstance(story.session.page, AtMaterials)
    assert [each.target for each in story.face.body.rows] == ["material:letter"]
    story.touch("back")
    assert isinstance(story.session.page, AtCase)


def test_a_draft_goes_to_a_phone_without_the_person(catalogue: Catalogue):
    story = Story(catalogue)
    story.session = replace(visiting(catalogue, "sign").session, page=AtReview())
    asked = story.touch("hand_over").asked().question
    assert asked == HandOver("MADE-UP", "", {"reason": "one"})
    story.reply(HandedOver("aB3-x", INSTANT))
    assert isinstance(story.session.page, AtHandOver)
    body = story.face.body
    assert isinstance(body, Code)
    assert body.payload == "KIOSK:GO:aB3-x"
    assert isinstance(story.touch("secondary").session.page, AtReview)


def test_a_draft_from_a_phone_is_filled_in_and_the_person_still_asked(catalogue: Catalogue):
    story = scan(Story(catalogue), b"KIOSK:GO:aB3-x")
    assert story.asked().question == TakeOver("aB3-x")
    taken = TakenOver("MADE-UP", "999999", {"reason": "two", "nobody": "x"})
    visit = story.reply(taken).session.visit
    assert (visit.matter, visit.answers, visit.place, visit.card) == ("MADE-UP", {"reason": "two"}, "", None)


@pytest.mark.parametrize("reply", [Refused("no_such_code"), TakenOver("GONE", "", {})])
def test_a_code_that_is_used_up_or_of_an_unknown_matter_says_so(catalogue: Catalogue, reply):
    story = scan(Story(catalogue), b"KIOSK:GO:aB3-x").reply(reply)
    assert isinstance(story.session.page, AtTrouble)
    assert len(story.face.body.what) >= 2


def test_a_code_from_a_phone_that_nobody_answered_for_is_asked_about_again(catalogue: Catalogue):
    story = scan(Story(catalogue), b"KIOSK:GO:aB3-x").reply(NotKnown("no_answer"))
    assert story.touch("primary").asked().question == TakeOver("aB3-x")


def test_back_from_any_trouble_with_a_case_is_the_case(catalogue: Catalogue):
    story = at_case(Story(catalogue)).touch("print").reply(NotKnown("no_answer")).touch("back")
    assert isinstance(story.session.page, AtCase)
    story = at_case(Story(catalogue), STANDING).touch("withdraw", "secondary").reply(Refused("not_withdrawable"))
    assert isinstance(story.touch("back").session.page, AtCase)


def test_one_cases_supplement_never_goes_out_under_anothers_key(catalogue: Catalogue):
    story = at_case(Story(catalogue))
    visit = replace(story.session.visit, supplement_key="of another case")
    story.session = replace(story.session, visit=visit)
    assert story.touch("supplement").session.visit.supplement_key is None


def test_a_card_on_the_pad_is_not_forgotten_when_a_draft_comes_from_a_phone(catalogue: Catalogue):
    story = Story(catalogue).touch("start", "matter:CASE", "pick:way:by_card", "tick", "primary").lay(ZHANG)
    story.touch("back", "back", "back", "pick:way:by_code")
    story.happen(CodeRead(story.request, b"KIOSK:GO:aB3-x", "KIOSK:GO:aB3-x"))
    visit = story.reply(TakenOver("MADE-UP", "", {})).session.visit
    assert (visit.matter, visit.pad_used) == ("MADE-UP", True)


# --- paying later ------------------------------------------------------------------------------------------------


def paid_row(story: Story) -> str:
    return next(each.value for each in story.face.body.rows if each.label == "要交的钱")


def targets(story: Story) -> list[str]:
    return [each.target for each in story.face.body.others]


@pytest.mark.parametrize(
    ("reply", "said", "offered"),
    [
        (PaymentState("paid"), "¥10.00，已缴费", []),
        (NOT_PAID, "¥10.00，还没有缴费", ["pay"]),
        (PaymentState("not_known"), "¥10.00，没查到是否缴费", ["pay"]),
        (NotKnown("unavailable"), "¥10.00，没查到是否缴费", ["pay"]),
        (Refused("busy"), "¥10.00，没查到是否缴费", ["pay"]),
    ],
)
def test_paid_not_paid_and_not_known_stay_three_on_a_cases_page(catalogue: Catalogue, reply, said, offered):
    story = at_case(Story(catalogue), STANDING, reply)
    assert (paid_row(story), targets(story)) == (said, offered)


def test_a_case_that_was_left_unpaid_is_paid_here_and_shown_again_as_it_stands_then(catalogue: Catalogue):
    story = at_case(Story(catalogue), STANDING).touch("pay")
    assert story.asked().question == AskPayment("CASE-7", "P9")
    assert story.reply(CODE).face.body.payload == "PAY-DEMO-1"
    assert story.touch("paid").asked().question == PaymentOf("CASE-7", "P9")
    assert story.reply(PaymentState("paid")).asked().question == CaseOf("CASE-7", "P9")
    story.reply(Filed(replace(STANDING, state="approved", paid=True, papers=("result",))))
    assert isinstance(story.session.page, AtCase)
    assert (story.face.body.state, paid_row(story), targets(story)) == ("办好了", "¥10.00，已缴费", ["print"])
    story.touch("primary")
    assert Text("已经缴费。") in story.ordered(PrintReceipt)[-1].receipt.lines


def test_what_is_paid_or_not_known_is_never_asked_to_be_paid(catalogue: Catalogue):
    for reply in (PaymentState("paid"), PaymentState("not_known")):
        story = at_case(Story(catalogue), STANDING, reply).touch("pay")
        assert not [each for each in story.told if isinstance(getattr(each, "question", None), AskPayment)]


def test_a_payment_that_is_not_known_is_asked_about_again(catalogue: Catalogue):
    story = at_case(Story(catalogue), STANDING, PaymentState("not_known")).touch("pay")
    assert story.asked().question == PaymentOf("CASE-7", "P9")
    assert paid_row(story.reply(NOT_PAID)) == "¥10.00，还没有缴费"


def test_a_doubt_about_a_payment_leads_back_to_the_case_that_says_so(catalogue: Catalogue):
    story = at_case(Story(catalogue), STANDING).touch("pay").reply(CODE).touch("paid").reply(NotKnown("no_answer"))
    assert isinstance(story.session.page, AtPay)
    assert paid_row(story.touch("back")) == "¥10.00，没查到是否缴费"


def test_a_number_alone_pays_nothing(scanned: Story):
    scanned.reply(Filed(STANDING))
    assert isinstance(scanned.session.page, AtCase)
    before = scanned.session
    assert scanned.touch("pay").session is before


def test_a_case_that_ended_asks_for_no_money(catalogue: Catalogue):
    assert "pay" not in targets(at_case(Story(catalogue), replace(STANDING, state="declined")))


def test_one_cases_payment_is_never_told_of_another(catalogue: Catalogue):
    other = replace(STANDING, case_number="CASE-8")
    story = carded(Story(catalogue)).reply(CasesFound((STANDING, other))).touch("case:CASE-7")
    story.reply(Filed(STANDING)).reply(PaymentState("paid")).touch("back").reply(CasesFound((STANDING, other)))
    story.touch("case:CASE-8").reply(Filed(other))
    assert story.asked().question == PaymentOf("CASE-8", "P9")
    assert paid_row(story.reply(NOT_PAID)) == "¥10.00，还没有缴费"


QUIET = {"share", "pay_state", "paid_case", "case_paid", "verify"}  # their troubles have pages of their own
ASKED_ELSEWHERE = {"query", "issue"}  # see kiosk.core.after_touch


def test_every_question_that_got_no_answer_can_be_asked_again():
    assert set(get_args(Purpose)) == {*RETRIES, *QUIET, *ASKED_ELSEWHERE}
