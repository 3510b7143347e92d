"""A mistake in a matter's file is found before a citizen meets it; each seeded mistake is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.commands.matters import read_annex
from kiosk.core.lint import faults, matter_faults, unspaced
from kiosk.core.matters import (
    Catalogue,
    Codes,
    Fee,
    Leg,
    Limit,
    Limits,
    Matter,
    MatterError,
    Period,
    Step,
    When,
    parse_matter,
)
from kiosk.core.words import Words
from kiosk.settings import Settings

ANNEX = read_annex(Settings().assets)
Change = Callable[[Matter], Matter]
Seeded = dict[str, tuple[Change, str]]
LEFT_UNIT = When("refund_reason", "left_unit")
BASIC, IMPLEMENT = "510719001000", "11510000008282778C2510719001000"


def without(matter: Matter, kind: str) -> Matter:
    return replace(matter, steps=tuple(each for each in matter.steps if each.kind != kind))


def field(matter: Matter, id_: str, **change: object) -> Matter:
    fields = tuple(replace(each, **change) if each.id == id_ else each for each in matter.fields)
    return replace(matter, fields=fields)


def column(matter: Matter, table: str, **change: object) -> Matter:
    first, *rest = matter.field(table).columns
    return field(matter, table, columns=(replace(first, **change), *rest))


def step(matter: Matter, kind: str, **change: object) -> Matter:
    """The first step of a kind, changed."""
    number = [each.kind for each in matter.steps].index(kind)
    steps = (*matter.steps[:number], replace(matter.steps[number], **change), *matter.steps[number + 1 :])
    return replace(matter, steps=steps)


def moved(matter: Matter, kind: str, before: str) -> Matter:
    """The steps of a kind, brought before another one."""
    moving = [each for each in matter.steps if each.kind == kind]
    rest = list(without(matter, kind).steps)
    place = [each.kind for each in rest].index(before)
    return replace(matter, steps=(*rest[:place], *moving, *rest[place:]))


def material(matter: Matter, **change: object) -> Matter:
    first, *rest = matter.materials
    return replace(matter, materials=(replace(first, **change), *rest))


def check(matter: Matter, **change: object) -> Matter:
    first, *rest = matter.checks
    return replace(matter, checks=(replace(first, **change), *rest))


# Matter 14: a certificate, by the old steps.
CERTIFICATE: Seeded = {
    "name differs from the annex": (lambda m: replace(m, name="开具完税证明"), "annex"),
    "lead other than in the annex": (lambda m: replace(m, lead="公安部"), "lead is not that of number 14"),
    "departments other than in the annex": (lambda m: replace(m, cooperating=("公安部",)), "cooperating is not that"),
    "deadline other than in the annex": (lambda m: replace(m, deadline="2029年底前"), "deadline is not that"),
    "a number that the annex does not have": (lambda m: replace(m, annex=23), "no number 23"),
    "a type that no list has": (lambda m: replace(m, type_code="99"), "type code '99'"),
    "version below 1": (lambda m: replace(m, version=0), "version is below 1"),
    "least age below 0": (lambda m: replace(m, least_age=-1), "least age"),
    "a first day that is none": (lambda m: replace(m, valid_from="2026-13-45"), "valid_from is no day"),
    "a last day that is none": (lambda m: replace(m, valid_until="2026-2-3"), "valid_until is no day"),
    "a last day before the first": (lambda m: replace(m, valid_until="2020-01-01"), "before valid_from"),
    "period of no month": (lambda m: replace(m, period=replace(m.period, most_months=0)), "may cover no month"),
    "choice listed twice": (lambda m: field(m, "tax_group", choices=m.field("tax_group").choices * 2), "listed twice"),
    "no basis": (lambda m: replace(m, basis=()), "basis"),
    "basis verified without a number": (
        lambda m: replace(m, basis=(replace(m.basis[0], status="verified", number=None),)),
        "without a number",
    ),
    "codes that do not agree": (
        lambda m: replace(m, codes=Codes(basic="510719001001", implement=IMPLEMENT)),
        "basic code",
    ),
    "business code of another matter": (
        lambda m: replace(m, codes=Codes(basic=BASIC, implement=IMPLEMENT, business=f"2{IMPLEMENT[1:]}01")),
        "business code",
    ),
    "limit below zero": (lambda m: replace(m, limits=Limits(statutory=Limit(-1))), "below zero"),
    "more promised than allowed": (lambda m: replace(m, limits=Limits(Limit(3), Limit(5))), "more time"),
    "amount of what is free": (lambda m: replace(m, fee=Fee(charged=False, amount="10.00")), "not charged"),
    "R1 without a result": (lambda m: replace(m, result=None), "sealed result"),
    "R1 with a slip for a result": (lambda m: replace(m, result=replace(m.result, kind="query_slip")), "sealed result"),
    "R1 that issues nothing": (lambda m: without(m, "print"), "without a step that issues"),
    "no steps": (lambda m: replace(m, steps=()), "no steps"),
    "period of what is no date": (lambda m: replace(m, period=Period("tax_group", "period_to", 12)), "tax_group"),
    "field without a purpose": (lambda m: field(m, "tax_authority", purpose=" "), "no purpose"),
    "field defined twice": (lambda m: replace(m, fields=(*m.fields, m.fields[0])), "twice"),
    "field on no page": (lambda m: step(m, "form", pages=(("tax_authority",),)), "on no page"),
    "unknown field rule": (lambda m: field(m, "tax_authority", rule="luck"), "luck"),
    "choice without choices": (lambda m: field(m, "tax_group", choices=()), "choice"),
    "default that is no choice": (lambda m: field(m, "tax_group", default="vat"), "default"),
    "offset that is none": (lambda m: field(m, "period_from", least="last year"), "offset"),
    "shortest above longest": (lambda m: field(m, "tax_authority", shortest=50), "shortest"),
    "form without pages": (lambda m: step(m, "form", pages=()), "needs pages"),
    "page with an unknown field": (lambda m: step(m, "form", pages=(("tax_colour",),)), "tax_colour"),
    "select of nothing": (lambda m: step(m, "select", query=""), "needs query or look_up"),
    "select of two things": (lambda m: step(m, "select", look_up="taxes"), "needs query or look_up"),
    "identify without a way": (lambda m: step(m, "identify", ways=()), "needs ways"),
    "identify by post": (lambda m: step(m, "identify", ways=("post",)), "no way of a identify step"),
    "condition on what is no choice": (lambda m: step(m, "select", when=When("period_from", "x")), "no choice"),
    "condition on what is not offered": (lambda m: step(m, "select", when=When("tax_group", "x")), "does not offer"),
    "condition that asks for nothing": (lambda m: step(m, "select", when=When("tax_group")), "either is or of"),
    "own data without identity": (lambda m: without(m, "identify"), "identify"),
    "public query that asks who": (lambda m: replace(m, identity=("ID0",)), "ID0"),
    "a role that no identity allows": (lambda m: step(m, "identify", who=("self", "agent")), "no identity allows"),
    "card before consent": (lambda m: without(m, "consent"), "consent"),
    "issue without review": (lambda m: without(m, "review"), "review"),
    "issued by nobody": (lambda m: replace(m, department=None), "no department issues it"),
}
# Matter 16: declared, paid, issued.
FEES: Seeded = {
    "handed in to nobody": (lambda m: replace(m, department=None), "no department and service"),
    "handed in and nobody says where": (lambda m: replace(m, deciding=None), "which place decides"),
    "submit without review": (lambda m: without(m, "review"), "without a review"),
    "form after the review": (lambda m: moved(m, "form", "submit"), "after the review"),
    "pay before submit": (lambda m: moved(m, "pay", "submit"), "before it was submitted"),
    "issue before pay": (lambda m: moved(m, "issue", "pay"), "before it is paid"),
    "issue before submit": (lambda m: moved(m, "issue", "submit"), "issued before it was submitted"),
    "identity that nobody can show": (lambda m: step(m, "identify", who=("self",)), "nobody may come as agent"),
    "R3 that submits": (lambda m: replace(m, reach="R3"), "only asks"),
    "share that nobody fetched": (lambda m: field(m, "amount", prefill="share.luck.amount"), "no earlier step fetches"),
    "prefill of no known kind": (lambda m: field(m, "amount", prefill="dream.amount"), "unknown prefill"),
    "prefill with an unknown part of the card": (lambda m: field(m, "amount", prefill="card.shoe"), "unknown prefill"),
    "prefill of an organisation": (lambda m: field(m, "amount", prefill="organisation.name"), "nobody comes as one"),
    "prefill of a code": (lambda m: field(m, "amount", prefill="scan"), "no step scans one"),
    "prefill by an unknown rule": (lambda m: field(m, "amount", prefill="computed.luck:base"), "computing rule 'luck'"),
    "read only and from nowhere": (lambda m: field(m, "amount", prefill="none"), "nothing fills it in"),
    "record that nobody picks": (lambda m: field(m, "amount", prefill="record.amount"), "picks one"),
    "step that sends an unknown field": (lambda m: step(m, "fetch", params=("luck",)), "sends luck"),
    "fetch of nothing": (lambda m: step(m, "fetch", look_up=""), "needs look_up"),
    "legs of a matter in one place": (
        lambda m: replace(m, legs=(Leg("a", "甲"), Leg("b", "乙"))),
        "多地联办",
    ),
    "question asked twice": (lambda m: replace(m, eligibility=m.eligibility * 2), "asked twice"),
    "choices that no region has": (lambda m: field(m, "grade", choices_from="luck"), "no region has choices"),
    "two reviews": (lambda m: replace(m, steps=(*m.steps, *(s for s in m.steps if s.kind == "review"))), "comes twice"),
}
# Matter 21: a table, an account, materials.
REFUND: Seeded = {
    "R2 without submit": (lambda m: without(m, "submit"), "without a submit step"),
    "table without columns": (lambda m: field(m, "lines", columns=()), "columns"),
    "column defined twice": (lambda m: column(m, "lines", id="refund"), "column refund is defined twice"),
    "column with an unknown rule": (lambda m: column(m, "lines", rule="luck"), "luck"),
    "column computed by an unknown rule": (lambda m: column(m, "lines", computed="luck:paid"), "computing rule 'luck'"),
    "total of texts": (lambda m: column(m, "lines", total=True), "only figures"),
    "more rows at least than at most": (lambda m: field(m, "lines", rows_least=9), "rows_least"),
    "unknown check": (lambda m: check(m, rule="luck"), "unknown check"),
    "check of an unknown field": (lambda m: check(m, field="luck"), "asks luck"),
    "check with an unknown term": (lambda m: check(m, with_=("lines.luck",)), "asks lines.luck"),
    "account without consent": (lambda m: replace(m, sensitive=()), "sensitive category account"),
    "account that is not said to be sensitive": (lambda m: field(m, "refund_account", sensitive=None), "is sensitive"),
    "consent for what nothing uses": (lambda m: replace(m, sensitive=("account", "minor")), "nothing uses it"),
    "guardian without consent for the child": (
        lambda m: step(
            replace(m, identity=(*m.identity, "ID2G")), "identify", who=("self", "organisation", "guardian")
        ),
        "category minor",
    ),
    "signed before the review": (lambda m: moved(m, "sign", "review"), "signed before it is looked over"),
    "delivery chosen after the review": (
        lambda m: replace(m, steps=(*m.steps, Step("deliver", ways=("post",)))),
        "deliver comes after the review",
    ),
    "a way led by what only some are asked": (
        lambda m: replace(m, steps=tuple(replace(each, when=LEFT_UNIT) if each.pages else each for each in m.steps)),
        "asked on some ways only",
    ),
    "materials that nobody takes": (lambda m: without(m, "materials"), "no step takes them"),
    "a step for no materials": (lambda m: replace(m, materials=()), "none is asked for"),
    "material that can't be given": (
        lambda m: material(m, form="original", can_photograph=False, can_commit=False, can_bring=False),
        "in no way",
    ),
    "material of no page": (lambda m: material(m, pages_most=0), "no page"),
    "material when nobody offers it": (lambda m: material(m, when=When("refund_reason", "luck")), "does not offer"),
    "a legal person's matter for natural persons only": (lambda m: replace(m, objects=("自然人",)), "no legal person"),
}
SEEDED = [
    (matter, name, change, word)
    for matter, seeded in (("KSTB-14", CERTIFICATE), ("KSTB-16", FEES), ("KSTB-21", REFUND))
    for name, (change, word) in seeded.items()
]


@pytest.mark.parametrize(("matter", "name", "change", "word"), SEEDED, ids=[f"{m} {n}" for m, n, _, _ in SEEDED])
def test_a_seeded_mistake_is_found(shelf: Catalogue, matter: str, name: str, change: Change, word: str):
    whole = shelf.matters[matter]
    assert list(matter_faults(whole, ANNEX, shelf.regions)) == []
    found = list(matter_faults(change(whole), ANNEX, shelf.regions))
    assert any(word in each for each in found), found


def test_the_catalogue_as_it_ships_is_whole(shelf: Catalogue):
    assert list(faults(shelf, ANNEX)) == []


def test_all_22_matters_and_more_are_there(shelf: Catalogue):
    numbers = [each.annex for each in shelf.matters.values() if each.annex is not None]
    assert sorted(numbers) == list(range(1, 23))
    assert {"VER-TAX", "VER-LIC"} <= shelf.matters.keys()


def test_two_matters_of_one_number_are_found(shelf: Catalogue):
    twin = replace(shelf.matters["KSTB-14"], id="KSTB-99")
    more = replace(shelf, matters={**shelf.matters, "KSTB-99": twin})
    assert "annex: number 14 is defined twice" in list(faults(more, ANNEX))


def test_a_figure_that_a_check_reads_and_nobody_has_is_found(shelf: Catalogue):
    """Its table was deleted: the check would never find anything again."""
    tables = {
        name: rows for name, rows in shelf.regions.tables.items() if name not in ("fund_limits", "retirement_male")
    }
    found = list(faults(replace(shelf, regions=replace(shelf.regions, tables=tables)), ANNEX))
    assert "KSTB-05: no region has figures called 'fund_limits'" in found
    assert "KSTB-09: no region has figures called 'retirement_male'" in found


def test_a_calendar_without_a_year_is_found(shelf: Catalogue):
    found = list(faults(replace(shelf, regions=replace(shelf.regions, holidays={})), ANNEX))
    assert any("holidays" in each for each in found)


def test_two_matters_on_one_place_of_the_home_page_are_found(shelf: Catalogue):
    last = replace(shelf.matters["KSTB-22"], home=1)
    assert "home: 1 is the place of 2 matters" in list(
        faults(replace(shelf, matters={**shelf.matters, last.id: last}), ANNEX)
    )


# --- words -------------------------------------------------------------------------------------------------------


def with_words(shelf: Catalogue, language: str, table: dict[str, str]) -> Catalogue:
    return replace(shelf, words={**shelf.words, language: Words(table)})


@pytest.mark.parametrize(
    "key",
    [
        "matter.KSTB-14.card",
        "matter.KSTB-14.guide.conditions",
        "matter.KSTB-14.faq.1.answer",
        "matter.KSTB-16.eligibility.own_insurance.question",
        "matter.KSTB-16.info.own_insurance.block1",
        "matter.KSTB-19.problem.price_zero",
        "matter.KSTB-21.field.lines.column.refund",
        "matter.KSTB-21.material.proof_wrong.standard",
        "matter.KSTB-21.refusal.refund_above_paid.do",
        "matter.KSTB-22.consent.tick_health",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_missing_text_is_named_with_its_language(shelf: Catalogue, language: str, key: str):
    table = {each: text for each, text in shelf.words[language].table.items() if each != key}
    assert f"{key.split('.')[1]}: no text {key} ({language})" in list(faults(with_words(shelf, language, table), ANNEX))


def test_what_everybody_says_need_not_be_said_again(shelf: Catalogue):
    key = "consent.title"
    for language in ("zh", "en"):
        table = {k: text for k, text in shelf.words[language].table.items() if k != f"matter.KSTB-16.{key}"}
        shelf = with_words(shelf, language, table | {f"usual.{key}": "..."})
    assert list(faults(shelf, ANNEX)) == []


@pytest.mark.parametrize(
    "key", ["field.luck.label", "eligibility.luck.question", "material.luck.name", "leg.luck", "faq.luck.question"]
)
def test_words_for_what_the_matter_does_not_have_are_found(shelf: Catalogue, key: str):
    table = shelf.words["zh"].table | {f"matter.KSTB-14.{key}": "..."}
    found = list(faults(with_words(shelf, "zh", table), ANNEX))
    assert any("words for" in each and "luck" in each for each in found)


# --- names, codes, files -----------------------------------------------------------------------------------------


def test_a_code_of_an_unknown_kind_is_named(shelf: Catalogue):
    changed = step(shelf.matters["VER-TAX"], "scan", payloads=("LuckyNumber",))
    assert any("LuckyNumber" in each for each in matter_faults(changed, ANNEX))


def test_the_annex_has_22_names():
    assert len(ANNEX) == 22
    assert ANNEX[14].name == "开具税收完税证明"


def test_spaces_that_the_web_copy_puts_around_digits_make_no_other_name():
    assert unspaced("等 5 种门诊慢特病") == "等5种门诊慢特病"
    assert unspaced("A B") == "A B"


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


@pytest.mark.parametrize("code", ["51071900100", "51071900100I", "5107190010000"], ids=["short", "no I", "long"])
def test_a_code_that_is_not_well_formed_is_no_matter(shelf: Catalogue, code: str):
    text = f'id = "X"\nname = "x"\ncodes = {{ basic = "{code}" }}'
    with pytest.raises(MatterError):
        parse_matter(text)
