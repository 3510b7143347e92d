"""The citizen's words in both languages: complete, short enough for their place, and kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, get_args
from unicodedata import east_asian_width

import pytest

from kiosk.catalogue import read_matters, read_words
from kiosk.core import bodies_answer, face
from kiosk.core.replies import Comparison, WhyNot
from kiosk.core.rules import FIELD_RULES
from tests.core.key_uses import key_patterns

ROOT = Path(__file__).parents[2]
LANGUAGES = {path.stem: read_words(path).table for path in sorted((ROOT / "assets" / "strings").glob("*.toml"))}
PAPER_REASONS = ("paper_out", "paper_jam", "cover_open", "offline", "port_missing", "port_busy", "gone", "silent")
USED = key_patterns(sorted((ROOT / "kiosk" / "core").glob("*.py")))

Table = dict[str, str]
Check = Callable[[Table], list[str]]

# What stands in the places of a string when it is at its longest in ordinary use.
FILLED = {
    "amount": "¥18,910.00",
    "code": "P-03",
    "count": "12",
    "date": "2026-11-23",
    "day": "23",
    "first": "2025-12",
    "kinds": "契税、印花税等",
    "last": "2026-11",
    "left": "2",
    "minutes": "5",
    "missing": "10",
    "month": "11",
    "months": "12",
    "most": "12",
    "name": "王某某",
    "number": "4",
    "pages": "3",
    "papers": "2",
    "phone": "0000-0000",
    "sent_to": "139****0001",
    "service": "税务局查验服务（演示）",
    "state": "已作废",
    "time": "09:26",
    "weekday": "星期一",
    "words": "壹万捌仟玖佰壹拾元整",
}


class Room(NamedTuple):
    """How much room a kind of string has: lines, and the width of one (Han characters, or Latin letters)."""

    keys: str
    zh: tuple[int, int]
    en: tuple[int, int]


_TITLE = r"(?!.*\.receipt\.).*[._]title(_\w+)?|waiting\.(check_\w+|query|issue|verify)"
_BUTTON = (
    r".*\.(primary|secondary)|card\.other|trouble\.(retry|leave|home)|verdict\.(again|slip|retry|stop)"
    r"|word\.(back|home|help|size|language|next|change|clear_\w+|letters|digits|at_end|other_way_\w+|page_previous|page_following|no_\w+)"
)
ROOMS = {
    "title": Room(_TITLE, (1, 13), (1, 26)),
    "strip": Room(r".*[._]strip(_\w+)?", (2, 17), (2, 34)),
    "button": Room(_BUTTON, (1, 8), (1, 16)),
    "grade": Room(r"rating\.grade\d", (2, 6), (1, 18)),
    "card name": Room(r"matter\.[^.]+\.card", (1, 6), (1, 18)),
    "card line": Room(r"matter\.[^.]+\.line", (1, 9), (1, 24)),
    "choice": Room(r"trouble\.(call|called)|trouble\..*\.(later|skip)", (1, 12), (1, 30)),
    "second line": Room(r".*_line", (1, 20), (1, 40)),
    "what happened": Room(r"trouble\..*\.what|reason\..*", (2, 13), (2, 32)),
    "keep line": Room(r".*\.keep", (1, 22), (1, 64)),
    "waiting": Room(r".*\.(waiting\w*|flat|still|none)", (1, 17), (1, 34)),
    "big words": Room(
        r"verdict\.(same|differs|not_found|void|expired|withdrawn|malformed|unavailable)", (1, 6), (1, 14)
    ),
    "receipt label": Room(r"receipt\.(?!keeper|scan_case|advice|doubt|not_acceptance).*", (1, 4), (1, 12)),
}


def width(text: str) -> float:
    """In full-width characters: a letter, a digit or a space is half of one."""
    return sum(1.0 if east_asian_width(each) in "WFA" else 0.5 for each in text)


def filled(text: str) -> str:
    return text.format(**FILLED)


def places_of(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def sentences(text: str) -> list[str]:
    """A phrase break inside a sentence is none; the mark that ends a sentence belongs to it."""
    return re.findall(r"[^。！？；]+[。！？；]?", filled(text).replace("\n", ""))


# --- checks: each names the keys that break it -------------------------------------------------------------------


def empty(table: Table) -> list[str]:
    joiners = {"word.and"}  # stands between two words and carries its own space
    return [key for key, text in table.items() if not text.strip() or (text != text.strip() and key not in joiners)]


def unlike(table: Table, other: Table) -> list[str]:
    """Keys that only one language has, or whose places differ."""
    shared = table.keys() & other.keys()
    return sorted(table.keys() ^ other.keys()) + [
        key for key in shared if places_of(table[key]) != places_of(other[key])
    ]


def unanswered(table: Table) -> list[str]:
    """Keys the core asks for (as patterns) that the table does not have."""
    return [use for use in USED if not any(re.fullmatch(use, key) for key in table)]


def unnamed(table: Table) -> list[str]:
    """Keys the core makes out of its own vocabulary that the table does not have."""
    return [key for key in vocabulary() if key not in table]


def crowded(table: Table, language: str) -> list[str]:
    """Strings that need more lines, or wider ones, than their place has."""
    return [key for key, text in table.items() if any(_overflows(key, text, room, language) for room in ROOMS.values())]


def _overflows(key: str, text: str, room: Room, language: str) -> bool:
    if not re.fullmatch(room.keys, key):
        return False
    most_lines, most = room.zh if language == "zh" else room.en
    lines = filled(text).split("\n")
    widest = max(width(line) if language == "zh" else len(line) for line in lines)
    return len(lines) > most_lines or widest > most


def forbidden_zh(table: Table) -> list[str]:
    return _with(r"错误|失败|非法|系统|用户|提交|请重试", table)


def forbidden_en(table: Table) -> list[str]:
    return _with(r"(?i)\b(error|fail\w*|invalid|illegal|system|user|submit\w*|abort\w*)\b", table)


def half_width_marks(table: Table) -> list[str]:
    """Punctuation of the other script; numbers, codes and ``No.`` keep their own."""
    bare = {key: re.sub(r"\{\w*\}|\bNo\.|\d+(\.\d+)+", "", text) for key, text in table.items()}
    return _with(r"""[,.;:?!()"'-]""", bare)


