"""The engine: time, verbs, legs, effects, registers that fall silent, two databases, one seed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from kiosk.core.parties import Organisation, Parties
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.case_contract import Material
from kiosk.gateway.departments.case_ledger import CaseLedger
from kiosk.gateway.departments.contract import Refused, Working
from kiosk.gateway.departments.register_rows import rows
from kiosk.gateway.departments.simulated import simulate_departments
from kiosk.gateway.errors import DepartmentUnavailable, RequestMalformed
from tests.gateway.departments.conftest import BEIJING, FEES, PERSONS, REGIONS

EXAMPLE = """
name = "示例部门（演示）"
office = "{place.name}示例局（演示）"
prefix = "EX"

[service.move]
name = "示例多地联办"
course = [
    { state = "accepted", after_s = 0 },
    { state = "in_progress", after_s = 10, office = "{place.name}示例二局（演示）" },
    { state = "approved", after_s = 5 },
]
[service.move.record.houses]
register = "houses"
owner = "applicant.number"
[service.move.record.open]
register = "cases"
owner = "applicant.number"
where = { open = "=yes" }
[service.move.look_up.houses]
record = "houses"
title = "{row.address}"
values = ["state"]
[service.move.look_up.houses.if_none]
title = "名下没有房产"
values = { state = "none" }
[service.move.look_up.open]
record = "open"
title = "{row.kind}"
[[service.move.leg]]
id = "here"
office = "迁入地示例局（演示）"
after_s = 10
declines = [{ rule = "differs", on = ["value.head", "=no"], reason = "head_refused", text = "户主不同意。" }]
[[service.move.leg]]
id = "there"
office = "迁出地示例局（演示）"
after_s = 20
waits_for = "here"
[[service.move.supplement]]
id = "proof"
what = "证明"
standard = "原件"
when = [{ rule = "same", on = ["value.proof", "=bad"] }]
[[service.move.check]]
rule = "differs"
on = ["value.kind", "=hopeless"]
reason = "hopeless"
then = "not_accepted"
text = "示例：这种不受理。"
[[service.move.effect]]
at = "approved"
add = "houses"
owner = "each_owner"
each = "table.persons"
values = { address = "row.name", state = "=moved" }

