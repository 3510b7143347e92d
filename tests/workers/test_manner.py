"""How a device is watched by its thread: misses, giving up, acts, and the extras beside the four that work."""

from __future__ import annotations

import queue
import threading
from contextlib import ExitStack

import pytest

from devices.contract import DeviceGone, DeviceRefused, DeviceSilent, WireError
from devices.faults import condition_of, faults
from kiosk.core.conditions import Condition, Device, Presence, Status
from kiosk.core.effects import ReadCard, ReadCode, WatchFront
from kiosk.core.events import CardTroubled, ConditionSeen, SomeoneSeen
from kiosk.workers.acted import act_trace, note_act
from kiosk.workers.card import CardWorker
from kiosk.workers.code import CodeWorker
from kiosk.workers.sound import SoundWorker
from kiosk.workers.watcher import Watcher

LONG_S = 20.0
OFTEN_S = 0.1
KIND = Device.CABINET
ONLINE = Condition(KIND, Status.ONLINE)


def fault_with(**wanted):
    """Some kind and fault of the tables whose row is like that."""
    for device, rows in faults().items():
        for fault, row in rows.items():
            if all(getattr(row, name) == value for name, value in wanted.items()):
                return device, fault
    raise LookupError(wanted)


class Lamp:
    """The smallest device there is: it is as it is set, and can be unplugged."""

    def __init__(self, condition=ONLINE):
        self.now = condition
        self.looks = threading.Semaphore(0)
        self.closed = 0

    def condition(self):
        self.looks.release()
        return self.now

    def close(self):
        self.closed += 1

    def looked_at(self, times):
        return all(self.looks.acquire(timeout=LONG_S) for _ in range(times))


class LampThatWorks(Lamp):
    """It also reads cards, sees people and plays sounds, as it is told to."""

    def __init__(self, condition=ONLINE):
        super().__init__(condition)
        self.presences = queue.Queue()
        self.played = []
        self.broken = False
        self.fails = DeviceGone("the plug is out")

    def read(self, timeout_s, wanted):
        raise self.fails

    def scan(self, formats, timeout_s):
        raise DeviceGone("the plug is out")

    def presence(self, timeout_s):
        return self.presences.get(timeout=LONG_S)

    def play(self, sound):
        self.played.append(sound)
        if self.broken:
            raise DeviceGone("the plug is out")


@pytest.fixture
def heard():
    return queue.Queue()


@pytest.fixture
def ends():
    with ExitStack() as stack:
        yield stack


def begun(ends, worker):
    worker.start()
    ends.callback(worker.end)
    return worker


def told(heard):
    return heard.get(timeout=LONG_S)


def test_a_device_that_is_only_watched_is_told_when_it_goes_and_when_it_returns(ends, heard):
    device, fault = fault_with(disappearance=True)
    online = Condition(device, Status.ONLINE)
    lamp = Lamp(online)
    begun(ends, Watcher("lamp", lamp, heard.put, OFTEN_S))
    assert told(heard) == ConditionSeen(online)
    lamp.now = condition_of(device, fault)
    assert told(heard) == ConditionSeen(lamp.now)
    assert lamp.looked_at(6)
    lamp.now = online
    assert told(heard) == ConditionSeen(online)
    assert lamp.looked_at(3)
    assert heard.empty()


def test_a_blink_is_not_told(ends, heard):
    device, fault = fault_with(disappearance=True)
    lamp = Lamp(Condition(device, Status.ONLINE))
    worker = Watcher("lamp", lamp, heard.put, OFTEN_S)
    worker.look()
    lamp.now = condition_of(device, fault)
    worker.look()
    worker.look()
    assert not worker.within_reach
    lamp.now = Condition(device, Status.ONLINE)
    worker.look()
    assert worker.within_reach
    assert [heard.get_nowait()] == [ConditionSeen(lamp.now)]
    assert heard.empty()


def test_a_permanent_fault_is_said_once_and_the_device_left_alone_until_somebody_acts(heard, tmp_path):
    device, fault = fault_with(permanent=True)
    lamp = Lamp(condition_of(device, fault))
    worker = Watcher("lamp", lamp, heard.put, OFTEN_S, trace=lambda: act_trace(tmp_path, device))
    worker.look()
    worker.look()
    assert (lamp.looked_at(1), lamp.looks.acquire(blocking=False)) == (True, False)
    assert (worker.given_up, lamp.closed) == (True, 1)
    note_act(tmp_path, device)
    worker.look()
    assert lamp.looked_at(1)
    worker.look()
    assert not lamp.looks.acquire(blocking=False)
    lamp.now = Condition(device, Status.ONLINE)
    (tmp_path / "acted" / device.value).unlink()
    worker.look()
    assert not worker.given_up
    assert [told(heard).condition.fault, told(heard).condition.fault] == [fault, ""]


