from __future__ import annotations

import pytest

VALID = {"number": "YS2400000001", "issued_on": "2024-06-12", "amount": "18600.00"}
VOID = {"number": "YS2400000002", "issued_on": "2024-07-01", "amount": "420.00"}
LICENCE = "1.2.156.3005.2.11000000DEM001017C00"


def same(answer) -> dict[str, bool]:
    return {field["id"]: field["same"] for field in answer["fields"]}


def test_a_certificate_in_force_agrees(terminal):
    answer = terminal.verify("tax_certificate", **VALID).json()
    assert answer["state"] == "same"
    assert same(answer) == {"number": True, "issued_on": True, "amount": True}
    assert answer["certificate"]["holder"] == "孙**"
    assert answer["checked_at"] == "2026-06-15T09:30:00+08:00"
    assert answer["demo"]


@pytest.mark.parametrize("typed", [" ys2400000001", "No.YS2400000001", "ＹＳ２４００００００１"[:2] + "2400000001"])
def test_numbers_are_read_as_people_write_them(terminal, typed):
    assert terminal.verify("tax_certificate", **VALID | {"number": typed, "amount": "18,600"}).json()["state"] == "same"


SHAPES = {
    "since 2019": ("19(0000)00证明60000003", "2019-03-05", "1409.50"),
    "until 2018": ("(000)00证明00000004", "2018-05-10", "88.00"),
    "electronic": ("000026000000000005", "2026-02-03", "310.00"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("written", ["{}", "No. {}", "№{}", " {} "])
@pytest.mark.parametrize("brackets", ["()", "（）"])
def test_a_number_of_any_shape_is_found_however_it_is_written(terminal, shape, written, brackets):
    number, issued_on, amount = SHAPES[shape]
    typed = written.format(number.translate(str.maketrans("()", brackets)).replace("证明", "证明 "))
    answer = terminal.verify("tax_certificate", number=typed, issued_on=issued_on, amount=amount).json()
    assert (answer["state"], answer["certificate"]["number"]) == ("same", number)
    code = f"KIOSK-DEMO:TAX:{number}:{issued_on.replace('-', '')}:{amount}".encode()
    assert terminal.verify("tax_certificate", payload=code).json()["state"] == "same"


def test_the_code_of_another_paper_is_not_found_and_not_refused(terminal):
    """Fifteen digits are the code of a list of income tax paid, as a province has it: opaque here, as all numbers."""
    answer = terminal.verify("tax_certificate", **VALID | {"number": "000000000000001"}).json()
    assert (answer["state"], answer["certificate"]) == ("not_found", None)


@pytest.mark.parametrize(("name", "value"), [("issued_on", "2024-06-13"), ("amount", "18600.01")])
def test_what_differs_is_named_and_nothing_is_given_away(terminal, name, value):
    answer = terminal.verify("tax_certificate", **VALID | {name: value}).json()
    assert answer["state"] == "differs"
    assert [field for field, agrees in same(answer).items() if not agrees] == [name]
    assert next(field for field in answer["fields"] if field["id"] == name)["recorded"] is None
    assert answer["certificate"] is None


def test_void_and_not_found_are_two_answers(terminal):
    assert terminal.verify("tax_certificate", **VOID).json()["state"] == "void"
    answer = terminal.verify("tax_certificate", **VALID | {"number": "YS2499999999"}).json()
    assert (answer["state"], answer["certificate"]) == ("not_found", None)


def test_a_paper_of_this_very_gateway_verifies_by_its_code(terminal, persons):
    trace = terminal.checked(persons["zhang"])
    rows = terminal.selectable(persons["zhang"], trace)
    issued = terminal.issue(persons["zhang"], trace, rows[:2]).json()
    payload = f"KIOSK-DEMO:TAX:{issued['certificate_number']}:20260615:{issued['total']}".encode()
    answer = terminal.verify("tax_certificate", payload=payload).json()
    assert (answer["state"], answer["certificate"]["holder"]) == ("same", "张**")
    changed = payload.replace(issued["total"].encode(), b"9.00")
    assert terminal.verify("tax_certificate", payload=changed).json()["state"] == "differs"


@pytest.mark.parametrize("verification", ["tax_certificate", "maritime_doc", "e_licence"])
@pytest.mark.parametrize("payload", [b"", b"hello", b"\xff\xfe", b"https://example.com/x", b"KIOSK-DEMO:TAX:YS24:1:2"])
def test_another_code_is_malformed_not_forged(terminal, verification, payload):
    answer = terminal.verify(verification, payload=payload).json()
    assert (answer["state"], answer["fields"], answer["certificate"]) == ("malformed", [], None)


@pytest.mark.parametrize(
    ("verification", "params"),
    [
        ("tax_certificate", {"number": "YS2400000001"}),
        ("tax_certificate", VALID | {"issued_on": "yesterday"}),
        ("tax_certificate", VALID | {"amount": "much"}),
        ("maritime_doc", {}),
        ("e_licence", {"identifier": ""}),
        ("no_such", {}),
    ],
)
def test_missing_parameters_are_the_terminals_mistake(terminal, verification, params):
    answer = terminal.verify(verification, **params)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("DEMO-DOC-0001", "same"),
        ("DEMO-DOC-0002", "expired"),
        ("DEMO-DOC-0003", "withdrawn"),
        ("DEMO-DOC-0004", "interim"),
        ("DEMO-DOC-0005", "same"),
        ("DEMO-DOC-0006", "void"),
        ("DEMO-DOC-9999", "not_found"),
    ],
)
def test_each_state_of_a_document_of_compliance(terminal, number, state):
    typed = terminal.verify("maritime_doc", cert_no=number.lower(), way="by_certificate").json()
    scanned = terminal.verify("maritime_doc", payload=f"KIOSK-DEMO:DOC:{number}".encode()).json()
    assert typed["state"] == scanned["state"] == state


