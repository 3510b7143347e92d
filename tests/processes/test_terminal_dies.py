"""A terminal that is killed: the glass is clean at once, the citizen forgotten, the case safe."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pytest

from kiosk.demo.display import Display
from tests.processes.patience import until
from tests.processes.town import TOP_BAR_PX, Town, alike, open_town, please_wait
from tests.processes.visits import leave, print_both, to_result, to_review, to_rows

pytestmark = pytest.mark.screen

STATE = "SELECT state FROM cases"
PRINTED = "SELECT print_count FROM certificates"


def come_back(town: Town) -> None:
    """The welcome page of the terminal's next life."""
    until(lambda: town.pid("terminal"), "another terminal")
    town.look()
    town.glass.wait_for("welcome", "start")


def kill_terminal(town: Town) -> None:
    began = time.monotonic()
    town.kill("terminal")
    come_back(town)
    town.measured("terminal killed, welcome page drawn", time.monotonic() - began)
    assert town.traces() == []


def print_what_was_left(town: Town) -> None:
    """The next visit finds the paper that was never taken, and it is the same paper."""
    case = str(town.value("SELECT number FROM cases"))
    to_rows(town)
    town.finger.touch(f"uncollected:{case}", "KSTB-14/review", "primary")
    town.finger.touch("primary", "KSTB-14/result", "primary")
    print_both(town)
    until(lambda: town.value(STATE) == "collected", "the report of the paper")
    assert town.count("SELECT count(*) FROM cases") == town.count("SELECT count(*) FROM certificates") == 1
    papers = sorted((town.world.out / "certificates").glob("*.pdf"))
    assert papers[-1].read_bytes() == town.value("SELECT pdf FROM certificates")


def test_killed_with_a_certificate_on_the_glass(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("t")
    clean: list[np.ndarray] = []

    def look_first(display: Display) -> None:
        clean.append(please_wait(display, directory))

    with open_town(directory, look_first) as town:
        to_result(town)
        assert not alike(town.settled_picture(), clean[0][TOP_BAR_PX:])
        began = time.monotonic()
        town.kill("terminal")
        town.until_picture(clean[0])
        town.measured("terminal killed, glass without a citizen", time.monotonic() - began)
        come_back(town)
        town.measured("terminal killed, welcome page drawn", time.monotonic() - began)
        assert town.traces() == []
        assert (town.value(STATE), town.value(PRINTED)) == ("issued_not_collected", 0)
        town.finger.quietly("id-card", "pull_card")
        print_what_was_left(town)
        assert town.value(PRINTED) == 1


@pytest.mark.nightly
@pytest.mark.timeout(240)
@pytest.mark.parametrize("late_s", [0.0, 0.3, 1.0, 2.2])
def test_killed_while_the_certificate_is_printed(town: Town, late_s: float) -> None:
    """Nobody can know whether that sheet came out: it counts as not collected, and the gateway is told so."""
    to_result(town)
    town.finger.touch("primary", "KSTB-14/printing-document")
    time.sleep(late_s)
    kill_terminal(town)
    until(lambda: town.count("SELECT count(*) FROM outcomes"), "the report of an open paper")
    leave(town)
    if town.value(STATE) == "issued_not_collected":
        print_what_was_left(town)
    assert not list((town.world.directory / "spool").glob("[!p.]*"))


@pytest.mark.nightly
@pytest.mark.timeout(240)
@pytest.mark.parametrize("late_s", [0.0, 0.02, 0.1, 0.3, 0.5])
def test_killed_while_the_case_is_made(town: Town, late_s: float) -> None:
    """Whatever the gateway had made by then is there next time, and nothing else."""
    to_review(town)
    town.tap("primary")
    time.sleep(late_s)
    kill_terminal(town)
    leave(town)
    time.sleep(1.0)  # the gateway finishes what had reached it
    cases = town.count("SELECT count(*) FROM cases")
    assert cases in (0, 1)
    if cases:
        print_what_was_left(town)
    else:
        to_result(town)
    assert town.count("SELECT count(*) FROM cases") == 1


@pytest.mark.nightly
@pytest.mark.timeout(120)
def test_hung_terminal_leaves_a_clean_glass_and_is_replaced(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("t")
    clean: list[np.ndarray] = []
    with open_town(directory, lambda display: clean.append(please_wait(display, directory))) as town:
        to_review(town)
        hung, began = town.freeze("terminal"), time.monotonic()
        town.until_picture(clean[0])
        town.measured("terminal hung, glass without a citizen", time.monotonic() - began)
        until(lambda: town.pid("terminal") != hung, "the end of the terminal that hangs")
        come_back(town)
        town.measured("terminal hung, welcome page of another", time.monotonic() - began)


@pytest.mark.nightly
@pytest.mark.timeout(120)
def test_a_terminal_that_hangs_for_a_second_loses_nothing(town: Town) -> None:
    to_review(town)
    hung = town.freeze("terminal")
    town.finger.press("primary", times=2)  # a citizen who sees nothing happen touches again
    time.sleep(1.0)
    os.kill(hung, signal.SIGCONT)
    town.glass.wait_for("KSTB-14/result")
    assert town.count("SELECT count(*) FROM cases") == 1
