"""A text that no page could show, or that no citizen should read, is found before a citizen meets it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.core.lint import faults
from kiosk.core.lint_texts import GIVEN
from kiosk.core.matters import Catalogue
from kiosk.core.words import Words
from tests.core.key_uses import calls_with_patterns
from tests.core.test_lint import ANNEX

ROOT = Path(__file__).parents[2]


def with_text(shelf: Catalogue, key: str, text: str, language: str = "zh") -> Catalogue:
    table = {**shelf.words[language].table, key: text}
    return replace(shelf, words={**shelf.words, language: Words(table)})


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("KSTB-14.select.paid_on", "{datum} 入库", "nobody fills in {datum}"),
        ("KSTB-14.select.paid_on", "{date 入库", "its braces do not fit"),
        ("KSTB-14.select.paid_on", "{date!r} 入库", "its braces do not fit"),
        ("KSTB-14.select.paid_on", "{} 入库", "its braces do not fit"),
        ("KSTB-14.select.total", "已选 {months} 笔", "nobody fills in {months}"),
        ("KSTB-14.card", "开{name}证明", "nobody fills in {name}"),
        ("KSTB-16.field.insurance.label", "", "it is empty"),
        ("KSTB-14.initials", "KW 开", "initials are small letters"),
        ("KSTB-14.line", "系统错误", "a word that no citizen should read"),
        ("KSTB-14.card", "在这里开一张完税证明", "longer than its place"),
        ("KSTB-14.select.strip", "点一下取消,再点选上。", "marks are half-width"),
        ("KSTB-14.select.strip", "您看好您的证。", "您 twice"),
        ("KSTB-14.select.strip", "点一下\n，再点。", "wrong mark"),
    ],
)
def test_a_seeded_text_is_found(shelf: Catalogue, key: str, text: str, fault: str):
    found = list(faults(with_text(shelf, f"matter.{key}", text), ANNEX))
    assert any(f"text matter.{key} (zh)" in each and fault in each for each in found), found


def test_everybodys_broken_braces_are_found(shelf: Catalogue):
    found = list(faults(with_text(shelf, "usual.select.total", "已选 {count 笔"), ANNEX))
    assert "text usual.select.total (zh): its braces do not fit" in found


@pytest.mark.parametrize("key", GIVEN)
def test_what_may_stand_in_a_matters_own_text_is_what_the_core_fills_in(key: str):
    given = list(_given_in_the_core(f"matter.KSTB-14.{key}"))
    assert given
    assert GIVEN[key] == frozenset.intersection(*given)


def _given_in_the_core(key: str) -> Iterator[frozenset[str]]:
    for pattern, call in calls_with_patterns(sorted((ROOT / "kiosk" / "core").rglob("*.py"))):
        if re.search("[a-z]{4}", pattern.rpartition(".")[2]) and re.fullmatch(pattern, key):
            yield frozenset(each.arg for each in call.keywords if isinstance(each, ast.keyword) and each.arg)
