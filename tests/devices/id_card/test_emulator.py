"""The emulated reader by itself: what it answers to raw bytes, and how its world is moved."""

import pytest
from msgspec.structs import replace

from devices.emulation import Control, TcpLine, order
from devices.id_card.card_text import decode
from devices.id_card.cards import Card, encode_text, load_cards, load_persons
from devices.id_card.emulated_module import EmulatedModule, Habits
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.faults import FAULTS
from devices.id_card.sdt_commands import (
    BAUDS,
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    READ_WITH_FINGERPRINT,
    RESET,
    SELECT,
    SET_BAUD,
    STATUS,
)
from devices.id_card.sdt_frames import Reply, Request
from devices.ports import open_port
from kiosk.core.validators import card_disagreements, citizen_number_fault

CARDS = load_cards()
FIRST, MOVED = CARDS["zhang-jianguo"], CARDS["moved-twice"]


def ask(module, *commands):
    return [module.answer(Request(each.code, each.parameter)).sw3 for each in commands]


@pytest.mark.parametrize(
    ("card", "habits", "commands", "answers"),
    [
        (FIRST, Habits(), (FIND, SELECT, READ), [0x9F, 0x90, 0x90]),
        (FIRST, Habits(), (FIND, SELECT, READ, READ, FIND), [0x9F, 0x90, 0x90, 0x90, 0x9F]),
        (FIRST, Habits(), (READ,), [0x41]),
        (FIRST, Habits(), (SELECT,), [0x81]),
        (FIRST, Habits(), (FIND, READ), [0x9F, 0x41]),
        (FIRST, Habits(), (FIND, SELECT, FIND, READ), [0x9F, 0x90, 0x9F, 0x41]),
        (FIRST, Habits(), (FIND, SELECT, RESET, READ), [0x9F, 0x90, 0x90, 0x41]),
        (FIRST, Habits(strict=False), (READ, READ_MANAGEMENT), [0x90, 0x41]),
        (FIRST, Habits(finds_read_cards=False), (FIND, FIND, SELECT, READ, FIND), [0x9F, 0x9F, 0x90, 0x90, 0x80]),
        (FIRST, Habits(), (FIND, SELECT, READ_ADDRESSES, READ_MANAGEMENT), [0x9F, 0x90, 0x91, 0x90]),
        (FIRST, Habits(), (READ_ADDRESSES, READ_MANAGEMENT), [0x41, 0x41]),
        (MOVED, Habits(), (FIND, SELECT, READ, READ_ADDRESSES), [0x9F, 0x90, 0x90, 0x90]),
        (MOVED, Habits(knows_addresses=False), (FIND, SELECT, READ_ADDRESSES), [0x9F, 0x90, 0x21]),
        (None, Habits(), (STATUS, MODULE_ID, FIND, SELECT, READ), [0x90, 0x90, 0x80, 0x81, 0x41]),
        (CARDS["bank-card"], Habits(), (FIND, SELECT, READ), [0x9F, 0x40, 0x41]),
        (CARDS["bank-card"], Habits(strict=False), (READ,), [0x41]),
    ],
)
def test_what_the_module_answers_in_order(card, habits, commands, answers):
    module = EmulatedModule()
    if card is not None:
        module.insert_card(card)
    module.habits = habits
    assert ask(module, *commands) == answers


@pytest.mark.parametrize(("fingerprint", "length"), [(None, 0x050A), (512, 0x070A), (1024, 0x090A)])
def test_read_with_fingerprint_has_the_published_lengths(fingerprint, length):
    module = EmulatedModule()
    module.insert_card(FIRST)
    module.habits = Habits(fingerprint=fingerprint)
    ask(module, FIND, SELECT)
    reply = module.answer(Request(READ_WITH_FINGERPRINT.code, READ_WITH_FINGERPRINT.parameter))
    assert len(reply.data) + 4 == length


@pytest.mark.parametrize(("pads", "size"), [(True, 280), (False, 140)])
def test_appended_addresses_come_padded_or_as_written(pads, size):
    module = EmulatedModule(MOVED)
    module.habits = Habits(pads_addresses=pads)
    ask(module, FIND, SELECT)
    assert len(module.answer(Request(READ_ADDRESSES.code, READ_ADDRESSES.parameter)).data) == size


def test_power_on_forgets_the_selected_card_and_keeps_the_speed():
    module = EmulatedModule(FIRST)
    module.answer(Request(SET_BAUD, 4))
    ask(module, FIND, SELECT)
    module.power_on()
    assert ask(module, READ, FIND) == [0x41, 0x9F]
    assert module.baud == BAUDS[4]


def test_baud_is_changed_after_the_answer_and_only_to_a_known_one():
    module = EmulatedModule()
    assert module.answer(Request(0x60, 4)).sw3 == 0x90
    assert module.baud == BAUDS[4] == 9600
    assert module.answer(Request(0x60, 5)).sw3 == 0x21
    assert module.answer(Request(0x61, 0xFF, b"\x50")).sw3 == 0x90


@pytest.fixture
def emulated():
    line = TcpLine("127.0.0.1:0")
    emulator = IdCardEmulator(line, "zhang-jianguo", cards=CARDS, paced=False, where=f"tcp://{line.address}")
    emulator.start()
    yield emulator
    emulator.close()


@pytest.fixture
def raw(emulated):
    port = open_port(emulated.where)
    yield port
    port.close()


