"""The issuing dialogue, step by step, without a network."""

from __future__ import annotations

import json

import pytest

from kiosk.core.questions import Issue
from kiosk.core.replies import Issued, NotKnown, Refused
from kiosk.platform.issuing import Issuing
from kiosk.platform.wire import Response
from tests.platform.small_gateway import ISSUED

QUESTION = Issue("tax", {}, ("r1",), "演示张三", "110105199001010000", "T")
JSON = {"content-type": "application/json"}
PROBLEM = {"content-type": "application/problem+json"}


def issued(case="C1", headers=JSON):
    return Response(200, headers, json.dumps(ISSUED | {"case_number": case}).encode())


def pending(case="C1"):
    return Response(202, JSON, json.dumps({"state": "pending", "case_number": case}).encode())


def problem(status, code, **more):
    return Response(status, PROBLEM, json.dumps({"code": code} | more).encode())


LOST = NotKnown("no_answer")
GARBLED = Response(200, JSON, b'{"state":"is')
UNAVAILABLE = problem(503, "department_unavailable")
NOT_FOUND = problem(404, "not_found")


@pytest.mark.parametrize(
    ("heard", "asked"),
    [
        ([], "P"),
        ([pending()], "PG"),
        ([pending(), pending()], "PGG"),
        ([LOST], "PG"),
        ([LOST, NOT_FOUND], "PGP"),
        ([LOST, LOST], "PGP"),
        ([UNAVAILABLE, UNAVAILABLE], "PGP"),
        ([GARBLED], "PG"),
        ([LOST, pending(), LOST, LOST], "PGGPG"),
    ],
)
def test_which_request_comes_next(heard, asked):
    dialogue = Issuing(QUESTION, "k1")
    requests = [dialogue.request()]
    for answer in heard:
        assert dialogue.hear(answer) is None
        requests.append(dialogue.request())
    assert "".join(request.method[0] for request in requests) == asked
    posts = [request for request in requests if request.method == "POST"]
    assert {post.headers["Idempotency-Key"] for post in posts} == {"k1"}
    assert len({post.body for post in posts}) == 1
    assert {request.path for request in requests if request.method == "GET"} <= {"/v1/issues/k1"}


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        (problem(422, "refused", reason="already_issued"), Refused("already_issued")),
        (problem(403, "person_check_missing"), Refused("person_check_missing")),
        (problem(401, "terminal_unknown"), NotKnown("unregistered")),
        (problem(409, "key_reused"), NotKnown("malformed")),
        (problem(422, "malformed"), NotKnown("malformed")),
        (NOT_FOUND, NotKnown("malformed")),
    ],
)
def test_what_no_repeating_would_change_is_final(answer, reply):
    assert Issuing(QUESTION, "k1").hear(answer) == reply


def test_an_issued_answer_is_final():
    reply = Issuing(QUESTION, "k1").hear(issued())
    assert isinstance(reply, Issued)
    assert reply.case_number == "C1"


def test_the_answer_of_another_case_is_not_taken():
    dialogue = Issuing(QUESTION, "k1")
    assert dialogue.hear(pending("C1")) is None
    assert dialogue.hear(issued("C2")) is None
    assert dialogue.not_known == NotKnown("malformed")
    assert dialogue.hear(pending("C2")) is None
    assert dialogue.not_known == NotKnown("malformed")
    assert isinstance(dialogue.hear(issued("C1")), Issued)


def test_the_answer_to_another_key_is_not_taken():
    dialogue = Issuing(QUESTION, "k1")
    assert dialogue.hear(issued(headers=JSON | {"idempotency-key": "k0"})) is None
    assert isinstance(dialogue.hear(issued(headers=JSON | {"idempotency-key": "k1"})), Issued)


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        ([], "no_answer"),
        ([UNAVAILABLE], "unavailable"),
        ([UNAVAILABLE, pending()], "no_answer"),
        ([GARBLED], "malformed"),
    ],
)
def test_when_time_is_up_the_last_reason_is_told(heard, why):
    dialogue = Issuing(QUESTION, "k1")
    for answer in heard:
        dialogue.hear(answer)
    assert dialogue.not_known == NotKnown(why)
