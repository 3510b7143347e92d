"""The emulated printer's inside on a hand-moved clock: sensors, answers, pace, and the remains of a paper."""

import pytest

from devices.receipt_printer.mechanism import BUFFER, FAULTS, Mechanism, Sheet
from devices.receipt_printer.profiles import profile
from kiosk.core.conditions import Paper

ONE_ROW = b"\x1dv0\x00\x01\x00\x01\x00\xff"
HUNDRED_ROWS = b"\x1dv0\x00\x01\x00\x64\x00" + b"\xff" * 100
CUT = b"\x1dV\x00"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
MM_S = 25.4  # 203 rows a second


@pytest.fixture
def printer():
    return Mechanism(MM_S, after_rows=50)


def said(printer, data, *, seconds=10.0):
    """What it answers to `data`, given time."""
    began = printer._now or 0.0
    printer.advance(began)
    printer.receive(data)
    for tenth in range(1, round(seconds * 10) + 1):
        printer.advance(began + tenth / 10)
    answers = bytes(printer.answers)
    printer.answers.clear()
    return answers.hex(" ")


STANDING = {
    "well": (lambda _: None, "12 12 12 12", "10 00 00 0f", "00"),
    "low": (lambda p: setattr(p.sensors, "paper", Paper.LOW), "12 12 12 1e", "10 00 03 0f", "03"),
    "out": (lambda p: setattr(p.sensors, "paper", Paper.OUT), "1a 32 12 7e", "", ""),
    "cover": (lambda p: setattr(p.sensors, "cover_open", True), "1a 16 12 12", "", ""),
    "cutter": (lambda p: setattr(p.sensors, "cutter_stuck", True), "1a 52 1a 12", "", ""),
    "offline": (lambda p: p.set_faults(["offline"]), "1a 12 12 12", "", ""),
    "mute": (lambda p: p.set_faults(["mute"]), "", "", ""),
}


