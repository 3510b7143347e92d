from __future__ import annotations

from datetime import date

import pytest

from kiosk.core.validators import citizen_number_fault, licence_identifier_fault, uscc_fault
from kiosk.gateway.departments.registers import GENERATED, Registers, load_registers
from kiosk.gateway.departments.tax_register import register_of

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers(TODAY, seed=7)


def test_the_same_seed_and_day_give_the_same_registers(registers):
    again = load_registers(TODAY, seed=7)
    assert again == registers
    assert register_of(again) == register_of(registers)
    assert load_registers(TODAY, seed=8) != registers


def test_a_few_dozen_persons_of_whom_no_two_are_the_same(registers):
    assert len(registers.persons) >= GENERATED + 10
    assert len({known.person.digest for known in registers.persons}) == len(registers.persons)


def test_made_persons_have_numbers_that_pass_the_check(registers):
    made = [known for known in registers.persons if known.id.startswith("made-")]
    assert len(made) == GENERATED
    assert {citizen_number_fault(known.number, TODAY) for known in made} == {None}


def test_every_code_of_a_company_and_a_licence_is_well_formed_and_nobodys(registers):
    assert {uscc_fault(company.uscc) for company in registers.companies} == {None}
    assert {licence_identifier_fault(licence.identifier) for licence in registers.licences} == {None}
    assert all("000000DEM0" in company.uscc for company in registers.companies)


def test_every_reference_leads_somewhere(registers):
    persons = {known.id for known in registers.persons}
    companies = {company.uscc for company in registers.companies}
    assert {plan.person for plan in registers.payments} <= persons
    assert {plan.authority for plan in registers.payments} <= {place.id for place in registers.authorities}
    assert {document.company for document in registers.documents} <= companies
    assert {licence.holder for licence in registers.licences} <= persons | companies
    assert {certificate.holder for certificate in registers.certificates} <= persons


def test_vouchers_keep_their_numbers_as_days_pass(registers):
    tomorrow = load_registers(date(2026, 6, 16), seed=7)
    for digest, payments in register_of(registers).items():
        assert {row.id: row.amount for row in payments} == {row.id: row.amount for row in register_of(tomorrow)[digest]}


def test_vouchers_are_numbered_once_in_the_whole_register(registers):
    rows = [row for payments in register_of(registers).values() for row in payments]
    assert len({row.id for row in rows}) == len(rows)


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 1, 1), date(2026, 3, 31), date(2026, 12, 31)])
def test_any_day_gives_a_register_of_the_past(today):
    for payments in register_of(load_registers(today, seed=0)).values():
        for row in payments:
            assert row.period_from <= row.period_to
            assert (row.date or row.paid_on) <= today.isoformat()


def test_every_name_on_a_fictional_authority_says_demonstration(registers):
    names = [place.zh for place in registers.authorities] + [document.issuer for document in registers.documents]
    names += [company.name for company in registers.companies] + [licence.issuer for licence in registers.licences]
    assert all("演示" in name for name in names)
