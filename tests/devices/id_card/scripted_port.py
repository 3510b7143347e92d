"""A port whose far end is a script and whose time is moved by hand: reads take no real time."""

from devices.contract import DeviceGone

GONE = object()


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class ScriptedPort:
    """`answers` holds, for each command that will be sent, a list of (delay in s, bytes or GONE)."""

    def __init__(self, clock, *answers):
        self.clock = clock
        self.answers = list(answers)
        self.sent = []
        self.sent_at = []
        self.closed = 0
        self._coming = []

    def write(self, data, timeout_s):
        self.sent.append(data)
        self.sent_at.append(self.clock.now)
        answer = self.answers.pop(0) if self.answers else []
        if answer == "stalls":
            return len(data) - 1
        self._coming += [(self.clock.now + delay, what) for delay, what in answer]
        return len(data)

    def read(self, most, timeout_s):
        due = min(self._coming, key=lambda each: each[0], default=(float("inf"), b""))
        if due[0] > self.clock.now + timeout_s:
            self.clock.now += timeout_s
            return b""
        self._coming.remove(due)
        self.clock.now = max(self.clock.now, due[0])
        if due[1] is GONE:
            raise DeviceGone("the line closed while reading")
        return due[1]

    def flush_input(self):
        self._coming = [each for each in self._coming if each[0] > self.clock.now]

    def close(self):
        self.closed += 1
