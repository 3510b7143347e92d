"""The engine: a case's course in time, its legs and verbs, what is asked in vain, what is paid."""

from __future__ import annotations

import pytest

from kiosk.gateway.departments.case_contract import Material
from kiosk.gateway.departments.case_ledger import CaseLedger
from kiosk.gateway.departments.contract import Refused, Working
from kiosk.gateway.errors import DepartmentUnavailable, RequestMalformed
from tests.gateway.departments.conftest import BEIJING, FEES
from tests.gateway.departments.example_department import MOVE, moved


@pytest.fixture
def line(example):
    return example.lines["example"]


def legs(system, number: str) -> dict[str, str]:
    return {leg.id: leg.state for leg in system.standing(number).legs}


def test_legs_run_one_after_the_other_and_the_case_waits_for_both(system, applicant, clock):
    case = moved(applicant)
    assert system.submit(case).holder == "北京市示例局（演示）"
    assert system.standing(case.number).state == "accepted"
    assert legs(system, case.number) == {"here": "working", "there": "waiting"}, "accepted is at work somewhere"
    clock.advance(seconds=10)
    assert legs(system, case.number) == {"here": "working", "there": "waiting"}
    assert system.standing(case.number).holder == "北京市示例二局（演示）"
    clock.advance(seconds=10)
    assert legs(system, case.number) == {"here": "done", "there": "working"}
    clock.advance(seconds=20)
    assert legs(system, case.number) == {"here": "done", "there": "done"}
    assert system.standing(case.number).state == "in_progress"
    clock.advance(seconds=5)
    assert system.standing(case.number).state == "approved"


def test_everything_that_was_due_happens_at_its_own_instant(system, applicant, clock, any_engine):
    case = moved(applicant)
    system.submit(case)
    clock.advance(days=2)
    standing = system.standing(case.number)
    assert standing.state == "approved"
    assert [leg.since for leg in standing.legs] == ["2026-06-15T09:30:20+08:00", "2026-06-15T09:30:40+08:00"]
    with any_engine.begin() as connection:
        events = CaseLedger(connection, "example").events(case.number)
    assert [what for _, what in events if what != "leg"] == ["submitted", "accepted", "in_progress", "approved"]
    assert events[-1][0] == "2026-06-15T09:30:45+08:00"


def test_a_leg_that_says_no_ends_the_case(system, applicant, clock):
    case = moved(applicant, values={"head": "no"})
    system.submit(case)
    clock.advance(seconds=30)
    standing = system.standing(case.number)
    assert (standing.state, standing.reason, standing.reason_text) == ("declined", "head_refused", "户主不同意。")
    assert standing.holder == "北京市示例二局（演示）", "the office that decides, not the one that objected"
    assert legs(system, case.number) == {"here": "declined", "there": "waiting"}


def test_not_accepted_has_a_case_a_reason_and_a_paper_with_the_remedy(system, applicant):
    case = moved(applicant, values={"kind": "hopeless"})
    standing = system.submit(case)
    assert (standing.state, standing.reason, standing.accepted_at) == ("not_accepted", "hopeless", None)
    assert standing.papers == ("non_acceptance",)
    assert system.paper(case.number, "non_acceptance").title == "不予受理通知书"


def test_part_of_the_list_leaves_the_rest_on_it(system, applicant, line):
    line.work("supplement_next")
    case = moved(applicant, materials=(Material("photo", "C"),))
    assert [item.id for item in system.submit(case).missing] == ["proof"]
    standing = system.supplement(case.number, (Material("photo", "C"),), {})
    assert (standing.state, [item.id for item in standing.missing]) == ("supplement_asked", ["proof"])
    assert system.supplement(case.number, (Material("proof", "C"),), {}).state == "accepted"


def test_a_window_confirms_what_was_photographed(system, applicant):
    case = moved(applicant, materials=(Material("photo", "C"),))
    system.submit(case)
    assert system.confirm(case.number, "photo").state == "accepted"
    assert system.confirm(case.number, "other") == Refused("material_not_there")


@pytest.mark.parametrize(("verb", "state"), [("not_accept_next", "not_accepted"), ("decline_next", "declined")])
def test_a_no_can_be_ordered_for_the_next_case_only(system, applicant, line, clock, verb, state):
    line.work(verb, reason="ordered")
    first, second = moved(applicant), moved(applicant, "li")
    system.submit(first)
    system.submit(second)
    clock.advance(minutes=5)
    standing = system.standing(first.number)
    assert (standing.state, standing.reason) == (state, "ordered")
    assert "演示" in standing.reason_text
    assert system.standing(second.number).state == "approved"


