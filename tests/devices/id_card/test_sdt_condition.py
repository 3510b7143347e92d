"""What the driver says of its reader: presence, condition, number; and which readers it refuses."""

from typing import get_args

import pytest

from devices.contract import (
    CardTrouble,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
)
from devices.faults import faults
from devices.id_card.failures import FAULT_OF, CloudReader, NotStandard, row
from devices.id_card.sdt_frames import Reply, encode_reply
from devices.id_card.sdt_reader import SdtReader, open_reader
from kiosk.core.conditions import Condition, Device, Presence, Status
from tests.devices.id_card.scripted_port import GONE
from tests.devices.id_card.scripted_reader import (
    DAMAGED,
    FINE,
    FOUND,
    GONE_NOW,
    GOOD_READ,
    NO_ADDRESS,
    NO_CARD,
    SELECTED,
    SILENT,
    Desk,
    card,
    reply,
)

OWN_CODING = (FOUND, SELECTED, reply(0x90, b"\x01\x01" + bytes(1282))) * 3


def test_answers_of_no_standard_are_refused_and_twice_in_a_row_they_are_the_readers():
    desk = Desk(*OWN_CODING, FINE, *OWN_CODING, FINE, [(0.0, GONE)], FINE)
    told = []
    for _ in range(2):
        with pytest.raises(NotStandard):
            desk.reader.read(60)
        told.append(desk.reader.condition().fault)
    # until another one may stand there
    assert [*told, desk.reader.condition().fault, desk.reader.condition().fault] == ["", "not_standard", "gone", ""]


def test_one_odd_card_between_good_ones_is_not_the_readers():
    desk = Desk(*OWN_CODING, *GOOD_READ, *OWN_CODING, FINE)
    for outcome in (NotStandard, None, NotStandard):
        if outcome is None:
            assert desk.reader.read(60).card is not None
            continue
        with pytest.raises(outcome):
            desk.reader.read(60)
    assert desk.reader.condition().fault == ""


def test_another_reader_in_its_place_is_learnt_anew():
    desk = Desk(*GOOD_READ, GONE_NOW, FOUND, SELECTED, card(), NO_ADDRESS, NO_CARD, NO_CARD)
    assert desk.reader.read(30).card is not None
    assert desk.reader.condition().fault == "gone"
    assert desk.reader.read(30).card is not None
    assert desk.reader.presence() is Presence.UNKNOWN  # the first one's habit says nothing about this one


PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
READ_THEN = (FOUND, SELECTED, card(), NO_ADDRESS)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([NO_CARD, FOUND, NO_CARD], [ABSENT, PRESENT, ABSENT]),
        ([reply(0x41)], [UNKNOWN]),
        # the find right after the read says: this reader sees a card it has read
        ([*READ_THEN, FOUND, FOUND, NO_CARD], ["read", PRESENT, ABSENT]),
        # it answers 80 for a resting card: from then on 80 proves nothing, until a card is found again
        ([*READ_THEN, NO_CARD, NO_CARD, FOUND, NO_CARD], ["read", UNKNOWN, PRESENT, ABSENT]),
        # seen once, known for good: the second read needs no find after it
        ([*READ_THEN, FOUND, *READ_THEN, NO_CARD], ["read", "read", ABSENT]),
        ([*READ_THEN, SILENT, SILENT, NO_CARD], ["read", UNKNOWN]),
    ],
)
def test_presence_says_only_what_this_reader_can_know(answers, expected):
    reader = Desk(*answers).reader
    for want in expected:
        if want == "read":
            assert reader.read(30).card is not None
        else:
            assert reader.presence() is want


def test_presence_of_a_silent_reader_is_an_error():
    with pytest.raises(DeviceSilent):
        Desk().reader.presence()


@pytest.mark.parametrize(
    ("answers", "status", "fault"),
    [
        ([FINE], Status.ONLINE, ""),
        ([reply(0x60)], Status.HARDWARE_ERROR, "reader_out_of_service"),
        ([reply(0x66)], Status.HARDWARE_ERROR, "reader_out_of_service"),
        ([reply(0x21)], Status.HARDWARE_ERROR, "refused"),
        ([], Status.OFFLINE, "silent"),
        ([DAMAGED, DAMAGED], Status.HARDWARE_ERROR, "wire_damaged"),
        ([[(0.0, GONE)]], Status.NO_DEVICE, "gone"),
    ],
)
def test_condition_is_always_an_answer(answers, status, fault):
    assert Desk(*answers).reader.condition() == Condition(Device.ID_CARD_READER, status, fault=fault)


def test_a_missing_port_is_a_condition_and_an_error_of_read():
    def missing(_baud):
        raise PortMissing("there is nothing here")

    def held(_baud):
        raise PortBusy("somebody else is here")

    busy = Condition(Device.ID_CARD_READER, Status.DEVICE_BUSY, fault="port_busy")
    assert SdtReader(held).condition() == busy
    reader = SdtReader(missing)
    assert reader.condition() == Condition(Device.ID_CARD_READER, Status.NO_DEVICE, fault="port_missing")
    with pytest.raises(PortMissing):
        reader.read(1)


def test_every_failure_and_every_trouble_has_a_row():
    for fault in [*FAULT_OF.values(), *get_args(CardTrouble), "no_card", "photo_unavailable"]:
        assert row(fault).code
    for kind in (PortMissing, PortBusy, DeviceSilent, DeviceGone, WireError, DeviceRefused, NotStandard, CloudReader):
        assert kind in FAULT_OF


def test_codes_are_unique():
    codes = [each.code for each in faults()[Device.ID_CARD_READER].values()]
    assert len(codes) == len(set(codes))


def test_a_status_answered_late_to_another_command_is_not_taken():
    desk = Desk([(0.02, encode_reply(Reply(0, 0, 0x41))), (0.03, encode_reply(Reply(0, 0, 0x90)))])
    assert desk.reader.condition().fault == ""


def test_the_reader_says_its_number_and_the_speed_of_its_line():
    sixteen = bytes.fromhex("0500 0100 F5273501 01000000 FFFFFFFF")
    info = Desk(reply(0x90, sixteen)).reader.info()
    assert (str(info.module_id), info.baud) == ("05.01-20260853-0000000001-4294967295", 115200)
    assert Desk(reply(0x60)).reader.info().module_id is None


@pytest.mark.parametrize("where", ["cloud:maker", "https://reader.example/api", "HTTP://reader.example"])
def test_a_reader_that_decodes_at_its_makers_is_refused_for_good(where):
    reader = open_reader(where)
    told = reader.condition()
    assert (told.status, told.fault) == (Status.HARDWARE_ERROR, "cloud_reader")
    assert row(told.fault).permanent
    for ask in (lambda: reader.read(1), reader.presence):
        with pytest.raises(CloudReader):
            ask()
    reader.close()
