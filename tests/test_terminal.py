"""The terminal beside the core: papers in the journal, answers in the audit log, silence once closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.clock import SystemClock
from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.core.effects import (
    Ask,
    Effect,
    Forget,
    JoinPages,
    PrintDocument,
    PrintReceipt,
    ReportOutcome,
    ReportRating,
    Rest,
    TakePage,
    WatchPage,
)
from kiosk.core.events import GatewaySeen, PaperSettled, RoomSeen
from kiosk.core.matters import Catalogue
from kiosk.core.parties import Parties
from kiosk.core.questions import PrintReport, Query, RatingReport, Submit, Supplement
from kiosk.core.receipts import Receipt
from kiosk.core.replies import NotKnown
from kiosk.records import Records
from kiosk.store.audit import Audit
from kiosk.store.errors import DiskFull
from kiosk.store.store import open_store
from kiosk.terminal import Terminal

AT = "2026-03-02T10:00:00+08:00"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="spooled")
UNKNOWN = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
SAW = PrintVerdict(Outcome.PRINTED, "citizen_saw", began=True)
MISSED = PrintVerdict(Outcome.FAILED, "citizen_missed")


class QuietScreen:
    def show(self, face) -> None: ...

    def show_checks(self, rev, checks) -> None: ...

    def play(self, name) -> None: ...


class DownPlatform:
    def __init__(self) -> None:
        self.keys: list[str] = []

    async def ask(self, question):
        return NotKnown("offline")

    async def issue(self, question, key, until):
        self.keys.append(key)
        return NotKnown("offline")


class Hands:
    """Devices that only remember what they were told."""

    def __init__(self) -> None:
        self.printed: list[tuple[str, str]] = []
        self.photographed: list[object] = []
        self.withdrawn = 0

    def read_card(self, order) -> None: ...

    def read_code(self, order) -> None: ...

    def photograph(self, order) -> None:
        self.photographed.append(order)

    def print_paper(self, order, job, stepped) -> None:
        self.printed.append((order.job, job))

    def withdraw(self) -> None:
        self.withdrawn += 1


class FullRecords(Records):
    def begin_paper(self, paper, case_number):
        raise DiskFull("磁盘已满。 The disk is full.")


class Bench:
    def __init__(self, folder: Path, catalogue: Catalogue, records: type[Records]) -> None:
        self.store = open_store(folder / "store", folder / "key").store
        self.records = records(self.store, lambda: AT, lambda: None, lambda: 1_000.0)
        self.hands = Hands()
        self.platform = DownPlatform()
        tokens = iter(f"{number:024}" for number in range(10_000))
        self.terminal = Terminal(
            catalogue, SystemClock(), lambda: next(tokens), QuietScreen(), self.platform, self.hands, self.records
        )

    def order(self, *effects: Effect) -> None:
        """As if the core had ordered it."""
        for effect in effects:
            self.terminal._carry_out(effect)

    def reports(self) -> list[PrintReport]:
        due = self.records.outbox.due(1_000.0)
        return [msgspec.json.decode(each.payload, type=PrintReport) for each in due]

    def outcomes(self) -> list[tuple[str, str]]:
        return [(each.outcome.value, each.reason) for each in self.reports()]

    def lines(self) -> list[tuple[str, dict[str, str]]]:
        return [(entry.event, entry.fields) for entry in Audit(self.store).entries()]


@pytest.fixture
def play(tmp_path: Path, shelf: Catalogue) -> Callable[..., None]:
    def run(scene: Callable[[Bench], object], records: type[Records] = Records) -> None:
        async def whole() -> None:
            bench = Bench(tmp_path, shelf, records)
            try:
                await scene(bench)
            finally:
                bench.terminal.close()
                bench.store.close()

        asyncio.run(whole())

    return run


def said(order: str, verdict: PrintVerdict) -> ReportOutcome:
    return ReportOutcome("key", "C1", "document", order, verdict)


def test_a_paper_is_reported_from_the_journal_also_after_the_visit(play):
    async def scene(bench: Bench) -> None:
        bench.order(PrintDocument("o1", b"%PDF-", "C1"), Forget())
        bench.terminal.post(PaperSettled("o1", PRINTED))
        bench.terminal.post(PaperSettled("o1", UNKNOWN))
        [report] = bench.reports()
        assert bench.hands.printed == [("o1", report.job)]
        assert (report.case_number, report.paper, report.outcome) == ("C1", "document", Outcome.PRINTED)

    play(scene)


def test_the_kind_of_paper_is_the_orders_and_not_its_name(play):
    async def scene(bench: Bench) -> None:
        bench.order(PrintReceipt("looks-like-a-document", Receipt(()), "C1"))
        bench.terminal.post(PaperSettled("looks-like-a-document", PRINTED))
        assert bench.reports()[0].paper == "receipt"
        assert [(event, fields["paper"]) for event, fields in bench.lines()] == [
            ("paper_asked", "receipt"),
            ("paper_settled", "receipt"),
        ]

    play(scene)


def test_what_core_says_of_a_printers_verdict_is_not_reported_twice(play):
    async def scene(bench: Bench) -> None:
        bench.order(PrintDocument("o1", b"%PDF-", "C1"))
        bench.terminal.post(PaperSettled("o1", UNKNOWN))
        bench.order(said("o1", UNKNOWN))
        assert bench.outcomes() == [("UNKNOWN", "silent")]

    play(scene)


@pytest.mark.parametrize("verdict", [SAW, MISSED])
def test_the_citizens_word_is_reported_under_the_journals_job(play, verdict: PrintVerdict):
    async def scene(bench: Bench) -> None:
        bench.order(PrintDocument("o1", b"%PDF-", "C1"))
        bench.terminal.post(PaperSettled("o1", UNKNOWN))
        bench.order(said("o1", verdict), said("o2", verdict))
        assert bench.outcomes() == [("UNKNOWN", "silent"), (verdict.outcome.value, verdict.reason)]
        assert len({report.job for report in bench.reports()}) == 1
        [kept, *_] = bench.records.journal.of_case("C1")
        assert kept.verdict == msgspec.structs.replace(verdict, began=True)  # it began, whatever was seen of it

    play(scene)


def test_the_end_of_a_visit_withdraws_papers_and_forgets_settled_orders(play):
    async def scene(bench: Bench) -> None:
        bench.order(PrintDocument("o1", b"%PDF-", "C1"), PrintReceipt("o2", Receipt(()), "C1"))
        bench.terminal.post(PaperSettled("o1", UNKNOWN))
        bench.order(Forget())
        assert bench.hands.withdrawn == 1
        bench.order(said("o1", SAW))
        bench.terminal.post(PaperSettled("o2", PrintVerdict(Outcome.FAILED, "withdrawn")))
        assert bench.outcomes() == [("UNKNOWN", "silent"), ("FAILED", "withdrawn")]

    play(scene)


def test_without_room_nothing_is_printed_and_core_hears_why(play):
    async def scene(bench: Bench) -> None:
        heard = []
        post, bench.terminal.post = bench.terminal.post, heard.append
        bench.order(PrintDocument("o1", b"%PDF-", "C1"))
        await asyncio.sleep(0)
        assert heard == [PaperSettled("o1", PrintVerdict(Outcome.FAILED, "disk_full"))]
        post(heard[0])
        assert bench.hands.printed == []
        assert bench.reports() == []

    play(scene, FullRecords)


def test_an_event_after_the_end_is_ignored(play):
    async def scene(bench: Bench) -> None:
        bench.order(PrintDocument("o1", b"%PDF-", "C1"))
        bench.terminal.close()
        bench.store.close()
        before = bench.terminal.session
        bench.terminal.post(PaperSettled("o1", PRINTED))
        bench.terminal.post(GatewaySeen(not before.online))
        assert bench.terminal.session is before

    play(scene)


def test_an_answer_leaves_a_line_without_the_person(play):
    async def scene(bench: Bench) -> None:
        bench.order(Ask("r1", Query("tax", "payments", {"year": "2025"}, "张三", "11010519491231002X", "trace")))
        while not bench.lines():
            await asyncio.sleep(0)
        fields = {"matter": "", "query": "payments", "answer": "not_known", "reason": "offline", "rows": "0"}
        assert bench.lines() == [("query_answered", fields)]

    play(scene)


SUBMIT = Submit("M", 1, "110100", Parties(), {}, "trace")


@pytest.mark.parametrize("question", [SUBMIT, Supplement("C1", ())])
def test_what_has_a_key_is_asked_under_it_and_leaves_a_line_without_the_person(play, question):
    async def scene(bench: Bench) -> None:
        bench.order(Ask("r1", question, "key-1", 60_000))
        while len(bench.lines()) < 2:
            await asyncio.sleep(0)
        assert bench.platform.keys == ["key-1"]
        answered = {"matter": "", "key": "key-1", "answer": "not_known", "reason": "offline"}
        assert bench.lines() == [("case_asked", {"matter": "", "key": "key-1"}), ("case_answered", answered)]

    play(scene)


def test_pages_are_ordered_from_the_camera_and_rest_ends_it(play):
    async def scene(bench: Bench) -> None:
        orders = (WatchPage("w"), TakePage("t"), JoinPages("j", (b"page",)))
        bench.order(*orders, Rest())
        assert bench.hands.photographed == [*orders, None]

    play(scene)


def test_reasons_of_a_rating_travel_with_it(play):
    async def scene(bench: Bench) -> None:
        bench.order(ReportRating("k", "M", "C1", 5, ("too_slow",)))
        [due] = bench.records.outbox.due(1_000.0)
        report = msgspec.json.decode(due.payload, type=RatingReport)
        assert (report.grade, report.reasons) == (5, ("too_slow",))

    play(scene)


def test_room_that_comes_and_goes_is_noted_once(play):
    async def scene(bench: Bench) -> None:
        for roomy in (True, False, False, True):
            bench.terminal.post(RoomSeen(roomy))
        assert [event for event, _ in bench.lines()] == ["disk_tight", "disk_roomy"]

    play(scene)
