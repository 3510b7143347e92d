"""What must be there after the story: papers, rows, and no trace of the person on the terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kiosk.demo.story import Told
from kiosk.demo.world import World

ROWS = {
    "a case that was collected": "SELECT count(*) FROM cases WHERE state = 'collected'",
    "a certificate printed once": "SELECT count(*) FROM certificates WHERE print_count = 1",
    "both papers reported printed": "SELECT count(*) = 2 FROM outcomes WHERE outcome = 'PRINTED'",
    "two ratings": "SELECT count(*) = 2 FROM ratings",
}
RECEIPTS = 2


def missing(world: World, steps: list[Told], out: Path) -> Iterator[str]:
    """A sentence for each thing that should be there and is not."""
    yield from (f"no picture {step.picture}" for step in steps if not (out / step.picture).is_file())
    papers = sorted((world.out / "receipts").glob("*.bin"))
    if len(papers) != RECEIPTS:
        yield f"{len(papers)} receipts instead of {RECEIPTS}"
    yield from (f"no drawing of {each.name}" for each in papers if not each.with_suffix(".png").is_file())
    if len(list((world.out / "certificates").glob("*.pdf"))) != 1:
        yield "not one certificate in the tray"
    yield from _missing_rows(world.database)


def _missing_rows(database: Path) -> Iterator[str]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for what, statement in ROWS.items():
            if not connection.execute(statement).fetchone()[0]:
                yield f"not in the gateway's database: {what}"
