"""The driver against the emulated reader over both kinds of line: every fault, every card, and what is said of it."""

import threading

import pytest

from devices.contract import DeviceGone, DeviceRefused, DeviceSilent, PortMissing, WireError
from devices.id_card.card_files import ModuleId
from devices.id_card.cards import MOVED_TO, load_persons
from devices.id_card.emulator import emulate_sdt
from devices.id_card.failures import NotStandard
from devices.id_card.faults import FAULTS
from devices.id_card.reading import ATTEMPTS
from devices.id_card.sdt_commands import BAUDS
from devices.id_card.sdt_reader import open_reader
from kiosk.core.conditions import Presence, Status

CARD_AT_ONCE = (None, None, 1)
CARD_AT_THE_SECOND = (None, None, 2)
LAY_AGAIN = "lift_and_replace"

OUTCOMES = {
    "silence": DeviceSilent,
    "silence-once": CARD_AT_ONCE,
    "silent-read": (None, None, 1),  # within this short call: nothing said about the card
    "late-reply": DeviceSilent,
    "late-reply-once": CARD_AT_ONCE,
    "slow-card": CARD_AT_ONCE,
    "wrong-checksum": WireError,
    "wrong-checksum-once": CARD_AT_ONCE,
    "length-too-long": CARD_AT_ONCE,  # by 256: what a wrong high byte leaves can be mended
    "length-too-long-once": CARD_AT_ONCE,
    "stale-length": CARD_AT_ONCE,
    "length-impossible": CARD_AT_ONCE,
    "stray-byte-before": CARD_AT_ONCE,
    "first-byte-lost-once": CARD_AT_ONCE,
    "stray-byte-after": CARD_AT_ONCE,
    "split-writes": CARD_AT_ONCE,
    "single-bytes": CARD_AT_ONCE,
    "short-reply": WireError,
    "short-reply-once": CARD_AT_ONCE,
    "removed-mid-read": (LAY_AGAIN, 0x41, 1),
    "removed-mid-reply": (LAY_AGAIN, 0x41, 1),
    "read-fails": (LAY_AGAIN, 0x41, ATTEMPTS),
    "read-fails-once": CARD_AT_THE_SECOND,
    "read-fails-apdu": (LAY_AGAIN, 0x41, ATTEMPTS),
    "select-fails": (LAY_AGAIN, 0x81, ATTEMPTS),
    "select-fails-apdu": (LAY_AGAIN, 0x81, ATTEMPTS),
    "select-fails-once": CARD_AT_THE_SECOND,
    "card-rejects-module": (LAY_AGAIN, 0x31, 1),
    "module-rejects-card": (LAY_AGAIN, 0x32, 1),
    "verification-fails": ("unreadable_card", 0x33, 1),
    "type-not-recognised": ("not_an_id_card", 0x40, 1),
    "no-random-number": (LAY_AGAIN, 0x47, ATTEMPTS),
    "self-test-fails": ("reader_out_of_service", 0x60, 1),
    "module-not-authorised": ("reader_out_of_service", 0x66, 1),
    "command-unknown": DeviceRefused,
    "not-permitted": DeviceRefused,
    "unidentified-error": DeviceRefused,
    "checksum-complaint": WireError,
    "checksum-complaint-once": CARD_AT_ONCE,
    "length-complaint-once": CARD_AT_ONCE,
    "own-coding": NotStandard,
    "wrong-length-unanswered": CARD_AT_ONCE,
    "slow-start": CARD_AT_ONCE,
    **{f"baud-{baud}": CARD_AT_ONCE for baud in BAUDS[1:]},
    "silent-addresses": CARD_AT_ONCE,
    "no-addresses": CARD_AT_ONCE,
    "addresses-as-written": CARD_AT_ONCE,
    "lenient": CARD_AT_ONCE,
    "resting-80": CARD_AT_ONCE,
    "fingerprint-0": CARD_AT_ONCE,
    "fingerprint-512": CARD_AT_ONCE,
    "fingerprint-1024": CARD_AT_ONCE,
}
WITHOUT_CARD = {"silent-read"}


def test_every_fault_has_an_expected_outcome():
    assert set(OUTCOMES) == set(FAULTS)


ON_TCP = ("split-writes", "stray-byte-before", "stale-length", "short-reply-once", "not-permitted")
LONG = {"baud-38400", "baud-19200"}  # between the first and the last of the search nothing is new


@pytest.mark.parametrize(
    ("bench", "fault"),
    [
        *(pytest.param("pty", name, marks=[pytest.mark.nightly] * (name in LONG)) for name in FAULTS),
        *(("tcp", name) for name in ON_TCP),
    ],
    indirect=["bench"],
)
def test_fault(bench, fault):
    reader, outcome = bench.set_up("zhang-jianguo", fault).reader, OUTCOMES[fault]
    timeout_s = 0.3 if fault in WITHOUT_CARD else 10.0
    if not isinstance(outcome, tuple):
        with pytest.raises(outcome):
            reader.read(timeout_s)
        return
    reading = reader.read(timeout_s)
    assert (reading.trouble, reading.code, reading.attempts) == outcome
    assert (reading.card is not None) is (outcome[0] is None and fault not in WITHOUT_CARD)


@pytest.mark.parametrize("bench", ["pty"], indirect=True)
@pytest.mark.parametrize("fault", ["late-reply", "wrong-checksum", "short-reply", "removed-mid-reply"])
def test_the_next_card_is_read_when_the_fault_is_over(bench, fault):
    bench.set_up("zhang-jianguo", fault)
    try:
        bench.reader.read(0.7)
    except (DeviceSilent, WireError):
        assert OUTCOMES[fault] in (DeviceSilent, WireError)
    bench.emulator.set_faults([])
    bench.emulator.insert_card("li-xiulan")
    assert bench.reader.read(10.0).card.name == "李秀兰"


