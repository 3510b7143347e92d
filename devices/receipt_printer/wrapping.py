"""Where a line of mixed hanzi, Latin and digits may break (the prohibition rules of GB/T 15834 and W3C CLREQ)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NEVER_FIRST = frozenset("，。、；：？！…·～）》】」』〉〕”’％‰℃,.;:?!)}]%")
NEVER_LAST = frozenset("（《【「『〈〔“‘￥¥＄([{$")
_MARKS = "".join(NEVER_FIRST) + " \u3000"

Measure = Callable[[str], float]

_LATIN = r"[!-~¡-ɏ]+"
_DATE = r"\d+年(?:\d+月(?:\d+日)?)?|\d+月\d+日"
# What stays whole, from the most to the least: a date, a number, an id or a Latin word; a part of one between its
# separators; a character with its marks; at last any character.
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_DATE}|{_LATIN}|[—…─]+|.)\s*",
        r"(?:[^-/.:_?&=@]+[-/.:_?&=@]*|[-/.:_?&=@]+)\s*",
        r".\s*",
    )
)
_ANY = re.compile(r".")


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """`text` as lines no wider than `width` by `measure`; a line break in it starts a new line.

    No line begins with a closing mark or ends with an opening one, and dates, numbers, ids and Latin words stay whole,
    unless one of these alone is longer than a line. No paragraph ends with one hanzi left alone on its line.
    """
    paragraphs = (_filled(paragraph, width, measure, 0) for paragraph in text.split("\n"))
    return [line.rstrip() for lines in paragraphs for line in _accompanied(lines, width, measure)]


def widest(text: str, measure: Measure) -> float:
    """How wide the longest part is that may not be broken: a line as wide as this breaks nothing it should not."""
    return max((measure(part.rstrip()) for line in text.split("\n") for part in _parts(line, 0)), default=0.0)


def _accompanied(lines: list[str], width: float, measure: Measure) -> list[str]:
    """A character alone on the last line gets the end of the line before as company, where that leaves enough."""
    if len(lines) < 2 or len(lines[-1].rstrip(_MARKS)) != 1:
        return lines
    *before, previous, last = lines
    *stay, moved = _parts(previous, 0)
    fits = len(stay) > 1 and measure((moved + last).rstrip()) <= width
    return [*before, "".join(stay), moved + last] if fits else lines


def _filled(text: str, width: float, measure: Measure, level: int) -> list[str]:
    """Greedy lines; a part that is longer than a line by itself is taken apart by the next level."""
    lines = [""]
    for part in _parts(text, level):
        if measure((lines[-1] + part).rstrip()) <= width:
            lines[-1] += part
        elif measure(part.rstrip()) <= width or level == len(_WHOLE):
            lines.append(part)
        else:
            lines += _filled(part, width, measure, level + 1)
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def _parts(text: str, level: int) -> Iterator[str]:
    """`text` cut at every place where a line may end."""
    if level == len(_WHOLE):
        yield from _ANY.findall(text)
        return
    part = ""
    for token in _WHOLE[level].findall(text):
        if part and not (part.rstrip()[-1:] in NEVER_LAST or token[0] in NEVER_FIRST):
            yield part
            part = ""
        part += token
    if part:
        yield part
