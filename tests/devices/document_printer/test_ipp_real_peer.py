"""Our driver against ippeveprinter, and CUPS's ipptool against our emulator: two peers nobody here wrote."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from ipp_quick import QUICK
from ippeveprinter import holding, ipptool, wait_for

from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_printer import IppPrinter, Patience
from kiosk.core.conditions import Outcome, Paper, PrintVerdict, Status

MARKER = b"KIOSK-MARKER-7f3a91c2"
PDF = b"%PDF-1.7\n" + MARKER + bytes(range(256)) * 64 + b"\n/Type /Page\n%%EOF\n"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="ipp")
PATIENT = Patience(help_s=10, poll_s=0.05)


@pytest.fixture
def driver(real_peer):
    return IppPrinter(IppLink(real_peer.where), user="kiosk-test", patience=PATIENT)


ALONE = """
import logging, sys
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_printer import IppPrinter
logging.basicConfig(level=logging.DEBUG, filename="everything.log")
print(IppPrinter(IppLink(sys.argv[1]), user="kiosk-test").print(sys.stdin.buffer.read(), sys.argv[2]))
"""


def printed_alone(where, job, folder):
    """What a process says that prints with `folder` for its home, its temporary files and its log."""
    own = {**os.environ, "PYTHONPATH": str(Path.cwd()), "TMPDIR": str(folder), "HOME": str(folder)}
    argv = (sys.executable, "-c", ALONE, where, job)
    return subprocess.run(argv, input=PDF, cwd=folder, env=own, capture_output=True, timeout=30, check=True).stdout


def in_background(driver, job):
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(driver.print(PDF, job)))
    thread.start()
    return thread, verdicts


def test_a_document_arrives_byte_for_byte_under_our_job_id_and_our_side_keeps_nothing(real_peer, tmp_path):
    assert b"PRINTED" in printed_alone(real_peer.where, "D-000041", tmp_path)
    assert (real_peer.here / "paper").read_bytes() == PDF
    assert (real_peer.here / "names").read_text().splitlines()[-1] == "D-000041"
    assert (tmp_path / "everything.log").stat().st_size
    assert holding(MARKER, tmp_path) == []


@pytest.mark.nightly
@pytest.mark.timeout(180)
def test_nothing_stays_in_the_printers_spool(real_peer, driver):
    """ippeveprinter lets go of a job's file some 60 s after its end."""
    assert driver.print(PDF, "D-000040") == PRINTED
    wait_for(lambda: not holding(MARKER, real_peer.spool), "the printer keeps the document", 150)


def test_paper_out_in_the_middle_and_refilled_goes_on(real_peer, driver):
    real_peer.put("out")
    thread, verdicts = in_background(driver, "D-000042")
    other = IppPrinter(IppLink(real_peer.where), user="somebody-else", patience=QUICK)
    wait_for(lambda: other.condition().paper is Paper.OUT, "it never says that paper is out")
    real_peer.remove("out")
    thread.join(20)
    assert verdicts == [PRINTED]
    wait_for(lambda: driver.condition().paper is Paper.FULL, "it never says that paper is there")


def test_paper_out_that_nobody_refills_is_cancelled_within_our_patience(real_peer):
    real_peer.put("out")
    driver = IppPrinter(IppLink(real_peer.where), user="kiosk-test", patience=QUICK)
    # this printer says yes to the cancellation and holds the job until its command has ended: not known, said in time
    assert driver.print(PDF, "D-000043") == PrintVerdict(Outcome.UNKNOWN, "paper_out", began=True)
    assert driver.print(PDF, "D-000044") == PrintVerdict(Outcome.FAILED, "job_stuck")
    real_peer.remove("out")
    wait_for(lambda: driver.condition().fault == "", "the job stays in the printer")
    assert driver.print(PDF, "D-000044") == PRINTED


def test_a_jam_is_said_and_the_same_certificate_prints_again(real_peer, driver):
    real_peer.put("jammed")
    assert driver.print(PDF, "D-000045") == PrintVerdict(Outcome.FAILED, "paper_jam", began=True)
    condition = driver.condition()
    assert (condition.status, condition.paper) == (Status.HARDWARE_ERROR, Paper.JAMMED)


def test_a_printer_that_counts_no_sheet_has_not_proved_one(real_peer):
    real_peer.switch_off()
    real_peer.switch_on()
    real_peer.put("uncounted")
    if (real_peer.here / "jammed").exists():
        real_peer.remove("jammed")
    driver = IppPrinter(IppLink(real_peer.where), user="kiosk-test", patience=PATIENT)
    assert driver.print(PDF, "D-000046") == PrintVerdict(Outcome.UNKNOWN, "count_differs", began=True)
    real_peer.remove("uncounted")
    assert driver.print(PDF, "D-000046") == PRINTED


def test_a_printer_that_is_switched_off_ends_in_our_own_time_and_comes_back(real_peer):
    driver = IppPrinter(IppLink(real_peer.where), user="kiosk-test", patience=QUICK)
    real_peer.put("out")
    thread, verdicts = in_background(driver, "D-000047")
    wait_for(lambda: driver.condition().paper is Paper.OUT, "it never says that paper is out")
    real_peer.switch_off()
    thread.join(20)
    real_peer.remove("out")
    assert verdicts == [PrintVerdict(Outcome.UNKNOWN, "port_missing", began=True)]
    assert driver.print(PDF, "D-000048") == PrintVerdict(Outcome.FAILED, "port_missing")
    assert driver.condition().status is Status.NO_DEVICE
    real_peer.switch_on()
    assert driver.condition().usable
    assert driver.print(PDF, "D-000048") == PRINTED


@pytest.mark.parametrize(
    "test",
    [
        *("get-printer-attributes", "validate-job", "print-job", "get-jobs"),
        pytest.param("print-job-and-wait", marks=pytest.mark.nightly),  # ipptool waits 5 s between two looks
    ],
)
def test_ipptool_finds_our_emulator_in_order(real_peer, office, tmp_path, test):
    document = tmp_path / "certificate.pdf"
    document.write_bytes(PDF)
    said = ipptool(office.where, test, document)
    assert "[PASS]" in said
    assert "[FAIL]" not in said
    if test == "print-job-and-wait":
        assert [Path(each).read_bytes() for each in office.papers()] == [PDF]
