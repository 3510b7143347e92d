"""The driver against scripted bytes and a hand-moved clock: what it sends, how long it waits, what it says."""

from itertools import pairwise
from typing import get_args

import pytest

from devices.contract import (
    CardReading,
    CardTrouble,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
)
from devices.faults import faults
from devices.id_card.cards import MOVED_TO, encode_addresses, load_cards
from devices.id_card.failures import FAULT_OF, CloudReader, NotStandard, row
from devices.id_card.sdt_commands import (
    BAUDS,
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    SELECT,
    STATUS,
)
from devices.id_card.sdt_frames import Reply, encode_reply
from devices.id_card.sdt_line import SEARCH_AGAIN_S
from devices.id_card.sdt_reader import SdtReader, open_reader
from kiosk.core.conditions import Condition, Device, Presence, Status
from tests.devices.id_card.scripted_port import GONE, Clock, ScriptedPort

CARDS = load_cards()


def reply(sw3, data=b""):
    return [(0.01, encode_reply(Reply(0, 0, sw3, data)))]


def card(name="zhang-jianguo"):
    return reply(0x90, b"\x01\x00\x04\x00" + CARDS[name].text + bytes(1024))


FOUND, NO_CARD, SELECTED, FINE = reply(0x9F, bytes(4)), reply(0x80), reply(0x90, bytes(8)), reply(0x90)
SILENT = []
GONE_NOW = [(0.01, GONE)]
DAMAGED = [(0.01, FINE[0][1][:-1] + b"\0")]
NO_ADDRESS = reply(0x91)
# the last answers the find by which the driver learns the reader's habit
GOOD_READ = (FOUND, SELECTED, card(), NO_ADDRESS, FOUND)


class Desk:
    def __init__(self, *answers, bauds=BAUDS[:1]):
        self.clock = Clock()
        self.port = ScriptedPort(self.clock, *answers)
        self.bauds = []
        self.reader = SdtReader(self.open, self.clock, self.clock.sleep, bauds=bauds)

    @property
    def opened(self):
        return len(self.bauds)

    def open(self, baud):
        self.bauds.append(baud)
        return self.port

    def sent(self):
        commands = (FIND, SELECT, READ, STATUS, READ_ADDRESSES, READ_MANAGEMENT, MODULE_ID)
        names = {each.encode(): each.name for each in commands}
        return " ".join(names[each] for each in self.port.sent)


def test_find_select_read():
    desk = Desk(*GOOD_READ)
    reading = desk.reader.read(30)
    assert (reading.card.name, reading.trouble, reading.code, reading.attempts) == ("张建国", None, None, 1)
    assert reading.ms == 50
    assert desk.sent() == "find select read read-addresses find"


def test_the_first_find_is_immediate_and_finds_keep_more_than_300_ms_apart():
    desk = Desk(NO_CARD, NO_CARD, NO_CARD, *GOOD_READ)
    assert desk.reader.read(30).attempts == 1
    finds = desk.port.sent_at[:4]
    assert finds[0] == 100.0
    assert all(0.3 < later - earlier < 0.4 for earlier, later in pairwise(finds))


def test_no_card_within_the_time():
    desk = Desk(*[NO_CARD] * 99)
    reading = desk.reader.read(2)
    assert (reading.card, reading.trouble, reading.attempts) == (None, None, 0)
    assert desk.clock.now == pytest.approx(102, abs=0.02)


def test_a_call_without_time_asks_nothing():
    desk = Desk(NO_CARD)
    assert desk.reader.read(0) == CardReading()
    assert desk.port.sent == []


def test_a_call_that_is_no_longer_wanted_ends_within_one_poll():
    desk = Desk(*[NO_CARD] * 99)
    assert desk.reader.read(30, lambda: desk.clock.now < 101) == CardReading(ms=1280)
    assert desk.reader.read(30, lambda: False) == CardReading()
    assert desk.sent() == "find find find find"


def test_a_read_that_has_begun_is_finished_whatever_is_wanted_by_then():
    desk = Desk(FOUND, SELECTED, [(1.5, card()[0][1])], NO_ADDRESS, FOUND)
    assert desk.reader.read(30, lambda: desk.clock.now < 100.01).card.name == "张建国"


def test_a_failed_card_is_not_tried_again_for_nobody():
    desk = Desk(*FAILED_READ, *GOOD_READ)
    reading = desk.reader.read(30, lambda: desk.clock.now < 100.02)
    assert (reading.card, reading.trouble, reading.attempts) == (None, None, 1)


FAILED_READ = (FOUND, SELECTED, reply(0x41))


