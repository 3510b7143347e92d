"""The citizen's words in both languages: complete, short enough for their place, and kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from kiosk.catalogue import read_all_words, read_matters
from kiosk.core import bodies_answer, face
from kiosk.core.events import PageTrouble
from kiosk.core.kinds import rating, shelf
from kiosk.core.kinds.identify import RELATIONS
from kiosk.core.lint_rooms import FILLED, ROOMS, width
from kiosk.core.lint_texts import TEXT_CHECKS, TextCheck, places_of
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


# --- checks: each names the keys that break it -------------------------------------------------------------------


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


def misnamed(table: Table) -> list[str]:
    """Texts that send a citizen to a key, a choice or a matter that is called otherwise, or no more."""
    plain = {key: text.replace("\n", "" if width(text[:1]) == 1 else " ") for key, text in table.items()}
    known = "\n".join(("", *plain.values()))
    sent_to = re.compile(r"""(?:[点选用]“|(?:[Tt]ouch|[Cc]hooses?) ")([^”"]+)""")
    return [key for key, text in plain.items() if any(f"\n{name}" not in known for name in sent_to.findall(text))]


def text_by_text(check: TextCheck) -> Check:
    """A check of each text by itself (`kiosk.core.lint_texts`)."""
    return lambda table: [key for key, text in table.items() if check.wrong(key, text)]


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
    yield from (f"usual.photograph.{each}" for each in get_args(PageTrouble))
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
    **{f"{name}: unanswered": (table, unanswered) for name, table in LANGUAGES.items()},
    **{f"{name}: unnamed": (table, unnamed) for name, table in LANGUAGES.items()},
    "en: unlike zh": (EN, lambda table: unlike(table, ZH)),
    "zh: misnamed": (ZH, misnamed),
    "en: misnamed": (EN, misnamed),
    **{
        f"{name}: {check}": (table, text_by_text(TEXT_CHECKS[name][check]))
        for name, table in LANGUAGES.items()
        for check in TEXT_CHECKS[name]
    },
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
    ("zh: misnamed", "home.strip", "点“人脸办税”，跟着做就行。"),
    ("en: misnamed", "home.strip", 'Touch "Face", and follow along.'),
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
