"""Matter 20, 开具社会保险费缴费证明: each bad input, who catches it, and what the citizen is told."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from kiosk.core.idcard import masked_name
from kiosk.core.matters import Catalogue
from kiosk.core.payloads import TaxCertificateCode, route_payload
from kiosk.core.rules import field_problem, period_problem
from kiosk.documents.tax_certificate import verification_code
from kiosk.gateway.departments.case_contract import DepartmentStanding, LookedUp
from kiosk.gateway.departments.contract import TaxPresented, Verification
from tests.matters.department import DAY, YUANHANG, Asked, Desk, check_refused, why, whys

ID = "KSTB-20"
YEAR = {"period_from": "2025-07", "period_to": "2026-06"}
LONG_AGO = {"period_from": "2016-01", "period_to": "2018-12"}

BAD: dict[str, tuple[Asked, str, str]] = {
    "KSTB-20 no record": (Asked("zhao", look_up="payments_by_day", values=YEAR), "nothing_paid", "没有查到缴费"),
    "KSTB-20 only payments of the time before the transfer": (
        Asked("wang", look_up="payments_by_period", values=LONG_AGO),
        "nothing_paid",
        "没有查到缴费",
    ),
    "KSTB-20 payments pending": (
        Asked("wang", rows=("fp-wang-4",), values=YEAR),
        "payments_pending",
        "钱还没到国库",
    ),
    "KSTB-20 span too long": (
        Asked("wang", rows=("fp-wang-1",), values=YEAR | {"period_from": "2023-01"}),
        "span_too_long",
        "时间太长",
    ),
}
# What the form says before anything is sent: the months, and what is wrong with them.
MONTHS = {
    "KSTB-20 from after to": ("2026-05", "2026-04", "period_order", "“从”比“到”晚了"),
    "KSTB-20 span too long on the form": ("2020-01", "2026-06", "period_too_long", "最长查"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_refused_and_said(desk: Desk, shelf: Catalogue, name: str):
    check_refused(desk, shelf, ID, BAD[name])


@pytest.mark.parametrize("name", MONTHS)
def test_wrong_months_are_said_on_the_form(shelf: Catalogue, name: str):
    first, last, problem, part = MONTHS[name]
    answers = {"period_from": first, "period_to": last}
    assert period_problem(shelf.matters[ID].period, answers) == problem
    assert part in shelf.words["zh"](f"problem.{problem}", most=36)


@pytest.mark.parametrize("name", ["period_from", "period_to"], ids=lambda name: f"KSTB-20 future {name}")
def test_a_month_of_the_future_is_said_on_the_form(shelf: Catalogue, name: str):
    assert field_problem(shelf.matters[ID].field(name), "2026-07", DAY) == "future"
    assert "还没到" in shelf.words["zh"]("problem.future")


def test_what_has_not_reached_the_treasury_cannot_be_picked(desk: Desk, shelf: Catalogue):
    found = whys(desk, ID, Asked("wang", look_up="payments_by_day", values=YEAR))
    assert found == {"fp-wang-4": "not_in_treasury"}
    assert "国库" in why(shelf, ID, "not_in_treasury")


def test_the_two_ways_of_looking_differ(desk: Desk):
    month = {"period_from": "2026-05", "period_to": "2026-05"}
    by_day = desk.ask(ID, Asked("wang", look_up="payments_by_day", values=month))
    assert isinstance(by_day, LookedUp)
    assert [record.id for record in by_day.records] == ["fp-wang-2"]  # paid in May for April
    april = {"period_from": "2026-04", "period_to": "2026-04"}
    by_period = desk.ask(ID, Asked("wang", look_up="payments_by_period", values=april))
    assert isinstance(by_period, LookedUp)
    assert [record.id for record in by_period.records] == ["fp-wang-1", "fp-wang-2"]


@pytest.mark.parametrize(("organisation", "row"), [(None, "fp-wang-1"), (YUANHANG, "fp-yuanhang-1")])
def test_a_sealed_certificate_comes_at_once(own_desk: Desk, organisation, row: str):
    opened = own_desk.ask(ID, Asked("wang", organisation=organisation, rows=(row,), values=YEAR))
    assert isinstance(opened, DepartmentStanding)
    assert "result" in opened.papers
    paper = own_desk.system(ID).paper(own_desk.last, "result")
    assert paper is not None
    assert paper.title == "社会保险费缴费证明"
    assert paper.demo


@pytest.mark.parametrize(
    ("organisation", "row", "holder"), [(None, "fp-wang-1", "王磊"), (YUANHANG, "fp-yuanhang-1", YUANHANG.name)]
)
def test_its_code_is_checked_as_a_tax_certificates_is(own_desk: Desk, organisation, row: str, holder: str):
    own_desk.ask(ID, Asked("wang", organisation=organisation, rows=(row,), values=YEAR))
    paper = own_desk.system(ID).paper(own_desk.last, "result")
    assert paper is not None
    payload = verification_code(paper.certificate_number, paper.issued_at, f"{paper.total:.2f}")
    code = route_payload(payload.encode(), payload, ())
    assert isinstance(code, TaxCertificateCode)
    verify = own_desk.simulation.departments.tax.verify
    same = verify(TaxPresented(code.number, code.issued_on, Decimal(code.amount)))
    assert isinstance(same, Verification)
    assert same.state == "same"
    assert same.certificate is not None
    assert (same.certificate.kind, same.certificate.number) == (paper.title, paper.certificate_number)
    assert same.certificate.holder == masked_name(holder)
    for changed in (replace(code, amount="9.00"), replace(code, issued_on="2020-01-01")):
        differs = verify(TaxPresented(changed.number, changed.issued_on, Decimal(changed.amount)))
        assert isinstance(differs, Verification)
        assert differs.state == "differs"
    unknown = verify(TaxPresented("TX-DEMO-0000000000", code.issued_on, Decimal(code.amount)))
    assert isinstance(unknown, Verification)
    assert unknown.state == "not_found"


PICKED = ("fp-wang-1", "fp-wang-2", "fp-wang-3")


@pytest.mark.parametrize(
    ("detail", "lines"),
    [
        (
            "each",
            [
                ("企业职工基本养老保险", "2026-04", "2026-04-15", "800.00"),
                ("企业职工基本养老保险", "2026-04", "2026-05-15", "800.00"),
                ("职工基本医疗保险", "2026-03", "2026-03-15", "420.00"),
            ],
        ),
        ("summary", [("企业职工基本养老保险", "2026-04", "1600.00"), ("职工基本医疗保险", "2026-03", "420.00")]),
    ],
)
def test_a_summary_has_one_line_for_a_kind_and_month_with_the_exact_total(own_desk: Desk, detail: str, lines):
    own_desk.ask(ID, Asked("wang", rows=PICKED, values=YEAR | {"detail": detail}))
    paper = own_desk.system(ID).paper(own_desk.last, "result")
    assert paper is not None
    assert (paper.rows, paper.total) == (len(lines), Decimal("2020.00"))
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages)
    flat = "".join(said.split())
    assert [line for line in lines if "".join(line) not in flat] == []
