"""The line to the reader: damage, silence, late answers, ports that go, speeds; nothing of it becomes a card."""

import pytest

from devices.contract import (
    CardReading,
    DeviceGone,
    DeviceSilent,
    WireError,
)
from devices.id_card.sdt_commands import (
    BAUDS,
)
from devices.id_card.sdt_frames import Reply, encode_reply
from devices.id_card.sdt_line import SEARCH_AGAIN_S
from kiosk.core.conditions import Status
from tests.devices.id_card.scripted_port import GONE
from tests.devices.id_card.scripted_reader import (
    DAMAGED,
    FINE,
    FOUND,
    GONE_NOW,
    GOOD_READ,
    NO_ADDRESS,
    SELECTED,
    SILENT,
    Desk,
    card,
    reply,
)


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
