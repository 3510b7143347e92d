"""What the gateway holds of a story's end agrees with the story, or is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.demo.case_book import Booked, booked, disagreement, unwritten
from kiosk.matter_stories.story import MatterStory

NOTHING = Booked((), "", "")
ACCEPTED = Booked(("submitted", "accepted", "in_progress"), "", "found")


def story(ends: str, reason: str = "") -> MatterStory:
    return MatterStory(id="x", matter="KSTB-03", ends=ends, reason=reason)


@pytest.mark.parametrize(
    ("ends", "reason", "held"),
    [
        ("accepted", "", ACCEPTED),
        ("not_accepted", "married", Booked(("submitted", "not_accepted"), "married", "found")),
        ("refused", "sealed", Booked(("submitted", "returned"), "sealed", "found")),
        ("refused", "withdrawn", Booked((), "", "withdrawn")),
        ("refused", "balance_short", Booked((), "", "found")),
        ("verified", "", Booked((), "", "same")),
        ("stopped", "", NOTHING),
        ("issued", "", ACCEPTED),
    ],
)
def test_an_end_as_told(ends: str, reason: str, held: Booked):
    assert disagreement(story(ends, reason), held) == ""


@pytest.mark.parametrize(
    ("ends", "reason", "held", "named"),
    [
        ("approved", "", ACCEPTED, "in_progress"),
        ("accepted", "", NOTHING, "not accepted"),
        ("not_accepted", "married", Booked(("submitted", "not_accepted"), "other", "found"), "other"),
        ("refused", "sealed", ACCEPTED, "accepted"),
        ("refused", "sealed", Booked(("submitted", "returned"), "paid_already", "found"), "paid_already"),
        ("refused", "withdrawn", Booked((), "", "not_found"), "not_found"),
        ("verified", "", Booked((), "", "void"), "void"),
        ("stopped", "", ACCEPTED, "filed"),
    ],
)
def test_another_end_is_named(ends: str, reason: str, held: Booked, named: str):
    assert named in disagreement(story(ends, reason), held)


def test_what_was_written_is_what_the_department_was_given():
    held = Booked(("submitted",), "", "", given='{"persons":[{"name":"冯做好"}]}')
    assert unwritten(("冯做好",), held) == ""
    assert unwritten(("冯做好", "郑别站"), held) == "郑别站"
    assert unwritten(("冯做好",), NOTHING) == ""
    assert "冯做好" not in repr(held)


def test_the_newest_of_everything_is_read(tmp_path: Path):
    path = tmp_path / "gateway.sqlite"
    with closing(sqlite3.connect(path)) as book, book:
        book.executescript("""
            CREATE TABLE filings (id INTEGER PRIMARY KEY, state, standing);
            CREATE TABLE filing_events (id INTEGER PRIMARY KEY, filing_id, state);
            CREATE TABLE cases (id INTEGER PRIMARY KEY, state, reason);
            CREATE TABLE query_log (answer);
            CREATE TABLE dep_cases (given);
        """)
    assert booked(path) == NOTHING
    with closing(sqlite3.connect(path)) as book, book:
        book.executescript("""
            INSERT INTO cases VALUES (1, 'refused', 'payer_differs');
            INSERT INTO query_log VALUES ('found'), ('same');
        """)
    assert booked(path) == Booked(("refused",), "payer_differs", "same")
    with closing(sqlite3.connect(path)) as book, book:
        book.executescript("""
            INSERT INTO filings VALUES (1, 'accepted', '{}');
            INSERT INTO filings VALUES (2, 'returned', '{"state": "returned", "reason": "sealed"}');
            INSERT INTO filing_events VALUES (1, 1, 'accepted'), (2, 2, 'submitted');
            INSERT INTO dep_cases VALUES ('{"name": "冯做好"}');
        """)
    assert booked(path) == Booked(("submitted", "returned", "returned"), "sealed", "same", '{"name": "冯做好"}')
