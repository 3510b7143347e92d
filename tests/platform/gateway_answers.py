"""Answers of a gateway as it sends them, with the questions they answer."""

from __future__ import annotations

import base64
import json

from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, Query, Verify
from kiosk.platform.wire import Response

NOW = "2026-11-22T10:00:00+08:00"
CHECK = CheckPerson("tax", "keeper", "演示张三", "110105199001010000")
ANSWER = AnswerCheck("chk", "123456")
QUERY = Query("tax", "payments", {})
ISSUE = Issue("tax", {}, ("r1",), "演示张三", "110105199001010000", "T")
VERIFY = Verify("sea", "by_number", {})
ROW = {
    "id": "r1",
    "kind": "契税",
    "item": "存量房",
    "period_from": "2026-01-01",
    "period_to": "2026-01-31",
    "date": None,
    "amount": "100.00",
    "selectable": False,
    "why": "not_in_treasury",
}
LEFT = {"case_number": "C1", "certificate_number": "N1", "issued_at": NOW, "total": "1.00"}
FOUND = {"state": "found", "rows": [ROW], "uncollected": [LEFT], "as_of": NOW, "service": "演示", "trace": "t1"}
ISSUED = {
    "state": "issued",
    "case_number": "C1",
    "certificate_number": "N1",
    "title": "税收完税证明",
    "issuer": "演示税务局",
    "issued_at": NOW,
    "rows": 1,
    "total": "100.00",
    "total_words": "壹佰元整",
    "pages": 1,
    "pdf_base64": base64.b64encode(b"%PDF-1.7 x").decode(),
    "print_count": 0,
    "demo": True,
}
FIELD = {"id": "number", "presented": "X1", "recorded": "X1", "same": True}
FACTS = {
    "kind": "证书",
    "number": "X1",
    "holder": "演*",
    "issuer": "演示",
    "issued_on": "2026-01-01",
    "valid_until": None,
    "covers": ["a"],
}
SAME = {
    "state": "same",
    "fields": [FIELD],
    "certificate": FACTS,
    "checked_at": NOW,
    "service": "演示",
    "trace": "t1",
    "demo": True,
}


def response(status, body, kind=None):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = kind or ("application/json" if status < 400 else "application/problem+json; charset=utf-8")
    return Response(status, {"content-type": kind}, content)
