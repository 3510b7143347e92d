"""What was asked of the printers and what is known of it: written before a sheet moves, so no restart forgets a paper.

A job that was open when the terminal stopped is never printed again by itself. It is FAILED when nothing was sent yet,
PRINTED when its proof had come, and UNKNOWN between.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.core.questions import PrintedPaper
from kiosk.store.store import JOB_IDS, Store

# Crockford's base 32: no I, L, O, U, so an id can be read out over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RESTARTED = "restarted"
NOTED = "journal"  # the proof of a job whose proof came, and whose verdict did not

State = Literal["asked", "sending", "sent", "proved", "settled"]
STATES: tuple[State, ...] = ("asked", "sending", "sent", "proved", "settled")
KNOWN_MEDIA = frozenset((Media.TAKEN, Media.RETRACTED, Media.PRESENT, Media.JAMMED))


class PrintJob(Struct, frozen=True):
    """One sheet (or one set of sheets) asked of a printer.

    `job` is 4 printable ASCII characters, given again only after a million others. `reprint` counts earlier jobs of
    the same paper of the same case. `verdict` is None until settled; `media` is where the paper ended, if it was seen.
    """

    job: str
    paper: PrintedPaper
    case_number: str | None
    reprint: int
    asked_at_s: float
    state: State
    verdict: PrintVerdict | None
    media: Media | None = None


class PrintJournal:
    """The table of print jobs.

    Asked, sending (before the first byte goes out), sent (after the last), proved, settled: never backwards, and only
    an UNKNOWN may become known.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, paper: PrintedPaper, case_number: str | None, now_s: float) -> PrintJob:
        """Begin a job and give it its id; nothing was sent yet."""
        return self._store.write(lambda: self._ask(paper, case_number, now_s), closing=True)

    def step(self, job: str, state: State) -> bool:
        """Note how far `job` came; False, and no change, when it had come so far before. DiskFull when it can't be."""
        earlier = STATES[: STATES.index(state)]
        statement = f"UPDATE print_job SET state = ? WHERE job = ? AND state IN ({', '.join('?' * len(earlier))})"  # noqa: S608 - question marks only
        return self._store.write(lambda: self._store.change(statement, state, job, *earlier), closing=True) == 1

    def seen(self, job: str, media: Media) -> bool:
        """Note where the paper of `job` is; False when nobody could tell, or for no job of ours."""
        if media not in KNOWN_MEDIA:
            return False
        statement = "UPDATE print_job SET media = ? WHERE id = (SELECT max(id) FROM print_job WHERE job = ?)"
        return self._store.write(lambda: self._store.change(statement, media.value, job), closing=True) == 1

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
            "UPDATE print_job SET outcome = ?, reason = ?, proof = ?"  # what began did so, whatever was seen of it
            " WHERE id = (SELECT max(id) FROM print_job WHERE job = ?) AND outcome = 'UNKNOWN'"
        )
        values = (verdict.outcome.value, verdict.reason, verdict.proof, job)
        return self._store.write(lambda: self._store.change(statement, *values), closing=True) == 1

    def left_open(self) -> tuple[PrintJob, ...]:
        """After a restart: the jobs nobody settled, oldest first, each with the verdict it must be settled with."""
        return tuple(
            msgspec.structs.replace(job, verdict=_known_of(job.state))
            for job in self._jobs("WHERE state != 'settled' ORDER BY id")
        )

    def half_printed(self, paper: PrintedPaper) -> bool:
        """Whether the last of these papers that began, or may have, is not proven: it may still lie in the printer."""
        which = "WHERE paper = ? AND (began OR state NOT IN ('asked', 'settled')) ORDER BY id DESC LIMIT 1"
        return any(
            job.state != "proved" and not (job.verdict and job.verdict.proof) for job in self._jobs(which, paper)
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
        columns = "job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof, media"
        statement = f"SELECT {columns} FROM print_job {which}"  # noqa: S608 - both parts are constants of this file
        return tuple(_job(row) for row in self._store.rows(statement, *values))


def _job(row: tuple[Any, ...]) -> PrintJob:
    job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof, media = row
    verdict = None if outcome is None else PrintVerdict(Outcome(outcome), reason, began=bool(began), proof=proof)
    seen = None if media is None else Media(media)
    return PrintJob(job, paper, case_number, reprint, asked_at_s, state, verdict, seen)


def _known_of(state: State) -> PrintVerdict:
    """What a job that was left in this state is known to be."""
    match state:
        case "asked":
            return PrintVerdict(Outcome.FAILED, RESTARTED)
        case "proved":
            return PrintVerdict(Outcome.PRINTED, began=True, proof=NOTED)
    return PrintVerdict(Outcome.UNKNOWN, RESTARTED, began=True)


def _job_id(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))
