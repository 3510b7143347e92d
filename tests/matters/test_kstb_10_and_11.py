"""Matters 10 and 11, certificates of shipping companies and ships: each bad input and what is said."""

from __future__ import annotations

import pytest

from kiosk.core.face import face_of
from kiosk.core.face_bodies import Verdict
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtVerdict
from kiosk.core.parties import Parties
from kiosk.core.questions import LookUp, Verify
from kiosk.core.replies import CertificateFacts, ComparedField, Found, Record, Verified
from kiosk.core.rules import field_problem
from kiosk.core.session import Session, Visit
from kiosk.gateway.departments.case_contract import LookedUp, LookUpAsked
from kiosk.gateway.departments.contract import MaritimePresented, Refused, ShipPresented
from kiosk.rehearsal import INSTANT, Story
from tests.matters.department import DAY, Desk, told


def ship(**keys: str) -> ShipPresented:
    known = dict.fromkeys(("cert_no", "ship_name", "imo_no", "ship_id", "company_no"))
    return ShipPresented(**{**known, **keys}, others={})


def by_name(desk: Desk, matter: str, part: str) -> LookedUp | Refused:
    service = {"KSTB-10": "company_certificates", "KSTB-11": "ship_certificates"}[matter]
    asked = LookUpAsked(matter, service, "certificates", {"name_part": part}, Parties(), "", DAY)
    return desk.system(matter).look_up(asked)


REFUSED = {
    "KSTB-11 only a common ship name": (ship(ship_name="和安示例1"), "second_key_needed", "不止一条"),
    "KSTB-11 DOC number in the SMC form": (ship(cert_no="DEMO-DOC-0001"), "other_certificate_kind", "公司的证书"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared_is_said(desk: Desk, shelf: Catalogue, name: str):
    presented, reason, part = REFUSED[name]
    assert desk.simulation.departments.maritime.verify_ship(presented) == Refused(reason)
    assert part in told(shelf, "KSTB-11", reason).replace("\n", "")


@pytest.mark.parametrize("matter", ["KSTB-10", "KSTB-11"], ids=lambda matter: f"{matter} a name that is not there")
def test_a_name_that_is_not_there_is_said(desk: Desk, shelf: Catalogue, matter: str):
    assert by_name(desk, matter, "不在这里的") == Refused("name_not_found")
    assert "没有查到叫这个名字" in told(shelf, matter, "name_not_found").replace("\n", "")


def test_candidates_are_listed_when_a_name_is_ambiguous(desk: Desk):
    found = by_name(desk, "KSTB-11", "和安示例1")
    assert isinstance(found, LookedUp)
    assert len(found.records) == 2
    assert len({record.line for record in found.records}) == 2  # told apart by their companies


def test_kstb_11_wrong_imo_check_digit_is_said_on_its_page(shelf: Catalogue):
    field = shelf.matters["KSTB-11"].field("imo_no")
    assert field_problem(field, "9074728", DAY) == "imo"
    assert field_problem(field, "9074729", DAY) == ""
    assert "IMO" in shelf.words["zh"]("problem.imo")


def test_kstb_10_two_letters_are_too_few_for_a_name(shelf: Catalogue):
    assert shelf.matters["KSTB-10"].field("name_part").shortest == 4


STATES = {
    "KSTB-10 expired": ("DEMO-DOC-0002", "expired", "已过期"),
    "KSTB-10 withdrawn": ("DEMO-DOC-0003", "withdrawn", "已撤销"),
    "KSTB-10 interim": ("DEMO-DOC-0004", "interim", "临时证书"),
    "KSTB-11 expired": ("DEMO-SMC-0005", "expired", "已过期"),
    "KSTB-11 withdrawn": ("DEMO-SMC-0006", "withdrawn", "已撤销"),
    "KSTB-11 interim": ("DEMO-SMC-0002", "interim", "临时证书"),
}


@pytest.mark.parametrize("name", STATES)
def test_ended_withdrawn_and_interim_are_told_apart(desk: Desk, shelf: Catalogue, name: str):
    number, state, part = STATES[name]
    register, matter = desk.simulation.departments.maritime, name[:7]
    presented = MaritimePresented(number, None, {})
    found = register.verify(presented) if matter == "KSTB-10" else register.verify_ship(ship(cert_no=number))
    assert found.state == state
    reply = Verified(found.state, (), None, INSTANT, "海事（演示）", "T1", demo=True)
    face = face_of(shelf, Session(page=AtVerdict(reply), visit=Visit("v1", matter)), INSTANT[:19])
    assert isinstance(face.body, Verdict)
    assert part in f"{face.strip} {face.body.words} {face.body.line}"
    assert face.body.sign == ("same" if state == "interim" else "ended")


def test_kstb_11_a_valid_ship_of_a_company_that_lost_its_own_is_withdrawn(desk: Desk):
    found = desk.simulation.departments.maritime.verify_ship(ship(cert_no="DEMO-SMC-0003"))
    assert found.state == "withdrawn"
    assert [field.id for field in found.fields if not field.same] == ["document"]


def test_kstb_11_a_type_of_ship_that_the_company_may_not_run(desk: Desk):
    found = desk.simulation.departments.maritime.verify_ship(ship(cert_no="DEMO-SMC-0004"))
    assert [field.id for field in found.fields if not field.same] == ["ship_type"]


@pytest.mark.parametrize(("matter", "part"), [("KSTB-10", "和安远航"), ("KSTB-11", "和安示例")])
def test_by_name_one_is_picked_and_its_number_is_not_typed(shelf: Catalogue, matter: str, part: str):
    story = Story(shelf).touch("start", "shelf:business", f"guide:{matter}", "primary", "pick:way:by_name")
    story.fill("name_part", part).touch("primary")
    question = story.asked().question
    assert isinstance(question, LookUp)
    assert (question.params, question.parties) == ({"name_part": part}, Parties())
    story.reply(Found((Record("r1", part, values={"cert_no": "DEMO-1"}),), "海事（演示）", INSTANT, "T1"))
    story.touch("row:r1", "primary")
    question = story.asked().question
    assert isinstance(question, Verify)
    assert question.params["cert_no"] == "DEMO-1"


@pytest.mark.parametrize("matter", ["KSTB-10", "KSTB-11"])
def test_a_certificate_is_compared_field_by_field(shelf: Catalogue, matter: str):
    story = Story(shelf).touch("start", "shelf:business", f"guide:{matter}", "primary", "pick:way:compare")
    story.fill("cert_no", "DEMO-1").touch("primary")
    story.fill("issued_on", "2024-09-10").touch("primary").fill("valid_until", "2029-09-10").touch("primary")
    story.touch("pick:ship_type:散货船")
    question = story.asked().question
    assert isinstance(question, Verify)
    assert question.params == {
        "cert_no": "DEMO-1",
        "issued_on": "2024-09-10",
        "valid_until": "2029-09-10",
        "ship_type": "散货船",
    }
    fields = tuple(ComparedField(id_, text, text, same=id_ != "ship_type") for id_, text in question.params.items())
    facts = CertificateFacts("证书", "DEMO-1", "示例", "海事（演示）", "2024-09-10", "2029-09-10")
    story.reply(Verified("differs", fields, facts, INSTANT, "海事（演示）", "T1", demo=True))
    assert story.face.body.sign == "differs"
    assert [row.mark for row in story.face.body.rows].count("differs") == 1


def test_the_public_register_asks_nobody_who_they_are(shelf: Catalogue):
    for matter in ("KSTB-10", "KSTB-11"):
        assert {"identify", "consent"}.isdisjoint(step.kind for step in shelf.matters[matter].steps)