def test_while_its_clock_is_held_a_case_stands_still_but_for_what_is_ordered(system, applicant, line, clock):
    case = moved(applicant)
    system.submit(case)
    line.work("hold")
    clock.advance(minutes=5)
    assert system.standing(case.number).state == "accepted"
    line.work("advance", case=case.number)
    assert system.standing(case.number).state == "in_progress"
    line.work("up")
    assert system.standing(case.number).state == "approved"


def test_refuse_and_error_are_for_the_next_question(system, applicant, line):
    line.work("refuse_next", reason="not_today")
    assert system.submit(moved(applicant)) == Refused("not_today")
    line.work("error_next")
    with pytest.raises(DepartmentUnavailable):
        system.look_up(applicant.asked("zhang", "houses", kind=MOVE))
    assert system.look_up(applicant.asked("zhang", "houses", kind=MOVE)).records


def test_a_slow_department_is_asked_again(system, applicant, line, clock):
    line.work("slow", seconds=8)
    case = moved(applicant)
    assert system.submit(case) == Working()
    assert system.standing(case.number) is None
    clock.advance(seconds=8)
    assert system.submit(case).state == "accepted"
    assert system.submit(case).state == "accepted"


def test_a_case_is_moved_on_step_by_step_and_leg_by_leg(system, applicant, line):
    case = moved(applicant)
    system.submit(case)
    line.work("advance", case=case.number)
    assert system.standing(case.number).state == "in_progress"
    line.work("advance", leg="here", state="done")
    assert legs(system, case.number) == {"here": "done", "there": "working"}
    line.work("advance", case=case.number, leg="there", state="declined")
    assert system.standing(case.number).state == "declined"


def test_orders_for_nobodys_case_fall_to_the_ground(system, applicant, line):
    line.work("advance", case="no-such-case")
    line.work("pay", state="paid")
    case = moved(applicant)
    system.submit(case)
    line.work("advance", leg="no-such-leg")
    assert system.standing(case.number).state == "accepted"


def test_a_refusal_that_was_ordered_is_for_the_next_case_not_for_one_that_comes_again(system, applicant, line):
    case = moved(applicant)
    assert system.submit(case).state == "accepted"
    line.work("refuse_next", reason="not_today")
    assert system.submit(case).state == "accepted"
    assert system.submit(moved(applicant)) == Refused("not_today")


def test_an_order_for_the_next_case_is_not_used_up_by_a_refusal(social, departments, applicant):
    departments.lines["social_security"].work("not_accept_next", reason="ordered")
    assert isinstance(social.submit(applicant.application("chen")), Refused)
    assert social.submit(applicant.application("qian")).state == "not_accepted"


def test_what_the_files_do_not_know_is_our_mistake_not_the_citizens(system, applicant):
    with pytest.raises(RequestMalformed):
        system.submit(moved(applicant, service="nothing"))
    with pytest.raises(RequestMalformed):
        system.look_up(applicant.asked("zhang", "nothing", kind=MOVE))
    with pytest.raises(RequestMalformed):
        system.withdraw("no-such-case")


@pytest.mark.parametrize("service", ["pay", "paper_only"])
@pytest.mark.parametrize("amount", ["1000000000000.00", "9999999999999999.00"])
def test_a_sum_that_no_paper_can_say_in_words_is_refused(system, applicant, service, amount):
    case = moved(applicant, service=service, values={"sum": amount})
    assert system.submit(case) == Refused("amount_too_large")


@pytest.mark.parametrize("service", ["pay", "paper_only"])
def test_the_largest_sum_is_taken_and_its_paper_made(system, applicant, line, service):
    case = moved(applicant, service=service, values={"sum": "999999999999.99"})
    system.submit(case)
    line.work("pay", case=case.number, state="paid")
    assert system.standing(case.number).state == "approved"
    paper = system.paper(case.number, "result")
    assert paper is None if service == "pay" else paper.total_words.endswith("玖角玖分")


def test_a_payment_code_says_demo_and_runs_out(tax, applicant, departments, clock):
    case = applicant.application("zhang", BEIJING, FEES)
    tax.submit(case)
    code = tax.ask_payment(case.number)
    assert code.payload.startswith("KIOSK-DEMO:PAY:")
    assert code.expires_at == "2026-06-15T09:45:00+08:00"
    departments.lines["tax"].work("pay", case=case.number, state="not_paid")
    departments.lines["tax"].work("pay", case=case.number, state="not_known")
    assert tax.ask_payment(case.number) == Refused("payment_not_known")