@pytest.mark.parametrize("code", [0x41, 0x47])
def test_three_attempts_each_from_find_then_lay_again(code):
    desk = Desk(*(FOUND, SELECTED, reply(code)) * 3)
    reading = desk.reader.read(30)
    assert (reading.trouble, reading.code, reading.attempts) == ("lift_and_replace", code, 3)
    assert desk.sent() == "find select read " * 2 + "find select read"


def test_a_second_attempt_that_works_is_a_reading():
    desk = Desk(*FAILED_READ, FOUND, reply(0x81), *GOOD_READ)
    reading = desk.reader.read(30)
    assert (reading.card.name, reading.attempts) == ("张建国", 3)


def test_a_failed_card_that_is_not_found_again_is_told_after_a_second():
    desk = Desk(*FAILED_READ, *[NO_CARD] * 99)
    reading = desk.reader.read(30)
    assert (reading.trouble, reading.code, reading.attempts) == ("lift_and_replace", 0x41, 1)
    assert desk.clock.now < 101.7


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (0x31, "lift_and_replace"),
        (0x32, "lift_and_replace"),
        (0x33, "unreadable_card"),
        (0x40, "not_an_id_card"),
        (0x60, "reader_out_of_service"),
        (0x66, "reader_out_of_service"),
    ],
)
def test_troubles_are_told_at_once_wherever_they_come(code, trouble, step):
    answers = [FOUND, SELECTED, card()]
    answers[step] = reply(code)
    reading = Desk(*answers).reader.read(30)
    assert (reading.card, reading.trouble, reading.code, reading.attempts) == (None, trouble, code, 1)


@pytest.mark.parametrize("code", [0x21, 0x23, 0x24])
def test_a_refused_command_is_an_error_with_its_code(code):
    with pytest.raises(DeviceRefused) as refused:
        Desk(FOUND, SELECTED, reply(code)).reader.read(30)
    assert refused.value.code == code


@pytest.mark.parametrize("complaint", [reply(0x10), reply(0x11), DAMAGED, [(0.01, b"\0" * 20)], SILENT, "stalls"])
@pytest.mark.parametrize("step", [0, 1])
def test_a_damaged_or_lost_exchange_is_repeated_once(step, complaint):
    answers = [*GOOD_READ]
    answers.insert(step, complaint)
    desk = Desk(*answers)
    assert desk.reader.read(30).attempts == 1
    assert desk.port.sent[step] == desk.port.sent[step + 1]


@pytest.mark.parametrize("complaint", [reply(0x10), reply(0x11), DAMAGED, [(0.01, card()[0][1][:700])]])
def test_a_damaged_read_is_repeated_once(complaint):
    desk = Desk(FOUND, SELECTED, complaint, card(), NO_ADDRESS, FOUND)
    assert desk.reader.read(30).attempts == 1
    assert desk.sent() == "find select read read read-addresses find"


@pytest.mark.parametrize("complaint", [reply(0x10), reply(0x11), DAMAGED])
def test_damage_twice_is_a_wire_error(complaint):
    with pytest.raises(WireError):
        Desk(complaint, complaint).reader.read(30)


def test_damage_in_every_read_is_a_wire_error_after_three_attempts():
    desk = Desk(*(FOUND, SELECTED, DAMAGED, DAMAGED) * 3)
    with pytest.raises(WireError):
        desk.reader.read(60)
    assert desk.sent().count("find") == 3


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


def test_a_silent_reader_is_an_error_long_before_the_call_ends():
    desk = Desk()
    with pytest.raises(DeviceSilent):
        desk.reader.read(30)
    assert desk.sent() == "find find"
    assert desk.clock.now < 102


def test_a_reader_silent_within_a_very_short_call_is_still_silent():
    with pytest.raises(DeviceSilent):
        Desk().reader.read(0.1)


def test_a_read_cut_short_by_the_end_of_the_call_is_no_trouble_of_the_reader():
    desk = Desk(FOUND, SELECTED, [(2.0, card()[0][1])])
    assert desk.reader.read(1) == CardReading(attempts=1, ms=1000)


def test_silent_reads_are_tried_from_find_three_times():
    desk = Desk(*(FOUND, SELECTED, SILENT) * 3)
    with pytest.raises(DeviceSilent):
        desk.reader.read(60)
    assert desk.sent() == "find select read " * 2 + "find select read"


def test_a_read_may_take_three_seconds_to_its_header_and_gaps_below_200_ms():
    wire = card()[0][1]
    pieces = [(2.9 + 0.15 * at, wire[at * 200 : at * 200 + 200]) for at in range(7)]
    assert Desk(FOUND, SELECTED, pieces, NO_ADDRESS, FOUND).reader.read(30).attempts == 1


