"""What the contract suite works with: a driver and what stands at its other end, and what this process holds."""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

LONG_S = 30.0


class Peer:
    """A driver over what stands at the other end; `emulated` is None where that is a real device."""

    def __init__(self, entry, where, emulated):
        self.entry, self.emulated = entry, emulated
        self.driver = entry.open(where)

    def faults(self):
        """The names of the faults that the emulator can play, as it gives them when asked for one that is not."""
        with pytest.raises(ValueError, match="known: ") as refused:
            self.emulated.set_faults(["no such fault"])
        return str(refused.value).partition("known: ")[2].split(", ")

    def do(self, verb, **arguments):
        return self.emulated.verbs()[verb](**arguments)

    def until(self, *statuses):
        """The first condition with one of these statuses; a device may need a moment to come or go."""
        deadline = time.monotonic() + LONG_S
        while (condition := self.driver.condition()).status not in statuses and time.monotonic() < deadline:
            time.sleep(0.05)
        return condition

    def close(self):
        self.driver.close()
        if self.emulated is not None:
            self.emulated.close()

    @classmethod
    @contextmanager
    def emulated_in(cls, folder, entry):
        emulated = entry.emulate(folder)
        peer = cls(entry, emulated.where, emulated)
        yield peer
        peer.close()


def held():
    """How many handles, threads and child processes this process has."""
    gc.collect()
    children = 0
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the thread ended meanwhile
            children += len((task / "children").read_text().split())
    return len([*Path("/proc/self/fd").iterdir()]), threading.active_count(), children


def held_in_the_end(before):
    """The same, once threads and processes that were told to end had the time to."""
    deadline = time.monotonic() + LONG_S
    while not is_no_more(after := held(), before) and time.monotonic() < deadline:
        time.sleep(0.05)
    return after


def is_no_more(after, before):
    """Whether nothing was left behind; a server's thread of an earlier connection may have ended since `before`."""
    return all(now <= then for now, then in zip(after, before, strict=True))


def memory_kb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
