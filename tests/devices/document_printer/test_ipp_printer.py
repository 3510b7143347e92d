"""The IPP driver against the emulated printer: every verdict, every fault, every line that breaks."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from ipp_quick import QUICK
from pyipp.enums import IppOperation, IppStatus

from devices.contract import DeviceRefused, DeviceSilent
from devices.document_printer.emulator import FAULTS as FOLDER_FAULTS
from devices.document_printer.ipp_engine import FAULTS
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_printer import IppPrinter, Patience
from devices.faults import faults
from kiosk.core.conditions import Device, Outcome, Paper, PrintVerdict, Status

PDF = b"%PDF-1.7 /Type /Pages " + bytes(range(256)) * 20 + b" /Type /Page %%EOF"
TWO_PAGES = PDF + b" /Type/Page"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")


def failed(reason, *, began=False):
    return PrintVerdict(Outcome.FAILED, reason, began=began)


def unknown(reason):
    return PrintVerdict(Outcome.UNKNOWN, reason, began=True)


def wait_for(true, timeout_s=5.0):
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def in_background(printer, document, job):
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(printer.print(document, job)))
    thread.start()
    return thread, verdicts


def test_documents_come_out_byte_for_byte(printer, office):
    assert [printer.print(PDF + bytes([n]), f"D-{n}") for n in (1, 2)] == [PRINTED, PRINTED]
    assert [Path(each).read_bytes() for each in office.papers()] == [PDF + b"\1", PDF + b"\2"]
    assert printer.condition().paper is Paper.FULL


VERDICTS = {
    "paper-out-before": failed("paper_out"),
    "paper-out-mid": failed("paper_out"),
    "paper-low": PRINTED,
    "jams-mid": failed("paper_jam", began=True),
    "cover-open": failed("cover_open"),
    "toner-low": PRINTED,
    "toner-out": failed("toner_out"),
    "paused": failed("paused"),
    "asleep": failed("stalled"),
    "busy": failed("busy"),
    "refuses-pdf": failed("pdf_unsupported"),
    "silent": failed("silent"),
    "loses-answer": PRINTED,
    "loses-document": unknown("gone"),
    "forgets-jobs": unknown("job_lost"),
    "keeps-jobs": PRINTED,
    "ignores-cancel": PRINTED,
    "counts-nothing": unknown("count_differs"),
    "drips": failed("silent"),
    "not-ipp": failed("wire_damaged"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_verdict_and_the_same_document_prints_after_it(printer, office, fault):
    office.set_faults([fault])
    verdict = printer.print(PDF, "D-7")
    assert verdict == VERDICTS[fault]
    assert verdict.reason in {"", *faults()[Device.DOCUMENT_PRINTER]}
    office.set_faults([])
    assert printer.print(PDF, "D-7") == PRINTED
    assert Path(office.papers()[-1]).read_bytes() == PDF


@pytest.mark.parametrize(
    ("verb", "fault", "paper", "status"),
    [
        ("run_out_of_paper", "paper_out", Paper.OUT, Status.ONLINE),
        ("jam", "paper_jam", Paper.JAMMED, Status.HARDWARE_ERROR),
        ("open_cover", "cover_open", Paper.FULL, Status.HARDWARE_ERROR),
        ("unplug", "port_missing", Paper.UNKNOWN, Status.NO_DEVICE),
    ],
)
def test_what_a_hand_does_is_seen_and_undone(printer, office, verb, fault, paper, status):
    office.verbs()[verb]()
    condition = printer.condition()
    assert (condition.fault, condition.paper, condition.status) == (fault, paper, status)
    assert not condition.usable
    for undo in ("refill", "close_cover", "plug"):
        office.verbs()[undo]()
    assert printer.condition().fault == ""


@pytest.mark.parametrize(("fault", "paper"), [("paper-low", Paper.LOW), ("toner-low", Paper.FULL)])
def test_what_runs_low_is_a_notice(printer, office, fault, paper):
    office.set_faults([fault])
    condition = printer.condition()
    assert (condition.usable, condition.paper, condition.fault) == (True, paper, fault.replace("-", "_"))


def test_paper_out_between_two_pages_and_refilled_goes_on(office):
    printer = IppPrinter(IppLink(office.where), patience=Patience(help_s=20, poll_s=0.02))
    office.set_faults(["paper-out-mid"])
    thread, verdicts = in_background(printer, TWO_PAGES, "D-8")
    wait_for(lambda: office.state()["paper"] == "out")
    office.refill()
    thread.join(10)
    assert verdicts == [PRINTED]
    assert Path(office.papers()[0]).read_bytes() == TWO_PAGES


def test_paper_that_ran_out_behind_the_first_page_has_begun(printer, office):
    office.pace(0.2)
    thread, verdicts = in_background(printer, TWO_PAGES, "D-9")
    wait_for(lambda: office.state()["waiting"])
    time.sleep(0.3)
    office.run_out_of_paper()
    thread.join(10)
    assert verdicts == [failed("paper_out", began=True)]
    assert office.state()["waiting"] == 0


def test_a_cancellation_that_is_not_kept_is_not_known_and_nothing_joins_the_stuck_job(printer, office):
    office.set_faults(["ignores-cancel", "asleep"])
    assert printer.print(PDF, "D-10") == unknown("stalled")
    assert printer.condition().fault == "job_stuck"
    assert printer.print(PDF, "D-11") == failed("job_stuck")
    office.set_faults([])
    assert printer.print(PDF, "D-11") == PRINTED
    assert [Path(each).read_bytes() for each in office.papers()] == [PDF]


class SomeAnswersLost(IppLink):
    """The line to a printer whose answers to one operation never come, or say that it is busy."""

    def __init__(self, uri, operation, trouble, times=10**6):
        super().__init__(uri)
        self.operation, self.trouble, self.times = operation, trouble, times

    def ask(self, message, timeout_s):
        if int.from_bytes(message[2:4], "big") == self.operation and self.times:
            self.times -= 1
            raise self.trouble
        return super().ask(message, timeout_s)


def test_a_printer_that_never_answers_a_cancellation_is_not_asked_for_ever(office):
    office.set_faults(["asleep"])
    deaf = SomeAnswersLost(office.where, IppOperation.CANCEL_JOB, DeviceSilent("lost"))
    printer = IppPrinter(deaf, user="kiosk-test", patience=QUICK)
    assert printer.print(PDF, "D-13") == unknown("stalled")


def test_a_printer_that_is_busy_when_asked_about_a_job_is_asked_again(office):
    busy = DeviceRefused("busy", IppStatus.ERROR_BUSY)
    link = SomeAnswersLost(office.where, IppOperation.GET_JOB_ATTRIBUTES, busy, times=2)
    assert IppPrinter(link, user="kiosk-test", patience=QUICK).print(PDF, "D-14") == PRINTED


def test_the_plug_pulled_while_printing_is_not_known_in_our_own_time(printer, office):
    office.pace(5)
    thread, verdicts = in_background(printer, PDF, "D-12")
    wait_for(lambda: office.state()["waiting"])
    office.unplug()
    thread.join(10)
    assert verdicts == [unknown("port_missing")]
    office.pace(0.03)
    office.plug()
    assert printer.print(PDF, "D-12") == PRINTED


def test_a_job_that_a_printer_remembers_over_a_power_cut_is_cancelled_before_the_next(printer, office):
    office.set_faults(["keeps-jobs"])
    office.pace(5)
    thread, verdicts = in_background(printer, PDF + b"first", "D-13")
    wait_for(lambda: office.state()["waiting"])
    office.unplug()
    thread.join(10)
    office.plug()
    office.pace(0.03)
    assert verdicts == [unknown("port_missing")]
    assert printer.condition().fault == ""
    assert printer.print(PDF, "D-14") == PRINTED
    assert [Path(each).read_bytes() for each in office.papers()] == [PDF]


def test_what_a_crash_left_in_the_printer_is_cancelled_at_the_next_start(printer, office):
    office.set_faults(["asleep"])
    patient = IppPrinter(IppLink(office.where), user="kiosk-test", patience=Patience(stall_s=0.1, cancel_s=0))
    assert patient.print(PDF, "D-15") == unknown("stalled")
    assert office.state()["waiting"] == 1
    assert printer.condition().fault == ""
    assert office.state()["waiting"] == 0


def test_the_jobs_of_others_are_left_alone(printer, office):
    office.set_faults(["asleep"])
    other = IppPrinter(IppLink(office.where), user="office", patience=Patience(stall_s=0.1, cancel_s=0))
    other.print(PDF, "D-16")
    assert printer.condition().fault == ""
    assert office.state()["waiting"] == 1


@pytest.mark.parametrize("job", ["", "../a", "a b", "张", "a" * 65])
def test_a_job_name_that_is_no_plain_word_is_our_mistake(printer, job):
    with pytest.raises(ValueError, match="job name"):
        printer.print(PDF, job)


@pytest.mark.parametrize(
    "where", ["", "ipp://", "ipp://host:0x1/", "http://127.0.0.1/", "ipp://a:99999/", "ipp://..../x"]
)
def test_an_address_that_is_none_is_a_missing_printer(where):
    printer = IppPrinter(IppLink(where), patience=QUICK)
    assert printer.condition().fault == "port_missing"
    assert printer.print(PDF, "D-17") == failed("port_missing")
    printer.close()


def test_faults_of_both_emulators_that_are_the_same_have_the_same_name():
    assert {"paper-out-before", "paper-out-mid", "jams-mid", "asleep", "silent"} <= set(FAULTS) & set(FOLDER_FAULTS)


def test_an_unknown_fault_names_the_known_ones(office):
    with pytest.raises(ValueError, match="jams-mid"):
        office.set_faults(["explodes"])


def test_papers_are_taken_one_by_one(printer, office):
    printer.print(PDF, "D-18")
    assert office.take_paper() == {"paper": office.papers()[0]}
    assert office.take_paper() == {"paper": None}
    assert office.state() == {"paper": "full", "powered": True, "waiting": 0, "printed": 1, "taken": 1}


def test_plugging_again_and_again_leaves_threads_as_they_were(printer, office):
    before = threading.active_count()
    for _ in range(20):
        office.unplug()
        assert printer.condition().fault == "port_missing"
        office.plug()
        assert printer.condition().usable
    wait_for(lambda: threading.active_count() <= before)
