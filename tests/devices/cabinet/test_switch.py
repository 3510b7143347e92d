"""The door's switch: a value file, read until two looks agree."""

import os
from contextlib import closing

import pytest

from devices.cabinet.emulator import emulate_switch
from devices.cabinet.switch import LOOKS, Switch, open_switch
from devices.contract import PortMissing
from devices.faults import faults
from kiosk.core.conditions import Device, Status


@pytest.fixture
def door(tmp_path):
    with closing(emulate_switch(tmp_path)) as door:
        yield door


def test_the_door_opens_and_closes(door):
    switch = open_switch(door.where)
    assert (switch.condition().status, switch.condition().fault) == (Status.ONLINE, "")
    door.open_door()
    assert (switch.condition().status, switch.condition().fault) == (Status.ONLINE, "door_open")
    door.close_door()
    assert switch.condition().fault == ""


def test_the_other_way_round(door):
    switch = open_switch(f"{door.where}?closed=0")
    assert switch.condition().fault == "door_open"
    door.open_door()
    assert switch.condition().fault == ""


def test_unplugged_and_plugged_again(door):
    switch = open_switch(door.where)
    door.unplug()
    assert (switch.condition().status, switch.condition().fault) == (Status.NO_DEVICE, "port_missing")
    door.open_door()
    assert switch.condition().fault == "port_missing"
    door.plug()
    assert switch.condition().fault == "door_open"


def test_a_file_without_a_value_is_unreadable(door, tmp_path):
    door.set_faults(["garbled"])
    assert open_switch(door.where).condition().fault == "switch_unreadable"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "long").write_text("1" * 65)
    for name in ("pipe", "long", "."):
        assert open_switch(str(tmp_path / name)).condition().fault == "switch_unreadable"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ("11", ""),
        ("00", "door_open"),
        ("100", "door_open"),
        ("0101", "switch_unreadable"),
        ("01011", ""),
        ("01010", "switch_unreadable"),
    ],
)
def test_a_bouncing_contact_counts_when_two_looks_agree(values, fault):
    looks = iter(values + "01" * LOOKS if fault == "switch_unreadable" else values)
    assert Switch(lambda: next(looks), sleep=lambda _: None).condition().fault == fault


def test_every_fault_has_its_row_and_no_row_is_idle():
    assert set(faults()[Device.CABINET]) == {"door_open", "port_missing", "switch_unreadable"}


def test_wrong_words_are_refused(door):
    with pytest.raises(PortMissing, match="known: closed"):
        open_switch(f"{door.where}?open=1")
    with pytest.raises(ValueError, match="known:"):
        door.set_faults(["rusty"])


def test_nothing_is_left_behind(tmp_path):
    emulate_switch(tmp_path).close()
    assert list(tmp_path.iterdir()) == []
