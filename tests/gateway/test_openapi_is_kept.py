"""What the OpenAPI allows and what it does not, made up by schemathesis: no server error, no undocumented answer."""

from __future__ import annotations

import threading
import time

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings

QUICK_S = 60
NIGHTLY_S = 600
BATCH = 15
STARTS_WITHIN_S = 30


@pytest.fixture
def served(app):
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(STARTS_WITHIN_S)


@pytest.fixture
def operations(app):
    import schemathesis  # noqa: PLC0415 - slow to load, and only here

    return [each.ok() for each in schemathesis.openapi.from_dict(app.openapi()).get_all_operations()]


@pytest.mark.filterwarnings("default")  # what the library warns about is its own affair
@pytest.mark.timeout(NIGHTLY_S + 300)
@pytest.mark.parametrize("seconds", [QUICK_S, pytest.param(NIGHTLY_S, marks=pytest.mark.nightly)])
def test_every_answer_is_a_documented_one(served, operations, seconds):
    until, asked = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        for operation in operations:
            asked += _batch(operation, served)
    assert asked >= len(operations)


def _batch(operation, served: str) -> int:
    """A handful of made-up requests to one call; how many were sent."""
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415 - as above
    from schemathesis.specs.openapi import checks  # noqa: PLC0415

    kept = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    sent = 0

    @settings(max_examples=BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        nonlocal sent
        answer = case.call(base_url=served, headers={"Authorization": "Bearer token-of-first"}, timeout=60)
        case.validate_response(answer, checks=kept)
        sent += 1

    ask()
    return sent