@pytest.mark.parametrize("bench", ["pty"], indirect=True)
@pytest.mark.parametrize("person", load_persons(), ids=lambda person: person.id)
def test_every_synthetic_card_is_read(bench, person):
    card = bench.set_up(person.id).reader.read(5.0).card
    assert (card.type, card.name, card.number) == (person.type, person.name, person.number)


@pytest.mark.parametrize(
    ("card", "trouble", "code"),
    [("bank-card", "not_an_id_card", 0x40), ("unknown-flag", "unsupported_card", None)],
)
def test_other_cards(bench, card, trouble, code):
    reading = bench.set_up(card).reader.read(5.0)
    assert (reading.card, reading.trouble, reading.code) == (None, trouble, code)


def test_an_empty_pad(bench):
    reading = bench.set_up(None).reader.read(0.3)
    assert (reading.card, reading.trouble, reading.attempts) == (None, None, 0)


def test_a_card_laid_while_the_driver_waits(bench):
    bench.set_up(None)
    laying = threading.Timer(0.2, bench.emulator.insert_card, ["wang-lei"])
    laying.start()
    assert bench.reader.read(10.0).card.name == "王磊"
    laying.join()


@pytest.mark.parametrize("bench", ["pty"], indirect=True)
def test_a_card_pulled_while_it_is_read_and_laid_again(bench):
    bench.set_up("wang-lei", "slow-card")
    pulling = threading.Timer(0.3, bench.emulator.pull_card)
    pulling.start()
    reading = bench.reader.read(10.0)
    pulling.join()
    assert (reading.trouble, reading.code) == ("lift_and_replace", 0x41)
    bench.emulator.set_faults([])
    bench.emulator.insert_card("wang-lei")
    assert bench.reader.read(10.0).card.name == "王磊"


def test_presence_on_a_reader_that_finds_a_read_card_again(bench):
    bench.set_up()
    told = [bench.reader.presence()]
    bench.reader.read(5.0)
    told.append(bench.reader.presence())
    bench.emulator.pull_card()
    told.append(bench.reader.presence())
    assert told == [Presence.PRESENT, Presence.PRESENT, Presence.ABSENT]


def test_presence_on_a_reader_that_does_not(bench):
    bench.set_up("wang-lei", "resting-80")
    bench.reader.read(5.0)
    told = [bench.reader.presence()]
    bench.emulator.insert_card("li-xiulan")
    told.append(bench.reader.presence())
    bench.emulator.pull_card()
    told.append(bench.reader.presence())
    assert told == [Presence.UNKNOWN, Presence.PRESENT, Presence.ABSENT]


def test_unplugged_and_plugged_again(bench):
    reader = bench.set_up().reader
    assert reader.condition().status is Status.ONLINE
    bench.emulator.unplug()
    with pytest.raises((DeviceGone, PortMissing)):
        reader.read(5.0)
    assert reader.condition().status is Status.NO_DEVICE
    bench.emulator.plug()
    assert reader.read(5.0).card is not None


def test_paced_like_the_wire(bench):
    reading = bench.set_up(paced=True).reader.read(5.0)
    assert reading.ms >= 112  # 1295 bytes at 115200 baud: a floor of physics, not a wish for speed


def test_appended_addresses_come_with_the_card(bench):
    assert bench.set_up("moved-twice").reader.read(5.0).card.appended_address == MOVED_TO[1]
    bench.emulator.set_faults(["addresses-as-written"])
    assert bench.reader.read(5.0).card.appended_address == MOVED_TO[1]
    bench.emulator.set_faults(["no-addresses"])
    assert bench.reader.read(5.0).card.appended_address is None


def test_the_reader_and_the_card_tell_their_numbers(bench):
    reader = bench.set_up().reader
    assert reader.info().module_id == ModuleId(type=5, maker=1, day=20260101, first=0, second=0)
    assert str(reader.management_number()).replace("0", "") == "--"
    bench.emulator.pull_card()
    assert reader.management_number() is None


def test_a_reader_whose_speed_was_changed_is_found_again(tmp_path):
    emulator = emulate_sdt(tmp_path)
    emulator.insert_card("wang-lei")
    reader = open_reader(emulator.where)
    told = []
    for faults in ([], ["baud-57600"], []):
        emulator.set_faults(faults)
        assert reader.read(10.0).card is not None
        told.append(reader.info().baud)
    reader.close()
    emulator.close()
    assert told == [115200, 57600, 115200]


@pytest.mark.parametrize("bench", ["pty"], indirect=True)
def test_a_reader_that_needs_its_time_after_power_on_comes_by_itself(bench):
    reader = bench.set_up("wang-lei", "slow-start").reader
    assert reader.condition().status is Status.ONLINE
    bench.emulator.unplug()
    bench.emulator.plug()
    told = [reader.condition().fault]
    while told[-1]:
        told.append(reader.condition().fault)
    assert set(told) <= {"gone", "port_missing", "silent", ""}
    assert reader.read(5.0).card.name == "王磊"


def test_an_emulated_reader_of_the_catalog_is_whole(tmp_path):
    emulator = emulate_sdt(tmp_path)
    reader = open_reader(emulator.where)
    assert reader.presence() is Presence.ABSENT
    verbs = emulator.verbs()
    verbs["insert_card"]("li-xiulan")
    assert reader.presence() is Presence.PRESENT
    verbs["unplug"]()
    assert reader.condition().fault in {"gone", "port_missing"}
    verbs["plug"]()
    assert reader.read(5.0).card.name == "李秀兰"
    assert emulator.state() == {"card": "li-xiulan", "faults": []}
    reader.close()
    emulator.close()
    assert list(tmp_path.iterdir()) == []
