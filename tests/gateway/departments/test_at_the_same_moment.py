"""Two gateways over one database, both in the middle of the same thing at the same instant."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.simulated import simulate_departments
from tests.gateway.departments.conftest import FEES, REGIONS

MEET_S = 1.0  # who waits for the other's lock never comes to the meeting


class Meeting:
    """A clock at which two who have begun wait for each other, once it is set."""

    def __init__(self, clock) -> None:
        self._clock = clock
        self.door: threading.Barrier | None = None

    def __call__(self):
        if self.door is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.door.wait(MEET_S)
        return self._clock()


@pytest.fixture
def meeting(clock) -> Meeting:
    return Meeting(clock)


@pytest.fixture
def two_gateways(any_engine, office, meeting):
    return [simulate_departments(any_engine, office, meeting, seed=7, regions=REGIONS) for _ in range(2)]


def at_once(meeting: Meeting, *calls):
    meeting.door = threading.Barrier(len(calls))
    with ThreadPoolExecutor(len(calls)) as threads:
        return [each.result() for each in [threads.submit(call) for call in calls]]


def test_of_two_payments_of_one_thing_at_one_instant_one_is_taken(two_gateways, meeting, applicant):
    """Husband and wife pay for the same person's year, each at another gateway."""
    cases = [applicant.application(who, kind=FEES) for who in ("zhang", "li")]
    for gateway, case in zip(two_gateways, cases, strict=True):
        tax = gateway.departments.cases["tax"]
        assert tax.submit(case).state == "accepted"
        assert tax.ask_payment(case.number).amount == "400.00"
        gateway.lines["tax"].work("pay", case=case.number, state="paid")

    def standing(gateway, case):
        return lambda: gateway.departments.cases["tax"].standing(case.number)

    told = at_once(meeting, *map(standing, two_gateways, cases))
    assert sorted(each.paid for each in told) == [False, True]


def test_of_two_payments_of_one_case_at_one_instant_there_is_one_code(two_gateways, meeting, applicant):
    case = applicant.application("zhang", kind=FEES)
    two_gateways[0].departments.cases["tax"].submit(case)

    def ask(gateway):
        return lambda: gateway.departments.cases["tax"].ask_payment(case.number)

    first, second = at_once(meeting, *map(ask, two_gateways))
    assert first == second
    assert not isinstance(first, Refused)
