"""What was asked of the printers and what is known of it: written before a sheet moves, so no restart forgets a paper.

A job that was open when the terminal stopped becomes UNKNOWN. It is never printed again by itself.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.core.questions import PrintedPaper
from kiosk.store.store import JOB_IDS, Store

# Crockford's base 32: no I, L, O, U, so an id can be read out over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RESTARTED = "restarted"


class PrintJob(Struct, frozen=True):
    """One sheet (or one set of sheets) asked of a printer.

    `job` is 4 printable ASCII characters, given again only after a million others. `reprint` counts earlier jobs of
    the same paper of the same case. `verdict` is None until settled.
    """

    job: str
    paper: PrintedPaper
    case_number: str | None
    reprint: int
    asked_at_s: float
    state: Literal["asked", "sending", "settled"]
    verdict: PrintVerdict | None


class PrintJournal:
    """The table of print jobs: asked, sending, settled, and never backwards; only an UNKNOWN may become known."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, paper: PrintedPaper, case_number: str | None, now_s: float) -> PrintJob:
        """Begin a job and give it its id; nothing was sent yet."""
        return self._store.write(lambda: self._ask(paper, case_number, now_s), closing=True)

    def sending(self, job: str) -> bool:
        """Note, before the first byte goes out, that paper may exist from now on; False when not just asked."""
        statement = "UPDATE print_job SET state = 'sending' WHERE job = ? AND state = 'asked'"
        return self._store.write(lambda: self._store.change(statement, job), closing=True) == 1

    def settle(self, job: str, verdict: PrintVerdict) -> bool:
        """Note how `job` ended; False, and no change, when it was settled before."""
        statement = (
            "UPDATE print_job SET state = 'settled', outcome = ?, reason = ?, began = ?, proof = ?"
            " WHERE job = ? AND state != 'settled'"
        )
        values = (verdict.outcome.value, verdict.reason, verdict.began, verdict.proof, job)
        return self._store.write(lambda: self._store.change(statement, *values), closing=True) == 1

    def correct(self, job: str, verdict: PrintVerdict) -> bool:
        """Put what the citizen saw in the place of an UNKNOWN; False, and no change, when it is known better."""
        statement = (
            "UPDATE print_job SET outcome = ?, reason = ?, began = ?, proof = ?"
            " WHERE id = (SELECT max(id) FROM print_job WHERE job = ?) AND outcome = 'UNKNOWN'"
        )
        values = (verdict.outcome.value, verdict.reason, verdict.began, verdict.proof, job)
        return self._store.write(lambda: self._store.change(statement, *values), closing=True) == 1

    def left_open(self) -> tuple[PrintJob, ...]:
        """After a restart: the jobs nobody settled, oldest first, each with the UNKNOWN it must be settled with."""
        return tuple(
            msgspec.structs.replace(job, verdict=PrintVerdict(Outcome.UNKNOWN, RESTARTED, began=job.state == "sending"))
            for job in self._jobs("WHERE state != 'settled' ORDER BY id")
        )

    def of_case(self, case_number: str) -> tuple[PrintJob, ...]:
        """Every job of one case, oldest first."""
        return self._jobs("WHERE case_number = ? ORDER BY id", case_number)

    def trim(self, before_s: float) -> int:
        """Forget settled jobs asked before `before_s`; how many."""
        statement = "DELETE FROM print_job WHERE state = 'settled' AND asked_at_s < ?"
        return self._store.write(lambda: self._store.change(statement, before_s), closing=True)

    def _ask(self, paper: PrintedPaper, case_number: str | None, now_s: float) -> PrintJob:
        [(number, reprint)] = self._store.rows(
            "SELECT next_job, (SELECT count(*) FROM print_job WHERE case_number = ? AND paper = ?) FROM about",
            case_number,
            paper,
        )
        job = PrintJob(_job_id(number), paper, case_number, reprint, now_s, "asked", None)
        self._store.change("UPDATE about SET next_job = ?", (number + 1) % JOB_IDS)
        self._store.change(
            "INSERT INTO print_job (job, paper, case_number, reprint, asked_at_s, state)"
            " VALUES (?, ?, ?, ?, ?, 'asked')",
            *(job.job, paper, case_number, reprint, now_s),
        )
        return job

    def _jobs(self, which: str, *values: str) -> tuple[PrintJob, ...]:
        columns = "job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof"
        statement = f"SELECT {columns} FROM print_job {which}"  # noqa: S608 - both parts are constants of this file
        return tuple(_job(row) for row in self._store.rows(statement, *values))


def _job(row: tuple[Any, ...]) -> PrintJob:
    job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof = row
    verdict = None if outcome is None else PrintVerdict(Outcome(outcome), reason, began=bool(began), proof=proof)
    return PrintJob(job, paper, case_number, reprint, asked_at_s, state, verdict)


def _job_id(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))
