"""What the gateway of a demonstration holds of a story's end: cases, refusals, answers to queries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from kiosk.matter_stories.story import MatterStory

RETURNED = "returned"
FOUND = ("same", "found")


class Booked(Struct, frozen=True):
    """States that the newest case went through, why it was refused; the last answer to a query; what was filed."""

    states: tuple[str, ...]
    reason: str
    answer: str
    given: str = ""

    def __repr__(self) -> str:
        """Without what was filed."""
        return f"Booked({self.states}, {self.reason!r}, {self.answer!r})"


def booked(database: Path) -> Booked:
    """Read the newest of everything out of a gateway's database."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as book:
        states, reason = _newest_filing(book) or _newest_case(book) or ((), "")
        answer = book.execute("SELECT answer FROM query_log ORDER BY rowid DESC LIMIT 1").fetchone()
        given = book.execute("SELECT given FROM dep_cases ORDER BY rowid DESC LIMIT 1").fetchone()
        return Booked(states, reason, answer[0] if answer else "", given[0] if given else "")


def _newest_filing(book: sqlite3.Connection) -> tuple[tuple[str, ...], str] | None:
    found = book.execute("SELECT id, state, standing FROM filings ORDER BY id DESC LIMIT 1").fetchone()
    if found is None:
        return None
    events = book.execute("SELECT state FROM filing_events WHERE filing_id = ? ORDER BY id", found[:1]).fetchall()
    standing = json.loads(found[2])
    return (*(each for (each,) in events), found[1], standing["state"]), standing.get("reason") or ""


def _newest_case(book: sqlite3.Connection) -> tuple[tuple[str, ...], str] | None:
    found = book.execute("SELECT state, reason FROM cases ORDER BY id DESC LIMIT 1").fetchone()
    return None if found is None else ((found[0],), found[1] or "")


def unwritten(wrote: Iterable[str], held: Booked) -> str:
    """The first text written on the glass that is not among what the department was given; empty when all are."""
    return next((each for each in wrote if each not in held.given), "") if held.given else ""


def disagreement(story: MatterStory, held: Booked) -> str:
    """How the gateway's book differs from what the story tells, as a sentence; empty when it does not."""
    match story.ends:
        case "refused":
            return _about_refusal(story, held)
        case "verified":
            return "" if held.answer in FOUND else f"the last answer was {held.answer}"
        case "stopped":
            return "" if not held.states else f"a case was filed: {held.states}"
        case "issued":
            return ""  # the paper itself says so
        case _ if story.ends not in held.states:
            return f"the case went through {held.states}, not {story.ends}"
        case _:
            return "" if story.reason in ("", held.reason) else f"the reason was {held.reason}"


def _about_refusal(story: MatterStory, held: Booked) -> str:
    """A *no* to what was handed in says why; one before that leaves no case."""
    if held.states and held.states[-1] not in (RETURNED, "refused"):
        return f"the case went through {held.states}"
    said = (held.reason, held.answer) if held.states else (held.answer,)
    known = held.states or held.answer not in (*FOUND, "refused", "")
    return "" if not known or story.reason in ("", *said) else f"the reason was {said}"
