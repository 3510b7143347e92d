"""A screen that is killed or hangs comes back on the page where the citizen was, with what was typed."""

from __future__ import annotations

import os
import signal
import time
from datetime import datetime

import numpy as np
import pytest

from kiosk.clock import CHINA
from tests.processes.patience import until
from tests.processes.town import Town
from tests.processes.visits import to_number_pad

pytestmark = pytest.mark.screen

# As in assets/synthetic/tax-certificates.toml.
NUMBER, YEAR, MONTH, DAY, AMOUNT = "YS2400000001", 2024, 6, 12, "18600"


def kill_screen(town: Town, what: str) -> None:
    """The new screen must show, pixel by pixel, what the killed one showed."""
    before, page, targets = town.settled_picture(), town.glass.page, town.glass.targets
    killed, began = town.pid("screen"), time.monotonic()
    town.kill("screen")
    town.screen_back()
    town.measured(f"screen killed on {what}, drawn again", time.monotonic() - began)
    assert (town.glass.page, town.glass.targets) == (page, targets)
    town.until_picture(before)
    assert town.pid("screen") != killed


def type_number(town: Town, text: str) -> None:
    """Letters stand on the pad's other layer."""
    letters = "".join(each for each in text if each.isalpha())
    if letters:
        town.finger.press("key:layer")
        town.finger.type(letters)
        town.finger.press("key:layer")
    town.finger.type(text.removeprefix(letters))


def step_date(town: Town, part: str, by: int) -> None:
    town.finger.press(f"{'up' if by > 0 else 'down'}:issued_on:{part}", abs(by))


def test_killed_in_the_middle_of_a_form(town: Town) -> None:
    to_number_pad(town)
    type_number(town, NUMBER[:7])
    kill_screen(town, "a pad")
    type_number(town, NUMBER[7:])
    today = datetime.now(CHINA).date()
    town.finger.touch("primary", "VER-TAX/form-2-2", "down:issued_on:year")
    step_date(town, "year", YEAR - today.year)
    step_date(town, "day", DAY - (28 if (today.month, today.day) == (2, 29) else today.day))
    kill_screen(town, "date columns")
    step_date(town, "month", MONTH - today.month)
    town.finger.touch("primary", "VER-TAX/form-2-3", "key:1")
    town.finger.type(AMOUNT)
    town.finger.touch("primary", "VER-TAX/verdict")
    # Only the right number, day and amount together are the same as the record.
    assert town.value("SELECT answer FROM query_log ORDER BY at DESC") == "same"


def test_hung_is_noticed_and_replaced(town: Town) -> None:
    to_number_pad(town)
    type_number(town, "24000")
    before, hung = town.settled_picture(), town.freeze("screen")
    until(lambda: {"reason": "silent"} in town.noted("screen_restarted"), "a link given up", every_s=0.1)
    os.kill(hung, signal.SIGCONT)  # it was only for a moment: the same screen shows the page again
    town.screen_back()
    town.until_picture(before)
    assert town.pid("screen") == hung
    town.freeze("screen")
    began = time.monotonic()
    town.finger.press("key:0")  # nobody is there to feel it
    town.screen_back()
    town.measured("screen hung, another one drew", time.monotonic() - began)
    town.until_picture(before)
    assert town.pid("screen") != hung
    town.finger.press("key:7")
    until(lambda: not np.array_equal(town.picture(), before), "the echo of a key")
