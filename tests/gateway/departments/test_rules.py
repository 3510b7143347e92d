from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.gateway.departments.formulas import FORMULAS
from kiosk.gateway.departments.rules import RULES, Day

DAY = Day("2026-06-15", {"2026": {"2026-06-19": False, "2026-02-14": True}})
ZHANG, WANG, CHEN = "110105195203189911", "110105198511029710", "110105201506019846"


def texts(spec: str) -> tuple[str, ...]:
    return tuple(spec.split("|")) if spec else ()


HOLDS = [
    ("some", "a"),
    ("none", ""),
    ("one", "a"),
    ("same", "a", "a|b"),
    ("same", "a|a", "a"),
    ("differs", "a", "b|c"),
    ("differs", "", ""),
    ("alike", "a|b", "b|a"),
    ("alike", "", ""),
    ("pairs_alike", "a|b", "1|2", "b|a", "2|1"),
    ("pairs_alike", "", "", "", ""),
    ("distinct", "a|b"),
    ("at_most", "1|2.00", "2"),
    ("at_most", "9", ""),
    ("at_least", "2", "2.0"),
    ("below", "1.99", "2"),
    ("above", "2.01", "2"),
    ("each_at_most", "1|2", "1|3"),
    ("sum_is", "0.10|0.20", "0.30"),
    ("sum_is", "", "0.00"),
    ("products_are", "100|200", "3", "300|600"),
    ("products_are", "100|200", "3|4", "300|800"),
    ("percents_are", "3333.33", "5", "166.67"),
    ("percents_are", "100.10", "5", "5.01"),
    ("age_at_least", WANG, "40"),
    ("age_at_least", CHEN, "11"),
    ("age_below", CHEN, "12"),
    ("age_below", WANG, "60"),
    ("older_by", WANG, CHEN, "12"),
    ("on_or_before", "2026-06-15", "2026-06-15"),
    ("on_or_before", "2026-05", "2026-06"),
    ("before", "2026-06-14|2026-01-01", "2026-06-15"),
    ("months_at_least", "2026-03", "2026-06", "3"),
    ("months_at_least", "2026-03-31", "2026-06-15", ""),
    ("months_at_most", "2026-01", "2026-06", "6"),
    ("months_free", "2026-01", "2026-03", "2026-04|2025-12"),
    ("months_free", "2026-01", "", "2026-02"),
    ("months_free", "", "", "2026-02"),
    ("months_free", "2026-04", "2026-05", "2026-01/2026-03|2026-06/2026-12"),
    ("same_year", "2026-01|2026-12", "2026"),
    ("same_province", "330106", "330000"),
    ("same_city", "330106", "330100"),
    ("other_province", "110105", "330100"),
    ("own_account", "古丽娜•示例", "古丽娜·示例"),
    ("own_account", " 张 建国", "张建国"),
    ("working_day", "2026-06-15"),
    ("working_day", "2026-02-14"),
    ("working_day", "2031-06-14"),
    ("window_open", "06-01", "06-15"),
    ("window_open", "09-01", "06-30"),
    ("window_open", "", ""),
]
FAILS = [
    ("some", ""),
    ("none", "a"),
    ("one", "a|b"),
    ("one", ""),
    ("same", "a|c", "a|b"),
    ("same", "", "a"),
    ("differs", "a|b", "b"),
    ("alike", "a|a", "a"),
    ("pairs_alike", "a|b", "1|2", "a|b", "2|1"),
    ("pairs_alike", "a|b", "1", "a", "1"),
    ("distinct", "a|a"),
    ("at_most", "2.01", "2"),
    ("at_most", "two", "2"),
    ("at_most", "1", "two"),
    ("at_least", "1.99", "2"),
    ("below", "2", "2.00"),
    ("above", "2", "2.00"),
    ("each_at_most", "1|4", "1|3"),
    ("each_at_most", "1", "1|3"),
    ("sum_is", "0.10|0.20", "0.31"),
    ("sum_is", "0.10", ""),
    ("sum_is", "1e2", "100"),
    ("products_are", "100", "3", "300.01"),
    ("products_are", "100|200", "3", "300"),
    ("products_are", "100", "", "0"),
    ("percents_are", "3333.33", "5", "166.66"),
    ("age_at_least", CHEN, "16"),
    ("age_at_least", "110105203506019846", "0"),
    ("age_at_least", "nobody", "16"),
    ("age_below", ZHANG, "60"),
    ("age_below", "nobody", "60"),
    ("older_by", CHEN, WANG, "12"),
    ("older_by", "", WANG, "12"),
    ("on_or_before", "2026-06-16", "2026-06-15"),
    ("on_or_before", "2026-06-16", ""),
    ("before", "2026-06-15", "2026-06-15"),
    ("months_at_least", "2026-04", "2026-06", "3"),
    ("months_at_least", "", "2026-06", "3"),
    ("months_at_most", "2025-12", "2026-06", "6"),
    ("months_free", "2026-01", "2026-03", "2026-02"),
    ("months_free", "2026-01", "", "2026-01"),
    ("months_free", "2026-02", "2026-02", "2026-01/2026-03"),
    ("months_free", "2026-03", "2026-05", "2026-01/2026-03"),
    ("same_year", "2026-12|2027-01", "2026"),
    ("same_year", "", "2026"),
    ("same_province", "330106", "110000"),
    ("same_province", "", "110000"),
    ("same_city", "330206", "330100"),
    ("other_province", "330206", "330100"),
    ("other_province", "", "330100"),
    ("own_account", "王磊", "张建国"),
    ("own_account", "", "张建国"),
    ("working_day", "2026-06-19"),
    ("working_day", "2026-06-14"),
    ("working_day", "not a day"),
    ("window_open", "06-16", "12-31"),
    ("window_open", "09-01", "06-14"),
]
MAKES = [
    ("sum", "0.10|0.20", "0.30"),
    ("sum", "", "0.00"),
    ("sum", "x", ""),
    ("minus", "10", "3|4", "3.00"),
    ("minus", "3", "10", "-7.00"),
    ("sum_less", "400.00", "280.00", "120.00"),
    ("sum_less", "400.00", "500.00", "0.00"),
    ("times", "12|10", "100", "2200.00"),
    ("times", "12345678.90", "0.00066", "8148.15"),
    ("times", "1|2", "1|2|3", ""),
    ("percent_of", "3333.33", "5", "166.67"),
    ("quotient", "10", "4", "2.50"),
    ("quotient", "10", "0", ""),
    ("count", "a|b", "2"),
    ("count", "", "0"),
    ("least", "3|2.5", "2.50"),
    ("least", "", ""),
    ("most", "3|2.5", "3.00"),
    ("first", "|b", "b"),
    ("first", "", ""),
    ("months_between", "2026-01", "2026-06", "6"),
    ("months_between", "", "2026-06", ""),
    ("years_and_months", "183", "15年3个月"),
    ("years_and_months", "180", "15年"),
    ("month_after", "2026-12-31", "2027-01"),
    ("age_day", WANG, "60", "2045-11-02"),
    ("age_day", "nobody", "60", ""),
    ("months_later", "2026-08-31", "6", "2027-02-28"),
    ("period", "2026-01-31", "2026-03", "2026-01/2026-03"),
    ("period", "", "2026-03", ""),
    ("tiered", "500", "1000|5000", "0.0012|0.001|0.0008", "0.60"),
    ("tiered", "5001", "1000|5000", "0.0012|0.001|0.0008", "4.00"),
    ("tiered", "5001", "1000", "0.0012", ""),
]


@pytest.mark.parametrize(("rule", "on"), [(rule, on) for rule, *on in HOLDS])
def test_a_rule_holds(rule, on):
    assert RULES[rule](DAY, *map(texts, on))


@pytest.mark.parametrize(("rule", "on"), [(rule, on) for rule, *on in FAILS])
def test_a_rule_does_not_hold(rule, on):
    assert not RULES[rule](DAY, *map(texts, on))


@pytest.mark.parametrize(("formula", "on", "made"), [(formula, on, made) for formula, *on, made in MAKES])
def test_a_formula(formula, on, made):
    assert FORMULAS[formula](DAY, *map(texts, on)) == made


def test_every_rule_is_tried_both_ways_and_every_formula_once():
    assert RULES.keys() == {rule for rule, *_ in HOLDS} == {rule for rule, *_ in FAILS}
    assert FORMULAS.keys() == {formula for formula, *_ in MAKES}


def test_every_rule_and_formula_is_in_the_manual():
    manual = (Path(__file__).parents[3] / "docs" / "integrating-a-department.md").read_text()
    named = set(re.findall(r"`(\w+)`", manual))
    assert not (RULES.keys() | FORMULAS.keys()) - named
