"""Every matter finds at its department what it asks for, and may say every no that the department can give."""

from __future__ import annotations

import argparse
from datetime import date

import pytest

from kiosk.catalogue import read_all_words, read_matters
from kiosk.commands import gateway
from kiosk.gateway.departments.department_file import Service, read_departments, read_registers
from kiosk.gateway.departments.department_lint import agreement_faults, department_faults
from kiosk.gateway.departments.registers import ASSETS, load_registers
from kiosk.gateway.departments.simulated import known_registers

DEPARTMENTS = read_departments(ASSETS / "departments")
MATTERS = {matter.id: matter for matter in read_matters(ASSETS) if matter.service}
SILENT = frozenset({"row_unknown", "no_rows"})  # never heard by a terminal that plays by the rules


def reasons(service: Service) -> set[str]:
    """What the department may refuse with, at once or at the end; a `text` of its own needs no other words."""
    checks = {check.reason for check in service.check if check.then == "refused"}
    return checks | {each.reason for plan in service.look_up.values() for each in plan.refuse}


def test_the_files_of_the_house_have_no_fault():
    known = load_registers(date(2026, 6, 15), seed=7)
    registers = known_registers(read_registers(ASSETS / "synthetic" / "registers"), known)
    assert list(department_faults(DEPARTMENTS, registers)) == []


def test_every_matter_finds_what_it_asks_for():
    assert list(agreement_faults(MATTERS.values(), DEPARTMENTS)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("matter", MATTERS.values(), ids=MATTERS)
def test_the_citizen_is_told_every_no_in_words(matter, language):
    words = read_all_words(ASSETS)[language].table
    service = DEPARTMENTS[matter.department].service[matter.service]
    said = {reason for reason in reasons(service) if any(_keys(matter.id, reason) & words.keys())}
    assert reasons(service) - said - SILENT == set()


def _keys(matter: str, reason: str) -> set[str]:
    return {f"matter.{matter}.refusal.{reason}.what", f"usual.refusal.{reason}.what"}


def test_what_a_department_says_in_its_own_words_is_said():
    silent = [
        check.reason
        for file in DEPARTMENTS.values()
        for service in file.service.values()
        for check in (*service.check, *(each for leg in service.leg for each in leg.declines))
        if (check.then != "refused" or check not in service.check) and not check.text
    ]
    assert silent == []


def test_the_command_names_every_fault_and_says_so_with_its_status(tmp_path, capsys):
    for name in ("matters", "strings", "regions", "synthetic"):
        (tmp_path / name).symlink_to(ASSETS / name)
    (tmp_path / "departments").mkdir()
    assert _checked(ASSETS) == 0
    assert _checked(tmp_path) == 1
    assert "KSTB-03: no service social_security.pension_registration" in capsys.readouterr().out


def _checked(assets) -> int:
    parser = argparse.ArgumentParser()
    gateway.add_arguments(parser)
    return gateway.run(parser.parse_args(["departments", "--assets", str(assets)]))