@pytest.mark.parametrize(
    ("request_hex", "answer_hex"),
    [
        ("AAAAAA9669 0003 11FF ED", "AAAAAA9669 0004 000090 94"),
        ("AAAAAA9669 0003 2001 22", "AAAAAA9669 0008 00009F 00000000 97"),
        ("AAAAAA9669 0003 3001 32", "AAAAAA9669 0004 000041 45"),
        ("AAAAAA9669 0003 11FF EE", "AAAAAA9669 0004 000010 14"),
        ("AAAAAA9669 0002 11FF", "AAAAAA9669 0004 000011 15"),
        ("AAAAAA9669 0009 11FF ED", "AAAAAA9669 0004 000011 15"),
        ("AAAAAA9669 0003 DC01 DE", "AAAAAA9669 0004 000021 25"),
        ("00AA AAAAAA9669 0003 11FF ED", "AAAAAA9669 0004 000090 94"),
    ],
)
def test_raw_bytes(raw, request_hex, answer_hex):
    raw.write(bytes.fromhex(request_hex), 1.0)
    answer = b""
    while len(answer) < 11 and (data := raw.read(4096, 2.0)):
        answer += data
    assert answer.hex() == bytes.fromhex(answer_hex).hex()


@pytest.mark.parametrize("wrong", ["AAAAAA9669 0002 11FF", "AAAAAA9669 0009 11FF ED"])
def test_a_wrong_length_may_also_be_met_with_silence(emulated, raw, wrong):
    emulated.set_faults(["wrong-length-unanswered"])
    raw.write(bytes.fromhex(wrong), 1.0)
    assert raw.read(4096, 0.5) == b""
    raw.write(STATUS.encode(), 1.0)
    assert raw.read(4096, 5.0) != b""


def test_the_module_id_takes_27_bytes(raw):
    raw.write(MODULE_ID.encode(), 1.0)
    answer = b""
    while len(answer) < 27 and (data := raw.read(4096, 2.0)):
        answer += data
    assert (len(answer), answer[5:7].hex()) == (27, "0014")


@pytest.fixture
def world(tmp_path):
    emulator = IdCardEmulator(TcpLine("127.0.0.1:0"), cards=CARDS)
    control = Control(str(tmp_path / "control"), emulator.verbs())
    yield lambda do, **arguments: order(str(tmp_path / "control"), do, **arguments)
    control.close()
    emulator.close()


def test_the_world_is_moved_by_orders(world):
    assert world("state") == {"ok": True, "card": None, "faults": []}
    assert world("insert_card", name="wang-lei") == {"ok": True}
    assert world("set_faults", names=["silence", "read-fails-once"]) == {"ok": True}
    assert world("state") == {"ok": True, "card": "wang-lei", "faults": ["silence", "read-fails-once"]}
    assert world("pull_card") == world("unplug") == world("plug") == {"ok": True}
    assert world("state")["card"] is None


@pytest.mark.parametrize("arguments", [{"do": "insert_card", "name": "nobody"}, {"do": "set_faults", "names": ["x"]}])
def test_an_unknown_name_is_answered_with_the_known_ones(world, arguments):
    answer = world(**arguments)
    assert not answer["ok"]
    assert "known:" in answer["sentence"]


def test_a_fault_with_a_count_wears_off():
    emulator = IdCardEmulator(TcpLine("127.0.0.1:0"), faults=["read-fails-once", "stray-byte-after"], cards=CARDS)
    reads = Request(READ.code, READ.parameter)
    names = [[fault.name for fault in emulator._use_up(request)] for request in (Request(0x11, 0xFF), reads, reads)]
    emulator.close()
    assert names == [["stray-byte-after"], ["read-fails-once", "stray-byte-after"], ["stray-byte-after"]]


def test_fault_names_and_lines_are_single_lines_without_a_colon_in_the_name():
    for fault in FAULTS.values():
        assert fault.name.replace("-", "").isalnum()
        assert "\n" not in fault.line


@pytest.mark.parametrize("person", load_persons(), ids=lambda person: person.id)
def test_numbers_have_correct_check_digits_but_for_the_one(person):
    if person.id == "foreigner-2017":
        assert sum(int(c, 36) * w for c, w in zip(person.number[:14], (7, 3, 1) * 5, strict=False)) % 10 == int(
            person.number[14]
        )
        return
    assert citizen_number_fault(person.number) == ("check_digit" if person.id == "bad-check-digit" else None)
    wrong = ("check_digit",) if person.id == "bad-check-digit" else ()
    assert card_disagreements(decode(encode_text(person))) == wrong


def test_the_file_says_that_nobody_in_it_exists_and_ids_are_unique():
    persons = load_persons()
    assert len({person.id for person in persons}) == len({person.number for person in persons}) == len(persons)
    assert all(person.phone == "" or person.phone.startswith("1390000") for person in persons)
    assert persons[0].type == "resident"


def test_a_field_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="too short"):
        encode_text(replace(load_persons()[0], name="长" * 16))


def test_a_file_without_persons_is_refused(tmp_path):
    (tmp_path / "persons.toml").write_text('title = "none"\n')
    with pytest.raises(ValueError, match="no persons"):
        load_persons(tmp_path / "persons.toml")
    (tmp_path / "persons.toml").write_text("[[person]]\nid = 3\n")
    with pytest.raises(ValueError):
        load_persons(tmp_path / "persons.toml")


def test_a_reply_of_a_fault_keeps_the_card_status():
    assert Reply(*FAULTS["read-fails-apdu"].status) == Reply(0x69, 0x82, 0x41)


def test_a_card_without_text_is_no_id_card():
    assert CARDS["bank-card"] == Card("bank-card", "no ID card: its type is not recognised", None)
