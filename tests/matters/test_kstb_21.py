"""Matter 21, 退还误收多缴保险费申请: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.core.calendar import shifted
from kiosk.core.facts import Facts
from kiosk.core.form_rules import check_problems
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Parties
from kiosk.core.rules import typed_problem
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import Refused
from tests.gateway.conftest import WANG
from tests.matters.counter import Counter
from tests.matters.department import BEIJING, DAY, HANGZHOU, Asked, Desk, check_refused, sentence, why, whys
from tests.matters.townsfolk import ASSETS

ID = "KSTB-21"


REGISTER = tomllib.loads((ASSETS / "synthetic" / "registers" / "fee_payments.toml").read_text("utf-8"))["row"]
PAYMENTS = {row["key"]: row["values"] for row in REGISTER}
ACCOUNT = {"refund_account": "9999000000000000020", "account_bank": "示例农村信用社（演示）"}


def line(row: str, **changed: str) -> dict[str, str]:
    """A line of the table as the look-up fills it in."""
    paid = PAYMENTS[row]
    months_ago = int(paid["period"].removeprefix("month:"))
    asked = {"voucher": paid["voucher"], "insurance": paid["insurance"], "paid": paid["amount"]}
    return asked | {"period": shifted(DAY, f"months:{months_ago}")[:7], "refund": paid["amount"]} | changed


def refund(
    *rows: str, who: str = "wang", group: str = "social", lines=None, place: str = HANGZHOU, **values: str
) -> Asked:
    given = {"dept_group": group, "refund_reason": "paid_twice", **ACCOUNT, **values}
    tables = {"lines": lines or tuple(line(row) for row in rows)}
    return Asked(who, place, values=given, rows=rows, tables=tables)


BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-21 amount above paid": (
        refund("fp-wang-2", lines=(line("fp-wang-2", refund="800.01"),)),
        "refund_above_paid",
        "比缴过的还多",
    ),
    "KSTB-21 paid amount made larger by hand": (
        refund("fp-wang-2", lines=(line("fp-wang-2", paid="900.00", refund="900.00"),)),
        "refund_above_paid",
        "比缴过的还多",
    ),
    "KSTB-21 mixed departments": (refund("fp-wang-2", "fp-wang-3"), "mixed_groups", "不能放在一起退"),
    "KSTB-21 account of another": (
        refund("fp-yan-1", who="yan"),
        "account_of_another",
        "不是缴费人自己的",
    ),
    "KSTB-21 account of another, said before the materials": (
        Asked("yan", look_up="account"),
        "account_of_another",
        "不是缴费人自己的",
    ),
    "KSTB-21 no account": (
        refund("fp-gulina-1", who="gulina"),
        "no_account",
        "没有查到退费账户",
    ),
    "KSTB-21 amount 0": (
        refund("fp-wang-2", lines=(line("fp-wang-2", refund="0.00"),)),
        "refund_zero",
        "不是大于零",
    ),
    "KSTB-21 amount below 0": (
        refund("fp-wang-2", lines=(line("fp-wang-2", refund="-5.00"),)),
        "refund_zero",
        "不是大于零",
    ),
    "KSTB-21 voucher made up": (
        refund("fp-wang-2", lines=(line("fp-wang-2", voucher="X1"),)),
        "lines_differ",
        "对不上",
    ),
    "KSTB-21 insurance changed by hand": (
        refund("fp-wang-2", lines=(line("fp-wang-2", insurance="工伤保险"),)),
        "lines_differ",
        "对不上",
    ),
    "KSTB-21 month changed by hand": (
        refund("fp-wang-2", lines=(line("fp-wang-2", period="2025-01"),)),
        "lines_differ",
        "对不上",
    ),
    "KSTB-21 account changed by hand": (
        refund("fp-wang-2", refund_account="9999000000000000053"),
        "account_differs",
        "和登记的对不上",
    ),
    "KSTB-21 bank changed by hand": (refund("fp-wang-2", account_bank="别家银行"), "account_differs", "和登记的对不上"),
    "KSTB-21 collected before the transfer": (refund("fp-wang-5"), "before_transfer", "早年由社保收的"),
    "KSTB-21 not in the treasury yet": (refund("fp-wang-4"), "nothing_paid", "没有查到缴费"),
    "KSTB-21 paid at another place": (refund("fp-wang-2", place=BEIJING), "nothing_paid", "没有查到缴费"),
    "KSTB-21 another person's payment among one's own": (
        refund("fp-wang-2", "fp-yan-1"),
        "lines_differ",
        "对不上",
    ),
    "KSTB-21 nothing paid": (
        Asked("zhao", look_up="paid_lines", values={"dept_group": "social"}),
        "nothing_paid",
        "没有查到缴费",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


def test_too_much_is_said_on_the_page_of_the_lines(shelf: Catalogue):
    lines = (line("fp-wang-1"), line("fp-wang-2", refund="800.01"))
    facts = Facts({}, {"lines": lines}, (), Parties(), shelf.regions, "330100", DAY)
    assert check_problems(facts, shelf.matters[ID].checks, ["lines"]) == {"lines": "refund_above_paid"}
    assert "要退的比缴的还多" in shelf.words["zh"].of(ID, "problem.refund_above_paid")


def test_kstb_21_line_already_in_an_open_case(own_desk: Desk, shelf: Catalogue):
    """Nor is anything else of the same side, which is applied for once at a time."""
    assert isinstance(own_desk.ask(ID, refund("fp-wang-2")), DepartmentStanding)
    own_desk.clock.advance(seconds=3)
    assert own_desk.ask(ID, refund("fp-wang-2")) == Refused("line_in_open_case")
    assert "有一笔正在退" in sentence(shelf, ID, "line_in_open_case")
    assert own_desk.ask(ID, refund("fp-wang-1")) == Refused("application_open")
    assert "正在办" in sentence(shelf, ID, "application_open")
    found = whys(own_desk, ID, Asked("wang", look_up="paid_lines", values={"dept_group": "social"}))
    assert found["fp-wang-2"] == "in_open_case"


def test_kstb_21_medical_fee_of_a_period_in_which_benefits_ran_is_warned_of_and_not_decided(desk: Desk):
    found = desk.ask(ID, Asked("wang", look_up="paid_lines", values={"dept_group": "medical"}))
    assert isinstance(found, LookedUp)
    assert [(record.selectable, "审核可能不退" in record.line) for record in found.records] == [(True, True)]


@pytest.mark.parametrize("typed", ["0", "0.00", "-5.00"])
def test_kstb_21_nothing_to_refund_is_said_on_the_line(shelf: Catalogue, typed: str):
    column = next(each for each in shelf.matters[ID].field("lines").columns if each.id == "refund")
    problem = typed_problem(column, typed)
    assert problem
    assert "0" in shelf.words["zh"](f"problem.{problem}")


def test_what_the_insurance_office_collected_is_sent_there(desk: Desk, shelf: Catalogue):
    found = whys(desk, ID, Asked("wang", look_up="paid_lines", values={"dept_group": "social"}))
    assert found == {"fp-wang-5": "before_transfer"}
    assert "社保经办" in why(shelf, ID, "before_transfer")


FALSE = {
    "KSTB-21 refund of nothing at the gateway": ({"refund": "0.00"}, {}, "value_not_allowed"),
    "KSTB-21 refund below nothing at the gateway": ({"refund": "-5.00"}, {}, "value_not_allowed"),
    "KSTB-21 voucher made up at the gateway": ({"voucher": "X1"}, {}, "lines_differ"),
    "KSTB-21 account changed at the gateway": ({}, {"refund_account": "9999000000000000053"}, "account_differs"),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_data_never_becomes_a_case(counter: Counter, name: str):
    cell, value, reason = FALSE[name]
    asked = refund("fp-wang-2", lines=(line("fp-wang-2", **cell),), **value)
    body = {"place": asked.place, "values": asked.values, "rows": list(asked.rows), "signature": "0" * 64}
    answer = counter.submit(
        counter.case(ID, {"applicant": WANG}, **body, tables={"lines": list(asked.tables["lines"])})
    )
    assert (answer.status_code, answer.json().get("reason")) == (422, reason)
