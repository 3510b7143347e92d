"""Every sheet has an id, a state that never goes back, and after a restart an honest UNKNOWN."""

from __future__ import annotations

import pytest

from kiosk.core.conditions import Media, Outcome, PrintVerdict
from kiosk.store.print_journal import ALPHABET, STATES, PrintJournal
from kiosk.store.store import JOB_IDS, open_store

PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="gs_h")


@pytest.fixture
def journal(store):
    return PrintJournal(store)


def test_a_job_from_asked_to_settled(journal):
    job = journal.ask("document", "C1", 5.0)
    assert (job.paper, job.case_number, job.reprint, job.state, job.verdict) == ("document", "C1", 0, "asked", None)
    for step in STATES[1:4]:
        assert journal.step(job.job, step)
    assert journal.settle(job.job, PRINTED)
    [kept] = journal.of_case("C1")
    assert (kept.state, kept.verdict, kept.asked_at_s) == ("settled", PRINTED, 5.0)


def test_states_never_go_back(journal):
    job = journal.ask("receipt", None, 1.0).job
    assert journal.step(job, "sent")
    assert not journal.step(job, "sending")
    assert not journal.step(job, "sent")
    assert journal.step(job, "proved")
    assert journal.settle(job, PRINTED)
    assert not journal.step(job, "proved")
    assert not journal.settle(job, PrintVerdict(Outcome.FAILED, "paper_out"))
    assert not journal.settle("none", PRINTED)
    assert journal.left_open() == ()


def test_a_job_that_failed_before_sending(journal):
    job = journal.ask("document", "C1", 1.0).job
    assert journal.settle(job, PrintVerdict(Outcome.FAILED, "paper_out"))
    assert journal.of_case("C1")[0].verdict == PrintVerdict(Outcome.FAILED, "paper_out")


def test_only_an_unknown_becomes_known_by_the_citizens_word(journal):
    saw = PrintVerdict(Outcome.PRINTED, "citizen_saw", began=True)
    job = journal.ask("document", "C1", 1.0).job
    assert not journal.correct(job, saw)
    journal.settle(job, PrintVerdict(Outcome.UNKNOWN, "silent", began=True))
    assert journal.correct(job, saw)
    assert not journal.correct(job, PrintVerdict(Outcome.FAILED, "citizen_missed"))
    assert journal.of_case("C1")[0].verdict == saw


def test_ids_are_four_printable_characters_and_all_differ(journal):
    jobs = [journal.ask("receipt", None, 1.0).job for _ in range(100)]
    assert len(set(jobs)) == 100
    assert all(len(job) == 4 and set(job) <= set(ALPHABET) for job in jobs)


def test_ids_go_on_after_trimming_and_restarting(tmp_path):
    seen = []
    for _ in range(3):
        store = open_store(tmp_path / "store", tmp_path / "key").store
        journal = PrintJournal(store)
        job = journal.ask("receipt", None, 1.0).job
        journal.settle(job, PRINTED)
        seen.append(job)
        assert journal.trim(2.0) == 1
        store.close()
    numbers = [sum(ALPHABET.index(sign) * 32**place for place, sign in enumerate(reversed(job))) for job in seen]
    assert [(number - numbers[0]) % JOB_IDS for number in numbers] == [0, 1, 2]


def test_ids_begin_anew_only_after_the_last_one(store, journal):
    store.write(lambda: store.change("UPDATE about SET next_job = ?", JOB_IDS - 1))
    assert [journal.ask("receipt", None, 1.0).job for _ in range(3)] == ["ZZZZ", "0000", "0001"]


def test_reprints_are_counted_for_each_paper_of_each_case(journal):
    asked = [("document", "C1"), ("document", "C1"), ("receipt", "C1"), ("document", "C2"), ("document", "C1")]
    assert [journal.ask(paper, case, 1.0).reprint for paper, case in asked] == [0, 1, 0, 0, 2]
    assert [journal.ask("receipt", None, 1.0).reprint for _ in range(2)] == [0, 0]


