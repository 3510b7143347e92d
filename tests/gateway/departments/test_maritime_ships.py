"""Matter 11: a ship's certificate against the register, and what its company's certificate does to it."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.core.validators import imo_fault, ship_id_fault
from kiosk.gateway.departments.contract import Refused, ShipPresented
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.maritime import MaritimeSimulator
from kiosk.gateway.departments.registers import Registers, load_registers


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers(date(2026, 6, 15), seed=7)


@pytest.fixture
def maritime(registers, clock) -> MaritimeSimulator:
    return MaritimeSimulator(registers, Line(clock))


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("DEMO-SMC-0001", "same"),
        ("DEMO-SMC-0002", "interim"),
        ("DEMO-SMC-0003", "withdrawn"),
        ("DEMO-SMC-0004", "withdrawn"),
        ("DEMO-SMC-0005", "expired"),
        ("DEMO-SMC-0006", "withdrawn"),
        ("DEMO-SMC-9999", "not_found"),
    ],
)
def test_the_state_of_a_certificate_by_its_number(maritime, number, state):
    assert maritime.verify_ship(ShipPresented(cert_no=number.lower())).state == state


def test_a_certificate_falls_with_its_companys_and_it_is_said(maritime):
    fallen = maritime.verify_ship(ShipPresented(cert_no="DEMO-SMC-0003"))
    assert [field.recorded for field in fallen.fields if not field.same] == ["DEMO-DOC-0003"]
    assert fallen.certificate.state == "withdrawn"
    uncovered = maritime.verify_ship(ShipPresented(cert_no="DEMO-SMC-0004"))
    assert [field.id for field in uncovered.fields if not field.same] == ["ship_type"]


BAD = {
    "KSTB-11 only a ship's name": (ShipPresented(ship_name="和安示例1"), Refused("second_key_needed")),
    "KSTB-11 only a company": (ShipPresented(company_no="91000000DEM000014K"), Refused("second_key_needed")),
    "KSTB-11 a DOC number": (ShipPresented(cert_no="DEMO-DOC-0001"), Refused("other_certificate_kind")),
}


@pytest.mark.parametrize(("presented", "answer"), BAD.values(), ids=BAD)
def test_a_bad_key_is_refused(maritime, presented, answer):
    assert maritime.verify_ship(presented) == answer


def test_a_wrong_imo_number_is_malformed_not_forged(maritime):
    assert maritime.verify_ship(ShipPresented(imo_no="9074728")).state == "malformed"


@pytest.mark.parametrize(
    ("company", "number"), [("91000000DEM000014K", "DEMO-SMC-0001"), ("91000000DEM0000496", "DEMO-SMC-0002")]
)
def test_a_name_with_its_company_is_one_ship(maritime, company, number):
    answer = maritime.verify_ship(ShipPresented(ship_name=" 和安示例1", company_no=company))
    assert answer.certificate.number == number


def test_what_stands_on_the_paper_is_compared_field_by_field(maritime):
    others = {"issuer": "和安海事局（演示）", "ship_type": "油船"}
    answer = maritime.verify_ship(ShipPresented(cert_no="DEMO-SMC-0001", others=others))
    assert answer.state == "differs"
    assert {field.id: field.same for field in answer.fields} == {"cert_no": True, "issuer": True, "ship_type": False}


def test_the_registers_numbers_are_well_formed_and_lead_to_certificates(registers):
    assert {imo_fault(ship.imo) for ship in registers.ships if ship.imo} == {None}
    assert {ship_id_fault(ship.ship_id) for ship in registers.ships} == {None}
    assert {ship.document for ship in registers.ships} <= {document.number for document in registers.documents}
    assert {ship.company for ship in registers.ships} <= {company.uscc for company in registers.companies}