@pytest.mark.parametrize("state", STANDING)
def test_questions_are_answered_by_the_state(printer, state):
    change, real_time, automatic, roll = STANDING[state]
    change(printer)
    assert said(printer, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04") == real_time
    assert said(printer, b"\x1da\xff") == automatic  # not in real time: a printer that stands still does not get there
    assert said(printer, b"\x1da\x00\x1dr\x01") == roll


def test_a_question_cut_in_two_is_still_one(printer):
    printer.receive(b"\x10\x04")
    printer.receive(b"\x01")
    printer.receive(b"\x10")
    assert bytes(printer.answers).hex() == "12"


def test_changes_are_told_once_automatic_status_is_on(printer):
    assert said(printer, b"\x1da\xff") == "10 00 00 0f"
    assert said(printer, b"") == ""
    printer.sensors.paper = Paper.OUT
    assert said(printer, b"") == "18 00 0f 0f"
    printer.sensors.paper, printer.sensors.cover_open = Paper.FULL, True
    assert said(printer, b"") == "38 00 00 0f"
    assert said(printer, b"\x1b@", seconds=0.1) == ""


def test_paper_moves_at_its_speed(printer):
    printer.advance(0.0)
    printer.receive(HUNDRED_ROWS * 3 + CUT)
    printer.advance(1.0)
    assert printer.busy
    printer.advance(1.6)
    assert printer.busy is False
    assert printer.sheets == [Sheet(HUNDRED_ROWS * 3 + CUT, whole=True)]


def test_a_slow_printer_takes_twenty_times_as_long(printer):
    printer.set_faults(["slow"])
    said(printer, HUNDRED_ROWS + CUT, seconds=9.0)
    assert printer.sheets == []
    printer.advance(11.0)
    assert len(printer.sheets) == 1


def test_the_id_comes_back_only_behind_the_paper(printer):
    request = b"\x1d(H\x06\x0000A001"
    assert said(printer, HUNDRED_ROWS + CUT + request, seconds=0.3) == ""
    printer.advance(1.0)
    assert bytes(printer.answers) == b"\x37\x22A001\x00"
    printer.set_faults(["no-job-id"])
    assert said(printer, request) == b"\x37\x22A001\x00".hex(" ")  # the one from before; none was added


def test_a_strip_without_anything_on_it_is_no_paper(printer):
    said(printer, b"\x1b@\x1bJ\x10" + CUT)
    assert printer.sheets == []


def test_paper_that_runs_out_stops_in_the_middle_and_goes_on_after_the_refill(printer):
    printer.set_faults(["paper-out-mid"])
    said(printer, HUNDRED_ROWS + CUT)
    assert printer.sheets == []
    printer.sensors.paper = Paper.FULL
    said(printer, b"")
    assert printer.sheets == [Sheet(HUNDRED_ROWS + CUT, whole=True)]


def test_forgetting_tears_off_what_is_printed_and_drops_the_rest(printer):
    printer.set_faults(["cover-opens-mid"])
    assert said(printer, HUNDRED_ROWS) == ""
    assert said(printer, CLEAR + ONE_ROW) == "37 25 00"
    assert printer.sheets == [Sheet(HUNDRED_ROWS[:58], whole=False)]
    printer.sensors.cover_open = False
    said(printer, CUT)
    assert printer.sheets[1] == Sheet(ONE_ROW + CUT, whole=True)


def test_forgetting_twice_and_a_question_behind_it(printer):
    assert said(printer, CLEAR + CLEAR + b"\x10\x04\x01") == "37 25 00 37 25 00 12"
    printer.set_faults(["no-clear"])
    assert said(printer, CLEAR) == ""


def test_a_stuck_cutter_keeps_the_paper(printer):
    printer.set_faults(["cutter-error"])
    assert said(printer, b"\x1da\xff" + ONE_ROW + CUT) == "10 00 00 0f 18 08 00 0f"
    assert printer.sheets == []


def test_a_stalled_printer_and_a_full_one_take_no_bytes(printer):
    printer.set_faults(["stalls"])
    assert printer.takes_bytes
    said(printer, ONE_ROW)
    assert not printer.takes_bytes
    printer.set_faults(["offline"])
    printer.receive(b"\n" * BUFFER)
    assert not printer.takes_bytes


def test_losing_power_forgets_everything(printer):
    printer.set_faults(["vanishes-mid"])
    said(printer, b"\x1da\xff" + HUNDRED_ROWS)
    assert not printer.powered
    assert printer.sheets[0].whole is False
    printer.powered = True
    printer.sensors.paper = Paper.LOW
    assert said(printer, b"") == ""


def test_text_counts_as_printed(printer):
    said(printer, b"A\n" + CUT)
    assert len(printer.sheets) == 1


def test_setting_no_faults_puts_everything_right(printer):
    printer.set_faults(FAULTS)
    printer.set_faults([])
    assert said(printer, b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04") == "12 12 12 12"


def test_an_unknown_fault_names_the_known_ones(printer):
    with pytest.raises(ValueError, match="paper-out-mid"):
        printer.set_faults(["explodes"])


# --- models and the rarer faults -----------------------------------------------------------------------------------

VKP80 = profile("custom-vkp80-like")
PRESENT, RETRACT, ASK_MOUTH = b"\x1de\x03\x0c", b"\x1de\x02", b"\x10\x04\x14"


def of_model(model):
    return Mechanism(MM_S, after_rows=50, model=model)


def test_the_mouth_is_told_with_the_sensors():
    printer = of_model(VKP80)
    assert said(printer, ASK_MOUTH) == "10 0f 00 00 00 00"
    assert said(printer, ONE_ROW + CUT + PRESENT) == ""
    printer.sensors.paper = Paper.LOW
    assert said(printer, ASK_MOUTH) == "10 0f 24 00 00 00"
    assert (
        said(printer, RETRACT + ASK_MOUTH, seconds=0.1) == "10 0f 24 00 00 00"
    )  # asked in real time, retracted in turn
    assert said(printer, ASK_MOUTH) == "10 0f 04 00 00 00"
    assert printer.slot.binned == 1


def test_a_printer_without_a_sensor_does_not_know_the_question(printer):
    assert said(printer, ASK_MOUTH) == ""


def test_a_second_paper_pushes_out_the_first():
    printer = of_model(VKP80)
    said(printer, (ONE_ROW + CUT + PRESENT) * 2)
    assert (printer.slot.occupied, printer.slot.dropped) == (True, 1)
    assert printer.slot.take()
    assert not printer.slot.take()


def test_a_jam_and_a_full_bin_keep_the_paper():
    printer = of_model(VKP80)
    printer.set_faults(["jams-at-mouth", "bin-full"])
    said(printer, ONE_ROW + CUT + PRESENT + RETRACT)
    assert said(printer, ASK_MOUTH) == "10 0f 20 00 40 00"
    assert not printer.slot.take()
    printer.slot.free()
    assert said(printer, ASK_MOUTH) == "10 0f 00 00 00 00"


def test_questions_in_their_turn_wait_for_the_paper():
    printer = of_model(profile("pyramid-like"))
    assert said(printer, HUNDRED_ROWS + b"\x10\x04\x01", seconds=0.3) == ""
    printer.advance(1.0)
    assert bytes(printer.answers).hex() == "12"
    printer.answers.clear()
    assert said(printer, b"\x10\x04\x03") == "00"


def test_the_head_gets_hot_and_cools_down(printer):
    printer.set_faults(["head-hot"])
    assert said(printer, b"\x1da\xff" + HUNDRED_ROWS) == "10 00 00 0f 18 40 00 0f"
    assert said(printer, b"\x10\x04\x03") == "52"
    printer.sensors.hot = False
    assert said(printer, b"") == "10 00 00 0f"


def test_a_roll_ends_where_it_ends(printer):
    printer.run_out_after(10.0)  # 80 rows
    said(printer, HUNDRED_ROWS * 2)
    assert printer.sensors.paper is Paper.OUT
    assert printer._rows == 80
    printer.refill()
    said(printer, CUT)
    assert printer.sheets == [Sheet(HUNDRED_ROWS * 2 + CUT, whole=True)]


def test_the_power_goes_in_the_middle_of_a_byte_stream(printer):
    printer.cut_power_after(len(HUNDRED_ROWS) + 5)
    printer.receive(HUNDRED_ROWS[:50])
    assert printer.powered
    printer.receive(HUNDRED_ROWS[50:] + HUNDRED_ROWS)
    assert not printer.powered
    assert printer._reader.waiting == 0


def test_replies_are_lost_from_the_middle_on_until_somebody_acts(printer):
    printer.set_faults(["replies-lost"])
    assert said(printer, b"\x1dr\x01" + HUNDRED_ROWS + CUT + b"\x1dr\x01") == "00"
    assert len(printer.sheets) == 1
    printer.set_faults([])
    assert said(printer, b"\x1dr\x01") == "00"


@pytest.mark.parametrize(
    ("fault", "question"),
    [("no-queue-answer", b"\x1dr\x01"), ("no-auto-status", b"\x1da\xff"), ("no-job-id", b"\x1d(H\x06\x0000A001")],
)
def test_what_a_printer_does_not_know_it_passes_over(printer, fault, question):
    printer.set_faults([fault])
    assert said(printer, question + ONE_ROW + CUT) == ""
    assert len(printer.sheets) == 1


def test_status_noise_comes_unasked(printer):
    printer.set_faults(["status-noise"])
    noise = bytes.fromhex(said(printer, b"", seconds=0.5))
    assert len(noise) >= 12
    assert {noise[at] & 0x93 for at in range(0, len(noise), 4)} == {0x10}


def test_without_a_cutter_a_hand_tears_off_what_is_fed_out():
    printer = of_model(profile("generic-58-serial"))
    said(printer, ONE_ROW + b"\x1bJ\x10")
    assert printer.sheets == []
    said(printer, b"\x1bJ\x78")
    assert [sheet.whole for sheet in printer.sheets] == [True]
