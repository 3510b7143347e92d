"""The driver against scripted bytes and a hand-moved clock: reading a card, and every trouble of one."""

from itertools import pairwise

import pytest

from devices.contract import (
    CardReading,
    DeviceRefused,
)
from devices.id_card.cards import MOVED_TO, encode_addresses
from tests.devices.id_card.scripted_reader import (
    DAMAGED,
    FOUND,
    GOOD_READ,
    NO_ADDRESS,
    NO_CARD,
    SELECTED,
    SILENT,
    Desk,
    card,
    reply,
)


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


def test_an_unknown_flag_is_an_unsupported_card():
    assert Desk(FOUND, SELECTED, card("unknown-flag"), FOUND).reader.read(30).trouble == "unsupported_card"


def test_text_that_breaks_its_layout_is_unreadable():
    broken = reply(0x90, b"\x01\x00\x04\x00" + " ".encode("utf-16-le") * 128 + bytes(1024))
    assert Desk(FOUND, SELECTED, broken, FOUND).reader.read(30).trouble == "unreadable_card"


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


def test_the_management_number_of_the_card_on_the_pad():
    number = bytes(range(28))
    desk = Desk(FOUND, SELECTED, reply(0x90, number), NO_CARD, FOUND, SELECTED, reply(0x41))
    told = [desk.reader.management_number() for _ in range(3)]
    assert str(told[0]) == "00010203-0405060708090A0B-0C0D0E0F101112131415161718191A1B"
    assert repr(told[0]) == "ManagementNumber()"
    assert told[1:] == [None, None]
    assert desk.sent() == "find select read-management find find select read-management"
