"""The engine: registers that fall silent, two databases, two gateways, one seed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from kiosk.core.parties import Organisation, Parties
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.case_ledger import CaseLedger
from kiosk.gateway.departments.register_rows import rows
from kiosk.gateway.errors import DepartmentUnavailable
from tests.gateway.departments.conftest import PERSONS
from tests.gateway.departments.example_department import HOUSES, MOVE, moved


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


def test_a_case_of_an_organisation_is_its_own(system, applicant):
    parties = Parties(PERSONS["zhang"], organisation=Organisation("91000000DEM000014K", "示例单位", "办税员"))
    system.submit(moved(applicant, parties=parties))
    assert system.look_up(applicant.asked("zhang", "open", kind=MOVE)).records == ()


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
