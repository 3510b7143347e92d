"""Nothing personal gets into a log by way of a `repr`."""

from __future__ import annotations

import pytest

from kiosk.core.effects import JoinPages, PrintDocument, PrintReceipt
from kiosk.core.events import CodeRead, PageTaken
from kiosk.core.matter_pages import AtCases, AtHandOver, AtPhotograph
from kiosk.core.pages import AtPerson
from kiosk.core.parties import Agent, Organisation, Parties, Party
from kiosk.core.questions import (
    AnswerCheck,
    CasesOf,
    CheckPerson,
    GivenMaterial,
    HandOver,
    Issue,
    LookUp,
    Query,
    Submit,
    Supplement,
    TakeOver,
    Verify,
)
from kiosk.core.receipts import Receipt, Text
from kiosk.core.replies import (
    CaseMessage,
    CasesFound,
    CaseStanding,
    CheckOutcome,
    HandedOver,
    MissingItem,
    PaymentCode,
    Record,
    TakenOver,
)
from kiosk.core.session import Visit
from kiosk.core.touches import Drafted
from kiosk.rehearsal import DEED, ISSUED, LEFT_BEHIND, SAME, ZHANG

MARK = "110105195203189911"
PERSON = Party("张建国", MARK)
PARTIES = Parties(PERSON, organisation=Organisation(MARK, "张氏样本公司"))
PAPER = GivenMaterial("letter", "C", pdf=MARK.encode())
STANDING = CaseStanding(
    case_number="CASE-7",
    matter="KSTB-03",
    state="supplement_asked",
    holder="示例部门（演示）",
    place="330100",
    opened_at="2026-11-23T09:26:00+08:00",
    demo=True,
    reason_text=f"张建国 {MARK}",
    missing=(MissingItem("letter", f"张建国 {MARK}"),),
    messages=(CaseMessage("2026-11-23T09:26:00+08:00", "示例窗口", f"张建国 {MARK}"),),
)
VALUES = (
    ZHANG,
    Drafted(1, "number", MARK),
    CodeRead("r", MARK.encode(), MARK),
    PrintDocument("j", MARK.encode()),
    CheckPerson("KSTB-14", "phone_code", "张建国", MARK),
    AnswerCheck("C1", MARK),
    Query("KSTB-14", "tax_payments", {"x": MARK}, "张建国", MARK, MARK),
    Issue("KSTB-14", {"x": MARK}, (), "张建国", MARK, MARK),
    Verify("VER-TAX", "tax_certificate", {"number": MARK}, MARK.encode()),
    CheckOutcome("passed", trace=MARK),
    Visit("v", "KSTB-14", card=ZHANG, answers={"x": MARK}),
    DEED,
    LEFT_BEHIND,
    ISSUED,
    *SAME.fields,
    SAME.certificate,
    PrintReceipt("j", Receipt((Text(MARK),))),
    JoinPages("r", (MARK.encode(),)),
    PageTaken("r", MARK.encode(), MARK.encode()),
    PERSON,
    Agent(PERSON, "child", "KSTB-03", "2026-11-23"),
    Organisation(MARK, "张氏样本公司", "handler", "张建国"),
    LookUp("KSTB-03", "hukou", {"x": MARK}, PARTIES, check_trace=MARK),
    Submit("KSTB-03", 1, "330100", PARTIES, {"x": MARK}, MARK, tables={"x": ({"y": MARK},)}),
    Supplement("CASE-7", (PAPER,), {"x": MARK}, MARK),
    PAPER,
    CasesOf(PARTIES, MARK),
    HandOver("KSTB-03", "330100", {"x": MARK}),
    TakeOver(MARK),
    Record("r1", "张建国", values={"number": MARK}),
    STANDING,
    *STANDING.messages,
    *STANDING.missing,
    TakenOver("KSTB-03", "", {"x": MARK}),
    HandedOver(MARK, "2026-11-23"),
    PaymentCode(MARK, "18600.00", "2026-11-23"),
    AtPerson(ZHANG),
    AtCases(CasesFound((STANDING,))),
    AtPhotograph("r", "letter", small=MARK.encode()),
    AtHandOver(MARK, "2026-11-23"),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_repr_names_the_kind_and_nothing_of_the_person(value: object):
    shown = repr(value)
    assert type(value).__name__ in shown
    assert MARK not in shown
    assert "张" not in shown
    assert "18600" not in shown
    assert "18910" not in shown
