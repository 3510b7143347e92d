"""Every status and body the contract knows, and what it does not allow."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.replies import (
    CertificateFacts,
    CheckOutcome,
    CheckSent,
    Issued,
    NothingFound,
    NotKnown,
    PaymentRow,
    Refused,
    RowsFound,
    Uncollected,
    Verified,
)
from kiosk.platform.answers import (
    LARGEST_BODY,
    Delivered,
    Dropped,
    Keep,
    Pending,
    Rejected,
    is_healthy,
    reply_of,
    report_answer,
)
from kiosk.platform.wire import Response
from tests.platform.gateway_answers import (
    ANSWER,
    CHECK,
    FACTS,
    FIELD,
    FOUND,
    ISSUE,
    ISSUED,
    LEFT,
    NOW,
    QUERY,
    ROW,
    SAME,
    VERIFY,
    response,
)

QUESTIONS = (CHECK, ANSWER, QUERY, ISSUE, VERIFY)
NOTHING = FOUND | {"state": "not_found", "rows": []}


FACT_VALUES = ("证书", "X1", "演*", "演示", "2026-01-01", None)
PAYMENT = PaymentRow(
    "r1", "契税", "存量房", "2026-01-01", "2026-01-31", None, "100.00", selectable=False, why="not_in_treasury"
)
UNCOLLECTED = Uncollected("C1", "N1", NOW, "1.00")
CERTIFICATE = Issued(
    "C1", "N1", "税收完税证明", "演示税务局", NOW, 1, "100.00", "壹佰元整", 1, b"%PDF-1.7 x", 0, demo=True
)


@pytest.mark.parametrize(
    ("question", "answer", "reply"),
    [
        (
            CHECK,
            response(201, {"check": "chk", "sent_to": "138****0001", "expires_at": NOW}),
            CheckSent("chk", "138****0001"),
        ),
        (CHECK, response(201, {"check": "chk", "sent_to": None, "expires_at": NOW}), CheckSent("chk", None)),
        (CHECK, response(422, {"code": "refused", "reason": "no_registered_phone"}), Refused("no_registered_phone")),
        (
            ANSWER,
            response(200, {"outcome": "passed", "trace": "T", "attempts_left": None}),
            CheckOutcome("passed", "T"),
        ),
        (
            ANSWER,
            response(200, {"outcome": "wrong", "trace": None, "attempts_left": 2}),
            CheckOutcome("wrong", None, 2),
        ),
        (ANSWER, response(200, {"outcome": "locked"}), CheckOutcome("locked")),
        (ANSWER, response(404, {"code": "not_found"}), CheckOutcome("expired")),
        (QUERY, response(200, FOUND), RowsFound((PAYMENT,), (UNCOLLECTED,), NOW, "演示", "t1")),
        (
            QUERY,
            response(200, NOTHING | {"state": "found", "certificates": [FACTS | {"state": "void"}]}),
            RowsFound((), (UNCOLLECTED,), NOW, "演示", "t1", (CertificateFacts(*FACT_VALUES, ("a",), "void"),)),
        ),
        (QUERY, response(200, NOTHING), NothingFound(NOW, "演示", "t1", (UNCOLLECTED,))),
        (QUERY, response(403, {"code": "person_check_missing"}), Refused("person_check_missing")),
        (ISSUE, response(201, ISSUED), CERTIFICATE),
        (ISSUE, response(200, ISSUED), CERTIFICATE),
        (ISSUE, response(202, {"state": "pending", "case_number": "C1"}), Pending("C1")),
        (ISSUE, response(404, {"code": "not_found"}), Rejected("not_found")),
        (ISSUE, response(409, {"code": "key_reused"}), Rejected("key_reused")),
        (ISSUE, response(422, {"code": "refused", "reason": "already_issued"}), Refused("already_issued")),
        (ISSUE, response(422, {"code": "malformed"}), Rejected("malformed")),
        (ISSUE, response(400, {"code": "malformed"}), Rejected("malformed")),
        (ISSUE, response(413, {"code": "malformed"}), Rejected("malformed")),
        (ISSUE, response(503, {"code": "gateway_unavailable"}), NotKnown("server_error")),
        (ISSUE, response(503, {"code": "department_unavailable"}), NotKnown("unavailable")),
        (ISSUE, response(401, {"code": "terminal_unknown"}), NotKnown("unregistered")),
        (ISSUE, response(500, {"code": "something_else"}), NotKnown("server_error")),
        (ISSUE, response(502, b"<html>", "text/html"), NotKnown("server_error")),
        (ISSUE, response(404, b"<html>", "text/html"), NotKnown("malformed")),
        (ISSUE, response(418, {"code": "teapot"}), NotKnown("malformed")),
    ],
    ids=lambda value: f"{value.status}" if isinstance(value, Response) else type(value).__name__,
)
def test_what_the_contract_knows(question, answer, reply):
    assert reply_of(question, answer) == reply


@pytest.mark.parametrize("state", ["not_found", "void", "expired", "withdrawn", "interim", "malformed"])
def test_every_state_of_a_verification(state):
    reply = reply_of(VERIFY, response(200, SAME | {"state": state, "fields": [], "certificate": None}))
    assert reply == Verified(state, (), None, NOW, "演示", "t1", demo=True)


def test_a_verification_with_its_fields():
    reply = reply_of(VERIFY, response(200, SAME))
    assert isinstance(reply, Verified)
    assert (reply.fields[0].recorded, reply.certificate.covers, reply.demo) == ("X1", ("a",), True)


WRONG = [
    ("unknown state", VERIFY, SAME | {"state": "probably"}),
    ("same, but a field differs", VERIFY, SAME | {"fields": [FIELD | {"same": False}]}),
    ("differs, but no field does", VERIFY, SAME | {"state": "differs"}),
    ("found nothing", QUERY, FOUND | {"rows": []}),
    ("not found something", QUERY, NOTHING | {"rows": [ROW]}),
    ("unknown state", QUERY, FOUND | {"state": "maybe"}),
    ("money as a number", QUERY, FOUND | {"rows": [ROW | {"amount": 100.0}]}),
    ("money with one place", QUERY, FOUND | {"rows": [ROW | {"amount": "100.0"}]}),
    ("money that is none", QUERY, FOUND | {"rows": [ROW | {"amount": "NaN"}]}),
    ("money in full-width digits", QUERY, FOUND | {"rows": [ROW | {"amount": "１００.００"}]}),
    ("a line break behind money", QUERY, FOUND | {"rows": [ROW | {"amount": "100.00\n"}]}),
    ("a month 13", QUERY, FOUND | {"rows": [ROW | {"period_to": "2026-13-01"}]}),
    ("an instant without its zone", QUERY, FOUND | {"as_of": "2026-11-22T10:00:00"}),
    ("an unknown why", QUERY, FOUND | {"rows": [ROW | {"why": "because"}]}),
    ("text for truth", QUERY, FOUND | {"rows": [ROW | {"selectable": "true"}]}),
    ("a field less", QUERY, {key: value for key, value in FOUND.items() if key != "trace"}),
    ("no PDF", ISSUE, ISSUED | {"pdf_base64": base64.b64encode(b"<html>").decode()}),
    ("no base64", ISSUE, ISSUED | {"pdf_base64": "%%%"}),
    ("a total that is none", ISSUE, ISSUED | {"total": "much"}),
    ("negative pages", ISSUE, ISSUED | {"pages": -1}),
    ("pending with 200", ISSUE, {"state": "pending", "case_number": "C1"}),
    ("passed without a trace", ANSWER, {"outcome": "passed", "trace": None, "attempts_left": None}),
    ("wrong with a trace", ANSWER, {"outcome": "wrong", "trace": "T", "attempts_left": 1}),
    ("an unknown outcome", ANSWER, {"outcome": "perhaps"}),
    ("a check id that is a path", CHECK, {"check": "../../v1/health", "sent_to": None}),
    ("a case number that is prose", ISSUE, ISSUED | {"case_number": "演示 1"}),
    ("an uncollected case number that is prose", QUERY, FOUND | {"uncollected": [LEFT | {"case_number": "a/b"}]}),
    ("not a map", QUERY, ["found"]),
    ("null", QUERY, None),
]


@pytest.mark.parametrize(("question", "body"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_the_contract_does_not_allow_is_not_known(question, body):
    assert reply_of(question, response(200, body)) == NotKnown("malformed")


@pytest.mark.parametrize(
    "answer",
    [
        response(200, FOUND, "text/html"),
        Response(200, {}, json.dumps(FOUND).encode()),
        response(202, {"state": "pending", "case_number": "C1"}),
        response(204, b""),
        response(200, b""),
        response(200, json.dumps(FOUND).encode()[:-1]),
        response(200, b"\xff\xfe"),
        response(200, json.dumps(FOUND).encode() + b" " * LARGEST_BODY),
        response(200, b'{"x":' + b"[" * 200_000),
        response(422, {"code": "refused"}),
        response(422, {"code": "refused", "reason": 5}),
        response(422, b"{"),
    ],
    ids=[
        "html",
        "no type",
        "202",
        "204",
        "empty",
        "cut",
        "no text",
        "too long",
        "deep",
        "no reason",
        "a number for a reason",
        "cut no",
    ],
)
def test_a_broken_answer_is_not_known(answer):
    assert reply_of(QUERY, answer) == NotKnown("malformed")


def mixed_up(draw, body):
    """The body with one value anywhere replaced, or as it is."""
    if isinstance(body, dict) and body:
        key = draw(st.sampled_from(sorted(body)))
        return body | {key: mixed_up(draw, body[key])}
    if isinstance(body, list) and body:
        return [mixed_up(draw, body[0]), *body[1:]]
    return draw(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({}), st.just(body))
    )


@st.composite
def nearly_right(draw):
    return json.dumps(mixed_up(draw, draw(st.sampled_from([FOUND, NOTHING, ISSUED, SAME])))).encode()


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(QUESTIONS),
    st.sampled_from([200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 422, 500, 503, 999]),
    st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
    st.one_of(st.binary(max_size=60), nearly_right()),
)
def test_no_bytes_make_it_raise(question, status, kind, body):
    answer = Response(status, {"content-type": kind}, body)
    reply = reply_of(question, answer)
    assert reply != NotKnown("offline")
    if isinstance(reply, Issued):
        assert reply.pdf.startswith(b"%PDF-")
    report_answer(answer)
    is_healthy(answer)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (response(204, b""), Delivered()),
        (response(409, {"code": "key_reused"}), Dropped("key_reused")),
        (response(404, {"code": "not_found"}), Dropped("not_found")),
        (response(422, {"code": "malformed"}), Dropped("malformed")),
        (response(422, {"code": "refused", "reason": "case_closed"}), Dropped("case_closed")),
        (response(404, b"<html>", "text/html"), Keep("malformed")),
        (response(422, b"{"), Keep("malformed")),
        (response(200, {}), Keep("malformed")),
        (response(401, {"code": "terminal_unknown"}), Keep("unregistered")),
        (response(503, {"code": "department_unavailable"}), Keep("unavailable")),
        (response(500, b"", "text/plain"), Keep("server_error")),
    ],
    ids=lambda value: f"{value.status}" if isinstance(value, Response) else repr(value),
)
def test_a_report_is_dropped_only_for_the_gateways_own_lasting_no(answer, what):
    assert report_answer(answer) == what


def test_health_is_the_gateways_own_word():
    assert is_healthy(response(200, {"status": "ok"}))
    assert not is_healthy(response(200, b"<html>", "text/html"))
    assert not is_healthy(response(503, {"code": "x"}))


def test_no_repr_shows_what_the_register_said():
    answers = [(QUERY, FOUND), (ISSUE, ISSUED), (VERIFY, SAME), (ANSWER, {"outcome": "passed", "trace": "SECRET"})]
    shown = "".join(repr(reply_of(question, response(200, body))) for question, body in answers)
    shown += repr(response(200, FOUND))
    assert not any(value in shown for value in ("契税", "100.00", "X1", "演*", "SECRET"))
