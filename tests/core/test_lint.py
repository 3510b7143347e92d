"""A mistake in a matter's file is found before a citizen meets it; each seeded mistake is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.commands.matters import read_annex
from kiosk.core.lint import faults, matter_faults
from kiosk.core.matters import Catalogue, Matter, MatterError, Period, When, parse_matter
from kiosk.core.words import Words
from kiosk.settings import Settings

ANNEX = read_annex(Settings().assets)


def without(matter: Matter, kind: str) -> Matter:
    return replace(matter, steps=tuple(each for each in matter.steps if each.kind != kind))


def field(matter: Matter, number: int, **change: object) -> Matter:
    fields = list(matter.fields)
    fields[number] = replace(fields[number], **change)
    return replace(matter, fields=tuple(fields))


def step(matter: Matter, number: int, **change: object) -> Matter:
    steps = list(matter.steps)
    steps[number] = replace(steps[number], **change)
    return replace(matter, steps=tuple(steps))


SEEDED: dict[str, tuple[Callable[[Matter], Matter], str]] = {
    "name differs from the annex": (lambda m: replace(m, name="开具完税证明"), "annex"),
    "no basis": (lambda m: replace(m, basis=()), "basis"),
    "R1 without a result": (lambda m: replace(m, result=None), "result"),
    "no steps": (lambda m: replace(m, steps=()), "no steps"),
    "period of what is no date": (lambda m: replace(m, period=Period("tax_group", "period_to", 12)), "tax_group"),
    "field without a purpose": (lambda m: field(m, 0, purpose=" "), "no purpose"),
    "field defined twice": (lambda m: replace(m, fields=(*m.fields, m.fields[0])), "twice"),
    "field on no page": (lambda m: step(m, 2, pages=(("tax_authority",),)), "on no page"),
    "unknown field rule": (lambda m: field(m, 0, rule="luck"), "luck"),
    "choice without choices": (lambda m: field(m, 1, choices=()), "choice"),
    "default that is no choice": (lambda m: field(m, 1, default="vat"), "default"),
    "shortest above longest": (lambda m: field(m, 0, shortest=50), "shortest"),
    "form without pages": (lambda m: step(m, 2, pages=()), "needs pages"),
    "page with an unknown field": (lambda m: step(m, 2, pages=(("tax_colour",),)), "tax_colour"),
    "select without a query": (lambda m: step(m, 3, query=""), "needs query"),
    "identify without a way": (lambda m: step(m, 1, ways=()), "needs ways"),
    "condition on what is no choice": (lambda m: step(m, 3, when=When("period_from", "x")), "no choice"),
    "condition on what is not offered": (lambda m: step(m, 3, when=When("tax_group", "x")), "does not offer"),
    "own data without identity": (lambda m: without(m, "identify"), "identify"),
    "public query that asks who": (lambda m: replace(m, identity=("ID0",)), "ID0"),
    "card before consent": (lambda m: without(m, "consent"), "consent"),
    "issue without review": (lambda m: without(m, "review"), "review"),
}


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_mistake_is_found(shelf: Catalogue, name: str):
    change, word = SEEDED[name]
    found = list(matter_faults(change(shelf.matters["KSTB-14"]), ANNEX))
    assert any(word in each for each in found), found


def test_the_catalogue_as_it_ships_is_whole(shelf: Catalogue):
    assert list(faults(shelf, ANNEX)) == []


def test_a_missing_text_is_named_with_its_language(shelf: Catalogue):
    table = {key: text for key, text in shelf.words["en"].table.items() if key != "matter.KSTB-14.card"}
    poorer = replace(shelf, words={**shelf.words, "en": Words(table)})
    assert list(faults(poorer, ANNEX)) == ["KSTB-14: no text matter.KSTB-14.card (en)"]


def test_a_code_of_an_unknown_kind_is_named(shelf: Catalogue):
    changed = step(shelf.matters["VER-TAX"], 1, payloads=("LuckyNumber",))
    assert any("LuckyNumber" in each for each in matter_faults(changed, ANNEX))


def test_the_annex_has_22_names():
    assert len(ANNEX) == 22
    assert ANNEX[14] == "开具税收完税证明"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("id = ", "value"),
        ('id = "X"', "name"),
        ('id = "X"\nsurprise = 1', "surprise"),
    ],
    ids=["no TOML", "an element is missing", "an unknown key"],
)
def test_a_file_that_is_no_matter_says_where(text: str, word: str):
    with pytest.raises(MatterError, match=word):
        parse_matter(text)
