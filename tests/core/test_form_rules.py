"""Rules over several answers and computed values: a table each, and that what is not known is no mistake."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from kiosk.core.computed import column_totals, computed
from kiosk.core.facts import Facts, figures, text, texts
from kiosk.core.form_rules import FORM_RULES, check_problems, good
from kiosk.core.matters import Catalogue, Check, Column, Field
from kiosk.core.parties import Agent, Organisation, Parties, Party
from kiosk.core.regions import Choosable, Rate, Regions
from kiosk.core.replies import Record

TODAY = "2026-11-23"
REGIONS = Regions(
    tables={"fund": (Rate("3301", {"low": "5.00", "high": "12.00"}, "演示", "2026-01-01"),)},
    choices={"grades": (Choosable("g1", "33", "一", "one", "演示", "2026-01-01", values={"amount": "200.00"}),)},
    holidays={"2026": {"2026-10-01": False, "2026-10-10": True}},
)
ZHANG, AGENT = Party("张建国", "110105195203189911"), Party("李示例", "110101199003077213")
PICKED = (Record("r1", "示例", amount="1.10", values={"region": "330106"}), Record("r2", "示例", amount="2.20"))
PARTIES = Parties(ZHANG, Agent(AGENT, "child", "KSTB-03", TODAY), Organisation("91350100M000100Y43", "示例公司"))


def facts(answers: dict[str, str] | None = None, **tables: tuple[dict[str, str], ...]) -> Facts:
    return Facts(answers or {}, tables, PICKED, PARTIES, REGIONS, "330100", TODAY, sex="男", born="1970-03-18")


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("a", ("1",)),
        ("missing", ()),
        ("12", ("12",)),
        ("5.00", ("5.00",)),
        ("people.base", ("1.00", "2.00")),
        ("nothing.base", ()),
        ("rate.fund.low", ("5.00",)),
        ("rate.fund.unknown", ()),
        ("rate.none.low", ()),
        ("choice.grades.grade.amount", ("200.00",)),
        ("picked.amount", ("1.10", "2.20")),
        ("picked.region", ("330106",)),
        ("applicant.name", ("张建国",)),
        ("agent.number", ("110101199003077213",)),
        ("agent.relation", ("child",)),
        ("organisation.uscc", ("91350100M000100Y43",)),
        ("place.code", ("330100",)),
        ("date.today", (TODAY,)),
    ],
)
def test_terms(term, found):
    people = ({"base": "1.00"}, {"base": "2.00"}, {"base": ""})
    assert texts(facts({"a": "1", "grade": "g1"}, people=people), term) == found


def test_parties_that_are_not_there_are_not_known():
    alone = Facts({}, {}, (), Parties(), REGIONS, "", TODAY)
    assert {text(alone, term) for term in ("applicant.name", "agent.number", "organisation.uscc", "place.code")} == {""}


def test_texts_that_are_no_figures_are_left_out():
    assert figures(facts(people=({"base": "x"}, {"base": "NaN"}, {"base": "3"})), "people.base") == [3]


RULE_CASES = [
    ("date_order", ("b",), {"a": "2026-02", "b": "2026-02"}, True),
    ("date_order", ("b",), {"a": "2026-02", "b": "2026-03"}, False),
    ("date_order", ("b",), {"a": "2026-02-10", "b": "2026-02"}, True),
    ("date_after", ("b",), {"a": "2026-02", "b": "2026-02"}, False),
    ("date_after", ("date.today",), {"a": "2026-11-24"}, True),
    ("period_in_past", (), {"a": "2026-10"}, True),
    ("period_in_past", (), {"a": "2026-11"}, False),
    ("month_not_future", (), {"a": "2026-11"}, True),
    ("month_not_future", (), {"a": "2026-12"}, False),
    ("month_not_past", (), {"a": "2026-11"}, True),
    ("month_not_past", (), {"a": "2026-10"}, False),
    ("within_this_year", (), {"a": "2026-01"}, True),
    ("within_this_year", (), {"a": "2025-12"}, False),
    ("months_at_most", ("b", "6"), {"a": "2026-06", "b": "2026-01"}, True),
    ("months_at_most", ("b", "6"), {"a": "2026-07", "b": "2026-01"}, False),
    ("not_before_today", (), {"a": TODAY}, True),
    ("not_before_today", (), {"a": "2026-11-22"}, False),
    ("not_after_today", (), {"a": TODAY}, True),
    ("not_after_today", (), {"a": "2026-11-24"}, False),
    ("working_day", (), {"a": "2026-11-23"}, True),
    ("working_day", (), {"a": "2026-11-22"}, False),
    ("working_day", (), {"a": "2026-10-01"}, False),
    ("working_day", (), {"a": "2026-10-10"}, True),
    ("working_day", (), {"a": "2027-01-03"}, True),  # that year is not known
    ("sum_equals", ("b", "c"), {"a": "0.30", "b": "0.10", "c": "0.20"}, True),
    ("sum_equals", ("b", "c"), {"a": "0.31", "b": "0.10", "c": "0.20"}, False),
    ("at_most", ("b",), {"a": "10.00", "b": "10"}, True),
    ("at_most", ("b",), {"a": "10.01", "b": "10"}, False),
    ("below", ("b",), {"a": "10.00", "b": "10.00"}, False),
    ("below", ("b",), {"a": "9.99", "b": "10.00"}, True),
    ("at_least", ("100",), {"a": "100.00"}, True),
    ("at_least", ("100",), {"a": "99.99"}, False),
    ("multiple_of", ("100",), {"a": "300.00"}, True),
    ("multiple_of", ("100",), {"a": "350.00"}, False),
    ("ratio_between", ("rate.fund.low", "rate.fund.high"), {"a": "5.00"}, True),
    ("ratio_between", ("rate.fund.low", "rate.fund.high"), {"a": "12"}, True),
    ("ratio_between", ("rate.fund.low", "rate.fund.high"), {"a": "4.9"}, False),
    ("ratio_between", ("rate.fund.low", "rate.fund.high"), {"a": "12.1"}, False),
    ("ratio_between", ("rate.none.low", "rate.none.high"), {"a": "99"}, True),
    ("differs", ("applicant.number",), {"a": "110105195203189911"}, False),
    ("differs", ("applicant.number", "b"), {"a": "110101199003077213", "b": "x"}, True),
    ("same_as", ("applicant.name",), {"a": "张建国"}, True),
    ("same_as", ("applicant.name",), {"a": "张建华"}, False),
    ("one_of", ("picked.region",), {"a": "330106"}, True),
    ("one_of", ("picked.region",), {"a": "330107"}, False),
    ("province_differs", ("place.code",), {"a": "320100"}, True),
    ("province_differs", ("place.code",), {"a": "330200"}, False),
    ("province_same", ("place.code",), {"a": "330200"}, True),
    ("province_same", ("place.code",), {"a": "320100"}, False),
    ("place_within", ("place.code",), {"a": "330106"}, True),
    ("place_within", ("place.code",), {"a": "330206"}, False),
    ("older_by", ("b", "12"), {"a": "110105195203189911", "b": "110101199003077213"}, True),
    ("older_by", ("b", "12"), {"a": "110101199003077213", "b": "110105195203189911"}, False),
    ("older_by", ("b", "16"), {"a": "1990-03-07", "b": "2006-03-07"}, True),
    ("older_by", ("b", "16"), {"a": "1990-03-07", "b": "2006-03-06"}, False),
    ("older_by", ("b", "17"), {"a": "1988-02-29", "b": "2005-02-28"}, False),
    ("age_at_least", ("16",), {"a": "2010-11-23"}, True),
    ("age_at_least", ("16",), {"a": "2010-11-24"}, False),
    ("age_below", ("60",), {"a": "1966-11-24"}, True),
    ("age_below", ("60",), {"a": "1966-11-23"}, False),
]
TABLE_CASES = [
    ("at_most", "t.base", ("2.00",), True),
    ("at_most", "t.base", ("1.99",), False),
    ("all_different", "t.name", (), False),
    ("all_different", "t.base", (), True),
    ("all_same", "t.name", (), True),
    ("all_same", "t.base", (), False),
    ("rows_at_most", "t.base", ("t.paid",), False),
    ("rows_at_most", "t.paid", ("t.paid",), True),
]


@pytest.mark.parametrize(("rule", "with_", "answers", "right"), RULE_CASES)
def test_rules(rule, with_, answers, right):
    assert good(facts(answers), Check(rule, "a", with_)) is right


@pytest.mark.parametrize(("rule", "field", "with_", "right"), TABLE_CASES)
def test_rules_over_a_table(rule, field, with_, right):
    rows = ({"name": "x", "base": "1.00", "paid": "1.00"}, {"name": "x", "base": "2.00", "paid": "1.50"})
    assert good(facts(t=rows), Check(rule, field, with_)) is right


def test_every_rule_is_asked_above_and_found_good_and_bad():
    for right in (True, False):
        assert {each[0] for each in (*RULE_CASES, *TABLE_CASES) if each[3] is right} == FORM_RULES


@pytest.mark.parametrize("rule", ["at_most", "below", "at_least", "differs", "same_as", "one_of", "province_differs"])
def test_what_is_not_known_is_no_mistake(rule):
    assert good(facts({"a": "12"}), Check(rule, "a", ("missing",)))
    assert good(facts(), Check(rule, "a", ("12",)))


def test_every_rule_has_its_sentence_in_both_languages(shelf: Catalogue):
    for words in shelf.words.values():
        assert [rule for rule in FORM_RULES if not words.has(f"problem.{rule}")] == []


def test_problems_by_field_with_the_matters_reason():
    checks = (Check("at_least", "a", ("5",), "too_little"), Check("below", "a", ("1",)), Check("below", "b", ("1",)))
    assert check_problems(facts({"a": "3", "b": "3"}), checks, ["a"]) == {"a": "too_little"}
    assert check_problems(facts({"a": "3", "b": "3"}), checks, ["a", "b"]) == {"a": "too_little", "b": "below"}
    table = (Check("all_different", "t.name", reason="twice"),)
    assert check_problems(facts(t=({"name": "x"}, {"name": "x"})), table, ["t"]) == {"t": "twice"}


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("sum:t.base,t.paid", "6.30"),
        ("sum:picked.amount", "3.30"),
        ("sum:t.none", ""),
        ("count:t", "3"),
        ("count:none", "0"),
        ("count:picked", "2"),
        ("product:a,b", "7.50"),
        ("product:a,missing", ""),
        ("percent:a,rate.fund.low", "0.13"),
        ("percent:a,rate.none.low", ""),
        ("less:b,a", "0.50"),
        ("less:a,b", "0.00"),
        ("less:a,missing", ""),
        ("least:a,b", "2.50"),
        ("least:a,missing", ""),
        ("months:first,last", "3"),
        ("months:last,first", ""),
        ("value:choice.grades.grade.amount", "200.00"),
        ("value:missing", ""),
    ],
)
def test_computed_values(rule, value):
    answers = {"a": "2.50", "b": "3.00", "grade": "g1", "first": "2026-01", "last": "2026-03"}
    rows = ({"base": "0.10", "paid": "1.00"}, {"base": "0.20", "paid": "2.00"}, {"base": "1.00", "paid": "2.00"})
    assert computed(facts(answers, t=rows), rule) == value


def test_a_sum_is_not_known_while_one_figure_is_none():
    assert computed(facts(t=({"base": "1.00"}, {"base": "x"})), "sum:t.base") == ""


def test_shares_are_rounded_half_up_to_the_cent():
    assert computed(facts({"a": "0.10", "b": "5"}), "percent:a,b") == "0.01"


def test_retirement_is_looked_up_and_not_known_without_a_table(shelf: Catalogue):
    known = replace(facts({"category": "male"}), regions=shelf.regions)
    assert computed(known, "retirement_day:category") == "2031-07-18"
    assert computed(facts({"category": "male"}), "retirement_day:category") == ""


def test_a_tables_totals_are_exact_and_leave_out_what_is_no_figure_yet():
    columns = (Column("name", "text"), Column("sum", "money", rule="money", total=True))
    rows = ({"name": "甲", "sum": "0.10"}, {"name": "乙", "sum": "1,000.20"}, {"name": "丙", "sum": "x"}, {})
    field = Field("people", "table", purpose="样本", columns=columns)
    assert column_totals(field, rows) == ((columns[1], Decimal("1000.30")),)
