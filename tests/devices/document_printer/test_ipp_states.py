"""What a printer says, in our words: a table."""

from __future__ import annotations

import pytest

from devices.document_printer.ipp_states import NOTICES, STOPS, WEARS, JobSeen, printer_seen, verdict_of
from devices.faults import faults
from kiosk.core.conditions import Device, Outcome, Paper, PrintVerdict


@pytest.mark.parametrize(
    ("reasons", "state", "fault", "paper"),
    [
        ("none", 3, "", Paper.FULL),
        (["media-low-warning"], 3, "paper_low", Paper.LOW),
        (["media-empty-warning", "media-needed-warning"], 4, "paper_out", Paper.OUT),
        (["media-jam-report"], 3, "paper_jam", Paper.JAMMED),
        (["media-empty", "media-jam-error"], 5, "paper_jam", Paper.JAMMED),
        (["door-open-error", "media-low"], 5, "cover_open", Paper.LOW),
        (["marker-supply-empty-error"], 5, "toner_out", Paper.FULL),
        (["marker-supply-empty-warning"], 3, "", Paper.FULL),
        (["toner-low-report"], 3, "toner_low", Paper.FULL),
        (["spool-area-full"], 3, "spool_full", Paper.FULL),
        (["com.example-flux-error"], 5, "printer_error", Paper.FULL),
        (["com.example-flux-report"], 3, "", Paper.FULL),
        (["paused"], 5, "paused", Paper.FULL),
        ("none", 5, "paused", Paper.FULL),
        (["offline-report"], 3, "offline", Paper.FULL),
    ],
)
def test_reasons_become_faults(reasons, state, fault, paper):
    seen = printer_seen({"printer-state": state, "printer-state-reasons": reasons})
    assert (seen.fault, seen.paper) == (fault, paper)


def test_a_printer_that_takes_no_jobs_or_no_pdf_says_so():
    assert printer_seen({"printer-is-accepting-jobs": False}).fault == "not_accepting"
    assert printer_seen({"document-format-supported": "image/urf"}).fault == "pdf_unsupported"
    assert printer_seen({}).fault == ""


def test_an_idle_queue_knows_only_what_was():
    said = {"cups-version": "2.4.2", "printer-state-reasons": "media-empty-error"}
    idle, printing = (printer_seen({**said, "printer-state": state}) for state in (3, 4))
    assert (idle.fault, idle.leftover, idle.paper, idle.stops) == ("", "paper_out", Paper.UNKNOWN, False)
    assert (printing.fault, printing.paper) == ("paper_out", Paper.OUT)


def test_every_fault_has_its_row():
    assert {*STOPS.values(), *WEARS.values(), *NOTICES.values()} <= set(faults()[Device.DOCUMENT_PRINTER])


DONE, ABORTED, CANCELED = 9, 8, 7


@pytest.mark.parametrize(
    ("job", "fault", "queue", "verdict"),
    [
        (JobSeen(DONE, impressions=1), "", False, PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")),
        (JobSeen(DONE), "paper_out", False, PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")),
        (JobSeen(DONE, impressions=0, sheets=1), "", False, PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")),
        (JobSeen(DONE, impressions=0), "", True, PrintVerdict(Outcome.PRINTED, began=True, proof="ipp_queue")),
        (JobSeen(DONE, impressions=1), "paper_jam", True, PrintVerdict(Outcome.UNKNOWN, "paper_jam", began=True)),
        (JobSeen(DONE, impressions=0), "", False, PrintVerdict(Outcome.UNKNOWN, "count_differs", began=True)),
        (
            JobSeen(DONE, expected=2, impressions=1),
            "",
            False,
            PrintVerdict(Outcome.UNKNOWN, "count_differs", began=True),
        ),
        (
            JobSeen(DONE, ("job-completed-with-errors",), impressions=1),
            "",
            False,
            PrintVerdict(Outcome.UNKNOWN, "printer_error", began=True),
        ),
        (JobSeen(ABORTED, impressions=0), "paper_jam", False, PrintVerdict(Outcome.FAILED, "paper_jam", began=True)),
        (JobSeen(CANCELED, impressions=0), "paper_out", False, PrintVerdict(Outcome.FAILED, "paper_out")),
        (JobSeen(CANCELED, impressions=0), "paper_out", True, PrintVerdict(Outcome.FAILED, "paper_out", began=True)),
        (JobSeen(CANCELED), "", False, PrintVerdict(Outcome.FAILED, "job_aborted", began=True)),
        (
            JobSeen(CANCELED, ("job-canceled-at-device",), impressions=0),
            "",
            False,
            PrintVerdict(Outcome.FAILED, "canceled_at_printer"),
        ),
        (
            JobSeen(ABORTED, ("document-format-error",), impressions=0),
            "",
            False,
            PrintVerdict(Outcome.FAILED, "document_refused"),
        ),
    ],
)
def test_a_final_job_proves_so_much_and_no_more(job, fault, queue, verdict):
    assert verdict_of(job, fault, queue=queue) == verdict
