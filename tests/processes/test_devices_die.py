"""Cables pulled and device programs killed in the middle: said where the device is waited for, and soon over."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.processes.patience import until
from tests.processes.town import Town, alike
from tests.processes.visits import lay_card, leave, pass_check, to_card, to_scan

pytestmark = pytest.mark.screen

TAX_CODE = "KIOSK-DEMO:TAX:YS2400000001:20240612:18600.00"  # as in assets/synthetic/tax-certificates.toml


def said(town: Town, what: str, act: Callable[[], object]) -> None:
    """Do something to a device: the page that waits for it says so and stays."""
    page, before = town.glass.page, town.settled_picture()
    began, rev = time.monotonic(), town.glass.rev
    act()
    town.glass.wait_beyond(rev)
    town.measured(f"{what}, said on {page}", time.monotonic() - began)
    assert town.glass.page == page
    assert not alike(town.settled_picture(), before)


def test_card_reader_pulled_out_in_the_middle_of_a_visit(town: Town) -> None:
    to_card(town)
    before, terminal = town.settled_picture(), town.pid("terminal")
    said(town, "card reader pulled out", lambda: town.finger.quietly("id-card", "unplug"))
    town.finger.quietly("id-card", "plug")
    town.until_picture(before)
    lay_card(town)
    town.finger.quietly("id-card", "unplug")
    town.finger.touch("primary", "KSTB-14/checkway", "way:keeper")
    pass_check(town)
    town.finger.quietly("id-card", "plug")
    leave(town)
    assert town.pid("terminal") == terminal


def test_receipt_printer_pulled_out_and_camera_killed(town: Town) -> None:
    before, terminal = town.settled_picture(), town.pid("terminal")
    said(town, "receipt printer pulled out", lambda: town.finger.quietly("receipt-printer", "unplug"))
    town.finger.quietly("receipt-printer", "plug")
    town.until_picture(before)
    to_scan(town)
    before, camera = town.settled_picture(), town.world.programs["camera"]
    said(town, "camera killed", camera.kill)
    camera.start()
    camera.line_with("ready")
    town.until_picture(before)
    town.finger.world("出示二维码", "VER-TAX/verdict", "camera", "show_text", text=TAX_CODE)
    assert town.value("SELECT answer FROM query_log") == "same"
    town.finger.quietly("receipt-printer", "unplug")
    town.finger.touch("secondary", "VER-TAX/trouble-paper", "primary")
    town.finger.quietly("receipt-printer", "plug")
    town.finger.touch("primary", "VER-TAX/printing-receipt")
    town.glass.wait_for("finish")
    until(lambda: list((town.world.out / "receipts").glob("*.bin")), "a receipt")
    assert town.pid("terminal") == terminal
