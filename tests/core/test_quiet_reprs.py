"""Nothing personal gets into a log by way of a `repr`."""

from __future__ import annotations

import pytest

from kiosk.core.effects import PrintDocument
from kiosk.core.events import CodeRead
from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, Query, Verify
from kiosk.core.replies import CheckOutcome
from kiosk.core.session import Visit
from kiosk.core.touches import Drafted
from kiosk.rehearsal import DEED, ISSUED, LEFT_BEHIND, SAME, ZHANG

MARK = "110105195203189911"
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
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_repr_names_the_kind_and_nothing_of_the_person(value: object):
    shown = repr(value)
    assert type(value).__name__ in shown
    assert MARK not in shown
    assert "张" not in shown
    assert "18600" not in shown
    assert "18910" not in shown
