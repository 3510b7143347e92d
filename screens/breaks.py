"""Where a line of Chinese or English may end, and the best way to end several of them. Pure; widths come from outside.

Rules: GB/T 15834 and CLREQ (W3C Requirements for Chinese Text Layout) 3.1.6: no line begins with a closing mark or ends
with an opening one; numbers and words stay whole. Ours: the last line has at least two characters, and a line
rather ends after a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

NOT_FIRST = "，。、；：！？）》」』】〕”’…—·％%,.;:!?)]}"
NOT_LAST = "（《「『【〔“‘([{"
PHRASE_END = "，。、；！？）”,.;!?"  # a colon holds on to what it introduces
_PIECE = re.compile(r"[^\s\u2e80-\uffef\U00020000-\U0003ffff]+|\S|\s+")
_AFTER_SIGN = re.compile(r"(?<=[-/.,@])")
_MARKS = re.compile(rf"[{re.escape(NOT_FIRST + NOT_LAST)}\s]")

A_LINE, A_RAGGED_LINE, A_CUT_PHRASE, A_LONELY_END = 100.0, 3.0, 1.2, 40.0

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of `text`, none wider than `width`; its own phrase breaks hold while every phrase fits.

    A single word that is wider than a line is split, so nothing ever leaves its block.
    """
    phrases = [phrase.strip() for phrase in text.split("\n") if phrase.strip()]
    if all(measure(phrase) <= width for phrase in phrases):
        return phrases
    lines = _best_lines(_narrow(units(_joined(phrases)), width, measure), width, measure)
    return [each for each in lines if each]


def units(text: str) -> list[str]:
    """The smallest parts that stay whole, each with its closing marks and the space behind it."""
    parts: list[str] = []
    for piece in _PIECE.findall(text):
        if parts and (piece.isspace() or piece[0] in NOT_FIRST or parts[-1][-1] in NOT_LAST):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


def _joined(phrases: list[str]) -> str:
    text = phrases[0]
    for before, after in pairwise(phrases):
        latin = before[-1].isascii() and after[0].isascii()
        text += (" " if latin else "") + after
    return text


def _narrow(parts: list[str], width: float, measure: Measure) -> list[str]:
    """`parts` with those split that are wider than a line: after a sign within if that helps, else anywhere."""
    for cut in (_AFTER_SIGN.split, list):
        parts = [each for part in parts for each in ([part] if measure(part.rstrip()) <= width else cut(part))]
    return [each for each in parts if each]


def _best_lines(parts: list[str], width: float, measure: Measure) -> list[str]:
    """The cheapest way to cut `parts` into lines: few lines, even ones, ends of phrases at ends of lines."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n parts, and where their last line begins
    for end in range(1, len(parts) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            line = "".join(parts[start:end]).rstrip()
            used = measure(line) / width
            if used > 1 and start < end - 1:
                break
            options.append((best[start][0] + _cost(line, used, is_last=end == len(parts), is_first=start == 0), start))
        best.append(min(options))
    return _traced(parts, best)


def _cost(line: str, used: float, *, is_last: bool, is_first: bool) -> float:
    if is_last:
        lonely = not is_first and len(_MARKS.sub("", line)) < 2
        return A_LINE + (A_LONELY_END if lonely else 0)
    cut = 0 if line[-1:] in PHRASE_END else A_CUT_PHRASE
    return A_LINE + A_RAGGED_LINE * (1 - used) ** 2 + cut


def _traced(parts: list[str], best: list[tuple[float, int]]) -> list[str]:
    lines: list[str] = []
    end = len(parts)
    while end > 0:
        start = best[end][1]
        lines.append("".join(parts[start:end]).rstrip())
        end = start
    return lines[::-1]
