"""The citizen's words in both languages: complete, short enough for their place, and kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, get_args, get_type_hints
from unicodedata import east_asian_width

import pytest

from kiosk.catalogue import read_all_words, read_matters
from kiosk.core import bodies_answer, face
from kiosk.core.events import PageTroubled
from kiosk.core.kinds import rating, shelf
from kiosk.core.kinds.identify import RELATIONS
from kiosk.core.matters import Role, Step
from kiosk.core.replies import CaseState, Comparison, WhyNot
from kiosk.core.rules import FIELD_RULES
from tests.core.key_uses import key_patterns

ROOT = Path(__file__).parents[2]
LANGUAGES = {language: words.table for language, words in sorted(read_all_words(ROOT / "assets").items())}
PAPER_REASONS = ("paper_out", "paper_jam", "cover_open", "offline", "port_missing", "port_busy", "gone", "silent")
USED = key_patterns(sorted((ROOT / "kiosk" / "core").rglob("*.py")))

Table = dict[str, str]
Check = Callable[[Table], list[str]]

# What stands in the places of a string when it is at its longest in ordinary use.
FILLED = {
    "amount": "¥18,910.00",
    "at": "2026-11-23 09:26",
    "blank": "________",
    "code": "P-03",
    "count": "12",
    "date": "2026-11-23",
    "day": "23",
    "first": "2025-12",
    "kinds": "契税、印花税等",
    "label": "基数合计",
    "last": "2026-11",
    "least": "1",
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
    "place": "呼和浩特",
    "province": "黑龙江",
    "sent_to": "139****0001",
    "service": "税务局查验服务（演示）",
    "source": "公安部门（演示）",
    "state": "已作废",
    "time": "09:26",
    "unit": "元",
    "value": "4,000.00",
    "weekday": "星期一",
    "words": "壹万捌仟玖佰壹拾元整",
}


class Room(NamedTuple):
    """How much room a kind of string has: lines, and the width of one (Han characters, or Latin letters).

    Measured on the 21.5 inch sheet at the standard text size: a line of body text is 24 Han characters wide, less what
    stands beside it. Text that `flows` may be broken anew, so all of it counts, not each of its lines.
    """

    keys: str
    zh: tuple[int, int]
    en: tuple[int, int]
    flows: bool = False


_TITLE = (
    r"(?!.*\.(receipt|form_paper)\.|form_paper\.).*[._]title(_\w+)?"
    r"|waiting\.(check_\w+|query|issue|verify|mandate|fetch|records|share|submit|supplement|pay_\w+|paper|cases?|\w+_over)"
)
_BUTTON = (
    r".*\.(primary|secondary)|card\.other|trouble\.(retry|leave|home)|verdict\.(again|slip|retry|stop)|guide\.print"
    r"|word\.(back|home|help|size|language|next|change|clear_\w+|letters|digits|at_end|other_way_\w+|page_previous|page_following|no_(previous|following))"
    r"|table\.(add|remove)|place\.clear|usual\.case\.(supplement|withdraw|identify)|usual\.shared\.(not_)?wrong"
    r"|usual\.photograph\.(take|take_next|full|again|done)|usual\.sign\.clear"
)
_LABELS = "case|document|code|applicant|agent|organisation|receiving|deciding|state|reason|amount|missing_by|opened"
ROOMS = {
    "title": Room(_TITLE, (1, 13), (1, 26)),
    "strip": Room(r"(?!shelf\.).*[._]strip(_\w+)?", (2, 17), (2, 36)),
    "button": Room(_BUTTON, (1, 8), (1, 16)),
    "grade": Room(r"rating\.grade\d", (2, 6), (1, 18)),
    "card name": Room(r"matter\.[^.]+\.card", (1, 6), (1, 18)),
    "card line": Room(r"matter\.[^.]+\.line", (1, 9), (1, 24)),
    "shelf": Room(r"group\.[a-z]+|home\.search", (1, 7), (1, 16)),
    "shelf line": Room(r"group\.[a-z]+_line|home\.search_line", (1, 10), (1, 20)),
    "choice": Room(r"trouble\.(call|called)|trouble\..*\.(later|skip)", (1, 12), (1, 30)),
    "row": Room(r"usual\.(role|relation|delivery)\.\w+(?<!_line)(?<!title)(?<!strip)", (1, 12), (1, 30)),
    "second line": Room(r".*_line", (1, 20), (1, 44)),
    "what happened": Room(r"trouble\..*\.what|reason\..*", (2, 13), (2, 32)),
    "refusal": Room(r".*\.refusal\..*\.what", (2, 16), (2, 30), flows=True),
    "what to do": Room(r".*\.refusal\..*\.do", (2, 16), (3, 30), flows=True),
    "why not": Room(r".*\.why\.\w+", (1, 16), (1, 36)),
    "keep line": Room(r"(?!.*consent).*\.keep", (1, 22), (1, 64)),
    "waiting": Room(r".*\.(waiting\w*|flat|still|none)", (1, 17), (1, 36)),
    "big words": Room(
        r"verdict\.(same|differs|not_found|void|expired|withdrawn|malformed|unavailable)", (1, 6), (1, 14)
    ),
    "state of a case": Room(r"usual\.case\.(state|leg)\.\w+", (1, 8), (1, 18)),
    "what comes next": Room(r"usual\.case\.next\.\w+", (1, 19), (2, 36), flows=True),
    "label": Room(r".*\.field\.\w+\.(label|review)|usual\.review\.(?!.*(keep|strip|value))[a-z]+_?name", (1, 8), (1, 20)),
    "column": Room(r".*\.column\.\w+", (1, 8), (1, 16)),
    "question": Room(r".*\.eligibility\.\w+\.question", (1, 18), (1, 34)),
    "answer": Room(r".*\.eligibility\.(\w+\.)?(yes|no|unsure)", (1, 14), (1, 30)),
    "what we see": Room(r".*\.consent\.(look|do|who|keep)", (2, 17), (2, 48), flows=True),
    "tick": Room(r".*\.consent\.tick\w*", (2, 14), (2, 34)),
    "note of an entry": Room(r"(usual\.|matter\..*\.)?problem\.\w+", (2, 21), (2, 40), flows=True),
    "material": Room(r".*\.material\.\w+\.name", (1, 14), (1, 30)),
    "what it must show": Room(r".*\.material\.\w+\.standard", (1, 22), (2, 42), flows=True),
    "promise": Room(r".*\.material\.\w+\.promise|usual\.commit\.promise", (2, 22), (3, 42), flows=True),
    "place of a joint case": Room(r".*\.leg\.\w+", (1, 16), (1, 42)),
    "block": Room(r".*\.info\.\w+\.block\d", (1, 18), (1, 34)),
    "block lines": Room(r".*\.info\.\w+\.block\d_lines", (2, 22), (4, 42), flows=True),
    "guide": Room(r".*\.(guide|faq|duty)\..*", (4, 30), (4, 90)),
    "receipt label": Room(
        r"receipt\.(?!keeper|scan_case|advice|doubt|not_acceptance).*|usual\.slip\.(" + _LABELS + r"|accepted|limit|due)",
        (1, 4),
        (1, 15),
    ),
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
    joiners = {"word.and", "table.between", "form_paper.colon"}  # stand between two words and carry their own space
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
    lines = [width(line) if language == "zh" else len(line) for line in filled(text).split("\n")]
    if room.flows:
        return sum(lines) > most_lines * most
    return len(lines) > most_lines or max(lines) > most


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
    """Keys made from tables of the core and from what the matters' files may say; lint looks at each matter's own."""
    yield from (f"word.{each}" for each in (*face.FIXED_WORDS, *face.WRITING_WORDS, *face.MORE_WORDS))
    yield from (
        f"problem.{each}"
        for each in FIELD_RULES | {"future", "too_early", "not_a_date", "period_order", "period_too_long"}
    )
    yield from (f"waiting.{each}" for each in bodies_answer.EXPECTED_MS)
    yield from (f"reason.{each}" for each in PAPER_REASONS)
    pages = ("reader", *bodies_answer.FAULT_CODES)
    yield from (f"trouble.{each}.{part}" for each in pages for part in ("title", "strip", "keep"))
    yield from (f"verdict.{each}" for each in get_args(Comparison) if each != "interim")
    yield from (f"usual.case.{part}.{each}" for part in ("state", "next") for each in get_args(CaseState))
    yield from (f"usual.role.{each}{part}" for each in get_args(Role) for part in ("", "_line"))
    yield from (f"usual.relation.{each}" for relations in RELATIONS.values() for each in relations)
    yield from (f"usual.photograph.{each}" for each in get_args(get_type_hints(PageTroubled)["reason"]))
    yield from (f"rating.reason.{each}" for each in rating.REASONS)
    yield from (f"group.{each}{part}" for each in shelf.GROUPS for part in ("", "_line"))
    yield from (f"guide.step.{each}" for each in get_args(get_type_hints(Step)["kind"]))
    for matter in read_matters(ROOT / "assets"):
        yield from (f"matter.{matter.id}.{each}" for each in ("card", "line", "name"))
        if any(step.query == "tax_payments" for step in matter.steps):
            yield from (f"matter.{matter.id}.why.{each}" for each in get_args(WhyNot))


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
    ("en: unanswered", "usual.sign.title", None),
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
