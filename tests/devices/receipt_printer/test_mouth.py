"""Presenters: a paper held out, taken, drawn back, left, jammed; and the next one that must not push it out."""

import pytest
from msgspec.structs import replace

from devices.receipt_printer.profiles import Profile, profile
from kiosk.core.conditions import Media, Outcome, Paper, Status
from tests.devices.receipt_printer.direct_line import direct

MODEL = profile("custom-vkp80-like")
ALARM = replace(MODEL, presenter=replace(MODEL.presenter, on_left="alarm"))
TAKEN_S = MODEL.presenter.taken_within_s


@pytest.fixture(scope="module")
def composed(composer, receipt):
    return composer.compose(receipt, MODEL, "raster")


@pytest.fixture
def presented(composed):
    """A printer with a paper in its mouth, of a model and with faults."""

    def make(model=MODEL, *faults):
        printer, line = direct(composed, model, *faults)
        assert printer.print(None, "A001").outcome is Outcome.PRINTED
        return printer, line

    return make


def after(line, seconds, act):
    """A `wanted` that lets `act` happen once so much time has gone; it wants on for ever."""
    due = line.now + seconds
    done = []

    def wanted():
        if line.now >= due and not done:
            done.append(act())
        return True

    return wanted


def test_a_paper_is_held_out_until_a_hand_takes_it(presented):
    printer, line = presented()
    assert line.inside.slot.occupied
    assert printer.condition().usable
    assert printer.await_taken(after(line, 4.0, line.inside.slot.take)) is Media.TAKEN
    assert line.now < TAKEN_S
    assert (line.inside.slot.binned, line.inside.slot.dropped) == (0, 0)


def test_a_paper_that_nobody_takes_is_drawn_back_in_time_and_the_keeper_hears_of_it(presented):
    printer, line = presented()
    began = line.now
    assert printer.await_taken() is Media.RETRACTED
    assert TAKEN_S - 1 <= line.now - began <= TAKEN_S + 3
    assert line.inside.slot.binned == 1
    condition = printer.condition()
    assert (condition.status, condition.fault) == (Status.ONLINE, "paper_retracted")
    assert printer.print(None, "A002").outcome is Outcome.PRINTED
    assert printer.condition().fault == ""


def test_where_papers_are_not_swallowed_it_stays_and_is_told_until_it_is_gone(presented):
    printer, line = presented(ALARM)
    assert printer.condition().fault == ""  # its time is not over
    assert printer.await_taken() is Media.PRESENT
    assert (line.inside.slot.occupied, line.inside.slot.binned) == (True, 0)
    assert (printer.condition().status, printer.condition().fault) == (Status.USER_ERROR, "paper_left")
    verdict = printer.print(None, "A002")
    assert (verdict.outcome, verdict.reason, verdict.began) == (Outcome.FAILED, "paper_left", False)
    line.inside.slot.take()
    assert printer.await_taken(lambda: False) is Media.TAKEN
    assert printer.condition().fault == ""
    assert printer.print(None, "A003").outcome is Outcome.PRINTED
    assert line.inside.slot.dropped == 0


def test_who_is_no_longer_waited_for_leaves_the_paper_where_it_is(presented):
    printer, line = presented()
    assert printer.await_taken(lambda: False) is Media.PRESENT
    assert line.inside.slot.occupied


def test_the_next_paper_waits_for_the_first_to_go(presented):
    printer, line = presented()
    taking = after(line, 5.0, line.inside.slot.take)
    hear = line.read

    def read(most, timeout_s):
        taking()
        return hear(most, timeout_s)

    line.read = read
    assert printer.print(None, "A002").outcome is Outcome.PRINTED
    assert (line.inside.slot.occupied, line.inside.slot.dropped, line.inside.slot.binned) == (True, 0, 0)


def test_the_next_paper_comes_after_the_first_was_drawn_back(presented):
    printer, line = presented()
    assert printer.print(None, "A002").outcome is Outcome.PRINTED
    assert (line.inside.slot.binned, line.inside.slot.dropped) == (1, 0)


def test_a_full_bin_leaves_the_paper_there_and_says_so(presented):
    printer, line = presented(MODEL, "bin-full")
    assert printer.await_taken() is Media.PRESENT
    assert printer.condition().fault == "bin_full"
    assert printer.print(None, "A002").reason == "bin_full"
    line.inside.slot.free()
    assert printer.condition().fault == ""
    assert printer.print(None, "A003").outcome is Outcome.PRINTED


def test_a_paper_that_jams_at_the_mouth_is_told_and_nothing_follows_it(presented):
    printer, line = presented(MODEL, "jams-at-mouth")
    assert printer.await_taken() is Media.JAMMED
    condition = printer.condition()
    assert (condition.status, condition.paper, condition.fault) == (
        Status.HARDWARE_ERROR,
        Paper.JAMMED,
        "presenter_jam",
    )
    assert printer.print(None, "A002").reason == "presenter_jam"
    line.inside.slot.free()
    assert printer.condition().usable


def test_a_paper_left_from_before_the_start_has_its_time_too(composed):
    printer, line = direct(composed, ALARM)
    line.inside.slot.put(held=True)
    assert printer.condition().fault == ""
    line.pass_time(TAKEN_S)
    assert printer.condition().fault == "paper_left"


def test_a_mouth_that_stops_answering_is_not_known(presented):
    printer, line = presented()
    line.inside.set_faults(["mute"])
    assert printer.await_taken() is Media.UNKNOWN
    line.inside.set_faults([])
    line.inside.lose_power()
    assert printer.await_taken() is Media.UNKNOWN


@pytest.mark.parametrize("model", [Profile(), profile("citizen-ppu-like")], ids=lambda model: model.name)
def test_without_a_sensor_nobody_knows_and_nobody_waits(presented, model):
    printer, line = presented(model)
    began = line.now
    assert printer.await_taken() is Media.UNKNOWN
    assert line.now == began


def test_a_printer_with_a_clock_of_its_own_draws_back_by_itself(presented):
    _, line = presented(profile("citizen-ppu-like"))
    assert line.inside.slot.occupied
    line.pass_time(31.0)
    assert (line.inside.slot.occupied, line.inside.slot.binned) == (False, 1)


def test_nothing_was_printed_and_nothing_lies_there(composed):
    printer, _ = direct(composed, MODEL)
    printer.condition()
    assert printer.await_taken() is Media.NOT_PRESENT
