"""kill -9 at any time: what was acknowledged is there, and a job never without its report."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import STATES, PrintJournal
from kiosk.store.store import open_store

# The process that is killed: a print job and its report in one write, told to us once it is on the disk.
VICTIM = """
import sys
from pathlib import Path
from kiosk.store.outbox import Outbox
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import open_store

folder = Path(sys.argv[1])
store = open_store(folder / "store", folder / "key").store
outbox, journal = Outbox(store), PrintJournal(store)


def case():
    job = journal.ask("document", "C1", 1.0).job
    outbox.put("outcome", job, b"x" * 500, 1.0)
    return job


while True:
    print(store.write(case), flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 10, 40])
def test_kill_9(tmp_path, acknowledged):
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    jobs = [victim.stdout.readline().strip() for _ in range(acknowledged)]
    victim.kill()
    victim.wait()
    victim.stdout.close()

    opened = open_store(tmp_path / "store", tmp_path / "key")
    assert opened.moved_aside is None
    waiting = {report.key for report in Outbox(opened.store).due(2.0, most=10_000)}
    assert set(jobs) <= waiting
    assert waiting == {job for (job,) in opened.store.rows("SELECT job FROM print_job")}
    opened.store.close()


# The process that is killed in the middle of papers: each step of each is told to us once it is on the disk.
PRINTING = """
import sys
from pathlib import Path
from kiosk.store.print_journal import STATES, PrintJournal
from kiosk.store.store import open_store

folder = Path(sys.argv[1])
journal = PrintJournal(open_store(folder / "store", folder / "key").store)
while True:
    job = journal.ask("receipt", "C1", 1.0).job
    print(job, "asked", flush=True)
    for state in STATES[1:4]:
        journal.step(job, state)
        print(job, state, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 2, 3, 4, 23])
def test_kill_9_between_the_steps_of_a_paper(tmp_path, acknowledged):
    victim = subprocess.Popen([sys.executable, "-c", PRINTING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    steps = [victim.stdout.readline().split() for _ in range(acknowledged)]
    victim.kill()
    victim.wait()
    victim.stdout.close()

    store = open_store(tmp_path / "store", tmp_path / "key").store
    known = {job.job: job.state for job in PrintJournal(store).left_open()}
    for job, state in steps:
        assert STATES.index(known[job]) >= STATES.index(state)
    store.close()
