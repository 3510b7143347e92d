"""Where a line of mixed hanzi, Latin and digits may break (the prohibition rules of GB/T 15834 and W3C CLREQ)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

NEVER_FIRST = "，。、；：？！…·）》】」』〉〕”’％℃,.;:?!)}\\]%"
NEVER_LAST = "（《【「『〈〔“‘￥¥"

# What stays whole, from the most to the least: a word or hanzi with its marks, a part of a number between its
# hyphens, a character with its marks, and at last any character.
WHOLE = tuple(
    re.compile(pattern.format(first=NEVER_FIRST, last=NEVER_LAST))
    for pattern in (
        r"[{last}]*(?:[!-~À-ɏ]+|.)[{first}]*\s*",
        r"[^-/]+[-/]*\s*|[-/]+\s*",
        r"[{last}]*.[{first}]*\s*",
        r".",
    )
)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """`text` as lines no wider than `width` by `measure`; a line break in it starts a new line.

    No line begins with a closing mark or ends with an opening one, and numbers and Latin words stay whole, unless one
    of these alone is longer than a line.
    """
    return [line.rstrip() for paragraph in text.split("\n") for line in _fill(paragraph, width, measure, WHOLE)]


def _fill(text: str, width: float, measure: Callable[[str], float], whole: Sequence[re.Pattern[str]]) -> list[str]:
    lines = [""]
    for part in whole[0].findall(text):
        if measure((lines[-1] + part).rstrip()) <= width:
            lines[-1] += part
        elif measure(part.rstrip()) <= width or len(whole) == 1:
            lines.append(part)
        else:
            lines += _fill(part, width, measure, whole[1:])
    return lines if lines[0] or len(lines) == 1 else lines[1:]