def test_a_missed_annual_verification_is_advice_only(terminal):
    overdue = terminal.verify("maritime_doc", cert_no="DEMO-DOC-0005").json()["certificate"]
    fine = terminal.verify("maritime_doc", cert_no="DEMO-DOC-0001").json()["certificate"]
    assert (overdue["advice"], fine["advice"]) == ("annual_verification_overdue", None)
    assert overdue["covers"] == ["油船", "化学品船"]


def test_the_certificate_in_force_speaks_for_its_company(terminal):
    answer = terminal.verify("maritime_doc", company_no="91000000DEM000014K").json()
    assert (answer["state"], answer["certificate"]["number"]) == ("same", "DEMO-DOC-0001")
    assert same(answer) == {"company_no": True}


def test_a_ship_type_that_is_not_covered_differs(terminal):
    answer = terminal.verify("maritime_doc", cert_no="DEMO-DOC-0001", ship_type="油船").json()
    assert answer["state"] == "differs"
    assert answer["fields"][-1] == {
        "id": "ship_type",
        "presented": "油船",
        "recorded": "散货船、其他货船",
        "same": False,
    }
    assert terminal.verify("maritime_doc", cert_no="DEMO-DOC-0001", ship_type="散货船").json()["state"] == "same"


def test_number_and_company_must_belong_together(terminal):
    answer = terminal.verify("maritime_doc", cert_no="DEMO-DOC-0001", company_no="91000000DEM000022E").json()
    assert (answer["state"], same(answer)) == ("differs", {"cert_no": True, "company_no": False})


@pytest.mark.parametrize(
    ("rest", "state"),
    [
        ("1.11000000DEM0010257.2024000001.001.J", "same"),
        ("1.11000000DEM0010257.2024000002.001.3", "withdrawn"),
        ("2.11000000DEM0010332.2019000003.001.M", "expired"),
        ("2.11000000DEM0010332.2025000004.002.1", "same"),
        ("2.11000000DEM0010332.2025999999.001.A", "not_found"),
        ("1.11000000DEM0010257.2024000001.001.K", "malformed"),
        ("1.oops", "malformed"),
    ],
)
def test_each_state_of_an_electronic_licence(terminal, rest, state):
    typed = terminal.verify("e_licence", identifier=f" {LICENCE}{rest}".lower()).json()
    assert typed["state"] == state
    if rest != "1.oops":
        assert terminal.verify("e_licence", payload=f"{LICENCE}{rest}".encode()).json()["state"] == state


def test_a_persons_name_is_masked_and_a_companys_is_not(terminal):
    person = terminal.verify("e_licence", identifier=f"{LICENCE}2.11000000DEM0010332.2025000004.002.1").json()
    company = terminal.verify("e_licence", identifier=f"{LICENCE}1.11000000DEM0010257.2024000001.001.J").json()
    assert person["certificate"]["holder"] == "张**"
    assert company["certificate"]["holder"] == "和安远航船务有限公司（演示）"


@pytest.mark.parametrize(
    ("department", "verification", "params"),
    [
        ("tax", "tax_certificate", VALID),
        ("maritime", "maritime_doc", {"cert_no": "DEMO-DOC-0001"}),
        ("licences", "e_licence", {"identifier": f"{LICENCE}1.11000000DEM0010257.2024000001.001.J"}),
    ],
)
def test_a_silent_register_is_not_known_and_a_no_is_a_no(terminal, department, verification, params):
    terminal.work(department, "down")
    silent = terminal.verify(verification, **params)
    terminal.work(department, "up")
    terminal.work(department, "refuse_next", reason="closed_for_audit")
    refused = terminal.verify(verification, **params)
    assert (silent.status_code, silent.json()["code"]) == (503, "department_unavailable")
    assert (refused.status_code, refused.json()["reason"]) == (422, "closed_for_audit")


@pytest.mark.parametrize(
    ("verification", "params", "service"),
    [
        ("maritime_doc", {"cert_no": "DEMO-DOC-0001"}, "航运公司"),
        ("maritime_smc", {"cert_no": "DEMO-SMC-0001"}, "船舶"),
    ],
)
def test_the_answer_names_the_service_that_was_asked(terminal, verification, params, service):
    assert service in terminal.verify(verification, **params).json()["service"]
