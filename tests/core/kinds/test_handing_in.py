"""From the last touch to the paper in hand: handed in once, paid, issued; what is said when nobody knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Code
from kiosk.core.effects import PrintDocument, PrintReceipt
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Info
from kiosk.core.matter_pages import AtFiled, AtPay
from kiosk.core.pages import AtTrouble
from kiosk.core.questions import AskPayment, CaseOf, PaperOf, PaymentOf
from kiosk.core.replies import Filed, NotKnown, PaymentState, Refused
from kiosk.core.touches import Signed
from kiosk.rehearsal import INSTANT, NOW, Story
from tests.core.kinds.filed_matter import CODE, NAME, PAPER, STANDING, filed
from tests.core.kinds.handing_in import handed_in, printed, signed

# --- handing in --------------------------------------------------------------------------------------------------


def test_a_case_is_handed_in_with_everything_under_one_key(listed: Story):
    asked = signed(listed).asked()
    question = asked.question
    assert asked.key is not None
    assert question.values == {"reason": "one", "delivery_method": "pick_up"}
    assert {each.id: each.trust for each in question.materials} == {
        "register": "A", "letter": "C", "promise": "D", "form": "D",
    }  # fmt: skip
    assert question.commitments == ("promise", "form")
    assert question.check_trace == "P1"


def test_not_known_is_asked_again_under_the_same_key_or_left_with_a_paper(listed: Story):
    first = signed(listed).asked()
    listed.reply(NotKnown("no_answer"))
    assert listed.page.endswith("trouble-submit_unknown")
    second = listed.touch("primary").asked()
    assert (second.key, second.question) == (first.key, first.question)
    listed.reply(NotKnown("no_answer")).touch("later")
    assert "还不知道交到了没有。" in printed(listed)
    assert not any("CASE" in each for each in printed(listed))


def test_after_a_no_another_try_is_another_case(listed: Story):
    first = signed(listed).asked()
    listed.reply(Refused("period_closed"))
    assert isinstance(listed.session.page, AtTrouble)
    listed.touch("change", "primary")
    second = listed.happen(Signed(listed.session.rev, (NAME,))).touch("primary").asked()
    assert second.key != first.key


def test_a_case_that_was_open_is_told_and_not_doubled(listed: Story):
    story = filed(signed(listed), again=True)
    assert isinstance(story.session.page, AtFiled)
    assert story.face.title == "这件事已经交过了"
    assert story.face.body.notice.text == "这是以前交的那一件，没有重复。"


def test_an_answer_about_another_matter_is_not_believed(listed: Story):
    story = filed(signed(listed), replace(STANDING, matter="KSTB-14"))
    assert story.page.endswith("trouble-submit_unknown")


def test_back_is_closed_once_the_case_is_there(listed: Story):
    assert not handed_in(listed).face.shelf.back.enabled


# --- paying ------------------------------------------------------------------------------------------------------


def paying(story: Story) -> Story:
    return handed_in(story).touch("primary").reply(CODE)


def test_paid_leads_to_the_result_and_both_papers(listed: Story):
    story = paying(listed)
    body = story.face.body
    assert isinstance(body, Code)
    assert (body.payload, body.amount) == ("PAY-DEMO-1", "¥10.00")
    assert isinstance(story.touch("paid").asked().question, PaymentOf)
    asked = story.reply(PaymentState("paid")).asked().question
    assert asked == CaseOf("CASE-7", "P1")
    asked = story.reply(Filed(replace(STANDING, state="approved", payable="10.00"))).asked().question
    assert asked == PaperOf("CASE-7", "result", "P1")
    story.reply(PAPER).touch("primary").settle().settle()
    assert story.ordered(PrintDocument)[0].pdf == PAPER.pdf
    lines = printed(story)
    assert {"CASE-7", "办好了", "已经缴费。", "《样本证明》已经打印。", "申请人已在屏幕上签名。"} <= set(lines)
    assert "受理通知书" not in story.ordered(PrintReceipt)[-1].receipt.lines[0].text


def test_a_payment_is_no_less_paid_when_nobody_says_what_it_brought_about(listed: Story):
    story = paying(listed).touch("paid").reply(PaymentState("paid")).reply(NotKnown("no_answer"))
    assert story.asked().question == PaperOf("CASE-7", "result", "P1")
    assert (story.session.visit.paid, story.session.visit.standing) == (True, replace(STANDING, payable="10.00"))


def test_not_paid_is_said_and_the_code_stays(listed: Story):
    story = paying(listed).touch("paid").reply(PaymentState("not_paid"))
    assert story.face.body.payload == "PAY-DEMO-1"
    assert story.face.body.notice.text.startswith("还没有收到钱")


def test_a_code_whose_time_is_over_is_replaced_once_it_is_surely_not_paid(listed: Story):
    story = handed_in(listed).touch("primary").reply(replace(CODE, expires_at=INSTANT))
    story.touch("paid").reply(PaymentState("not_paid"))
    assert isinstance(story.asked().question, AskPayment)


@pytest.mark.parametrize("reply", [PaymentState("not_known"), NotKnown("no_answer"), Refused("busy")])
def test_while_the_payment_is_not_known_nobody_is_asked_to_pay_again(listed: Story, reply):
    story = paying(listed).touch("paid").reply(reply)
    assert isinstance(story.session.page, AtPay)
    assert isinstance(story.face.body, Info)
    assert "PAY-DEMO-1" not in repr(story.face)
    before = len(story.told)
    story.touch("paid")
    assert isinstance(story.asked().question, PaymentOf)
    assert not [each for each in story.told[before:] if isinstance(getattr(each, "question", None), AskPayment)]
    story.reply(NotKnown("no_answer")).touch("primary")
    assert "扣款结果待确认。" in printed(story)
    assert "没有查清以前，请不要再付。过后带身份证来查。" in printed(story)


def test_paying_later_leaves_the_case_with_a_receipt_that_says_so(listed: Story):
    story = paying(listed).touch("secondary")
    assert "这次先不缴费。" in printed(story)
    assert "还没有缴费。" not in printed(story)  # nobody asked the department
    assert story.settle().session.page.rate_case == "CASE-7"


def test_paying_later_after_the_department_said_not_paid_says_what_it_said(listed: Story):
    story = paying(listed).touch("paid").reply(PaymentState("not_paid")).touch("secondary")
    assert "还没有缴费。" in printed(story)


def test_paying_later_where_no_code_came_is_said_too(listed: Story):
    story = handed_in(listed).touch("primary").reply(NotKnown("unavailable")).touch("later")
    assert "这次先不缴费。" in printed(story)


def test_of_a_fee_that_nobody_asked_about_only_the_amount_is_said(listed: Story):
    rows = {each.label: each.value for each in handed_in(listed).face.body.rows}
    assert rows["要交的钱"] == "¥10.00"


def test_a_code_for_another_sum_is_never_shown(listed: Story):
    story = handed_in(listed).touch("primary").reply(replace(CODE, amount="99.00"))
    assert story.page.endswith("trouble-pay_mismatch")
    assert "PAY-DEMO-1" not in repr(story.face)


def test_a_case_without_a_fee_goes_straight_to_its_result(listed: Story):
    story = filed(signed(listed), replace(STANDING, payable=None)).touch("primary")
    assert isinstance(story.asked().question, PaperOf)


# --- results -----------------------------------------------------------------------------------------------------


def test_a_result_that_is_not_there_yet_leaves_a_receipt(listed: Story):
    story = filed(signed(listed), replace(STANDING, payable=None)).touch("primary").reply(Refused("no_such_paper"))
    assert isinstance(story.session.page, AtFiled)
    story.touch("primary")
    assert "部门在看。扫小票上的码，看办到哪里。" in printed(story)


def test_a_paper_of_another_case_is_not_printed(listed: Story):
    story = filed(signed(listed), replace(STANDING, payable=None)).touch("primary")
    story.reply(replace(PAPER, case_number="CASE-8"))
    assert story.page.endswith("trouble-paper_mismatch")
    assert not story.ordered(PrintDocument)


def test_the_authoritys_acceptance_is_printed_as_its_own_paper(listed: Story):
    accepted = replace(STANDING, state="accepted", accepted_at=INSTANT, papers=("acceptance",))
    story = filed(signed(listed), accepted).touch("print")
    assert story.asked().question == PaperOf("CASE-7", "acceptance", "P1")
    story.reply(replace(PAPER, title="受理通知书")).touch("primary")
    assert story.ordered(PrintDocument)


def test_a_refused_case_says_why_and_pays_nothing(listed: Story):
    no = replace(STANDING, state="not_accepted", reason="x", reason_text="不是这里管的。")
    story = filed(signed(listed), no)
    assert ("原因", "不是这里管的。") in [(each.label, each.value) for each in story.face.body.rows]
    story.touch("primary")
    assert "不是这里管的。" in printed(story)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["standard", "large", "xlarge"])
def test_every_page_has_its_words_in_both_languages(listed: Story, language, size):
    story = paying(listed)
    seen = [story.session]
    story.touch("paid").reply(PaymentState("not_known"))
    seen.append(story.session)
    for session in seen:
        shown = replace(session, language=language, text_size=size)
        assert face_of(story.catalogue, shown, NOW).title


def test_what_a_case_that_was_open_never_got_is_not_on_its_paper(listed: Story):
    story = filed(signed(listed), replace(STANDING, payable=None, state="not_accepted"), again=True).touch("primary")
    lines = printed(story)
    assert "这是以前交的那一件，没有重复。" in lines
    assert not any("样本来信" in each for each in lines)
    assert "申请人已经手写确认。" not in lines