def test_a_line_that_never_ends_a_frame_is_left():
    trickle = [(0.1 * at, b"\0") for at in range(1, 400)]
    trickle[0] = (0.1, bytes.fromhex("AAAAAA96690FFF"))
    desk = Desk(trickle, [])
    with pytest.raises((WireError, DeviceSilent)):
        desk.reader.read(30)
    assert desk.clock.now < 110


def test_late_answers_to_earlier_commands_are_passed_over():
    late_select = [(0.7, encode_reply(Reply(0, 0, 0x90, bytes(8))))]
    desk = Desk(FOUND, late_select, SELECTED, [(0.3, SELECTED[0][1]), (0.5, card()[0][1])], NO_ADDRESS, FOUND)
    assert desk.reader.read(30).card.name == "张建国"


def test_a_late_card_of_an_earlier_citizen_is_never_taken():
    desk = Desk(FOUND, SELECTED, [(4.0, card("li-xiulan")[0][1])], FOUND, SELECTED, card(), NO_ADDRESS, FOUND)
    assert desk.reader.read(30).card.name == "张建国"


def test_an_unknown_flag_is_an_unsupported_card():
    assert Desk(FOUND, SELECTED, card("unknown-flag"), FOUND).reader.read(30).trouble == "unsupported_card"


def test_text_that_breaks_its_layout_is_unreadable():
    broken = reply(0x90, b"\x01\x00\x04\x00" + " ".encode("utf-16-le") * 128 + bytes(1024))
    assert Desk(FOUND, SELECTED, broken, FOUND).reader.read(30).trouble == "unreadable_card"


def test_the_port_is_opened_late_kept_and_opened_again_after_it_was_gone():
    desk = Desk(*GOOD_READ, [(0.1, GONE)], FINE)
    assert desk.opened == 0
    desk.reader.read(30)
    assert desk.opened == 1
    with pytest.raises(DeviceGone):
        desk.reader.presence()
    assert desk.reader.condition().status is Status.ONLINE
    assert desk.opened == 2


def test_close_twice_closes_the_port_once():
    desk = Desk(FINE)
    desk.reader.condition()
    desk.reader.close()
    desk.reader.close()
    assert desk.port.closed == 1


@pytest.mark.parametrize("after", [[GONE_NOW], [NO_ADDRESS, GONE_NOW]])
def test_a_good_reading_survives_a_reader_that_is_unplugged_right_after_it(after):
    desk = Desk(FOUND, SELECTED, card(), *after, SILENT, SILENT)
    assert desk.reader.read(30).card.name == "张建国"
    assert desk.port.closed == 1


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


# --- appended addresses, numbers ------------------------------------------------------------------------------------


def addresses(*written, records=4):
    return reply(0x90, encode_addresses(written, records))


@pytest.mark.parametrize(
    ("answer", "address"),
    [
        (addresses(*MOVED_TO), MOVED_TO[1]),
        (addresses(*MOVED_TO, records=2), MOVED_TO[1]),
        (addresses(MOVED_TO[0], records=1), MOVED_TO[0]),
        (addresses(), None),
        (NO_ADDRESS, None),
        (reply(0x41), None),
        (reply(0x24), None),
        (DAMAGED, None),
        (SILENT, None),
    ],
)
def test_the_newest_appended_address_comes_with_the_card_and_never_spoils_it(answer, address):
    again = [SILENT] if answer is DAMAGED else []
    card_read = Desk(FOUND, SELECTED, card(), answer, *again, FOUND).reader.read(30).card
    assert (card_read.name, card_read.appended_address) == ("张建国", address)


@pytest.mark.parametrize(("answer", "times"), [(reply(0x21), 1), (SILENT, 2), (reply(0x24), 3), (DAMAGED, 6)])
def test_a_reader_that_does_not_know_the_command_is_not_asked_again_and_again(answer, times):
    again = [answer] if answer is DAMAGED else []
    first = (FOUND, SELECTED, card(), answer, *again, FOUND)  # the last learns the reader's habit
    then = (
        (FOUND, SELECTED, card(), answer, *again) if times > 2 else (FOUND, SELECTED, card(), *[answer] * (times - 1))
    )
    last = (FOUND, SELECTED, card(), answer, *again) if times > 2 else (FOUND, SELECTED, card())
    desk = Desk(*first, *then, *last)
    assert [desk.reader.read(30).card.name for _ in range(3)] == ["张建国"] * 3
    assert desk.sent().count("read-addresses") == times


