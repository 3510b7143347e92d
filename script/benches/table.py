"""What a bench found, and the one table of them all."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence

from msgspec import Struct

HEADINGS = ("measured", "ours, ms", "peer, ms", "ratio", "n", "the peer")


class Row(Struct, frozen=True):
    """One thing measured on both sides, in milliseconds; a peer with one value is a computed floor."""

    what: str
    ours_ms: tuple[float, ...]
    peer_ms: tuple[float, ...]
    peer: str

    @property
    def ratio(self) -> float:
        """Our median over the peer's: 1 is as fast, below 1 is faster."""
        return statistics.median(self.ours_ms) / statistics.median(self.peer_ms)


def table(rows: Sequence[Row]) -> str:
    """All rows as one Markdown table; medians, the middle half of the values in brackets."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(each[column]) for each in cells) for column in range(len(HEADINGS))]
    lines = [_line(each, widths) for each in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    ratio, count = f"x{row.ratio:.2f}", str(len(row.ours_ms))
    return (row.what, spread(row.ours_ms), spread(row.peer_ms), ratio, count, row.peer)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def spread(values_ms: Sequence[float]) -> str:
    """The median, and between which values the middle half of them lies."""
    if len(values_ms) < 2:
        return f"{values_ms[0]:.1f}"
    first, median, third = statistics.quantiles(values_ms, method="inclusive")
    places = 1 if median >= 1 else 3
    return f"{median:.{places}f} ({first:.{places}f}-{third:.{places}f})"


def count(text: str) -> int:
    """For argparse: how often to measure, at least once."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number