def full_width_marks(table: Table) -> list[str]:
    """Full-width marks in English, and curly quotes, which the Chinese typeface draws a whole character wide."""
    return _with(r"[，。；：？！（）“”‘’、]", table)  # these are what is looked for


def repeats_you(table: Table) -> list[str]:
    return [key for key, text in table.items() if any(each.count("您") > 1 for each in sentences(text))]


def long_winded(table: Table) -> list[str]:
    """A sentence of more than 24 characters; official names are not sentences of ours."""
    return [
        key
        for key, text in table.items()
        if not key.endswith(".name") and any(width(each) > 24 for each in sentences(text))
    ]


def badly_broken(table: Table) -> list[str]:
    """A line that begins with a closing mark, ends with an opening one, or leaves one character alone."""
    return _with(r"\n[，。；：？！）”]|[（“]\n|\n.?[，。；：？！]?$", table)


def _with(pattern: str, table: Table) -> list[str]:
    return [key for key, text in table.items() if re.search(pattern, text)]


def vocabulary() -> Iterable[str]:
    """Keys made from tables of the core and from the matters' own files."""
    yield from (f"word.{each}" for each in (*face.FIXED_WORDS, *face.MORE_WORDS))
    yield from (
        f"problem.{each}"
        for each in FIELD_RULES | {"future", "too_early", "not_a_date", "period_order", "period_too_long"}
    )
    yield from (f"waiting.{each}" for each in bodies_answer.EXPECTED_MS)
    yield from (f"reason.{each}" for each in PAPER_REASONS)
    pages = ("reader", *bodies_answer.FAULT_CODES)
    yield from (f"trouble.{each}.{part}" for each in pages for part in ("title", "strip", "keep"))
    yield from (f"verdict.{each}" for each in get_args(Comparison) if each != "interim")
    for matter in read_matters(ROOT / "assets"):
        own = f"matter.{matter.id}"
        yield from (f"{own}.{each}" for each in ("card", "line", "name", "receipt.title"))
        yield from (f"{own}.field.{each.id}.label" for each in matter.fields)
        yield from (f"{own}.field.{each.id}.{choice}" for each in matter.fields for choice in each.choices)
        yield from (f"{own}.info.{route.info}.title" for route in matter.routes)
        if any(step.kind == "select" for step in matter.steps):
            yield from (f"{own}.why.{each}" for each in get_args(WhyNot))


