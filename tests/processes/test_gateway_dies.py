"""Without a gateway the citizen is told so, every touch is answered, and one key stays one case."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.processes.patience import until
from tests.processes.town import Town, alike
from tests.processes.visits import (
    ask_for_code,
    begin,
    fill_in,
    lay_card,
    leave,
    pass_check,
    print_both,
    to_card,
    to_check,
    to_review,
)

pytestmark = pytest.mark.screen

CASES = "SELECT count(*) FROM cases"
KEYS = "SELECT count(*) FROM issue_keys"


def issued_at_last(town: Town) -> None:
    """A case whose gateway was killed in the middle is held for a minute; so long the terminal asks, then it tells."""
    until(lambda: town.heard().startswith(("result", "trouble")), "a result or its absence", within_s=90.0)
    if town.heard().startswith("trouble"):
        town.finger.touch("primary", "KSTB-14/waiting-issue")
    town.glass.wait_for("KSTB-14/result", "primary", within_s=90.0)


def start_gateway(town: Town) -> None:
    town.world.programs["gateway"].start()
    town.world.programs["gateway"].line_with("ready")


def test_gone_twice_in_one_visit(town: Town) -> None:
    """On the home page, where it is said before anybody begins; and while a case is made."""
    town.finger.touch("start", "home")
    good = town.settled_picture()
    began, rev = time.monotonic(), town.glass.rev
    town.world.programs["gateway"].kill()
    town.glass.wait_beyond(rev)
    town.measured("gateway killed, told on the home page", time.monotonic() - began)
    assert not alike(town.settled_picture(), good)
    begin(town)
    lay_card(town)
    town.finger.touch("primary", "KSTB-14/checkway", "way:keeper")
    town.finger.touch("way:keeper", "KSTB-14/trouble-unavailable", "help")
    town.finger.touch("help", "KSTB-14/help", "back")
    town.finger.touch("back", "KSTB-14/trouble-unavailable", "primary")
    start_gateway(town)
    town.finger.touch("primary", "KSTB-14/checkway", "way:keeper")
    pass_check(town)
    fill_in(town)
    town.world.programs["gateway"].kill()
    town.finger.touch("primary", "KSTB-14/waiting-issue", "help")
    town.finger.touch("help", "KSTB-14/help", "back")
    town.finger.touch("back", "KSTB-14/waiting-issue", "help")
    town.slowest_touch()
    start_gateway(town)
    town.glass.wait_for("KSTB-14/result", "primary")
    print_both(town)
    assert (town.count(CASES), town.count(KEYS)) == (1, 1)


@pytest.mark.nightly
@pytest.mark.timeout(300)
@pytest.mark.parametrize("late_s", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_killed_at_any_moment_of_an_issue(town: Town, late_s: float) -> None:
    to_review(town)
    town.finger.press("primary")
    time.sleep(late_s)
    town.world.programs["gateway"].kill()
    start_gateway(town)
    issued_at_last(town)
    print_both(town)
    until(lambda: town.count("SELECT count(*) FROM cases WHERE state = 'collected'"), "the report of the paper")
    assert (town.count(CASES), town.count(KEYS)) == (1, 1)
    assert len(list((town.world.out / "certificates").glob("*.pdf"))) == 1


@pytest.mark.nightly
@pytest.mark.timeout(240)
def test_gone_for_longer_than_anybody_waits(town: Town) -> None:
    """After a minute the citizen may choose; trying again is the same case."""
    to_review(town)
    town.world.programs["gateway"].kill()
    town.finger.touch("primary", "KSTB-14/waiting-issue")
    town.glass.wait_for("KSTB-14/trouble-issue_unknown", "primary", within_s=90.0)
    start_gateway(town)
    town.finger.touch("primary", "KSTB-14/result", "primary")
    print_both(town)
    assert (town.count(CASES), town.count(KEYS)) == (1, 1)


@pytest.mark.nightly
@pytest.mark.timeout(240)
def test_hung_gateway_answers_nobody_but_the_glass_does(town: Town) -> None:
    """The connection is taken, no answer comes: the citizen waits a named time and is told."""
    to_check(town)
    gateway = town.world.programs["gateway"].process.pid
    os.kill(gateway, signal.SIGSTOP)
    town.finger.touch("way:phone_code", "KSTB-14/waiting-check_send", "help")
    for _ in range(3):
        town.finger.touch("help", "KSTB-14/help", "back")
        town.finger.touch("back", "KSTB-14/waiting-check_send", "help")
    town.slowest_touch()
    town.glass.wait_for("KSTB-14/trouble-unavailable", "primary", within_s=40.0)
    os.kill(gateway, signal.SIGCONT)
    town.finger.touch("primary", "KSTB-14/checkway", "way:phone_code")
    ask_for_code(town)


@pytest.mark.nightly
@pytest.mark.timeout(120)
def test_reports_wait_for_the_gateway(town: Town) -> None:
    """What was printed while nobody could be told is told later, once."""
    to_card(town)
    leave(town)
    to_review(town)
    town.finger.touch("primary", "KSTB-14/result", "primary")
    town.world.programs["gateway"].kill()
    print_both(town)
    leave(town)
    assert town.traces() == []
    start_gateway(town)
    until(lambda: town.count("SELECT count(*) FROM outcomes WHERE outcome = 'PRINTED'") == 2, "reports", within_s=60.0)
    assert town.value("SELECT state FROM cases") == "collected"