def test_after_a_restart_each_open_job_is_what_its_last_step_allows(tmp_path):
    store = open_store(tmp_path / "store", tmp_path / "key").store
    journal = PrintJournal(store)
    settled, asked, sending, sent, proved = (journal.ask("document", "C1", float(at)).job for at in range(5))
    journal.settle(settled, PRINTED)
    for job, step in ((sending, "sending"), (sent, "sent"), (proved, "proved")):
        journal.step(job, step)
    store.close()

    store = open_store(tmp_path / "store", tmp_path / "key").store
    journal = PrintJournal(store)
    left = journal.left_open()
    assert [(job.job, job.state, job.verdict) for job in left] == [
        (asked, "asked", PrintVerdict(Outcome.FAILED, "restarted", began=False)),
        (sending, "sending", PrintVerdict(Outcome.UNKNOWN, "restarted", began=True)),
        (sent, "sent", PrintVerdict(Outcome.UNKNOWN, "restarted", began=True)),
        (proved, "proved", PrintVerdict(Outcome.PRINTED, began=True, proof="journal")),
    ]
    for job in left:
        assert journal.settle(job.job, job.verdict)
    assert journal.left_open() == ()
    assert [job.verdict.outcome for job in journal.of_case("C1")] == [
        "PRINTED",
        "FAILED",
        "UNKNOWN",
        "UNKNOWN",
        "PRINTED",
    ]
    store.close()


def test_where_a_paper_ended_is_kept_for_the_newest_job_of_that_id(journal):
    job = journal.ask("receipt", "C1", 1.0).job
    assert not journal.seen(job, Media.UNKNOWN)
    assert journal.seen(job, Media.RETRACTED)
    assert not journal.seen("none", Media.TAKEN)
    assert journal.of_case("C1")[0].media is Media.RETRACTED


def test_trimming_forgets_old_settled_jobs_only(journal):
    old, open_still, new = (journal.ask("document", "C1", at).job for at in (1.0, 2.0, 9.0))
    for job in (old, new):
        journal.settle(job, PRINTED)
    assert journal.trim(5.0) == 1
    assert [job.job for job in journal.of_case("C1")] == [open_still, new]


CITIZEN_SAW = PrintVerdict(Outcome.PRINTED, "citizen_saw", began=True)
CITIZEN_MISSED = PrintVerdict(Outcome.FAILED, "citizen_missed")
NOT_KNOWN = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
NEVER_BEGAN = PrintVerdict(Outcome.FAILED, "paper_out")
TORN = PrintVerdict(Outcome.FAILED, "paper_out", began=True)


def ended(journal, paper, *verdicts, state="sent"):
    job = journal.ask(paper, None, 1.0).job
    if verdicts:
        journal.step(job, state)
        journal.settle(job, verdicts[0])
    for verdict in verdicts[1:]:
        journal.correct(job, verdict)


@pytest.mark.parametrize(
    ("verdicts", "half"),
    [
        ([], False),
        ([[PRINTED]], False),
        ([[NEVER_BEGAN]], False),
        ([[TORN]], True),
        ([[NOT_KNOWN]], True),
        ([[NOT_KNOWN, CITIZEN_SAW]], True),  # the citizen has the paper; what is in the buffers nobody saw
        ([[NOT_KNOWN, CITIZEN_MISSED]], True),
        ([[TORN], [NEVER_BEGAN]], True),
        ([[TORN], [PRINTED]], False),
        ([[PRINTED], []], False),
    ],
)
def test_whether_a_paper_may_lie_half_printed(journal, verdicts, half):
    for each in verdicts:
        ended(journal, "receipt", *each)
    ended(journal, "document", TORN)
    assert journal.half_printed("receipt") is half


@pytest.mark.parametrize(("state", "half"), [("asked", False), ("sending", True), ("sent", True), ("proved", False)])
def test_a_paper_that_a_restart_found_open_may_lie_half_printed(journal, state, half):
    job = journal.ask("receipt", None, 1.0).job
    journal.step(job, state) if state != "asked" else None
    assert journal.half_printed("receipt") is half
    for each in journal.left_open():
        journal.settle(each.job, each.verdict)
    assert journal.half_printed("receipt") is half


def test_what_the_citizen_missed_began_all_the_same(journal):
    job = journal.ask("receipt", "C1", 1.0).job
    journal.settle(job, NOT_KNOWN)
    assert journal.correct(job, CITIZEN_MISSED)
    assert journal.of_case("C1")[0].verdict == PrintVerdict(Outcome.FAILED, "citizen_missed", began=True)
