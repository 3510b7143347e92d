"""The speed of a line is measured once, and chooses how receipts are printed there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from devices.receipt_printer.composer import choose_path
from devices.receipt_printer.profiles import profile
from tests.devices.receipt_printer.direct_line import DirectLine, direct, driver_on

GENERIC = profile()
SERIAL = replace(profile("generic-58-serial"), path=None)  # it has hanzi of its own: there is something to choose


@pytest.fixture(scope="module")
def composed(composer, receipt):
    return composer.compose(receipt, GENERIC, "raster")


class SlowLine(DirectLine):
    """A line on which each byte takes its time."""

    bytes_s = 5760.0  # 57600 baud

    def write(self, data, timeout_s):
        taken = super().write(data, timeout_s)
        self.pass_time(taken / self.bytes_s)
        return taken


def on_slow_line(composed, model):
    _, fast = direct(composed, model)
    line = SlowLine(fast.inside)
    return driver_on(line, composed, model, measures=True), line


def measuring(composed, model, **settings):
    _, line = direct(composed, model)
    return driver_on(line, composed, model, measures=True, **settings), line


def test_a_slow_line_is_found_to_be_slow(composed):
    printer, _ = on_slow_line(composed, replace(GENERIC, job_id=True))
    assert printer.print(None, "0001").outcome == "PRINTED"
    assert printer.bytes_s == pytest.approx(SlowLine.bytes_s, rel=0.2)
    assert choose_path(SERIAL, printer.bytes_s) == "text"


def test_a_fast_line_stays_drawn(composed):
    printer, _ = measuring(composed, GENERIC)
    printer.print(None, "0001")
    assert choose_path(SERIAL, printer.bytes_s) == "raster"


def test_it_is_measured_once(composed):
    printer, line = measuring(composed, GENERIC)
    printer.print(None, "0001")
    before = len(line.sent)
    printer.print(None, "0002")
    first, second = before, len(line.sent) - before
    assert second < first
    assert printer.abilities.line_bytes_s is not None


def test_where_nothing_answers_in_its_turn_the_profile_counts(composed):
    printer, _ = measuring(composed, replace(GENERIC, job_id=False, in_turn=False), bytes_s=1234.0)
    printer.print(None, "0001")
    assert printer.abilities.line_bytes_s == 0
    assert printer.bytes_s == 1234.0
