from __future__ import annotations

import pytest

from kiosk.gateway.app import LARGEST_BODY

CHECK = {"matter": "KSTB-14", "method": "keeper", "person": {"name": "张建国", "number": "110105195203189911"}}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic token-of-first", "token-of-first"]
)
def test_only_registered_terminals_are_heard(client, header):
    headers = {} if header is None else {"Authorization": header}
    answer = client.post("/v1/person-checks", json=CHECK, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "terminal_unknown")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_health_needs_no_token(client):
    answer = client.get("/v1/health")
    assert answer.json() == {
        "status": "ok",
        "departments": {"tax": "up", "maritime": "up", "licences": "up", "phones": "up", "office": "up"},
    }


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 9000, b'{"matter": '])
def test_what_is_no_json_is_400(terminal, body):
    answer = terminal.http.post("/v1/person-checks", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "change",
    [
        {"matter": "; drop table"},
        {"method": "magic"},
        {"person": None},
        {"person": {"name": "x" * 129, "number": "110105195203189911"}},
        {"person": {"name": "张\x00", "number": "110105195203189911"}},
        {"person": {"name": "张", "number": 110105195203189911}},
        {"more": 1},
    ],
)
def test_another_form_is_422_and_repeats_nothing(terminal, change):
    answer = terminal.http.post("/v1/person-checks", json=CHECK | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert set(answer.json()) == {"status", "title", "code"}
    assert "张" not in answer.text
    assert "x" * 129 not in answer.text


def test_a_large_body_is_413(terminal):
    answer = terminal.http.post("/v1/person-checks", json=CHECK | {"matter": "x" * LARGEST_BODY})
    assert (answer.status_code, answer.json()["code"]) == (413, "malformed")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("key", [None, "short", "x" * 65, "with space in it"])
def test_a_key_is_needed_and_bounded(terminal, key):
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"matter": "VER-TAX", "grade": 1, "at": "2026-06-15T09:31:00+08:00"}
    assert terminal.http.post("/v1/ratings", json=body, headers=headers).json()["code"] == "malformed"


def test_an_unknown_address_never_says_not_found(terminal):
    """`not_found` would tell a terminal with a wrong address that its key was never accepted."""
    answer = terminal.http.get("/v2/issues/key-00000001")
    assert (answer.status_code, answer.json()["code"]) == (404, "malformed")
    method = terminal.http.put("/v1/health")
    assert (method.status_code, method.json()["code"], method.headers["Allow"]) == (405, "malformed", "GET")


def test_a_failing_database_is_not_known(terminal, engine):
    with engine.begin() as transaction:
        transaction.exec_driver_sql("DROP TABLE query_log")
    answer = terminal.verify("maritime_doc", cert_no="DEMO-DOC-0001")
    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_unavailable")


def test_simulation_needs_a_token_and_a_known_department(client, terminal):
    assert terminal.http.post("/simulation/moon", json={"verb": "down"}).status_code == 404
    assert terminal.http.post("/simulation/tax", json={"verb": "explode"}).status_code == 422
    answer = client.post("/simulation/tax", json={"verb": "down"}, headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401
