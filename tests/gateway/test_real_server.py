"""A real server on a loopback port: requests at the same moment, and bodies as they come off a socket."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn

from kiosk.gateway.app import LARGEST_BODY
from kiosk.gateway.db import cases, certificates
from tests.gateway.answers import count

AT_ONCE = 8
STARTS_WITHIN_S = 20


@pytest.fixture
def served(app):
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(STARTS_WITHIN_S)


@pytest.fixture
def remote(served, terminal, tmp_path: Path):
    with httpx.Client(base_url=served, headers={"Authorization": "Bearer token-of-first"}, timeout=30) as http:
        yield type(terminal)(http, tmp_path / "phone.jsonl")


def at_once(work):
    """`work(number)` in `AT_ONCE` threads that all start together."""
    gate = threading.Barrier(AT_ONCE)

    def run(number: int):
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_key_at_the_same_moment_is_one_case_and_one_paper(remote, engine, persons):
    trace = remote.checked(persons["zhang"])
    rows = remote.selectable(persons["zhang"], trace)[:2]
    answers = at_once(lambda _: remote.issue(persons["zhang"], trace, rows, key="the-only-key"))
    assert {answer.status_code for answer in answers} <= {201, 202}
    assert len({answer.json()["case_number"] for answer in answers}) == 1
    assert any(answer.status_code == 201 for answer in answers)
    assert (count(engine, cases), count(engine, certificates)) == (1, 1)
    final = remote.http.get("/v1/issues/the-only-key").json()
    assert final == next(answer.json() for answer in answers if answer.status_code == 201)


def test_the_same_rows_under_many_keys_are_issued_once(remote, engine, persons):
    trace = remote.checked(persons["zhang"])
    rows = remote.selectable(persons["zhang"], trace)[:2]
    answers = at_once(lambda number: remote.issue(persons["zhang"], trace, rows, key=f"other-key-{number}"))
    said = Counter((answer.status_code, answer.json().get("reason")) for answer in answers)
    assert said == {(201, None): 1, (422, "already_issued"): AT_ONCE - 1}
    assert count(engine, certificates) == 1


def test_wrong_codes_at_the_same_moment_cost_all_tries(remote, persons):
    check = remote.begin(persons["zhang"]).json()["check"]
    outcomes = Counter(answer.json()["outcome"] for answer in at_once(lambda _: remote.answer(check, "wrong")))
    assert outcomes == {"wrong": 2, "locked": AT_ONCE - 2}


def test_one_report_at_the_same_moment_counts_once(remote, persons):
    trace = remote.checked(persons["zhang"])
    rows = remote.selectable(persons["zhang"], trace)[:1]
    case = remote.issue(persons["zhang"], trace, rows, key="key-of-case").json()["case_number"]
    answers = at_once(lambda _: remote.outcome(case, "PRINTED", key="key-of-report"))
    assert {answer.status_code for answer in answers} == {204}
    assert remote.case(case)["prints"] == 1


def test_a_large_body_in_chunks_is_413_as_well(remote):
    chunks = (b"x" * 8192 for _ in range(LARGEST_BODY // 8192 + 1))
    answer = remote.http.post("/v1/queries", content=chunks, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "malformed")


def test_a_small_body_in_chunks_is_read_whole(remote):
    chunks = iter([b'{"matter": "KSTB-10", "query": "company_doc",', b' "params": {"cert_no": "DEMO-DOC-0001"}}'])
    answer = remote.http.post("/v1/queries", content=chunks, headers={"Content-Type": "application/json"})
    assert answer.json()["state"] == "found"
