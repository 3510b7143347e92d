"""The development supervisor with real processes: what hangs or ends is replaced, stopping leaves nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.supervise import Child

DEADLINE_S = 20.0
ENDED = {"", "Z"}  # an orphan is reaped by init, in its own time

CHILD = """
import os, signal, sys, time
from kiosk.notify import ALIVE, READY, notify

name, diary, manner = sys.argv[1:4]

def write(word):
    with open(diary, "a") as file:
        file.write(f"{name} {word} {os.getpid()}\\n")

def obey(*_):
    write("stopped")
    sys.exit(0)

signal.signal(signal.SIGTERM, signal.SIG_IGN if manner == "deaf" else obey)
write("started")
if manner.startswith("ends "):
    sys.exit(int(manner.split()[1]))
if manner == "parent":
    import subprocess
    write(f"bore {subprocess.Popen(['sleep', '600']).pid}")
if manner != "mute":
    notify(READY)
    write("ready")
while True:
    time.sleep(0.05)
    if manner != "mute":
        notify(ALIVE)
"""


SUPERVISOR = """
import sys
import msgspec
from kiosk.supervise import Child, Supervisor
sys.exit(Supervisor(msgspec.json.decode(sys.argv[1], type=list[Child])).run())
"""


class Company:
    """A supervisor in a process of its own, and the diary that its children write."""

    def __init__(self, directory: Path) -> None:
        self._program = directory / "child.py"
        self._program.write_text(CHILD)
        self.diary = directory / "diary"
        self.diary.touch()
        self.process: subprocess.Popen[str]

    def child(self, name: str, manner: str = "good", **further: Any) -> Child:
        argv = (sys.executable, str(self._program), name, str(self.diary), manner)
        return Child(name=name, argv=argv, env={"PYTHONPATH": str(Path.cwd())}, **{"watchdog_s": 1.0, **further})

    def start(self, *children: Child) -> None:
        argv = [sys.executable, "-c", SUPERVISOR, msgspec.json.encode(children).decode()]
        self.process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)

    def pids(self, name: str, word: str) -> list[int]:
        rows = [line.split() for line in self.diary.read_text().splitlines()]
        return [int(row[-1]) for row in rows if row[:2] == [name, word]]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> str:
        """End the supervisor; what it said."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=DEADLINE_S)[1]


def until(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not seen():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def state(pid: int) -> str:
    """The kernel's letter for a process: Z ended but forgotten by its parent, empty for none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    if company.process.poll() is None:
        company.process.kill()
        company.process.communicate()


def test_a_hung_child_is_killed_and_replaced(company: Company) -> None:
    company.start(company.child("screen"))
    until(lambda: company.pids("screen", "ready"))
    (hung,) = company.pids("screen", "ready")
    os.kill(hung, signal.SIGSTOP)
    until(lambda: len(company.pids("screen", "ready")) == 2)
    assert state(hung) == ""
    assert "screen: no WATCHDOG=1 for 1 s, killed" in company.stop()


def test_a_child_that_never_gets_ready_is_replaced(company: Company) -> None:
    company.start(company.child("terminal", "mute", ready_s=0.4))
    until(lambda: len(company.pids("terminal", "started")) >= 2)
    assert "terminal: no READY=1 for 0.4 s, killed" in company.stop()


def test_a_child_that_ends_is_started_again_with_growing_pauses(company: Company) -> None:
    company.start(company.child("terminal", "ends 3"))
    until(lambda: len(company.pids("terminal", "started")) >= 3)
    said = company.stop()
    assert said.index("ended with 3, again in 0.2 s") < said.index("ended with 3, again in 0.4 s")


def test_the_next_child_waits_for_the_one_before_and_stops_before_it(company: Company) -> None:
    names = ["gateway", "terminal", "screen"]
    company.start(*(company.child(name) for name in names))
    until(lambda: company.pids("screen", "ready"))
    company.stop()
    words = [line.split()[:2] for line in company.diary.read_text().splitlines()]
    assert words == [[name, word] for name in names for word in ("started", "ready")] + [
        [name, "stopped"] for name in reversed(names)
    ]
    assert company.process.returncode == 0


def test_stopping_while_a_child_is_not_ready_stops_what_has_started(company: Company) -> None:
    company.start(company.child("gateway"), company.child("terminal", "mute"))
    until(lambda: company.pids("terminal", "started"))
    company.stop(signal.SIGINT)
    assert company.pids("gateway", "stopped") == company.pids("gateway", "started")
    assert [state(pid) for pid in company.pids("terminal", "started")] == [""]


def test_a_child_that_ignores_sigterm_is_killed_after_its_time(company: Company) -> None:
    company.start(company.child("terminal", "deaf", stop_s=0.3))
    until(lambda: company.pids("terminal", "ready"))
    company.stop()
    assert state(company.pids("terminal", "ready")[0]) == ""


def test_what_a_child_started_ends_with_it(company: Company) -> None:
    company.start(company.child("demo", "parent"))
    until(lambda: company.pids("demo", "ready"))
    (grandchild,) = company.pids("demo", "bore")
    company.stop()
    until(lambda: state(grandchild) in ENDED)


def test_children_die_with_a_killed_supervisor(company: Company) -> None:
    company.start(company.child("terminal"))
    until(lambda: company.pids("terminal", "ready"))
    (orphan,) = company.pids("terminal", "ready")
    company.stop(signal.SIGKILL)
    until(lambda: state(orphan) in ENDED)


def test_the_end_of_a_child_that_is_not_restarted_ends_the_company(company: Company) -> None:
    company.start(company.child("gateway"), company.child("story", "ends 3", watchdog_s=None, restart=False))
    _, said = company.process.communicate(timeout=DEADLINE_S)
    assert company.process.returncode == 3
    assert "story: ended with 3" in said
    assert company.pids("gateway", "stopped")


@pytest.mark.parametrize("status", [64, 78])
def test_a_child_that_cannot_run_as_it_is_set_up_is_not_tried_again(company: Company, status: int) -> None:
    company.start(company.child("terminal", f"ends {status}"))
    company.process.communicate(timeout=DEADLINE_S)
    assert company.process.returncode == status
    assert len(company.pids("terminal", "started")) == 1


def test_a_program_that_does_not_exist_is_not_tried_again(company: Company) -> None:
    company.start(Child(name="screen", argv=("/nowhere/screen",)))
    _, said = company.process.communicate(timeout=DEADLINE_S)
    assert company.process.returncode == 127
    assert "/nowhere/screen" in said
