"""Paying, where it does not go smoothly: nobody is told that no money went who was not asked about, nor how to pay."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.effects import Ask
from kiosk.core.face_bodies import Info
from kiosk.core.matter_pages import AtCase, AtFiled, AtPay
from kiosk.core.matters import Catalogue
from kiosk.core.questions import AskPayment, CaseOf, PaperOf, PaymentOf
from kiosk.core.receipts import Pair, Text
from kiosk.core.replies import CasesFound, Filed, NotKnown, PaymentState, Refused
from kiosk.rehearsal import Story
from tests.core.kinds.filed_matter import CODE, STANDING, filed
from tests.core.kinds.test_bring import AWAITED, listed, printed, signed
from tests.core.kinds.test_progress import at_case

NOT_PAID = PaymentState("not_paid")
NO_MONEY = ("没有收费", "没有收过钱")


def asking(catalogue: Catalogue) -> Story:
    """A case with a fee, handed in at this visit; the code is asked for."""
    return filed(signed(listed(catalogue))).touch("primary")


def without_card(story: Story) -> Story:
    visit = replace(story.session.visit, role="no_card", card=None)
    story.session = replace(story.session, visit=visit)
    return story


def said(story: Story) -> str:
    return " ".join(each.text if isinstance(each, Text) else each.value for each in printed(story)
                    if isinstance(each, Text | Pair))  # fmt: skip


def words_of(story: Story) -> str:
    return repr(story.face)


# --- the department gives no code --------------------------------------------------------------------------------


def test_who_may_have_paid_is_not_told_that_no_money_went(catalogue: Catalogue):
    story = asking(catalogue).reply(Refused("payment_not_known"))
    assert isinstance(story.session.page, AtPay)
    assert isinstance(story.face.body, Info)
    assert "扣款结果待确认" in story.face.title
    assert not any(each in words_of(story) for each in NO_MONEY)
    story.touch("primary")
    assert "扣款结果待确认。" in said(story)
    assert "先不缴费" not in said(story)


def test_a_doubt_that_is_cleared_as_not_paid_leads_to_a_code(catalogue: Catalogue):
    story = asking(catalogue).reply(Refused("payment_not_known")).touch("paid")
    assert story.asked().question == PaymentOf("CASE-7", "P1")
    assert isinstance(story.reply(NOT_PAID).asked().question, AskPayment)


def test_who_has_paid_already_goes_on_to_the_result(catalogue: Catalogue):
    story = asking(catalogue).reply(Refused("paid_already"))
    assert story.asked().question == CaseOf("CASE-7", "P1")
    assert isinstance(story.reply(Filed(replace(STANDING, paid=True))).asked().question, PaperOf)
    assert story.session.visit.paid


@pytest.mark.parametrize("reply", [Filed(STANDING), NotKnown("no_answer")], ids=["by another case", "no answer"])
def test_what_somebody_else_has_paid_is_said_and_printed_without_how_to_pay(catalogue: Catalogue, reply):
    story = asking(catalogue).reply(Refused("paid_already")).reply(reply)
    assert story.page.endswith("trouble-pay_refused")
    assert "有人付过了" in words_of(story)
    assert not any(each in words_of(story) for each in NO_MONEY)
    story.touch("later")
    assert "这里没有取到付款码，先不要付。到窗口问一问。" in said(story)
    assert "查进度" not in said(story)


def test_who_gets_no_code_still_gets_the_receipt_of_the_case(catalogue: Catalogue):
    story = asking(catalogue).reply(Refused("amount_not_known"))
    assert story.face.primary is not None
    assert story.face.primary.target == "later"
    assert [each.target for each in story.face.body.options] == ["call", "leave"]
    assert "CASE-7" in said(story.touch("later"))


def test_a_refusal_of_a_payment_offers_no_second_try_at_the_case(catalogue: Catalogue):
    story = at_case(Story(catalogue), replace(STANDING, state="accepted")).touch("pay")
    story.reply(Refused("amount_not_known")).touch("back")
    assert isinstance(story.session.page, AtCase)
    assert "pay" not in [each.target for each in story.face.body.others]


def test_a_withdrawal_that_payment_forbids_does_not_say_that_nothing_was_paid(catalogue: Catalogue):
    for reason in ("paid_already", "payment_not_known"):
        story = at_case(Story(catalogue), replace(STANDING, state="accepted")).touch("withdraw", "secondary")
        assert not any(each in words_of(story.reply(Refused(reason))) for each in NO_MONEY)


def test_who_may_have_paid_meanwhile_is_asked_about_before_another_code(catalogue: Catalogue):
    story = at_case(Story(catalogue), replace(STANDING, state="accepted")).touch("pay").reply(CODE)
    assert story.touch("back", "pay").asked().question == PaymentOf("CASE-7", "P9")
    assert story.reply(NOT_PAID).face.body.payload == CODE.payload


def test_a_code_is_never_shown_for_another_case(catalogue: Catalogue):
    story = (
        at_case(Story(catalogue), replace(STANDING, state="accepted")).touch("pay").reply(CODE).touch("back", "back")
    )
    other = replace(STANDING, case_number="CASE-8", state="accepted")
    story.reply(CasesFound((other,))).touch("case:CASE-8").reply(Filed(other)).reply(NOT_PAID).touch("pay")
    assert story.asked().question == AskPayment("CASE-8", "P9")


# --- a case that was open already --------------------------------------------------------------------------------


def test_of_a_case_that_was_open_it_is_asked_first_whether_it_is_paid(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), again=True).touch("primary")
    assert story.asked().question == PaymentOf("CASE-7", "P1")
    assert isinstance(story.reply(NOT_PAID).asked().question, AskPayment)
    story.reply(NotKnown("unavailable")).touch("later")
    assert "还没有缴费。" in said(story)


def test_an_open_case_of_which_nobody_knows_whether_it_is_paid_is_in_doubt(catalogue: Catalogue):
    story = filed(signed(listed(catalogue)), again=True).touch("primary").reply(NotKnown("no_answer"))
    assert isinstance(story.face.body, Info)
    assert not any(each in words_of(story) for each in NO_MONEY)
    assert not [each for each in story.ordered(Ask) if isinstance(each.question, AskPayment)]
    assert "先不缴费" not in said(story.touch("primary"))


# --- a case that waits for papers --------------------------------------------------------------------------------


def test_nothing_is_paid_while_papers_are_awaited(catalogue: Catalogue):
    story = at_case(Story(catalogue), AWAITED)
    assert "pay" not in [each.target for each in story.face.body.others]
    before = story.session
    assert story.touch("pay").session is before
    story.touch("primary")
    assert "现在不用缴，材料交齐了再说。" in said(story)
    assert "就能缴" not in said(story)


@pytest.mark.parametrize("state", ["declined", "withdrawn", "not_accepted"])
def test_a_paper_of_a_case_that_ended_does_not_tell_how_to_pay(catalogue: Catalogue, state):
    story = filed(signed(listed(catalogue)), replace(STANDING, state=state))
    assert isinstance(story.session.page, AtFiled)
    assert "就能缴" not in said(story.touch("primary"))


# --- without a card ----------------------------------------------------------------------------------------------


def test_who_has_no_card_is_not_promised_to_pay_later_at_a_machine(catalogue: Catalogue):
    story = without_card(asking(catalogue)).reply(CODE)
    assert "没有身份证，以后这里付不了。" in story.face.strip
    assert story.face.secondary is not None
    assert story.face.secondary.label == "先不付"
    story.touch("secondary")
    assert "没有身份证，在机器上缴不了。到窗口问怎么缴。" in said(story)
    assert "带身份证" not in said(story)


def test_who_has_no_card_asks_the_window_about_a_payment_in_doubt(catalogue: Catalogue):
    story = without_card(asking(catalogue)).reply(CODE).touch("paid").reply(NotKnown("no_answer")).touch("primary")
    assert "没有查清以前，请不要再付。到窗口问一问。" in said(story)


@pytest.mark.parametrize("code", [NotKnown("unavailable"), replace(CODE, amount="99.00")], ids=["none", "other sum"])
def test_nobody_is_told_to_pay_with_a_number_alone(catalogue: Catalogue, code):
    assert "凭号码" not in words_of(asking(catalogue).reply(code))


def test_nobody_is_told_to_ask_about_money_or_papers_with_a_number_alone(catalogue: Catalogue):
    story = asking(catalogue).reply(CODE).touch("paid").reply(NotKnown("no_answer"))
    assert "凭号码" not in words_of(story)
    assert "凭办件编号" not in said(story.touch("primary"))
    story = filed(signed(listed(catalogue)), replace(STANDING, payable=None)).touch("primary")
    assert "凭号码" not in words_of(story.reply(NotKnown("unavailable")))
