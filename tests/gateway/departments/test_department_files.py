"""The files of the simulated departments: what is wrong in them is named, and those of the house are right."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.gateway.departments.department_file import (
    DepartmentFile,
    DepartmentFileError,
    RegisterFile,
    read_departments,
    read_registers,
)
from kiosk.gateway.departments.department_lint import check_files, department_faults
from kiosk.gateway.departments.register_rows import seed_registers
from kiosk.gateway.departments.registers import load_registers

GOOD = """
name = "示例部门（演示）"
prefix = "EX"
[service.example]
name = "示例"
[service.example.record.own]
register = "things"
owner = "applicant.number"
[service.example.figure.all]
formula = "sum"
on = ["own.amount"]
[[service.example.check]]
rule = "some"
on = ["own"]
reason = "nothing_there"
"""
SUMMARY = 'reason = "x"\n[service.example.paper.result.summary]\nby = []\namount = ["b", "row.c"]\n'
FAULTS = {
    "no register": ('register = "things"', 'register = "nothings"', "no register nothings"),
    "no record": ('on = ["own"]', 'on = ["other"]', "nothing is called other"),
    "no figure": ('on = ["own"]', 'on = ["figure.none"]', "no figure none"),
    "no rule": ('rule = "some"', 'rule = "maybe"', "no rule maybe"),
    "no formula": ('formula = "sum"', 'formula = "guess"', "no formula guess"),
    "too few references": ('rule = "some"', 'rule = "same"', "rule same takes 2 references, not 1"),
    "a figure made of itself": ('on = ["own.amount"]', 'on = ["figure.all"]', "each needs the other"),
    "no such part of a party": ('owner = "applicant.number"', 'owner = "applicant.shoe"', "a party has no shoe"),
    "a leg that waits for nobody": (
        'reason = "nothing_there"',
        'reason = "x"\n[[service.example.leg]]\nid = "a"\noffice = "甲"\nwaits_for = "b"',
        "leg a waits for nobody",
    ),
    "legs that wait for each other": (
        'reason = "nothing_there"',
        'reason = "x"\n[[service.example.leg]]\nid = "a"\noffice = "甲"\nwaits_for = "a"',
        "each needs the other",
    ),
    "a payment before nothing": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.payment]\namount = "figure.all"\nbefore = "closed"',
        "a payment comes before a state of the course",
    ),
    "an effect of nothing": (
        'reason = "nothing_there"',
        'reason = "x"\n[[service.example.effect]]\nat = "approved"\nvalues = {}',
        "an effect either sets or adds",
    ),
    "a case that is set": (
        'register = "things"',
        'register = "cases"\n[[service.example.effect]]\nat = "approved"\nset = "own"\nvalues = {}',
        "an effect cannot set own",
    ),
    "a sentence over nothing": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.paper.result]\ntitle = "{nobody.name}"',
        "nothing is called nobody.name",
    ),
    "a form nobody knows": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.paper.result]\ntitle = "{applicant.name:shouted}"',
        "no form shouted",
    ),
    "a table over nothing": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.paper.result]\nrows = "none"',
        "no record none",
    ),
    "a summary over nothing": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.paper.result.summary]\nby = [["a", "{nobody.name}"]]\namount = ["b", "row.c"]',
        "nothing is called nobody.name",
    ),
    "a summary when nothing is known": (
        'reason = "nothing_there"',
        SUMMARY + 'when = [{ rule = "so", on = ["own"] }]',
        "no rule so",
    ),
    "months that nothing gives": (
        'owner = "applicant.number"',
        'not_between = { month = ["value.from", "figure.none"] }',
        "no figure none",
    ),
    "a code without a sum": (
        'reason = "nothing_there"',
        'reason = "x"\n[service.example.paper.result]\nverifiable = true',
        "paper result has no sum to be checked by",
    ),
}
THINGS = {"things": RegisterFile("示例来源（演示）")}


def department(text: str) -> dict[str, DepartmentFile]:
    return {"example": msgspec.convert(tomllib.loads(text), DepartmentFile)}


def test_a_good_file_has_no_fault():
    assert list(department_faults(department(GOOD), THINGS)) == []


@pytest.mark.parametrize(("was", "now", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_service(was, now, fault):
    faults = list(department_faults(department(GOOD.replace(was, now)), THINGS))
    assert any(each.startswith("example.example: ") and fault in each for each in faults), faults


def test_all_faults_are_told_at_once():
    bad = GOOD.replace('"sum"', '"guess"').replace('"some"', '"maybe"')
    with pytest.raises(DepartmentFileError, match=r"maybe[\s\S]*guess|guess[\s\S]*maybe"):
        check_files(department(bad), THINGS)


@pytest.mark.parametrize("text", ["name = ", 'name = "没有标记"\nprefix = "EX"\nservice = {}', GOOD + "colour = 1"])
def test_what_is_no_department_says_which_file(tmp_path: Path, text):
    (tmp_path / "strange.toml").write_text(text)
    with pytest.raises(DepartmentFileError, match=r"strange\.toml"):
        read_departments(tmp_path)


def test_a_row_of_nobody_says_who(engine, tmp_path: Path):
    (tmp_path / "things.toml").write_text(
        'source = "示例（演示）"\n[[row]]\nkey = "k"\nowner = "nobody"\nvalues = {}\n'
    )
    known = load_registers(date(2026, 6, 15), seed=7)
    with pytest.raises(DepartmentFileError, match="nobody"):
        seed_registers(engine, read_registers(tmp_path), known, 7)
