"""The driver and the emulated printer's inside without threads or real time: each read and write moves both."""

from devices.contract import DeviceGone
from devices.receipt_printer.conversation import Patience
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.mechanism import Mechanism

TICK_S = 0.02
FAST_MM_S = 4000.0
PATIENT = Patience()


class DirectLine:
    """A Port into `mechanism`. After `cut_after` bytes the host's own power goes (HostDied), wherever they end."""

    def __init__(self, mechanism):
        self.inside = mechanism
        self.now = 0.0
        self.sent = b""
        self.cut_after = None
        mechanism.advance(0.0)

    def clock(self):
        return self.now

    def pass_time(self, seconds):
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + TICK_S)
            self.inside.advance(self.now)
            self._check()

    def read(self, most, timeout_s):
        self._check()
        end = self.now + timeout_s
        self.inside.advance(self.now)
        while not self.inside.answers and self.now < end:
            self.pass_time(min(TICK_S, end - self.now))
        data = bytes(self.inside.answers[:most])
        del self.inside.answers[:most]
        return data

    def write(self, data, timeout_s):
        self._check()
        end = self.now + timeout_s
        while not self.inside.takes_bytes:
            if self.now >= end:
                return 0
            self.pass_time(TICK_S)
        if self.cut_after is not None and len(self.sent) + len(data) > self.cut_after:
            data = data[: self.cut_after - len(self.sent)]
            self._deliver(data)
            raise HostDied
        self._deliver(data)
        return len(data)

    def _deliver(self, data):
        self.sent += data
        self.inside.receive(data)
        self.inside.advance(self.now)

    def flush_input(self):
        self.inside.answers.clear()

    def close(self):
        """The cable stays where it is."""

    def _check(self):
        if not self.inside.powered:
            raise DeviceGone("no power", 0)


class HostDied(BaseException):
    """The terminal's own power went: nothing of ours runs any more."""


def direct(composed, model, *faults, patience=PATIENT, after_rows=100, speed_mm_s=FAST_MM_S, bytes_s=float("inf")):
    """A driver on its printer, both on one hand clock."""
    mechanism = Mechanism(speed_mm_s, after_rows, model)
    mechanism.set_faults(faults)
    line = DirectLine(mechanism)
    return driver_on(line, composed, model, patience=patience, bytes_s=bytes_s), line


def driver_on(line, composed, model, **settings):
    """Another driver on the same line, as after a restart of the terminal."""
    return EscposPrinter(lambda: line, lambda _: composed, clock=line.clock, profile=model, **settings)


def sheets(line):
    """What came out, after the printer had all the time it wants."""
    if line.inside.powered:
        line.pass_time(3.0)
    return [sheet.whole for sheet in line.inside.sheets]
