"""The keys of the dock's window: each does what it says, at a real emulated device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.cabinet.emulator import emulate_switch
from devices.code_scanner.emulator import CameraEmulator, UnixLine
from devices.code_scanner.scene import Scene
from devices.document_camera.emulator import emulate_document_camera
from devices.document_printer.emulator import OfficePrinter
from devices.emulation import Control, PtyLine, TcpLine
from devices.id_card.emulator import IdCardEmulator
from devices.power.emulator import emulate_ups
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.typeface import typeface
from kiosk.demo.dock_keys import DockKeys
from kiosk.dock import DEVICES
from kiosk.fault_stories.acts import Move, act_of
from kiosk.fault_stories.story import read_shelf

SHELF = read_shelf(Path(__file__).parents[2] / "assets" / "fault_stories")


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DockKeys]:
    here = tmp_path_factory.mktemp("d")
    emulators = {
        "id-card": IdCardEmulator(PtyLine(str(here / "id-card"))),
        "camera": CameraEmulator(UnixLine(str(here / "camera")), Scene(640, 480)),
        "receipt-printer": ReceiptPrinterEmulator(TcpLine("127.0.0.1:0"), here / "receipts", typeface(bold=False)),
        "document-printer": OfficePrinter(here / "spool", here / "tray"),
    }
    for each in emulators.values():
        each.start()
    emulators |= {  # these come started
        "ups": emulate_ups(here),
        "switch": emulate_switch(here),
        "document-camera": emulate_document_camera(here),
    }
    controls = [Control(str(here / f"{name}.sock"), each.verbs()) for name, each in emulators.items()]
    yield DockKeys(here, here, SHELF)
    for each in (*controls, *emulators.values()):
        each.close()


def pressable(keys: DockKeys) -> list[str]:
    return [each.id for group in keys.groups() for each in group.keys if " " in each.id]


def test_every_key_that_moves_a_device_is_obeyed(keys: DockKeys):
    for key in pressable(keys):
        if not key.startswith("story "):
            assert keys.press(key).startswith("好了"), key


def test_a_card_lies_there_after_its_key(keys: DockKeys):
    keys.press("id-card insert_card name=zhang-jianguo")
    assert "zhang-jianguo" in keys.state()[0]


def test_what_cannot_be_done_is_said(keys: DockKeys):
    assert "没有纸" in keys.press("paper-code")
    assert "短信" in keys.press("phone")


def test_stories_a_hand_can_play_are_there_and_no_others(keys: DockKeys):
    offered = {each.removeprefix("story ") for each in pressable(keys) if each.startswith("story ")}
    assert "receipt-paper-out-halfway" in offered
    assert "terminal-killed-at-review" not in offered
    moves = [act for name in offered for moment in SHELF.stories[name].moments for act in moment.acts()]
    assert {each.thing for each in moves if isinstance(each, Move)} <= {*DEVICES, "department"}


def test_every_story_speaks_the_language_of_the_keys():
    assert act_of("id-card pull_card") == Move("id-card", "pull_card", {})
