from __future__ import annotations

import io
import json
import logging

import pytest

from kiosk.gateway.logs import JsonLines


@pytest.fixture
def log():
    """Everything any library logs, as the command writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_whole_visit_leaves_nothing_personal_in_the_log(terminal, persons, log):
    zhang = persons["zhang"]
    trace = terminal.checked(zhang, "phone_code")
    rows = terminal.selectable(zhang, trace)
    issued = terminal.issue(zhang, trace, rows[:2]).json()
    terminal.outcome(issued["case_number"], "PRINTED")
    terminal.verify("tax_certificate", number=issued["certificate_number"], issued_on="2026-06-15", amount="1.00")
    terminal.http.post("/v1/person-checks", json={"person": zhang})
    terminal.http.post("/v1/person-checks", content=json.dumps(zhang).encode()[:-3])
    terminal.work("tax", "down")
    terminal.payments(zhang, trace)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 10
    assert {line["terminal"] for line in requests} == {"first"}
    assert requests[1]["route"] == "/v1/person-checks/{check}/answer"
    said = log.getvalue()
    secrets = [*zhang.values(), "13900000001", terminal.code(), trace, issued["certificate_number"], "18600", *rows]
    assert [secret for secret in secrets if secret in said] == []
    assert "token-of-first" not in said


def test_a_failing_database_is_logged_by_its_kind_alone(terminal, engine, log):
    with engine.begin() as transaction:
        transaction.exec_driver_sql("DROP TABLE query_log")
    terminal.verify("e_licence", identifier="1.2.156.3005.2.SECRET")
    (failed,) = [json.loads(line) for line in log.getvalue().splitlines() if "gateway_failed" in line]
    assert (failed["level"], failed["error"]) == ("error", "OperationalError")
    assert "SECRET" not in log.getvalue()


def test_a_traceback_becomes_the_name_of_its_error():
    record = logging.makeLogRecord({"name": "uvicorn.error", "msg": "Exception: 张建国", "levelname": "ERROR"})
    record.exc_info = (ValueError, ValueError("110105195203189911"), None)
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "110105" not in line
    assert "张建国" not in line
