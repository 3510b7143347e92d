"""The one manner of watching, as tables of looks: what is told, when to look again, when to stop."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from devices.faults import Fault
from devices.supervisor import FIRST_S, TROUBLED_S, WAITING_S, Supervisor
from kiosk.core.conditions import Condition, Device, Paper, Status

EVERY_S = 5.0
WORDS = {"what_zh": "甲", "what_en": "a", "act_zh": "乙", "act_en": "b", "who": "technician"}
ROWS = {
    "gone": Fault(code="T-01", status=Status.NO_DEVICE, disappearance=True, **WORDS),
    "silent": Fault(code="T-02", status=Status.OFFLINE, disappearance=True, **WORDS),
    "paper_out": Fault(code="T-03", status=Status.ONLINE, paper=Paper.OUT, **WORDS),
    "refused": Fault(code="T-04", status=Status.HARDWARE_ERROR, permanent=True, **WORDS),
    "on_battery": Fault(code="T-05", status=Status.ONLINE, **WORDS),
}
STATUS = {"": Status.ONLINE} | {name: row.status for name, row in ROWS.items()}


def condition(fault=""):
    row = ROWS.get(fault)
    return Condition(Device.RECEIPT_PRINTER, STATUS[fault], row.paper if row else Paper.FULL, fault)


def supervisor(chance=lambda: 0.0, every_s=EVERY_S):
    return Supervisor(every_s, chance, lambda seen: ROWS.get(seen.fault))


def told(looks, over=None):
    """The fault of each look that was news, by the number of the look."""
    watch = over or supervisor()
    return [(number, fault) for number, fault in enumerate(looks) if watch.saw(condition(fault), float(number))]


@pytest.mark.parametrize(
    ("looks", "news"),
    [
        (["", "", ""], [(0, "")]),
        (["gone", "gone"], [(0, "gone")]),  # it was never there: nothing to disappear
        (["", "gone", "gone"], [(0, "")]),
        (["", "gone", "gone", "gone", "gone"], [(0, ""), (3, "gone")]),
        (["", "gone", "silent", "gone"], [(0, ""), (3, "gone")]),
        (["", "gone", "gone", "", "gone", "gone", ""], [(0, "")]),
        (["", "gone", "gone", "gone", "silent", "silent", "silent", ""], [(0, ""), (3, "gone"), (7, "")]),
        (["", "paper_out", ""], [(0, ""), (1, "paper_out"), (2, "")]),
        (["paper_out", "gone", "gone", "gone", "paper_out"], [(0, "paper_out"), (3, "gone"), (4, "paper_out")]),
        (["", "on_battery", "on_battery", ""], [(0, ""), (1, "on_battery"), (3, "")]),
    ],
)
def test_what_is_told_of_a_run_of_looks(looks, news):
    assert told(looks) == news


@given(st.lists(st.sampled_from(sorted(STATUS)), max_size=40))
def test_nothing_is_told_twice_and_a_change_never_says_what_was_not_seen(looks):
    news = told(looks)
    assert all(one[1] != other[1] for one, other in pairwise(news))
    assert all(looks[number] == fault for number, fault in news)


@given(st.lists(st.sampled_from(["gone", "silent"]), min_size=1, max_size=40))
def test_a_device_that_goes_and_returns_is_two_lines_however_it_was_missed(misses):
    news = told(["", *misses, ""])
    assert len(news) == (3 if len(misses) >= 3 else 1)


def test_pauses_grow_to_the_usual_one_and_are_short_while_a_citizen_waits():
    watch = supervisor(chance=lambda: 1.0)
    watch.saw(condition(), 0.0)
    assert watch.pause_s() == EVERY_S
    pauses, waiting = [], []
    for number in range(8):
        watch.saw(condition("gone"), float(number))
        pauses.append(watch.pause_s())
        waiting.append(watch.pause_s(waiting=True))
    assert pauses == [FIRST_S, 0.5, 1.0, 2.0, 4.0, EVERY_S, EVERY_S, EVERY_S]
    assert waiting[-1] == WAITING_S
    watch.saw(condition(), 9.0)
    assert watch.pause_s() == EVERY_S


def test_a_device_missed_for_years_still_has_a_pause():
    watch = supervisor(chance=lambda: 0.5)
    for number in range(5000):
        watch.saw(condition("gone"), float(number))
    assert watch.pause_s() == EVERY_S * 0.75


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 60))
def test_chance_spreads_the_upper_half_of_a_pause(chance, misses):
    whole, spread = supervisor(chance=lambda: 1.0), supervisor(chance=lambda: chance)
    for number in range(misses):
        whole.saw(condition("gone"), float(number))
        spread.saw(condition("gone"), float(number))
    assert whole.pause_s() / 2 <= spread.pause_s() <= whole.pause_s()


def test_what_somebody_may_be_mending_is_looked_at_more_often_but_never_more_than_the_settings_say():
    watch = supervisor()
    watch.saw(condition("paper_out"), 0.0)
    assert watch.pause_s() == TROUBLED_S
    often = supervisor(every_s=0.3)
    often.saw(condition("paper_out"), 0.0)
    assert often.pause_s() == 0.3
    battery = supervisor()
    battery.saw(condition("on_battery"), 0.0)
    assert battery.pause_s() == EVERY_S


def test_well_means_that_work_may_begin():
    watch = supervisor()
    assert not watch.well
    watch.saw(condition(), 0.0)
    assert watch.well
    watch.saw(condition("gone"), 1.0)
    assert (watch.well, watch.away, watch.told) == (False, True, condition())
    watch.saw(condition("paper_out"), 2.0)
    assert (watch.well, watch.away) == (False, False)


def test_a_permanent_fault_gives_up_and_another_look_decides_anew():
    watch = supervisor()
    assert not watch.given_up
    assert watch.saw(condition("refused"), 0.0)
    assert watch.given_up
    assert not watch.saw(condition("refused"), 1.0)
    assert watch.given_up
    assert watch.saw(condition(), 2.0)
    assert not watch.given_up


def test_a_look_is_due_after_the_usual_pause():
    watch = supervisor()
    assert watch.due(0.0)
    watch.saw(condition(), 10.0)
    assert not watch.due(10.0 + EVERY_S - 0.1)
    assert watch.due(10.0 + EVERY_S)


def test_the_rows_of_the_rooms_are_what_it_goes_by_when_nobody_says_otherwise():
    watch = Supervisor(EVERY_S, lambda: 0.0)
    away = replace(condition("gone"), device=Device.CODE_SCANNER, fault="no such fault anywhere")
    assert watch.saw(away, 0.0)
    assert not watch.away
