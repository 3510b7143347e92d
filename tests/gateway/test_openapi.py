from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

from kiosk.gateway.app import openapi
from kiosk.gateway.services import QUERIES, VERIFICATIONS
from kiosk.gateway.wire import Query, Verify

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_document_is_what_is_served():
    served = json.dumps(openapi(), ensure_ascii=False, indent=2) + "\n"
    assert DOCUMENT.read_text() == served, "run: kiosk gateway openapi > docs/openapi.json"


def test_every_call_documents_its_errors_as_problems():
    for path, calls in openapi()["paths"].items():
        for method, call in calls.items():
            expected = set() if path == "/v1/health" else {"401", "422", "503"}
            expected |= {"400", "413"} if method == "post" else set()
            assert expected <= set(call["responses"]), (path, method)
            for status, response in call["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], (path, status)


def test_only_health_is_open():
    calls = [(path, call) for path, methods in openapi()["paths"].items() for call in methods.values()]
    assert [path for path, call in calls if not call.get("security")] == ["/v1/health"]


def test_the_frameworks_own_error_forms_and_the_simulation_are_not_in_it():
    text = json.dumps(openapi())
    assert "HTTPValidationError" not in text
    assert "simulation" not in text


def test_the_names_in_the_schema_are_those_that_are_served():
    assert set(get_args(Query.model_fields["query"].annotation)) == set(QUERIES)
    assert set(get_args(Verify.model_fields["verification"].annotation)) == set(VERIFICATIONS)
