"""Print outcomes are settled and reported together, once, whatever the disk and the power do."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from kiosk.audit_lines import lines_of
from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.core.effects import ReportRating
from kiosk.core.questions import AnswerCheck, Issue, PrintReport, Query, Verify
from kiosk.core.replies import CheckOutcome, Issued, NothingFound, NotKnown, Refused
from kiosk.records import AUDIT_KEEP, DAY_S, JOURNAL_KEEP_S, MOST_RATINGS, Records
from kiosk.store.audit import Audit
from kiosk.store.audit_events import EVENTS, NotInTheList, check_event, fitted
from kiosk.store.errors import DiskFull
from kiosk.store.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
AT = "2026-03-02T10:00:00+08:00"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")
UNKNOWN = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
SAW = PrintVerdict(Outcome.PRINTED, "citizen_saw", began=True)


class NarrowStore(Store):
    """A store whose disk can be full, also while something runs inside a transaction (after `room` statements)."""

    room: int | None = None

    def change(self, statement, *values):
        if self.room is not None:
            if self.room == 0:
                raise DiskFull("磁盘已满。 The disk is full.")
            self.room -= 1
        return super().change(statement, *values)


class Shop:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now_s = 1_000.25
        self.put = 0
        self.open()

    def open(self) -> None:
        self.store = open_store(self.folder / "store", self.folder / "key").store
        self.store.__class__ = NarrowStore
        self.records = Records(self.store, lambda: AT, self._count, lambda: self.now_s)

    def restart(self) -> None:
        """The power goes: what is in memory is gone."""
        self.store.close()
        self.open()

    def reports(self) -> list[tuple[str, PrintReport]]:
        due = self.records.outbox.due(self.now_s, most=1000)
        return [(each.key, msgspec.json.decode(each.payload, type=PrintReport)) for each in due]

    def outcomes(self) -> list[tuple[str, str]]:
        return [(report.outcome.value, report.reason) for _, report in self.reports()]

    def events(self) -> list[str]:
        return [entry.event for entry in Audit(self.store).entries()]

    def verdict(self, case: str = "C1") -> PrintVerdict | None:
        return self.records.journal.of_case(case)[-1].verdict

    def _count(self) -> None:
        self.put += 1


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()


def test_a_verdict_is_settled_and_reported_under_the_journals_job(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.settle_paper(job, PRINTED)
    [(key, report)] = shop.reports()
    assert key == f"print-{job.job}-1000250000"
    assert report == PrintReport("C1", job.job, "document", Outcome.PRINTED, "", AT)
    assert shop.verdict() == PRINTED
    assert shop.put == 1
    assert shop.events() == ["paper_asked", "paper_settled"]


def test_only_the_first_verdict_counts_also_once_delivered(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.settle_paper(job, PRINTED)
    [waiting] = shop.records.outbox.due(shop.now_s)
    shop.records.outbox.delivered(waiting.id)
    shop.records.settle_paper(job, UNKNOWN)
    assert shop.reports() == []
    assert shop.verdict() == PRINTED


def test_a_paper_of_no_case_is_settled_and_not_reported(shop):
    job = shop.records.begin_paper("receipt", None)
    shop.records.settle_paper(job, PRINTED)
    assert shop.reports() == []
    assert shop.records.journal.left_open() == ()


@pytest.mark.parametrize("room", [0, 1])
def test_a_full_disk_leaves_journal_and_report_for_later_together(shop, room):
    job = shop.records.begin_paper("document", "C1")
    shop.store.room = room
    shop.records.settle_paper(job, PRINTED)
    assert shop.reports() == []
    assert len(shop.records.journal.left_open()) == 1
    shop.store.room = None
    shop.records.catch_up()
    shop.records.catch_up()
    assert shop.outcomes() == [("PRINTED", "")]
    assert shop.records.journal.left_open() == ()


def test_a_power_cut_before_there_was_room_makes_it_unknown(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.step_paper(job, "sending")
    shop.store.room = 1
    shop.records.settle_paper(job, PRINTED)
    shop.restart()
    assert shop.records.settle_left_open() == 1
    assert shop.outcomes() == [("UNKNOWN", "restarted")]
    shop.restart()
    assert shop.records.settle_left_open() == 0
    assert shop.outcomes() == [("UNKNOWN", "restarted")]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ((), ("FAILED", "restarted")),
        (("sending",), ("UNKNOWN", "restarted")),
        (("sending", "sent"), ("UNKNOWN", "restarted")),
        (("sending", "sent", "proved"), ("PRINTED", "")),
    ],
)
def test_a_restart_reports_what_the_journal_knows_of_each_step(shop, steps, outcome):
    job = shop.records.begin_paper("receipt", "C1")
    for step in steps:
        shop.records.step_paper(job, step)
    shop.restart()
    assert shop.records.settle_left_open() == 1
    assert shop.outcomes() == [outcome]


def test_where_a_paper_ended_is_noted_and_what_nobody_saw_is_not(shop):
    job = shop.records.begin_paper("receipt", "C1")
    shop.records.settle_paper(job, PRINTED)
    shop.records.see_paper(job, Media.UNKNOWN)
    assert shop.records.journal.of_case("C1")[0].media is None
    shop.records.see_paper(job, Media.PRESENT)
    shop.records.see_paper(job, Media.TAKEN)
    assert shop.records.journal.of_case("C1")[0].media is Media.TAKEN
    shop.store.room = 0
    shop.records.see_paper(job, Media.RETRACTED)  # a full disk costs the line and nothing else


def test_a_full_disk_at_the_start_does_not_keep_the_terminal_from_starting(shop):
    for step in ("sending", "sent"):
        shop.records.step_paper(shop.records.begin_paper("document", "C1"), step)
    shop.restart()
    shop.store.room = 0
    assert shop.records.settle_left_open() == 2
    assert shop.reports() == []
    shop.store.room = None
    shop.records.catch_up()
    assert shop.outcomes() == [("UNKNOWN", "restarted")] * 2


@pytest.mark.parametrize("room", [0, 1])
def test_a_paper_that_cannot_be_written_down_leaves_no_open_job(shop, room):
    shop.store.room = room
    with pytest.raises(DiskFull):
        shop.records.begin_paper("document", "C1")
    shop.store.room = None
    assert shop.records.journal.left_open() == ()


def test_the_citizens_word_takes_the_place_of_unknown_once(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.settle_paper(job, UNKNOWN)
    shop.records.correct_paper(job, SAW)
    shop.records.correct_paper(job, PrintVerdict(Outcome.FAILED, "citizen_missed"))
    assert shop.outcomes() == [("UNKNOWN", "silent"), ("PRINTED", "citizen_saw")]
    assert shop.reports()[1][0] == f"{shop.reports()[0][0]}-citizen"
    assert shop.verdict() == SAW


def test_the_citizens_word_never_overrules_a_printer_that_knows(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.settle_paper(job, PRINTED)
    shop.records.correct_paper(job, PrintVerdict(Outcome.FAILED, "citizen_missed"))
    assert shop.outcomes() == [("PRINTED", "")]
    assert shop.verdict() == PRINTED


def test_asked_before_the_printer_answered_unknown_comes_first_and_the_late_answer_falls(shop):
    job = shop.records.begin_paper("document", "C1")
    shop.records.correct_paper(job, SAW)
    shop.records.settle_paper(job, PRINTED)
    assert shop.outcomes() == [("UNKNOWN", "no_answer"), ("PRINTED", "citizen_saw")]
    assert shop.verdict() == SAW


@pytest.mark.parametrize("room", [0, 1, 2, 3])
def test_a_full_disk_keeps_verdict_and_word_in_their_order(shop, room):
    job = shop.records.begin_paper("document", "C1")
    shop.store.room = room
    shop.records.settle_paper(job, UNKNOWN)
    shop.records.correct_paper(job, SAW)
    shop.store.room = None
    shop.records.catch_up()
    assert shop.outcomes() == [("UNKNOWN", "silent"), ("PRINTED", "citizen_saw")]


def test_ratings_wait_for_room_and_those_beyond_the_bound_are_refused_and_noted(shop):
    shop.store.room = 0
    for number in range(MOST_RATINGS + 3):
        shop.records.rate(ReportRating(f"k{number}", "tax", None, 1))
    shop.store.room = None
    shop.records.catch_up()
    kept = [each.key for each in shop.records.outbox.due(shop.now_s, most=1000)]
    assert kept == [f"k{number}" for number in range(MOST_RATINGS)]
    [entry] = Audit(shop.store).entries()
    assert (entry.event, entry.fields) == ("ratings_refused", {"count": "3"})


def age_the_first_line(shop):
    """As many lines as are kept come after the oldest one."""
    statement = "UPDATE audit SET number = number + ? WHERE number > (SELECT min(number) FROM audit)"
    shop.store.write(lambda: shop.store.change(statement, AUDIT_KEEP))


def test_old_lines_and_jobs_go_once_a_day(shop):
    shop.records.settle_paper(shop.records.begin_paper("document", "C1"), PRINTED)
    age_the_first_line(shop)
    shop.records.trim_daily()
    assert shop.events() == ["paper_settled"]
    assert len(shop.records.journal.of_case("C1")) == 1
    shop.records.note("gateway_returned")
    age_the_first_line(shop)
    shop.now_s += DAY_S - 1
    shop.records.trim_daily()
    assert shop.events() == ["paper_settled", "gateway_returned"]
    shop.now_s += JOURNAL_KEEP_S
    shop.records.trim_daily()
    assert shop.events() == ["gateway_returned"]
    assert shop.records.journal.of_case("C1") == ()


def test_trimming_without_room_is_tried_again_at_once(shop):
    shop.records.settle_paper(shop.records.begin_paper("document", "C1"), PRINTED)
    shop.now_s += JOURNAL_KEEP_S + 1
    shop.store.room = 0
    shop.records.trim_daily()
    shop.store.room = None
    shop.records.trim_daily()
    assert shop.records.journal.of_case("C1") == ()


def test_a_word_from_outside_that_does_not_fit_is_other_and_our_own_mistakes_crash(shop):
    shop.records.note("keeper_called", reason="张三 110105199001010000")
    assert Audit(shop.store).entries()[0].fields == {"reason": "other"}
    for event, fields in (("no_such", {}), ("keeper_called", {}), ("keeper_called", {"reason": "x", "name": "y"})):
        with pytest.raises(NotInTheList):
            shop.records.note(event, **fields)


def test_a_full_disk_loses_the_line_only(shop):
    shop.store.room = 0
    shop.records.note("gateway_returned")
    shop.store.room = None
    assert shop.events() == []


def test_every_listed_event_is_written_somewhere():
    files = [path for path in (ROOT / "kiosk").rglob("*.py") if path.name != "audit_events.py"]
    written = set(re.findall(r'"([a-z_]+)"', "\n".join(path.read_text("utf-8") for path in files)))
    assert set(EVENTS) - written == set()


PERSON = {"name": "张三", "number": "11010519491231002X"}
ISSUE = Issue("tax", {"place": "secret"}, ("row-secret",), check_trace="trace-secret", **PERSON)
ISSUED = Issued("HA-2026-7", "N1", "t", "i", AT, 1, "12.00", "words", 1, b"%PDF-", 0)


@pytest.mark.parametrize(
    ("question", "reply", "said"),
    [
        (ISSUE, ISSUED, {"issue_answered": "issued", "certificate_issued": "HA-2026-7"}),
        (ISSUE, Refused("already_issued"), {"issue_answered": "refused"}),
        (ISSUE, NotKnown("no_answer"), {"issue_answered": "not_known"}),
        (Query("tax", "payments", {}, **PERSON), NothingFound(AT, "s", "t"), {"query_answered": "nothing_found"}),
        (Verify("ver", "licence", {"number": "secret"}), NotKnown("offline"), {"verification_answered": "not_known"}),
        (AnswerCheck("c", "123456"), CheckOutcome("passed", "trace-secret"), {"person_checked": "passed"}),
        (AnswerCheck("c", "123456"), NotKnown("offline"), {"person_checked": "not_known"}),
    ],
)
def test_an_answer_is_said_in_ids_and_counts(question, reply, said):
    lines = lines_of(question, reply, "tax", "phone_code", "key-1")
    for line in lines:
        check_event(line.event, line.fields)
        assert fitted(line.event, line.fields) == line.fields
        assert said[line.event] in line.fields.values()
        assert not any(secret in str(line.fields) for secret in ("张三", "1949", "secret", "123456", "12.00"))
    assert {line.event for line in lines} == set(said)
