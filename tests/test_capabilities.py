"""docs/capabilities.md is honest: D01 to D55 are there once, each with a state, and every place it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kiosk.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "capabilities.md").read_text("utf-8").splitlines()
    if line.startswith("| D")
]
STATES = {"做到 done", "一部分 in part", "还没有 not yet"}


def named(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def exists(place: str) -> bool:
    """Whether it is a file of ours, a test in one (``file::test``), or a command (``kiosk matters show``)."""
    if place.startswith("kiosk "):
        return place.split()[1] in COMMANDS
    file, _, test = place.partition("::")
    path = ROOT / file
    return path.is_file() and (not test or test in names_in(path))


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_bytes())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_all_55_are_there_once_in_order():
    assert [row[0] for row in ROWS] == [f"D{number:02}" for number in range(1, 56)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_what_it_is_and_names_only_what_is_there(row: list[str]):
    _, clause, capability, state, where = row
    assert clause
    assert re.match(r"[一-鿿]", capability), "Chinese first"
    assert state in STATES
    assert [place for place in named(where) if not exists(place)] == []
    assert named(where) or state == "还没有 not yet", "what is done shows somewhere"


def test_a_place_that_is_not_there_would_be_found():
    assert exists("kiosk matters show")
    assert exists("tests/test_capabilities.py::test_all_55_are_there_once_in_order")
    assert not exists("kiosk fly")
    assert not exists("docs/nowhere.md")
    assert not exists("tests/test_capabilities.py::test_nothing")
