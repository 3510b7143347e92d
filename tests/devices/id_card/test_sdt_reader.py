"""The driver against scripted bytes and a hand-moved clock: what it sends, how long it waits, what it says."""

from itertools import pairwise

import pytest

from devices.contract import (
    CardReading,
    DeviceError,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
)
from devices.id_card.cards import load_cards
from devices.id_card.sdt_frames import FIND, READ, SELECT, STATUS, STATUSES, Reply, encode_reply
from devices.id_card.sdt_reader import SdtReader
from devices.id_card.sentences import FAILURES, TROUBLES, failure_sentence
from kiosk.core.conditions import Condition, Device, Presence, Status
from tests.devices.id_card.scripted_port import GONE, Clock, ScriptedPort

CARDS = load_cards()


def reply(sw3, data=b""):
    return [(0.01, encode_reply(Reply(0, 0, sw3, data)))]


def card(name="zhang-jianguo"):
    return reply(0x90, b"\x01\x00\x04\x00" + CARDS[name].text + bytes(1024))


FOUND, NO_CARD, SELECTED, FINE = reply(0x9F, bytes(4)), reply(0x80), reply(0x90, bytes(8)), reply(0x90)
SILENT = []
DAMAGED = [(0.01, FINE[0][1][:-1] + b"\0")]
GOOD_READ = (FOUND, SELECTED, card(), FOUND)  # the last answers the find by which the driver learns the reader's habit


class Desk:
    def __init__(self, *answers):
        self.clock = Clock()
        self.port = ScriptedPort(self.clock, *answers)
        self.opened = 0
        self.reader = SdtReader(self.open, self.clock, self.clock.sleep)

    def open(self):
        self.opened += 1
        return self.port

    def sent(self):
        names = {each.encode(): each.name for each in (FIND, SELECT, READ, STATUS)}
        return " ".join(names[each] for each in self.port.sent)


def test_find_select_read():
    desk = Desk(*GOOD_READ)
    reading = desk.reader.read(30)
    assert (reading.card.name, reading.trouble, reading.code, reading.attempts) == ("张建国", None, None, 1)
    assert reading.ms == 40
    assert desk.sent() == "find select read find"


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
    desk = Desk(FOUND, SELECTED, [(1.5, card()[0][1])], FOUND)
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
    desk = Desk(FOUND, SELECTED, complaint, card(), FOUND)
    assert desk.reader.read(30).attempts == 1
    assert desk.sent() == "find select read read find"


@pytest.mark.parametrize("complaint", [reply(0x10), reply(0x11), DAMAGED])
def test_damage_twice_is_a_wire_error(complaint):
    with pytest.raises(WireError):
        Desk(complaint, complaint).reader.read(30)


def test_damage_in_every_read_is_a_wire_error_after_three_attempts():
    desk = Desk(*(FOUND, SELECTED, DAMAGED, DAMAGED) * 3)
    with pytest.raises(WireError):
        desk.reader.read(60)
    assert desk.sent().count("find") == 3


def test_lengths_that_do_not_add_up_are_a_wire_error_after_three_attempts():
    desk = Desk(*(FOUND, SELECTED, reply(0x90, b"\x01\x01" + bytes(1282))) * 3)
    with pytest.raises(WireError):
        desk.reader.read(60)


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
    assert Desk(FOUND, SELECTED, pieces, FOUND).reader.read(30).attempts == 1


def test_a_line_that_never_ends_a_frame_is_left():
    trickle = [(0.1 * at, b"\0") for at in range(1, 400)]
    trickle[0] = (0.1, bytes.fromhex("AAAAAA96690FFF"))
    desk = Desk(trickle, [])
    with pytest.raises((WireError, DeviceSilent)):
        desk.reader.read(30)
    assert desk.clock.now < 110


def test_late_answers_to_earlier_commands_are_passed_over():
    late_select = [(0.7, encode_reply(Reply(0, 0, 0x90, bytes(8))))]
    desk = Desk(FOUND, late_select, SELECTED, [(0.3, SELECTED[0][1]), (0.5, card()[0][1])], FOUND)
    assert desk.reader.read(30).card.name == "张建国"


def test_a_late_card_of_an_earlier_citizen_is_never_taken():
    desk = Desk(FOUND, SELECTED, [(4.0, card("li-xiulan")[0][1])], FOUND, SELECTED, card(), FOUND)
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


def test_a_good_reading_survives_a_reader_that_is_unplugged_right_after_it():
    desk = Desk(FOUND, SELECTED, card(), [(0.01, GONE)])
    assert desk.reader.read(30).card.name == "张建国"
    assert desk.port.closed == 1


PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
READ_THEN = (FOUND, SELECTED, card())


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
    def missing():
        raise PortMissing("there is nothing here")

    def held():
        raise PortBusy("somebody else is here")

    busy = Condition(Device.ID_CARD_READER, Status.DEVICE_BUSY, fault="port_busy")
    assert SdtReader(held).condition() == busy
    reader = SdtReader(missing)
    assert reader.condition() == Condition(Device.ID_CARD_READER, Status.NO_DEVICE, fault="port_missing")
    with pytest.raises(PortMissing):
        reader.read(1)


@pytest.mark.parametrize("kind", [PortMissing, PortBusy, DeviceSilent, DeviceGone, WireError, DeviceRefused])
def test_every_failure_has_a_sentence_in_both_languages(kind):
    sentence = failure_sentence(kind("", 0) if kind is DeviceRefused else kind(""))
    assert sentence is FAILURES[kind]
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")


def test_every_trouble_that_a_status_can_cause_has_a_sentence():
    for code in STATUSES:
        try:
            trouble = Desk(FOUND, SELECTED, *[reply(code)] * 2).reader.read(2).trouble
        except DeviceError:
            continue
        assert trouble is None or TROUBLES[trouble].id == trouble
