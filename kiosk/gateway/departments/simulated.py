"""All simulated departments together."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from sqlalchemy import Engine

from kiosk.documents.office import IssuingOffice
from kiosk.gateway.departments.contract import Departments
from kiosk.gateway.departments.licences import LicenceSimulator
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.maritime import MaritimeSimulator
from kiosk.gateway.departments.phones import PhoneSimulator
from kiosk.gateway.departments.registers import load_registers
from kiosk.gateway.departments.tax import TaxSimulator
from kiosk.gateway.departments.tax_ledger import TaxLedger
from kiosk.gateway.times import BEIJING, Clock


class Simulation(Struct, frozen=True):
    """The departments, and the line to each by the name that `Departments.by_name` uses."""

    departments: Departments
    lines: dict[str, Line]


def simulate_departments(
    engine: Engine, office: IssuingOffice, clock: Clock, seed: int = 0, phone_outbox: Path | None = None
) -> Simulation:
    """Every department of the demonstration, with the registers of `seed` as of today."""
    registers = load_registers(clock().astimezone(BEIJING).date(), seed)
    lines = {name: Line(clock) for name in ("tax", "maritime", "licences", "phones")}
    departments = Departments(
        tax=TaxSimulator(registers, lines["tax"], TaxLedger(engine), office, clock),
        maritime=MaritimeSimulator(registers, lines["maritime"]),
        licences=LicenceSimulator(registers, lines["licences"]),
        phones=PhoneSimulator(registers, lines["phones"], phone_outbox, clock),
    )
    return Simulation(departments, lines)