[service.pay]
name = "示例缴费"
[service.pay.payment]
amount = "value.sum"
[service.paper_only]
name = "示例单子"
[service.paper_only.paper.result]
amount = "value.sum"
lines = [["大写", "{value.sum:words}"]]
""".replace('owner = "each_owner"', 'owner = "row.number"')
HOUSES = """
source = "不动产登记机构（演示）"
[[row]]
key = "h1"
owner = "zhang-jianguo"
values = { address = "示例路1号", state = "owned", since = "days:-30", last_month = "month:0" }
[made]
share = 1.0
[made.values]
address = ["示例路2号", "示例路3号"]
state = ["owned", "not_known"]
owner_name = ["@name"]
"""
MOVE = {"matter": "EX-1", "service": "move", "values": {"kind": "plain"}}


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    here = Path(__file__).parents[3] / "assets"
    made = tmp_path / "assets"
    (made / "departments").mkdir(parents=True)
    (made / "synthetic" / "registers").mkdir(parents=True)
    (made / "regions").symlink_to(here / "regions")
    for file in (here / "synthetic").glob("*.toml"):
        (made / "synthetic" / file.name).symlink_to(file)
    (made / "departments" / "example.toml").write_text(EXAMPLE)
    (made / "synthetic" / "registers" / "houses.toml").write_text(HOUSES)
    return made


@pytest.fixture
def simulate(office, clock, assets):
    return lambda engine, seed=7: simulate_departments(engine, office, clock, seed, regions=REGIONS, assets=assets)


@pytest.fixture
def example(any_engine, simulate):
    return simulate(any_engine)


@pytest.fixture
def system(example):
    return example.departments.cases["example"]


@pytest.fixture
def line(example):
    return example.lines["example"]


def moved(applicant, who="zhang", **other):
    return applicant.application(who, kind=MOVE, **other)


def legs(system, number: str) -> dict[str, str]:
    return {leg.id: leg.state for leg in system.standing(number).legs}


def test_legs_run_one_after_the_other_and_the_case_waits_for_both(system, applicant, clock):
    case = moved(applicant)
    assert system.submit(case).holder == "北京市示例局（演示）"
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


def test_deciding_adds_a_row_for_each_person_of_a_table(system, applicant, clock, any_engine):
    persons = ({"name": "示例甲", "number": "1"}, {"name": "示例乙", "number": "2"})
    case = moved(applicant, tables={"persons": persons})
    system.submit(case)
    clock.advance(minutes=5)
    assert system.standing(case.number).state == "approved"
    system.standing(case.number)
    with any_engine.begin() as connection:
        added = connection.execute(select(rows.c.owner).where(rows.c.key.like(f"{case.number}-%")))
        assert sorted(added.scalars()) == ["1", "2"]


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


def test_a_register_that_is_down_has_not_said_that_there_is_nothing(example, system, applicant):
    nobody = applicant.asked("li", "houses", kind=MOVE)
    assert system.look_up(nobody).records[0].values == {"state": "none"}
    example.lines["houses"].work("down")
    with pytest.raises(DepartmentUnavailable):
        system.look_up(nobody)
    assert system.is_up()
    example.lines["houses"].work("up")
    example.lines["houses"].work("refuse_next", reason="no")
    with pytest.raises(DepartmentUnavailable):
        system.look_up(nobody)


def test_own_open_cases_are_a_register_too(system, applicant, clock):
    asked = applicant.asked("zhang", "open", kind=MOVE)
    assert system.look_up(asked).records == ()
    case = moved(applicant)
    system.submit(case)
    assert [record.id for record in system.look_up(asked).records] == [case.number]
    assert system.look_up(applicant.asked("li", "open", kind=MOVE)).records == ()
    system.withdraw(case.number)
    assert system.look_up(asked).records == ()


def test_a_case_that_is_long_decided_is_not_open(system, applicant, clock):
    system.submit(moved(applicant))
    clock.advance(days=1)
    assert system.look_up(applicant.asked("zhang", "open", kind=MOVE)).records == ()


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


def test_a_case_of_an_organisation_is_its_own(system, applicant):
    parties = Parties(PERSONS["zhang"], organisation=Organisation("91000000DEM000014K", "示例单位", "办税员"))
    system.submit(moved(applicant, parties=parties))
    assert system.look_up(applicant.asked("zhang", "open", kind=MOVE)).records == ()


def test_what_the_files_do_not_know_is_our_mistake_not_the_citizens(system, applicant):
    with pytest.raises(RequestMalformed):
        system.submit(moved(applicant, service="nothing"))
    with pytest.raises(RequestMalformed):
        system.look_up(applicant.asked("zhang", "nothing", kind=MOVE))
    with pytest.raises(RequestMalformed):
        system.withdraw("no-such-case")


def everything(engine) -> list[tuple[str, ...]]:
    with engine.begin() as connection:
        return [tuple(row) for row in connection.execute(select(rows).order_by(rows.c.register, rows.c.key))]


def test_the_same_files_and_seed_give_the_same_rows_and_numbers(simulate, applicant, tmp_path):
    engines = [open_database(f"sqlite:///{tmp_path}/{name}.sqlite") for name in ("one", "two", "other")]
    made = [simulate(engine, seed) for engine, seed in zip(engines, (7, 7, 8), strict=True)]
    assert everything(engines[0]) == everything(engines[1]) != everything(engines[2])
    case = moved(applicant)
    systems = [each.departments.cases["example"] for each in made]
    numbers = [system.submit(case).document_number for system in systems]
    assert numbers[0] == numbers[1] != numbers[2]
    for engine in engines:
        engine.dispose()


def test_a_restart_keeps_cases_and_changed_rows_and_a_new_file_fills_anew(
    any_engine, simulate, applicant, clock, assets
):
    system = simulate(any_engine).departments.cases["example"]
    case = moved(applicant, tables={"persons": ({"name": "示例甲", "number": "1"},)})
    system.submit(case)
    clock.advance(minutes=5)
    assert system.standing(case.number).state == "approved"
    before = everything(any_engine)
    again = simulate(any_engine).departments.cases["example"]
    assert everything(any_engine) == before
    assert again.standing(case.number).state == "approved"
    (assets / "synthetic" / "registers" / "houses.toml").write_text(HOUSES.replace("示例路1号", "示例路9号"))
    simulate(any_engine)
    assert not [row for row in everything(any_engine) if row[1].startswith(case.number)]
    with any_engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(rows).where(rows.c.register == "houses")).scalar()


def test_two_gateways_over_one_database_know_one_case(any_engine, simulate, applicant):
    first, second = (simulate(any_engine).departments.cases["example"] for _ in range(2))
    case = moved(applicant)
    assert first.submit(case) == second.submit(replace(case, values={"kind": "changed"}))


def test_one_application_that_arrives_often_at_once_is_one_case(system, applicant, any_engine):
    case = moved(applicant)
    with ThreadPoolExecutor(8) as threads:
        standings = list(threads.map(system.submit, [case] * 8))
    assert standings == [standings[0]] * 8
    with any_engine.begin() as connection:
        events = CaseLedger(connection, "example").events(case.number)
    assert [what for _, what in events] == ["submitted", "accepted"]


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