def test_who_acts_while_the_device_is_still_being_looked_at_is_not_overlooked(heard, tmp_path):
    device, fault = fault_with(permanent=True)
    lamp = Lamp(condition_of(device, fault))
    lamp.close = lambda: note_act(tmp_path, device)  # between the answer and the end of the look
    worker = Watcher("lamp", lamp, heard.put, OFTEN_S, trace=lambda: act_trace(tmp_path, device))
    worker.look()
    worker.look()
    assert lamp.looked_at(2)


def test_an_act_where_no_terminal_keeps_its_data_is_nobodys_trouble(tmp_path):
    note_act(tmp_path / "nothing here", KIND)
    assert act_trace(tmp_path / "nothing here", KIND) == ""


def test_a_citizen_is_told_at_once_of_a_reader_that_was_given_up(ends, heard):
    device, fault = fault_with(permanent=True)
    worker = CardWorker(LampThatWorks(condition_of(device, fault)), heard.put, OFTEN_S)
    worker.order(ReadCard("r1"))
    begun(ends, worker)
    assert isinstance(told(heard), ConditionSeen)
    assert told(heard) == CardTroubled("r1", "reader_out_of_service")


@pytest.mark.parametrize(
    "fails",
    [DeviceRefused("no", 0x23), DeviceSilent("no answer to read"), WireError("cut")],
    ids=str,
)
def test_a_card_that_a_working_reader_cannot_read_is_told_to_whoever_laid_it(ends, heard, fails):
    lamp = LampThatWorks()
    lamp.fails = fails
    worker = CardWorker(lamp, heard.put, OFTEN_S)
    worker.order(ReadCard("r1"))
    begun(ends, worker)
    assert told(heard) == ConditionSeen(ONLINE)
    assert told(heard) == CardTroubled("r1", "lift_and_replace")


def test_a_plug_that_was_out_for_a_blink_is_no_word_about_a_card(ends, heard):
    lamp = LampThatWorks()
    worker = CardWorker(lamp, heard.put, OFTEN_S)
    worker.order(ReadCard("r1"))
    begun(ends, worker)
    assert lamp.looked_at(3)
    assert told(heard) == ConditionSeen(ONLINE)
    assert heard.empty()


@pytest.mark.parametrize("waiting", [False, True], ids=["nobody waits", "a citizen waits"])
def test_a_scanner_away_is_not_asked_to_scan_but_looked_for(ends, heard, waiting):
    device, fault = fault_with(disappearance=True)
    lamp = LampThatWorks(condition_of(device, fault))
    worker = CodeWorker(lamp, heard.put, OFTEN_S)
    worker.order(ReadCode("c1", frozenset({"qr"})) if waiting else None)
    begun(ends, worker)
    assert lamp.looked_at(5)
    assert told(heard) == ConditionSeen(lamp.now)
    assert heard.empty()


def test_somebody_in_front_is_told_once(ends, heard):
    lamp = LampThatWorks()
    for presence in (Presence.ABSENT, Presence.UNKNOWN, Presence.PRESENT, Presence.PRESENT):
        lamp.presences.put(presence)
    worker = begun(ends, CodeWorker(lamp, heard.put, OFTEN_S))
    worker.order(WatchFront("f1"))
    assert told(heard) == ConditionSeen(ONLINE)
    assert told(heard) == SomeoneSeen("f1")
    assert lamp.presences.qsize() == 1
    worker.order(WatchFront("f2"))
    assert told(heard) == SomeoneSeen("f2")
    assert heard.empty()


def test_a_sound_is_played_and_one_that_fails_is_only_looked_at(ends, heard):
    lamp = LampThatWorks()
    worker = begun(ends, SoundWorker(lamp, heard.put, 60.0))
    assert lamp.looked_at(1)
    lamp.broken = True
    worker.play("chime")
    assert lamp.looked_at(1)
    assert lamp.played == ["chime"]
    lamp.broken = False
    worker.play("read_ok")
    while len(lamp.played) < 2:
        threading.Event().wait(0.01)
    assert lamp.played == ["chime", "read_ok"]


def test_sounds_that_would_come_late_are_dropped(heard):
    worker = SoundWorker(LampThatWorks(), heard.put, 60.0)
    for _ in range(20):
        worker.play("chime")
    worker.end()
