"""A terminal as the gateway hears it: each request in one line, straight into the application."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from pathlib import Path
from typing import Any

import httpx

from tests.gateway.small_office import PDF, PDF_SM3

PIN = "135790"


class InProcess(httpx.BaseTransport):
    """Requests straight into the application, without a port."""

    def __init__(self, app) -> None:
        self._transport = httpx.ASGITransport(app)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

    def close(self) -> None:
        self._runner.close()


class Terminal:
    """What a terminal does, in its own words."""

    def __init__(self, client: httpx.Client, outbox: Path) -> None:
        self.http, self.outbox = client, outbox
        self._keys = (f"key-{number:08d}" for number in itertools.count())

    def new_key(self) -> str:
        return next(self._keys)

    def texts(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.outbox.read_text().splitlines()]

    def code(self) -> str:
        return self.texts()[-1]["text"].split("验证码 ")[1][:6]

    def begin(self, person: dict[str, str], method: str = "phone_code", matter: str = "KSTB-14", **more: Any):
        body = {"matter": matter, "method": method, "person": person}
        return self.http.post("/v1/person-checks", json=body | more)

    def answer(self, check: str, answer: str):
        return self.http.post(f"/v1/person-checks/{check}/answer", json={"answer": answer})

    def checked(self, person: dict[str, str], method: str = "keeper", matter: str = "KSTB-14", **more: Any) -> str:
        begun = self.begin(person, method, matter, **more)
        assert begun.status_code == 201, begun.text
        answer = PIN if method == "keeper" else self.code()
        return self.answer(begun.json()["check"], answer).json()["trace"]

    def payments(self, person: dict[str, str], trace: str | None, **params: str):
        asked = {"period_from": "2025-07", "period_to": "2026-06"} | params
        body = {"matter": "KSTB-14", "query": "tax_payments", "params": asked, "person": person, "check_trace": trace}
        return self.http.post("/v1/queries", json=body)

    def rows(self, person: dict[str, str], trace: str, **params: str) -> list[dict[str, Any]]:
        return self.payments(person, trace, **params).json()["rows"]

    def selectable(self, person: dict[str, str], trace: str, **params: str) -> list[str]:
        return [row["id"] for row in self.rows(person, trace, **params) if row["selectable"]]

    def issue(self, person, trace, rows, key: str | None = None, **more: Any):
        body = {"matter": "KSTB-14", "person": person, "check_trace": trace, "params": {}, "rows": rows} | more
        return self.http.post("/v1/issues", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def verify(self, verification: str, payload: bytes | None = None, **params: str):
        hexed = None if payload is None else payload.hex()
        body = {"matter": "VER-TAX", "verification": verification, "params": params, "payload_hex": hexed}
        return self.http.post("/v1/verifications", json=body)

    def outcome(self, case: str, outcome: str, paper: str = "document", key: str | None = None, reason: str = ""):
        body = {
            "case_number": case,
            "job": "0001",
            "paper": paper,
            "outcome": outcome,
            "reason": reason,
            "at": "2026-06-15T09:31:00+08:00",
        }
        return self.http.post("/v1/outcomes", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def case(self, number: str) -> dict[str, Any]:
        return self.http.get(f"/v1/cases/{number}").json()

    # --- cases -----------------------------------------------------------------------------------------------------

    def look_up(self, person, trace, look_up: str = "household", **more: Any):
        asked = {"matter": "TEST-01", "look_up": look_up, "parties": {"applicant": person}, "check_trace": trace}
        return self.http.post("/v1/look-ups", json=asked | more)

    def application(self, person, **more: Any) -> dict[str, Any]:
        """A whole case of the small matter, with a fresh check and a fresh share."""
        trace = more.pop("trace", None) or self.checked(person, matter="TEST-01")
        shared = self.look_up(person, trace).json().get("trace")
        body = {
            "matter": "TEST-01",
            "version": 3,
            "place": "330100",
            "parties": {"applicant": person},
            "values": {"month": "2026-05", "kind": "one", "amount": "10.00"},
            "check_trace": trace,
            "materials": [
                {"id": "book", "trust": "A", "share_trace": shared},
                {"id": "promise", "trust": "D"},
            ],
            "commitments": ["promise"],
            "consents": {"general": "1", "account": "1"},
            "signature": "0" * 64,
        }
        return body | more

    def submit(self, body: dict[str, Any], key: str | None = None):
        return self.http.post("/v1/applications", json=body, headers={"Idempotency-Key": key or self.new_key()})

    def filed(self, person, **more: Any) -> str:
        """The number of a case that was handed in."""
        answer = self.submit(self.application(person, **more))
        assert answer.status_code == 201, answer.text
        return answer.json()["standing"]["case_number"]

    def standing(self, number: str, trace: str | None = None):
        return self.http.post(f"/v1/cases/{number}/standing", json={"check_trace": trace})

    def pay(self, number: str, trace: str | None):
        return self.http.post(f"/v1/cases/{number}/payment", json={"check_trace": trace})

    def paid(self, number: str, trace: str | None):
        headers = {} if trace is None else {"Check-Trace": trace}
        return self.http.get(f"/v1/cases/{number}/payment", headers=headers)

    def supplement(self, number: str, trace: str | None, *materials, key: str | None = None, **values: str):
        body = {"materials": list(materials), "values": values, "check_trace": trace}
        headers = {"Idempotency-Key": key or self.new_key()}
        return self.http.post(f"/v1/cases/{number}/supplements", json=body, headers=headers)

    @staticmethod
    def photographed(id_: str = "extra", pdf: bytes = PDF, sm3: str = PDF_SM3, pages: int = 1) -> dict[str, Any]:
        return {
            "id": id_,
            "trust": "C",
            "pdf_base64": base64.b64encode(pdf).decode(),
            "pages": pages,
            "sm3": sm3,
        }

    def work(self, department: str, verb: str, **more: Any) -> None:
        assert self.http.post(f"/simulation/{department}", json={"verb": verb, **more}).status_code == 204
