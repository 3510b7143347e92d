"""The social security card reader: what it can know without the authority's keys, and no more."""

from contextlib import closing

import pytest

from devices.contract import PortMissing, WireError
from devices.emulation import Control
from devices.faults import fault_of, faults
from devices.social_card.emulator import ATR, emulate_pcsc
from devices.social_card.pcsc_reader import SocialCardReader, open_pcsc
from devices.social_card.slots import PcscMissing, Slot, SocketSlots
from kiosk.core.conditions import Device, Presence, Status


@pytest.fixture
def reader(tmp_path):
    with closing(emulate_pcsc(tmp_path)) as reader:
        yield reader


@pytest.fixture
def driver(reader):
    with closing(open_pcsc(reader.where)) as driver:
        yield driver


def test_a_card_comes_and_goes(reader, driver):
    assert (driver.presence(), driver.answer_to_reset()) == (Presence.ABSENT, None)
    reader.insert_card()
    assert (driver.presence(), driver.answer_to_reset()) == (Presence.PRESENT, ATR)
    assert driver.condition().usable
    reader.pull_card()
    assert driver.presence() is Presence.ABSENT


def test_a_card_the_wrong_way_round_is_the_citizens_to_turn(reader, driver):
    reader.set_faults(["card-mute"])
    assert driver.condition().usable
    reader.insert_card()
    assert (driver.presence(), driver.answer_to_reset()) == (Presence.PRESENT, None)
    assert (driver.condition().status, driver.condition().fault) == (Status.USER_ERROR, "card_mute")


def test_unplugged_and_plugged_again(reader, driver):
    reader.unplug()
    assert (driver.condition().status, driver.condition().fault) == (Status.NO_DEVICE, "port_missing")
    with pytest.raises(PortMissing):
        driver.presence()
    reader.plug()
    assert driver.condition().usable


class Installed:
    """Readers as PC/SC would list them."""

    def __init__(self, *slots):
        self._slots = slots
        self.closed = 0

    def look(self):
        return self._slots

    def close(self):
        self.closed += 1


@pytest.mark.parametrize(("name", "atr"), [("*", b"\x3b\x00"), ("ACR", b"\x3b\x01"), ("Some Reader 0", b"\x3b\x00")])
def test_a_reader_is_found_by_a_part_of_its_name(name, atr):
    slots = Installed(Slot("Some Reader 0", "3b00"), Slot("ACS ACR39U 1", "3b01"))
    driver = SocialCardReader(lambda: slots, name)
    assert driver.answer_to_reset() == atr
    driver.close()
    driver.close()
    assert slots.closed == 1


def raising(error):
    def look():
        raise error

    return look


@pytest.mark.parametrize(
    ("error", "fault"),
    [(PcscMissing("x"), "pcsc_missing"), (PortMissing("x"), "port_missing"), (WireError("x"), "gone")],
)
def test_every_failure_is_a_condition(error, fault):
    assert SocialCardReader(raising(error)).condition().fault == fault
    assert fault_of(Device.SOCIAL_CARD_READER, fault)


def test_a_missing_library_is_permanent_and_the_technicians():
    row = fault_of(Device.SOCIAL_CARD_READER, "pcsc_missing")
    assert (row.permanent, row.who, row.status) == (True, "technician", Status.NO_DEVICE)
    assert set(faults()[Device.SOCIAL_CARD_READER]) == {"pcsc_missing", "port_missing", "gone", "card_mute"}


def test_without_the_library_or_its_service_or_a_reader_that_is_a_condition():
    with closing(open_pcsc("no reader has this name")) as driver:
        assert driver.condition().fault in {"pcsc_missing", "port_missing"}


def test_an_emulator_that_answers_something_else_is_a_broken_wire(tmp_path):
    path = str(tmp_path / "socket")
    with closing(Control(path, {"slots": lambda: {"slots": [{"atr": 3}]}})), pytest.raises(WireError):
        SocketSlots(path).look()


def test_an_answer_to_reset_has_the_standards_form():
    assert ATR[0] == 0x3B
    assert len(ATR) == 2 + (ATR[1] & 0x0F)
    assert ATR[1] >> 4 == 0


def test_wrong_words_are_refused(reader):
    with pytest.raises(ValueError, match="known:"):
        reader.set_faults(["rusty"])
