"""Traps 2, 5, 6, 9 and 12 of the reference (section F), each by name; where the others stand: test_traps.py."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Code
from kiosk.core.effects import Ask
from kiosk.core.face_bodies import Info
from kiosk.core.matter_pages import AtPay
from kiosk.core.matters import Catalogue
from kiosk.core.questions import AskPayment, PaymentOf, Verify
from kiosk.core.replies import CaseStanding, NotKnown, PaymentCode, PaymentState, Verified
from kiosk.core.rules import cleaned
from kiosk.core.session import Session, Visit
from kiosk.core.validators import licence_identifier_fault
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from kiosk.rehearsal import INSTANT, Story
from tests.matters.department import YUANHANG, Asked, Desk, told

LICENCE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"


# --- 2: 个人所得税 since 2019 is no 完税证明 ------------------------------------------------------------------------


def test_trap_02_income_tax_leads_to_the_tax_record_and_to_no_certificate(shelf: Catalogue):
    story = Story(shelf).to_form().touch("pick:tax_authority:hean", "pick:tax_group:pit", "primary")
    assert story.page == "KSTB-14/info"
    assert isinstance(story.face.body, Info)
    shown = " ".join(f"{row.label} {row.value}" for row in story.face.body.blocks)
    assert "纳税记录" in shown
    assert "2018年12月31日以前" in shown


# --- 5: one credit code, several 社保编号 --------------------------------------------------------------------------


def test_trap_05_of_several_unit_numbers_one_is_chosen_and_none_is_guessed(desk: Desk, shelf: Catalogue):
    found = desk.ask("KSTB-15", Asked("wang", organisation=YUANHANG, look_up="unit_numbers"))
    assert isinstance(found, LookedUp)
    assert sum(record.selectable for record in found.records) == 2
    assert shelf.matters["KSTB-15"].field("si_unit_no").prefill == "record.si_unit_no"
    (choosing,) = (step for step in shelf.matters["KSTB-15"].steps if step.kind == "select")
    assert choosing.most == 1


# --- 6: 人社 and 医保 are refunded apart ----------------------------------------------------------------------------


def test_trap_06_the_two_sides_of_a_refund_never_share_an_application(desk: Desk, shelf: Catalogue):
    lines = tuple({"paid": paid, "refund": paid} for paid in ("800.00", "420.00"))
    both = Asked("wang", values={"dept_group": "social"}, rows=("fp-wang-2", "fp-wang-3"), tables={"lines": lines})
    assert desk.ask("KSTB-21", both) == Refused("mixed_groups")
    assert "另一边再申请一次" in told(shelf, "KSTB-21", "mixed_groups")
    shown = desk.ask("KSTB-21", Asked("wang", look_up="paid_lines", values={"dept_group": "medical"}))
    assert isinstance(shown, LookedUp)
    assert [record.id for record in shown.records] == ["fp-wang-3"]


# --- 9: an answer that is not known is no *failed* -----------------------------------------------------------------


@pytest.mark.parametrize("reply", [NotKnown("no_answer"), PaymentState("not_known")], ids=["no answer", "not known"])
@pytest.mark.parametrize("matter", ["KSTB-13", "KSTB-16", "KSTB-17", "KSTB-18"])
def test_trap_09_a_payment_that_is_not_known_is_not_paid_again(shelf: Catalogue, matter: str, reply):
    standing = CaseStanding("ZZ1", matter, "accepted", "税务局（演示）", "330100", INSTANT, demo=True, payable="320.00")
    code = PaymentCode("DEMO-PAY", "320.00", "2026-11-23T10:00:00+08:00")
    steps = [step.kind for step in shelf.matters[matter].steps]
    visit = replace(Visit("v1", matter, step=steps.index("pay")), standing=standing, payment=code)
    story = Story(shelf, Session(page=AtPay(code), visit=visit)).touch("paid")
    assert story.asked().question == PaymentOf("ZZ1")
    story.reply(reply)
    assert story.page == f"{matter}/pay"
    assert not isinstance(story.face.body, Code)
    assert "确认" in story.face.title + story.face.strip
    assert not [each for each in story.ordered(Ask) if isinstance(each.question, AskPayment)]


def test_trap_09_the_department_gives_no_second_code_while_it_does_not_know(own_desk: Desk):
    asked = Asked("wang", rows=("dt-wang-1",), values={"total": "320.00"})
    assert isinstance(own_desk.ask("KSTB-13", asked), DepartmentStanding)
    system = own_desk.system("KSTB-13")
    system.ask_payment(own_desk.last)
    own_desk.simulation.lines["tax"].work("pay", case=own_desk.last, state="not_known")
    assert system.payment_state(own_desk.last) == PaymentState("not_known")
    assert system.ask_payment(own_desk.last) == Refused("payment_not_known")


# --- 12: a failing check character is no forgery; lower case and spaces are no fault --------------------------------


def test_trap_12_a_failing_check_character_says_malformed_and_not_forged(shelf: Catalogue):
    broken = f"{LICENCE[:-1]}V"
    assert licence_identifier_fault(broken) is not None
    story = Story(shelf).touch("start", "matter:VER-LIC", "pick:way:by_number")
    story.fill("identifier", LICENCE).touch("primary")
    story.reply(Verified("malformed", (), None, INSTANT, "证照服务（演示）", "T1", demo=True))
    assert story.face.body.sign == "not_found"
    assert "不代表证照是假的" in story.face.strip


@pytest.mark.parametrize("typed", [LICENCE.lower(), f" {LICENCE} ", LICENCE.replace(".001.", " .001. ")])
def test_trap_12_lower_case_and_spaces_are_put_right(shelf: Catalogue, typed: str):
    field = shelf.matters["VER-LIC"].field("identifier")
    assert cleaned(field, typed) == LICENCE
    story = Story(shelf).touch("start", "matter:VER-LIC", "pick:way:by_number").fill("identifier", typed)
    assert story.touch("primary").asked().question == Verify("VER-LIC", "e_licence", {"identifier": LICENCE})
