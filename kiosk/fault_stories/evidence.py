"""What can be read from files after a story: the terminal's journal, its audit log, and any mark of a person."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

SHORTEST_MARK = 6  # bytes; a shorter one may stand in any file by chance
MARKED = ("name", "number", "address", "phone", "pass_number", "name_en")
CODINGS = ("utf-8", "utf-16-le", "gb18030")


@contextmanager
def _copied(data: Path) -> Iterator[sqlite3.Connection]:
    """The terminal's store, read from a copy: its owner keeps the file locked."""
    with tempfile.TemporaryDirectory() as folder:
        for path in data.glob("kiosk.db*"):
            shutil.copy(path, folder)
        with contextlib.closing(sqlite3.connect(Path(folder) / "kiosk.db")) as connection:
            yield connection


def journal(data: Path) -> tuple[str, ...]:
    """Every print job in order, as ``document PRINTED`` or ``receipt FAILED paper_out``."""
    with _copied(data) as connection:
        rows = connection.execute("SELECT paper, outcome, reason FROM print_job ORDER BY id").fetchall()
    return tuple(" ".join(filter(None, row)) for row in rows)


def noted(data: Path, event: str) -> tuple[dict[str, str], ...]:
    """The fields of each such entry in the audit log, oldest first."""
    with _copied(data) as connection:
        entries = [json.loads(entry) for (entry,) in connection.execute("SELECT entry FROM audit ORDER BY number")]
    return tuple(each["fields"] for each in entries if each["event"] == event)


def person_marks(persons: Path) -> tuple[bytes, ...]:
    """What only the synthetic persons' cards and telephones carry, in every coding in which it may be written."""
    table = tomllib.loads(persons.read_text("utf-8"))["person"]
    texts = {each[key] for each in table for key in MARKED if each.get(key)}
    marks = {text.encode(coding) for text in texts for coding in CODINGS}
    return tuple(sorted(mark for mark in marks if len(mark) >= SHORTEST_MARK))


def traces(files: Iterable[Path], marks: tuple[bytes, ...]) -> tuple[str, ...]:
    """The names of the files in which a mark stands; a file that goes while we look holds none."""
    found = []
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            content = path.read_bytes()
            found += [path.name] if any(mark in content for mark in marks) else []
    return tuple(found)
