"""The times the house promises, on a machine that has nothing else to do: only at night, when that is so."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pytest

from kiosk.demo.display import Display
from tests.processes.patience import until
from tests.processes.town import Town, open_town, please_wait
from tests.processes.visits import PERSON, begin, lay_card, leave, to_number_pad

pytestmark = [pytest.mark.screen, pytest.mark.nightly, pytest.mark.timeout(240)]

BACK_S, CLEAN_S, TOUCH_S = 3.0, 0.5, 1.0
TIMES = 3  # the supervisor's pause doubles: more in a row would measure that


def seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_a_killed_screen_is_back_within_three_seconds(town: Town) -> None:
    to_number_pad(town)
    town.finger.type("24000")
    before = town.settled_picture()

    def back() -> None:
        town.kill("screen")
        town.screen_back()
        town.until_picture(before)

    took = median(seconds(back) for _ in range(TIMES))
    town.measured("screen killed, pixels back", took)
    assert took <= BACK_S


def test_a_killed_terminal_leaves_nothing_on_the_glass(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("t")
    clean: list[np.ndarray] = []

    def look_first(display: Display) -> None:
        clean.append(please_wait(display, directory))

    with open_town(directory, look_first) as town:
        took = median(_cleaned(town, clean[0]) for _ in range(TIMES))
        town.measured("terminal killed, glass clean", took)
        assert took <= CLEAN_S


def _cleaned(town: Town, clean: np.ndarray) -> float:
    to_number_pad(town)
    town.settled_picture()

    def kill() -> None:
        town.kill("terminal")
        town.until_picture(clean)

    took = seconds(kill)
    until(lambda: town.pid("terminal"), "another terminal")
    town.look()
    town.glass.wait_for("welcome", "start")
    return took


def test_without_a_gateway_each_touch_is_answered_within_a_second(town: Town) -> None:
    town.finger.touch("start", "home")
    rev = town.glass.rev
    town.world.programs["gateway"].kill()
    town.glass.wait_beyond(rev)
    begin(town)
    lay_card(town, PERSON)
    town.finger.touch("primary", "KSTB-14/checkway", "way:phone_code")
    for _ in range(TIMES):
        town.finger.touch("way:phone_code", "KSTB-14/trouble-unavailable", "primary")
        town.finger.touch("help", "KSTB-14/help", "back")
        town.finger.touch("back", "KSTB-14/trouble-unavailable", "primary")
        town.finger.touch("primary", "KSTB-14/checkway", "way:phone_code")
    leave(town)
    town.slowest_touch()
    assert all(each.ms <= TOUCH_S * 1000 for each in town.finger.steps if each.what.startswith("点 "))
