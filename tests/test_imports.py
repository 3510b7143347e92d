"""Imports go one way, so that each room can be read, tested and replaced alone. Read with ast: nothing is run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("kiosk", "devices", "screens")

# What a room may import of ours besides itself; the first entry that holds a file decides. Everything of other people
# is free, but for the core.
FACES = ("kiosk.core.faces", "kiosk.core.face_parts", "kiosk.core.face_bodies", "kiosk.core.case_bodies")
ROOMS: dict[str, tuple[str, ...]] = {
    "kiosk.core": (),
    "kiosk.screen_link": ("kiosk.core",),
    "kiosk.preview": (),
    "kiosk.platform": ("kiosk.core",),
    "kiosk.store": ("kiosk.core",),
    "kiosk.documents": ("kiosk.core",),
    "kiosk.matter_stories": ("kiosk.core",),
    "kiosk.gateway": ("kiosk.core", "kiosk.documents"),
    "devices": ("kiosk.core",),
    "screens": (*FACES, "kiosk.screen_link", "kiosk.preview"),
    "kiosk.commands": OURS,
}
# The rest of kiosk/ puts the rooms together: the terminal, its supervisor, its settings.
FORBIDDEN_ELSEWHERE = ("kiosk.gateway", "screens", "kiosk.commands")
CORE_LIBRARIES = {"msgspec", *sys.stdlib_module_names}  # it also encodes its values; nothing else


class Import(NamedTuple):
    """`file` (relative to the root) names `module` in `line`; for ``from a import b`` that is ``a.b``."""

    file: Path
    line: int
    module: str


def imports(root: Path) -> Iterator[Import]:
    for room in OURS:
        for path in sorted((root / room).rglob("*.py")):
            file = path.relative_to(root)
            for node in ast.walk(ast.parse(path.read_bytes())):
                for module in named(node, file):
                    yield Import(file, node.lineno, module)  # type: ignore[attr-defined]  # every node that names one has it


def named(node: ast.AST, file: Path) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            package = file.parent.parts[: len(file.parent.parts) - node.level + 1] if node.level else ()
            start = ".".join((*package, *([node.module] if node.module else [])))
            return [f"{start}.{alias.name}" for alias in node.names]
        case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(value=str(name)), *_]):
            return [name]
    return []


def inside(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def is_allowed(each: Import) -> bool:
    importer = ".".join(each.file.with_suffix("").parts)
    ours = each.module.partition(".")[0] in OURS
    for room, allowed in ROOMS.items():
        if inside(importer, room):
            if room == "kiosk.core" and not ours:
                return each.module.partition(".")[0] in CORE_LIBRARIES
            return not ours or any(inside(each.module, other) for other in (room, *allowed))
    return not any(inside(each.module, other) for other in FORBIDDEN_ELSEWHERE)


def wrong(root: Path) -> list[str]:
    return [f"{each.file}:{each.line} imports {each.module}" for each in imports(root) if not is_allowed(each)]


def test_imports_go_one_way() -> None:
    assert wrong(ROOT) == []


def test_there_is_something_to_read() -> None:
    assert {each.file.parts[0] for each in imports(ROOT)} == set(OURS)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kiosk/core/step.py", "import httpx"),
        ("kiosk/core/step.py", "from kiosk import store"),
        ("kiosk/core/step.py", "from devices.contract import CardReader"),
        ("kiosk/core/step.py", "from ..store import outbox"),
        ("kiosk/store/outbox.py", "from kiosk.platform.client import Client"),
        ("kiosk/platform/client.py", "def late():\n    from kiosk.store import outbox"),
        ("kiosk/documents/press.py", "import kiosk.gateway.db"),
        ("kiosk/matter_stories/visitor.py", "from kiosk.demo.world import World"),
        ("devices/id_card/sdt_reader.py", "from screens import app"),
        ("devices/catalog.py", "import kiosk.terminal"),
        ("screens/home.py", "from kiosk.core import session"),
        ("screens/home.py", "from kiosk.core.step import step"),
        ("screens/app.py", "import devices"),
        ("kiosk/terminal.py", "from kiosk.gateway.app import app"),
        ("kiosk/terminal.py", "import importlib\nimportlib.import_module('screens.app')"),
        ("kiosk/screen_link.py", "from kiosk.terminal import Terminal"),
        ("kiosk/gateway/app.py", "from kiosk.store.store import Store"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(line)
    assert len(wrong(tmp_path)) == 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kiosk/core/step.py", "import json, msgspec\nfrom kiosk.core.faces import Face\nfrom . import session"),
        (
            "kiosk/store/outbox.py",
            "import apsw\nfrom kiosk.store import errors\nfrom kiosk.core.events import Delivered",
        ),
        (
            "screens/home.py",
            "from kiosk.core import faces\nfrom kiosk.core.faces import Face\nfrom screens import theme",
        ),
        ("kiosk/gateway/app.py", "import fastapi\nfrom kiosk.documents import press"),
        ("kiosk/terminal.py", "from kiosk.platform import client\nfrom devices import supervisor"),
        ("kiosk/commands/gateway.py", "from kiosk.gateway.app import app"),
    ],
)
def test_a_right_import_is_let_through(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(line)
    assert wrong(tmp_path) == []
