"""All simulated departments together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Engine

from kiosk.core.regions import Regions
from kiosk.documents.office import IssuingOffice
from kiosk.gateway.departments.case_desk import Department
from kiosk.gateway.departments.contract import Departments
from kiosk.gateway.departments.department_file import RegisterFile, read_departments, read_registers
from kiosk.gateway.departments.department_lint import check_files
from kiosk.gateway.departments.licences import LicenceSimulator
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.maritime import MaritimeSimulator
from kiosk.gateway.departments.maritime_ships import maritime_registers
from kiosk.gateway.departments.phones import PhoneSimulator
from kiosk.gateway.departments.register_rows import seed_registers
from kiosk.gateway.departments.registers import ASSETS, Registers, load_registers
from kiosk.gateway.departments.simulated_cases import CaseSimulator
from kiosk.gateway.departments.tax import TaxSimulator
from kiosk.gateway.departments.tax_ledger import TaxLedger
from kiosk.gateway.departments.world import Shared
from kiosk.gateway.times import BEIJING, Clock


class Simulation(Struct, frozen=True):
    """The departments, and the line to each by the name that `Departments.by_name` uses, and to each register."""

    departments: Departments
    lines: dict[str, Line]


def known_registers(files: Mapping[str, RegisterFile], known: Registers) -> dict[str, RegisterFile]:
    """Every register that a department's file may name: those with a file, and those of the public certificates."""
    return {**files, **maritime_registers(known)}


def simulate_departments(
    engine: Engine,
    office: IssuingOffice,
    clock: Clock,
    seed: int = 0,
    phone_outbox: Path | None = None,
    regions: Regions | None = None,
    assets: Path = ASSETS,
) -> Simulation:
    """Every department of the demonstration, with the registers of `seed` as of today; DepartmentFileError."""
    known = load_registers(clock().astimezone(BEIJING).date(), seed, assets)
    files = read_departments(assets / "departments")
    registers = known_registers(read_registers(assets / "synthetic" / "registers"), known)
    check_files(files, registers)
    seed_registers(engine, registers, known, seed)
    lines = {name: Line(clock) for name in ("tax", "maritime", "licences", "phones", *files, *registers)}
    shared = Shared(registers, lines, regions or Regions())
    cases = {
        name: CaseSimulator(Department(name, file, shared, lines[name], seed), engine, office, clock)
        for name, file in files.items()
    }
    case_paper = cases["tax"].verifiable if "tax" in cases else None
    tax = TaxSimulator(known, lines["tax"], TaxLedger(engine), office, clock, case_paper)
    departments = Departments(
        tax=tax,
        maritime=MaritimeSimulator(known, lines["maritime"]),
        licences=LicenceSimulator(known, lines["licences"]),
        phones=PhoneSimulator(known, lines["phones"], phone_outbox, clock),
        cases=cases,
        issuers={"tax": tax},
    )
    return Simulation(departments, lines)