# --- the tables as they ship -------------------------------------------------------------------------------------

ZH, EN = LANGUAGES["zh"], LANGUAGES["en"]
CHECKS: dict[str, tuple[Table, Check]] = {
    **{f"{name}: empty": (table, empty) for name, table in LANGUAGES.items()},
    **{f"{name}: unanswered": (table, unanswered) for name, table in LANGUAGES.items()},
    **{f"{name}: unnamed": (table, unnamed) for name, table in LANGUAGES.items()},
    "en: unlike zh": (EN, lambda table: unlike(table, ZH)),
    "zh: crowded": (ZH, lambda table: crowded(table, "zh")),
    "en: crowded": (EN, lambda table: crowded(table, "en")),
    "zh: forbidden": (ZH, forbidden_zh),
    "en: forbidden": (EN, forbidden_en),
    "zh: half-width marks": (ZH, half_width_marks),
    "en: full-width marks": (EN, full_width_marks),
    "zh: repeats 您": (ZH, repeats_you),
    "zh: long-winded": (ZH, long_winded),
    "zh: badly broken": (ZH, badly_broken),
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_words_as_they_ship(name: str):
    table, check = CHECKS[name]
    assert check(table) == []


def test_each_language_offers_the_other():
    assert (ZH["word.language"], EN["word.language"]) == ("English", "中文")


def test_every_place_has_a_sample():
    assert set().union(*(places_of(text) for table in LANGUAGES.values() for text in table.values())) == FILLED.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_tenants(room: str):
    assert any(re.fullmatch(ROOMS[room].keys, key) for key in ZH)


# --- each check finds what it is there for -----------------------------------------------------------------------

SPOILED = [
    ("zh: empty", "home.title", ""),
    ("en: empty", "home.title", "Hello "),
    ("zh: unanswered", "home.strip", None),
    ("en: unanswered", "matter.KSTB-14.review.amount", None),
    ("zh: unnamed", "problem.uscc", None),
    ("en: unnamed", "matter.KSTB-14.why.already_issued", None),
    ("en: unlike zh", "rating.note", None),
    ("en: unlike zh", "word.steps", "Step {number}"),
    ("zh: crowded", "home.title", "您今天想在这里办一件什么事？"),
    ("zh: crowded", "home.strip", "一\n二\n三"),
    ("zh: crowded", "check_answer.strip_phone_code", "短信已经发到了这个手机 {sent_to}。"),
    ("zh: crowded", "idle.primary", "我还在这里没有走开"),
    ("en: crowded", "matter.VER-TAX.card", "Check a certificate"),
    ("en: crowded", "reason.other", "The printer has stopped and nobody knows"),
    ("zh: forbidden", "trouble.refused.what", "系统错误，请重试"),
    ("en: forbidden", "trouble.refused.what", "Submission failed."),
    ("zh: half-width marks", "home.strip", "点一张图,跟着做就行。"),
    ("en: full-width marks", "home.strip", "Touch “Print”"),
    ("zh: repeats 您", "home.title", "您拿好您的证"),
    ("zh: long-winded", "receipt.advice", "这里写的查询结果只给您当个参考不能当证书来用也不能作别的用。"),
    ("zh: badly broken", "home.strip", "点一张图\n，跟着做就行。"),
    ("zh: badly broken", "home.strip", "点一张图，跟着做就\n行。"),
]


@pytest.mark.parametrize(("name", "key", "text"), SPOILED)
def test_a_spoiled_table_is_caught(name: str, key: str, text: str | None):
    table, check = CHECKS[name]
    spoiled = {each: old for each, old in table.items() if each != key}
    if text is not None:
        spoiled[key] = text
    (found,) = set(check(spoiled)) - set(check(table))
    assert re.fullmatch(found, key)


def test_every_check_is_spoiled_at_least_once():
    assert {name.partition(": ")[2] for name, _, _ in SPOILED} == {name.partition(": ")[2] for name in CHECKS}
