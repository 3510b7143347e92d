"""Verifying a paper in hand: typed or scanned, five answers kept apart, nobody is asked who they are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.effects import Ask, PrintReceipt, ReadCode, ReportRating
from kiosk.core.events import CodeRead
from kiosk.core.questions import Verify
from kiosk.core.replies import ComparedField, NotKnown
from kiosk.rehearsal import SAME, Story

TAX_CODE = b"KIOSK-DEMO:TAX:DEMO-2026-000001:20260720:18910.00"
LICENCE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"


def scanned(story: Story, payload: bytes) -> Story:
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        text = None
    return story.happen(CodeRead(story.request, payload, text))


def said(story: Story, key: str) -> str:
    return story.catalogue.words["zh"](key)


def to_scan(story: Story, matter: str = "VER-TAX") -> Story:
    return story.touch("start", f"matter:{matter}", "pick:way:scan")


def typed(story: Story, number: str = "No. DEMO2026 000001") -> Story:
    story.touch("start", "matter:VER-TAX", "pick:way:by_number")
    story.fill("number", number).touch("primary")
    story.fill("issued_on", "2026-07-20").touch("primary")
    return story.fill("amount", "18910").touch("primary")


def test_a_scanned_certificate_is_asked_by_its_bytes(story: Story):
    scanned(to_scan(story), TAX_CODE)
    assert story.asked().question == Verify("VER-TAX", "tax_certificate", {}, TAX_CODE)


def test_typed_values_are_cleaned_by_their_rules(story: Story):
    typed(story, "ＮＯ．１２３４ ５６７８")
    params = story.asked().question.params
    assert params == {"number": "12345678", "issued_on": "2026-07-20", "amount": "18910.00"}


def test_nobody_is_asked_who_they_are(story: Story):
    typed(story).reply(SAME)
    assert story.session.visit.card is None
    assert not any(step.kind == "identify" for step in story.catalogue.matters["VER-TAX"].steps)


@pytest.mark.parametrize(
    ("payload", "notice"),
    [
        (b"https://example.com/login?x=1", "foreign_link"),
        (b"\x00\x01\x02 control", "not_this_code"),
        (bytes(range(256)) * 12, "not_this_code"),
        (LICENCE.encode(), "not_this_code"),
        ("收款码".encode("gb18030"), "not_this_code"),
    ],
    ids=["foreign link", "control bytes", "3 kB of binary", "a code of another matter", "GB18030 text"],
)
def test_codes_that_do_not_belong_here(story: Story, payload: bytes, notice: str):
    scanned(to_scan(story), payload)
    assert story.page == "VER-TAX/scan"
    assert story.face.body.notice.text == said(story, f"scan.{notice}")
    rev = story.session.rev
    scanned(story, payload)
    assert story.session.rev == rev, "the same wrong code is told once"
    assert isinstance(story.effects[-1], ReadCode)
    scanned(story, TAX_CODE)
    assert story.page == "VER-TAX/waiting-verify"


@pytest.mark.parametrize(
    ("state", "sign", "words"),
    [
        ("same", "same", "一致"),
        ("interim", "same", "一致"),
        ("differs", "differs", "不一致"),
        ("not_found", "not_found", "未查到"),
        ("void", "ended", "已作废"),
        ("expired", "ended", "已过期"),
        ("withdrawn", "ended", "已撤销"),
        ("malformed", "not_found", "码不完整"),
    ],
)
def test_each_answer_has_its_own_page(story: Story, state: str, sign: str, words: str):
    typed(story).reply(replace(SAME, state=state))
    assert story.page == "VER-TAX/verdict"
    assert (story.face.body.sign, story.face.body.words) == (sign, words)


def test_what_was_not_found_was_compared_with_nothing(story: Story):
    fields = (ComparedField("number", "12345678", None, same=False),)
    typed(story).reply(replace(SAME, state="not_found", fields=fields, certificate=None))
    assert [(row.mark, row.mark_text) for row in story.face.body.rows] == [("", "")]


def test_a_service_that_is_down_is_no_verdict_and_keeps_what_was_typed(story: Story):
    typed(story).reply(NotKnown("unavailable"))
    assert story.face.body.sign == "unavailable"
    assert "不代表" in story.face.body.line
    story.touch("primary").reply(SAME)
    assert story.face.body.sign == "same"
    assert len(story.ordered(Ask)) == 2


def test_what_differs_is_marked_and_nothing_is_given_away(story: Story):
    fields = (
        ComparedField("number", "12345678", "12345678", same=True),
        ComparedField("amount", "1.00", "18910.00", same=False),
    )
    typed(story).reply(replace(SAME, state="differs", fields=fields, certificate=None))
    rows = story.face.body.rows
    assert [(row.value, row.mark) for row in rows] == [("12345678", "same"), ("¥1.00", "differs")]
    assert "18910" not in repr(story.face.body)


def test_the_slip_is_printed_and_the_rating_asked(story: Story):
    typed(story).reply(SAME).touch("secondary").settle()
    assert story.page == "finish"
    [order] = story.ordered(PrintReceipt)
    assert said(story, "receipt.advice") in [getattr(line, "text", "") for line in order.receipt.lines]
    story.touch("primary", "grade:5", "secondary")
    assert story.ordered(ReportRating)[0].grade == 5


def test_another_one_starts_with_nothing_of_the_last(story: Story):
    typed(story).reply(SAME).touch("primary")
    assert story.page == "VER-TAX/form-1-1"
    assert "number" not in story.session.visit.answers


@pytest.mark.parametrize(
    ("matter", "way", "field", "text", "problem"),
    [
        ("VER-TAX", "by_number", "number", "12@45678", "tax_certificate_number"),
        ("KSTB-10", "by_certificate", "cert_no", "AB!DEF", "certificate_number"),
        ("KSTB-10", "by_company", "company_no", "91350100M000100Y44", "uscc"),
        ("VER-LIC", "by_number", "identifier", LICENCE[:-1] + "V", "licence_identifier"),
    ],
)
def test_a_wrong_number_is_said_in_a_sentence(story: Story, matter: str, way: str, field: str, text: str, problem: str):
    story.touch("start", f"matter:{matter}", f"pick:way:{way}").fill(field, text).touch("primary")
    assert story.page.startswith(f"{matter}/form-2")
    assert story.face.checks.notes[field].text == said(story, f"problem.{problem}")
    assert story.face.body.value == text


def test_a_good_identifier_goes_out(story: Story):
    story.touch("start", "matter:VER-LIC", "pick:way:by_number").fill("identifier", LICENCE.lower()).touch("primary")
    assert story.asked().question.params == {"identifier": LICENCE}


def test_a_wrong_amount_is_no_amount(story: Story):
    story.touch("start", "matter:VER-TAX", "pick:way:by_number").fill("number", "12345678").touch("primary")
    story.touch("primary").fill("amount", "1.234").touch("primary")
    assert story.face.checks.notes["amount"].text == said(story, "problem.money")


def test_ways_can_be_changed_on_the_way(story: Story):
    story.touch("start", "matter:VER-TAX", "pick:way:by_number", "other")
    assert story.page == "VER-TAX/scan"
    story.touch("other")
    assert story.page == "VER-TAX/form-1-1"
