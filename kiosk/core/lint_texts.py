"""What each of the citizen's texts must be: whole, kind, and no longer than its place; see `kiosk.core.lint`.

The same checks hold for everybody's words (`assets/strings/`) and for a matter's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from msgspec import Struct

from kiosk.core.lint_rooms import filled, overflows, width
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.words import Words

# What is filled into texts that only a matter has; any other text is given what everybody's text of its key is given.
GIVEN: Mapping[str, frozenset[str]] = {
    "dates.note": frozenset({"months", "most"}),
    "select.paid_on": frozenset({"date"}),
    "select.uncollected_line": frozenset({"amount"}),
    "receipt.done": frozenset({"pages"}),
}
INITIALS = re.compile(r"[a-z]+( [a-z]+)*")
NOTHING_OWN = frozenset[str]()


class TextCheck(Struct, frozen=True):
    """`wrong` of a key and its text, whose places can be filled; `says` what the fault is called."""

    says: str
    wrong: Callable[[str, str], bool]


def text_faults(catalogue: Catalogue, matter: Matter) -> Iterator[str]:
    """A sentence for each text of the matter's own that a page could not show, or not well."""
    own = f"matter.{matter.id}."
    for language, words in catalogue.words.items():
        for key, text in words.table.items():
            if key.startswith(own):
                found = one_text_faults(key, text, language, _given(catalogue, key.removeprefix(own)))
                yield from (f"text {key} ({language}): {fault}" for fault in found)


def one_text_faults(key: str, text: str, language: str, given: frozenset[str]) -> Iterator[str]:
    """What is wrong with one text, into which the values named in `given` are filled."""
    try:
        strange = places_of(text) - given
    except ValueError as error:
        yield f"its braces do not fit: {error}"
        return
    yield from (f"nobody fills in {{{each}}}" for each in sorted(strange))
    if key.endswith(".initials") and text and not INITIALS.fullmatch(text):
        yield "initials are small letters, with a space between two names"
    if not strange:
        yield from (each.says for each in TEXT_CHECKS.get(language, {}).values() if each.wrong(key, text))


def places_of(text: str) -> set[str]:
    """The names of the ``{name}`` places; ValueError for braces that `str.format` would stumble over."""
    parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    if odd := [name for name, form, change in parts if form or change or not (name or "").isidentifier()]:
        raise ValueError(f"{odd[0]!r} is no name")
    return {name for name, *_ in parts if name}


def _given(catalogue: Catalogue, key: str) -> frozenset[str]:
    everybodys = (f"usual.{key}", key)
    texts = (words.table[each] for words in catalogue.words.values() for each in everybodys if words.has(each))
    return GIVEN.get(key, NOTHING_OWN).union(*(places_of(each) for each in texts if _is_whole(each)))


def broken_texts(words: Words, language: str) -> Iterator[str]:
    """Texts of everybody's whose braces do not fit."""
    for key, text in words.table.items():
        if not (key.startswith("matter.") or _is_whole(text)):
            yield f"text {key} ({language}): its braces do not fit"


def _is_whole(text: str) -> bool:
    try:
        places_of(text)
    except ValueError:
        return False
    return True


# --- the checks --------------------------------------------------------------------------------------------------

# Stand between two words and carry their own space.
JOINERS = frozenset({"word.and", "table.between", "form_paper.colon"})
FORBIDDEN_ZH = r"错误|失败|非法|系统|用户|提交|请重试|生成|接口|校验|字段|参数|服务器|数据库"
FORBIDDEN_EN = r"(?i)\b(error|fail\w*|invalid|illegal|system|user|submit\w*|abort\w*|server|database|keeper)\b"
HALF_WIDTH = r"""[,.;:?!()"'-]"""
FULL_WIDTH = r"[，。；：？！（）“”‘’、]"
BADLY_BROKEN = r"\n[，。；：？！）”]|[（“]\n|\n.?[，。；：？！]?$"
LONGEST_SENTENCE = 24


def _has(pattern: str) -> Callable[[str, str], bool]:
    return lambda _key, text: re.search(pattern, text) is not None


def _is_empty(key: str, text: str) -> bool:
    return not text.strip() or (text != text.strip() and key not in JOINERS)


def _has_half_width_marks(_key: str, text: str) -> bool:
    """Punctuation of the other script; numbers, codes and ``No.`` keep their own."""
    return re.search(HALF_WIDTH, re.sub(r"\{\w*\}|\bNo\.|\d+(\.\d+)+", "", text)) is not None


def _repeats_you(_key: str, text: str) -> bool:
    return any(each.count("您") > 1 for each in _sentences(text))


def _is_long_winded(key: str, text: str) -> bool:
    """A sentence of more than 24 characters; official names are not sentences of ours."""
    return not key.endswith(".name") and any(width(each) > LONGEST_SENTENCE for each in _sentences(text))


def _sentences(text: str) -> list[str]:
    """A phrase break inside one is none; the mark that ends one belongs to it; a wide space parts those of a form."""
    return re.findall(r"[^。！？；\u3000]+[。！？；]?", filled(text).replace("\n", ""))


def _crowded(language: str) -> TextCheck:
    return TextCheck("it is longer than its place", lambda key, text: overflows(key, text, language))


EMPTY = TextCheck("it is empty, or begins or ends with a space", _is_empty)
TEXT_CHECKS: Mapping[str, Mapping[str, TextCheck]] = {
    "zh": {
        "empty": EMPTY,
        "crowded": _crowded("zh"),
        "forbidden": TextCheck("it says a word that no citizen should read", _has(FORBIDDEN_ZH)),
        "half-width marks": TextCheck("its marks are half-width", _has_half_width_marks),
        "repeats 您": TextCheck("one sentence says 您 twice", _repeats_you),
        "long-winded": TextCheck(f"one sentence has more than {LONGEST_SENTENCE} characters", _is_long_winded),
        "badly broken": TextCheck("a line begins or ends with the wrong mark", _has(BADLY_BROKEN)),
    },
    "en": {
        "empty": EMPTY,
        "crowded": _crowded("en"),
        "forbidden": TextCheck("it says a word that no citizen should read", _has(FORBIDDEN_EN)),
        # Full-width marks, and curly quotes, which the Chinese typeface draws a whole character wide.
        "full-width marks": TextCheck("its marks are full-width", _has(FULL_WIDTH)),
    },
}