def test_a_card_without_an_address_is_not_asked_for_another():
    desk = Desk(FOUND, SELECTED, card("foreigner-2023"), FOUND)
    assert desk.reader.read(30).card.appended_address is None
    assert desk.sent() == "find select read find"


def test_the_reader_says_its_number_and_the_speed_of_its_line():
    sixteen = bytes.fromhex("0500 0100 F5273501 01000000 FFFFFFFF")
    info = Desk(reply(0x90, sixteen)).reader.info()
    assert (str(info.module_id), info.baud) == ("05.01-20260853-0000000001-4294967295", 115200)
    assert Desk(reply(0x60)).reader.info().module_id is None


def test_the_management_number_of_the_card_on_the_pad():
    number = bytes(range(28))
    desk = Desk(FOUND, SELECTED, reply(0x90, number), NO_CARD, FOUND, SELECTED, reply(0x41))
    told = [desk.reader.management_number() for _ in range(3)]
    assert str(told[0]) == "00010203-0405060708090A0B-0C0D0E0F101112131415161718191A1B"
    assert repr(told[0]) == "ManagementNumber()"
    assert told[1:] == [None, None]
    assert desk.sent() == "find select read-management find find select read-management"


# --- speeds ---------------------------------------------------------------------------------------------------------


def test_a_reader_at_another_speed_is_found_and_the_speed_kept():
    # two finds at 115200, status at 57600 and 38400; from there on all is well
    desk = Desk(SILENT, SILENT, SILENT, FINE, *GOOD_READ, GONE_NOW, FINE, bauds=BAUDS)
    assert desk.reader.read(30).card.name == "张建国"
    assert desk.bauds == [115200, 57600, 38400]
    assert desk.sent() == "find find status status find select read read-addresses find"
    assert desk.reader.condition().fault == "gone"
    assert desk.reader.condition().fault == ""
    assert desk.bauds[3:] == [38400]


def test_garbage_at_a_wrong_speed_starts_the_search_too():
    noise = [(0.01, b"\0\xf8\x80" * 7)]
    desk = Desk(noise, noise, noise, FINE, FINE, bauds=BAUDS)
    assert desk.reader.condition().fault == ""
    assert desk.bauds == [115200, 57600, 38400]


def test_a_silent_reader_is_searched_within_bounds_and_not_at_every_call():
    desk = Desk(bauds=BAUDS)
    for _ in range(3):
        assert desk.reader.condition().fault == "silent"
    assert desk.bauds == [*BAUDS, 115200]
    assert desk.clock.now < 100 + 3 * 2 * 1.0 + 4 * 0.3 + 0.1
    desk.clock.sleep(SEARCH_AGAIN_S)
    desk.reader.condition()
    assert desk.bauds[6:] == [57600, 38400, 19200, 9600]


def test_the_search_ends_with_the_call():
    desk = Desk(bauds=BAUDS)
    with pytest.raises(DeviceSilent):
        desk.reader.read(1.2)
    assert desk.clock.now == pytest.approx(101.2)


def test_a_card_that_takes_its_time_is_no_reason_to_search():
    desk = Desk(*(FOUND, SELECTED, SILENT) * 3, bauds=BAUDS)
    with pytest.raises(DeviceSilent):
        desk.reader.read(60)
    assert desk.bauds == [115200]


def test_a_reader_that_is_unplugged_during_the_search_is_sought_at_its_old_speed_first():
    desk = Desk(SILENT, SILENT, GONE_NOW, FINE, bauds=BAUDS)
    assert desk.reader.condition().fault == "gone"
    assert desk.reader.condition().fault == ""
    assert desk.bauds == [115200, 57600, 115200]


# --- lengths that are wrong in one byte ------------------------------------------------------------------------------


def stale(answer, high=5):
    wire = answer[0][1]
    return [(0.01, wire[:5] + bytes((high,)) + wire[6:])]


def test_a_reader_that_leaves_an_old_high_byte_in_its_lengths_is_understood():
    desk = Desk(stale(FOUND), stale(SELECTED), stale(card(), 0), stale(NO_ADDRESS), stale(FOUND))
    assert desk.reader.read(30).card.name == "张建国"
    assert desk.sent() == "find select read read-addresses find"


def test_half_a_card_is_not_mended_into_one():
    half = [(0.01, card()[0][1][: 7 + 0x408])]
    desk = Desk(FOUND, SELECTED, half, card(), NO_ADDRESS, FOUND)
    assert desk.reader.read(30).card.name == "张建国"
    assert desk.sent() == "find select read read read-addresses find"


# --- readers that are not used --------------------------------------------------------------------------------------


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
