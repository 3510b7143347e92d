"""From the materials to the paper in hand: what is handed in, once; what is said when nobody knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Case, Code, Materials, Photograph, Sign
from kiosk.core.effects import JoinPages, PrintDocument, PrintReceipt, Rest, TakePage, WatchPage
from kiosk.core.events import PagesJoined, PageTaken, PageTroubled
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Info, Review
from kiosk.core.matter_pages import AtCase, AtFiled, AtMaterials, AtPay, AtPhotograph, AtSign
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtReview, AtTrouble
from kiosk.core.papers import receipt_of
from kiosk.core.questions import AskPayment, CaseOf, LookUp, PaperOf, PaymentOf, Submit, Supplement
from kiosk.core.receipts import Line, Pair, Text
from kiosk.core.replies import Filed, Found, NothingFound, NotKnown, PaymentState, Record, Refused
from kiosk.core.submission import signature
from kiosk.core.touches import Signed
from kiosk.rehearsal import INSTANT, NOW, Story
from tests.core.kinds.filed_matter import ASKED, CODE, NAME, PAPER, SHARED, STANDING, filed, visiting, with_matter


@pytest.fixture(scope="module")
def catalogue(shelf: Catalogue) -> Catalogue:
    return with_matter(shelf)


@pytest.fixture
def listed(catalogue: Catalogue) -> Story:
    """At the list of materials, with what a department shared."""
    story = Story(catalogue).touch("start")
    story.session = visiting(catalogue, "materials").session
    story.session = replace(story.session, page=AtReview())
    return _at(story, "materials").reply(SHARED)


def _at(story: Story, kind: str) -> Story:
    """Go to the first step of a kind, as 改 does."""
    kinds = [each.kind for each in story.catalogue.matters["MADE-UP"].steps]
    visit = replace(story.session.visit, step=kinds.index("review"))
    story.session = replace(story.session, visit=visit, page=AtReview())
    if kinds.index(kind) < visit.step:
        return story.touch(f"change:{kinds.index(kind)}")
    return story


def photographed(story: Story, material: str = "letter", pages: int = 1) -> Story:
    story.touch(f"material:{material}")
    for number in range(pages):
        story.touch("take").happen(PageTaken(story.request, b"jpeg%d" % number, b"small"))
    story.touch("done")
    return story.happen(PagesJoined(story.request, b"%PDF-joined", "ab" * 32))


def reviewed(story: Story) -> Story:
    return photographed(story).touch("material:promise", "primary", "primary", "delivery:pick_up")


def signed(story: Story) -> Story:
    reviewed(story).touch("primary")
    return story.happen(Signed(story.session.rev, (NAME,))).touch("primary")


def handed_in(story: Story) -> Story:
    return filed(signed(story))


def texts(lines: tuple[Line, ...]) -> list[str]:
    every = [part for each in lines for part in (each, *getattr(each, "beside", ()))]
    return [each.text if isinstance(each, Text) else each.value for each in every if isinstance(each, Text | Pair)]


def printed(story: Story) -> list[str]:
    return texts(story.ordered(PrintReceipt)[-1].receipt.lines)


# --- materials ---------------------------------------------------------------------------------------------------


def test_what_is_shared_is_asked_for_first_and_never_of_the_citizen(listed: Story):
    assert [each.question.look_up for each in listed.told if hasattr(each, "question")] == ["register"]
    rows = {each.target: each for each in listed.face.body.rows}
    assert rows["material:register"].state == "given"
    assert not rows["material:register"].enabled
    before = listed.session
    listed.touch("material:register")
    assert listed.session is before
    assert listed.session.visit.materials["register"].trust == "A"
    assert listed.session.visit.materials["form"].trust == "D"


def test_a_form_made_here_is_no_promise_on_the_paper(listed: Story):
    said = texts(receipt_of(listed.catalogue, handed_in(listed).session, NOW).lines)
    assert [each for each in said if each.startswith("就是刚才填的，不用交：")]


@pytest.mark.parametrize(
    ("reply", "became"),
    [
        (NothingFound(INSTANT, "s", "t"), "not_found"),
        (NotKnown("unavailable"), "not_known"),
        (Refused("no_consent"), "refused"),
        (Found((Record("r1", "未能核查", selectable=False, why="not_clear"),), "s", INSTANT, "S1"), "not_clear"),
    ],
)
def test_no_not_found_and_not_known_stay_three_and_leave_the_camera(catalogue: Catalogue, reply, became: str):
    story = Story(catalogue)
    story.session = visiting(catalogue, "materials").session
    _at(story, "materials").reply(reply)
    assert story.session.visit.shares == {"register": became}
    assert story.session.visit.materials.keys() <= {"form"}
    assert isinstance(story.session.page, AtMaterials)
    story.touch("material:register")
    assert isinstance(story.session.page, AtPhotograph)


def test_going_back_to_the_list_asks_no_department_again(listed: Story):
    reviewed(listed)
    _at(listed, "materials")
    assert isinstance(listed.session.page, AtMaterials)
    assert not [each for each in listed.effects if isinstance(getattr(each, "question", None), LookUp)]


def test_pages_are_taken_again_counted_and_joined(listed: Story):
    listed.touch("material:letter")
    assert [type(each) for each in listed.effects][-1] is WatchPage
    assert (listed.face.primary.target, listed.face.body.take) == ("take", None)
    listed.touch("take")
    assert isinstance(listed.effects[-1], TakePage)
    assert listed.face.waiting
    listed.happen(PageTaken(listed.request, b"one", b"small"))
    listed.touch("again")
    assert listed.session.visit.pages == ()
    for page in (b"one", b"two"):
        listed.touch("take").happen(PageTaken(listed.request, page, b"small"))
    body = listed.face.body
    assert isinstance(body, Photograph)
    assert (body.take.enabled, listed.face.primary.target) == (False, "done")
    listed.touch("take")
    assert not listed.ordered(TakePage)[4:]
    listed.touch("done")
    assert listed.ordered(JoinPages)[-1].pages == (b"one", b"two")
    listed.happen(PagesJoined(listed.request, b"%PDF", "0" * 64))
    given = listed.session.visit.materials["letter"]
    assert (given.trust, given.pages, given.pdf, given.sm3) == ("C", 2, b"%PDF", "0" * 64)
    assert listed.session.visit.pages == ()
    assert any(isinstance(each, Rest) for each in listed.effects)
    assert "待窗口核验" in next(each.line for each in listed.face.body.rows if each.target == "material:letter")


@pytest.mark.parametrize("trouble", ["no_page", "blank", "blurred", "dark", "cut_off", "camera_out_of_service"])
def test_each_trouble_of_a_page_is_said_and_nothing_is_lost(listed: Story, trouble):
    listed.touch("material:letter", "take").happen(PageTaken(listed.request, b"one", b"small")).touch("take")
    listed.happen(PageTroubled(listed.request, trouble))
    assert listed.face.body.notice.text
    assert listed.session.visit.pages == (b"one",)
    assert listed.face.primary.target == "done"


def test_a_late_page_changes_nothing(listed: Story):
    listed.touch("material:letter", "take")
    late = listed.request
    listed.happen(PageTaken(late, b"one", b"small"))
    before = listed.session
    listed.happen(PageTaken(late, b"one", b"small"))
    assert listed.session is before


def test_what_must_be_given_is_waited_for_and_the_rest_may_be_left(listed: Story):
    assert listed.face.primary is None
    assert listed.face.waiting == "还差 2 样，点一行来交"
    photographed(listed).touch("material:promise")
    listed.touch("secondary", "secondary")
    assert isinstance(listed.session.page, AtMaterials)
    assert listed.face.primary is None
    listed.touch("material:promise", "primary")
    assert listed.session.visit.materials["promise"].trust == "D"
    assert listed.face.primary is not None


def test_an_optional_paper_may_go_to_the_window(listed: Story):
    listed.touch("material:extra")
    assert [each.target for each in listed.face.body.others] == ["other"]
    listed.touch("other")
    assert isinstance(listed.session.page, AtMaterials)


# --- review and signature ----------------------------------------------------------------------------------------


def test_nothing_is_handed_in_before_the_last_page_of_the_review(listed: Story):
    story = reviewed(listed)
    story.session = replace(story.session, text_size="xlarge")
    onward, hand_in = (story.catalogue.words["zh"](each) for each in ("word.page_following", "usual.review.primary"))
    pages = 0
    while story.face.primary.label == onward:
        assert isinstance(story.touch("primary").session.page, AtReview), "the large key only turns the page"
        pages += 1
    assert pages, "the matter has no review of several pages"
    assert story.face.body.following.enabled is False
    assert story.face.primary.label == hand_in
    assert story.touch(*["page:previous"] * pages).face.primary.label == hand_in, "it was seen to its end"
    assert isinstance(story.touch("primary").session.page, AtSign)
    assert story.touch("back").face.primary.label == hand_in, "nothing changed since"
    story.touch("change:2", "delivery:post")
    assert story.face.primary.label == onward, "what was changed is looked over again"


def test_only_what_is_signed_has_a_line_about_a_signature(listed: Story):
    signs, room = (listed.catalogue.words["zh"](f"usual.slip.{each}") for each in ("signed", "sign_here"))
    session = handed_in(listed).session
    assert signs in texts(receipt_of(listed.catalogue, session, NOW).lines)
    unsigned = replace(session, visit=replace(session.visit, strokes=()))
    assert room in texts(receipt_of(listed.catalogue, unsigned, NOW).lines)
    matter = listed.catalogue.matters["MADE-UP"]
    without = replace(matter, steps=tuple(each for each in matter.steps if each.kind != "sign"))
    shelf = replace(listed.catalogue, matters={"MADE-UP": without})
    assert {signs, room}.isdisjoint(texts(receipt_of(shelf, session, NOW).lines))


def test_the_review_shows_everything_and_leads_to_each(listed: Story):
    body = reviewed(listed).face.body
    assert isinstance(body, Review)
    rows = {each.label: each for each in body.rows}
    assert rows["原因"].value == "第一个"
    assert rows["材料"].value == "查到 1 样、拍了 1 样、承诺 2 样、还没交 1 样"
    assert rows["怎么拿结果"].value == "自己去取"
    listed.touch(rows["材料"].change)
    assert isinstance(listed.session.page, AtMaterials)


def test_too_little_is_no_name_and_a_cleared_field_is_empty(listed: Story):
    reviewed(listed).touch("primary")
    assert isinstance(listed.session.page, AtSign)
    assert listed.face.primary is None
    listed.happen(Signed(listed.session.rev, (((0, 0, 0), (200, 0, 50)),))).touch("primary")
    assert isinstance(listed.session.page, AtSign)
    assert listed.face.body.notice.text.startswith("还看不出名字")
    listed.happen(Signed(listed.session.rev, (NAME,)))
    assert listed.face.body.notice is None
    listed.touch("clear")
    body = listed.face.body
    assert isinstance(body, Sign)
    assert body.empty


def test_strokes_between_two_touches_raise_no_revision(listed: Story):
    reviewed(listed).touch("primary")
    listed.happen(Signed(listed.session.rev, (NAME,)))
    rev = listed.session.rev
    listed.happen(Signed(rev, (NAME, NAME)))
    assert (listed.session.rev, len(listed.session.page.strokes)) == (rev, 2)


def test_the_signature_binds_the_strokes_to_every_value(listed: Story):
    question = signed(listed).asked().question
    assert isinstance(question, Submit)
    assert question.signature == signature(question, (NAME,))
    assert signature(replace(question, values={"reason": "two"}), (NAME,)) != question.signature
    assert signature(question, (NAME[:2],)) != question.signature
    given = {each.id: each for each in question.materials}
    changed = tuple(replace(each, sm3="cd" * 32) if each.id == "letter" else each for each in given.values())
    assert signature(replace(question, materials=changed), (NAME,)) != question.signature


def test_what_changes_after_the_signature_is_signed_anew(listed: Story):
    signed(listed).reply(Refused("period_closed")).touch("change")
    assert isinstance(listed.session.page, AtReview)
    listed.touch("primary")
    assert listed.session.visit.strokes == ()


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
    assert "没有查清以前，请不要再付。凭办件编号来查。" in printed(story)


def test_paying_later_leaves_the_case_with_a_receipt_that_says_so(listed: Story):
    story = paying(listed).touch("secondary")
    assert "您选择了以后缴费。" in printed(story)
    assert "还没有缴费。" not in printed(story)  # nobody asked the department
    assert story.settle().session.page.rate_case == "CASE-7"


def test_paying_later_after_the_department_said_not_paid_says_what_it_said(listed: Story):
    story = paying(listed).touch("paid").reply(PaymentState("not_paid")).touch("secondary")
    assert "还没有缴费。" in printed(story)


def test_paying_later_where_no_code_came_is_said_too(listed: Story):
    story = handed_in(listed).touch("primary").reply(NotKnown("unavailable")).touch("later")
    assert "您选择了以后缴费。" in printed(story)


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
    assert "部门正在看材料，看好了会有通知。" in printed(story)


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


# --- supplements -------------------------------------------------------------------------------------------------


def test_the_whole_list_is_told_once_and_only_it_is_photographed(listed: Story):
    story = filed(signed(listed), ASKED)
    body = story.face.body
    assert isinstance(body, Case)
    assert [(each.label, each.value) for each in body.missing] == [
        ("样本来信", "缺第二页，两页都要看得清"), ("说明", "没有写"),
    ]  # fmt: skip
    story.touch("supplement")
    rows = story.face.body
    assert isinstance(rows, Materials)
    assert [each.target for each in rows.rows] == ["material:letter"]
    story.session = photographed(story, pages=2).session
    asked = story.touch("primary").asked()
    assert isinstance(asked.question, Supplement)
    assert [each.id for each in asked.question.materials] == ["letter"]
    filing = [each.key for each in story.told if isinstance(getattr(each, "question", None), Submit)]
    assert asked.key not in (None, *filing)
    story.reply(NotKnown("no_answer"))
    assert story.touch("primary").asked().key == asked.key
    filed(story, replace(STANDING, state="supplemented"))
    assert isinstance(story.session.page, AtFiled)
    assert not story.session.visit.supplementing


def test_the_list_is_printed_for_who_goes_home(listed: Story):
    story = filed(signed(listed), ASKED).touch("primary")
    assert "1. 样本来信：缺第二页，两页都要看得清" in printed(story)


def test_who_does_not_supplement_now_is_back_at_the_case(listed: Story):
    story = filed(signed(listed), ASKED).touch("supplement")
    assert story.face.shelf.back.enabled
    story.touch("back")
    assert isinstance(story.session.page, AtFiled | AtCase)


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


# --- nothing is lost, nothing goes out twice ---------------------------------------------------------------------


def supplement_photographed(story: Story) -> Story:
    return photographed(filed(signed(story), ASKED).touch("supplement"), pages=2).touch("primary")


def test_a_supplement_that_may_have_arrived_is_not_changed_under_its_key(listed: Story):
    story = supplement_photographed(listed).reply(NotKnown("no_answer"))
    assert not story.face.shelf.back.enabled
    before = story.session
    assert story.touch("back").session is before


def test_back_from_a_refused_supplement_is_its_list_and_never_the_signature(listed: Story):
    story = supplement_photographed(listed).reply(Refused("department_says_no")).touch("back")
    assert isinstance(story.session.page, AtMaterials)
    assert story.session.visit.supplementing


def test_the_receipt_after_a_supplement_still_has_what_was_given_before(listed: Story):
    story = filed(supplement_photographed(listed), replace(STANDING, state="supplemented", payable=None))
    assert sorted(story.session.visit.materials) == ["form", "letter", "promise", "register"]
    given = {name: each for name, each in story.session.visit.materials.items() if name != "letter"}
    story = filed(story, ASKED).touch("supplement", "secondary")
    assert {name: each for name, each in story.session.visit.materials.items() if name != "letter"} == given


def test_what_a_case_that_was_open_never_got_is_not_on_its_paper(listed: Story):
    story = filed(signed(listed), replace(STANDING, payable=None, state="not_accepted"), again=True).touch("primary")
    lines = printed(story)
    assert "这是以前交的那一件，没有重复。" in lines
    assert not any("样本来信" in each for each in lines)
    assert "申请人已经手写确认。" not in lines


def test_what_only_a_department_has_and_did_not_say_is_asked_again(catalogue: Catalogue):
    matter = catalogue.matters["MADE-UP"]
    alone = {"can_photograph": False, "can_bring": False}
    only = tuple(replace(each, **alone) if each.id == "register" else each for each in matter.materials)
    shelf = replace(catalogue, matters={**catalogue.matters, "MADE-UP": replace(matter, materials=only)})
    story = Story(shelf)
    story.session = visiting(shelf, "materials").session
    _at(story, "materials").reply(NotKnown("unavailable"))
    row = story.face.body.rows[0]
    assert (row.enabled, row.line) == (True, "部门没有回话，点这里再问一次")
    story.touch("material:register").reply(SHARED)
    assert story.session.visit.materials["register"].trust == "A"


def test_a_share_that_was_not_known_is_asked_once_more_on_coming_back(catalogue: Catalogue):
    story = Story(catalogue)
    story.session = visiting(catalogue, "materials").session
    _at(story, "materials").reply(NotKnown("unavailable"))
    assert story.session.visit.shares == {"register": "not_known"}
    assert _at(story, "materials").asked().question.look_up == "register"


def test_a_draft_that_no_phone_can_take_leads_back_to_the_review(listed: Story):
    story = reviewed(listed).touch("hand_over").reply(NotKnown("unavailable")).touch("back")
    assert isinstance(story.session.page, AtReview)
