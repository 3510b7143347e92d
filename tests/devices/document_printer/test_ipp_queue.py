"""The way through CUPS, for printers that take no PDF: a private cupsd between our driver and the emulated printer."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from ippeveprinter import Processes, free_port, holding, listens, wait_for

from devices.document_printer.ipp_emulator import IppOfficePrinter
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_printer import IppPrinter, Patience
from kiosk.core.conditions import Outcome, PrintVerdict

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(180)]

MARKER = b"KIOSK-MARKER-51e0"
PDF = b"%PDF-1.7\n" + MARKER + bytes(range(256)) * 64 + b" /Type /Page\n%%EOF\n"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="ipp_queue")

# As docs/technician.md asks for it: no document outlives its job, and a job's last state stays long enough to be read.
CUPSD = """Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
PreserveJobFiles No
PreserveJobHistory 120
WebInterface No
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Location /admin>
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """ServerRoot {here}/etc
RequestRoot {here}/requests
TempDir {here}/tmp
CacheDir {here}/cache
StateDir {here}/state
AccessLog {here}/access_log
ErrorLog {here}/error_log
PageLog {here}/page_log
SystemGroup root
"""


@pytest.fixture
def queue(office):
    lacking = [each for each in ("cupsd", "lpadmin") if shutil.which(each, path="/usr/bin:/usr/sbin") is None]
    if lacking:
        pytest.skip(f"Debian packages are missing for {', '.join(lacking)}: script/bootstrap installs them")
    # started by root, cupsd's backends are another user's, who may not look into pytest's own folder
    here = Path(tempfile.mkdtemp(prefix="kiosk-cups-"))
    for folder in ("etc/ppd", "requests", "cache", "state/certs"):
        (here / folder).mkdir(parents=True)
    here.chmod(0o755)
    port = free_port()
    (here / "etc" / "cupsd.conf").write_text(CUPSD.format(port=port))
    (here / "etc" / "cups-files.conf").write_text(FILES.format(here=here))
    processes = Processes(here)
    processes.start("cupsd", "-f", "-c", f"{here}/etc/cupsd.conf", "-s", f"{here}/etc/cups-files.conf")
    wait_for(lambda: listens(port), "the private cupsd does not come up")
    policy = ("-o", "printer-error-policy=abort-job", "-E")
    made = ("lpadmin", "-h", f"127.0.0.1:{port}", "-p", "cert", "-v", office.where, *policy)
    subprocess.run(made, check=True, capture_output=True, timeout=20, env=processes.environment)
    yield here, f"ipp://127.0.0.1:{port}/printers/cert"
    processes.stop()
    shutil.rmtree(here)


@pytest.fixture
def driver(queue):
    return IppPrinter(
        IppLink(queue[1]), user="kiosk-test", patience=Patience(help_s=4, stall_s=6, cancel_s=20, poll_s=0.1)
    )


def test_a_document_passes_a_queue_unchanged_and_leaves_nothing_in_it(queue, driver, office: IppOfficePrinter):
    assert driver.print(PDF, "D-1") == PRINTED
    assert Path(office.papers()[0]).read_bytes() == PDF
    assert holding(MARKER, queue[0]) == []


def test_paper_out_is_our_own_deadline_and_the_queue_prints_the_next(queue, driver, office: IppOfficePrinter):
    office.set_faults(["paper-out-mid"])
    verdict = driver.print(PDF, "D-2")
    assert (verdict.outcome, verdict.reason) == (Outcome.FAILED, "paper_out")
    assert holding(MARKER, queue[0]) == []
    office.refill()
    wait_for(lambda: driver.condition().fault == "", "the queue stays stuck after paper was refilled", 10)
    assert driver.print(PDF, "D-3") == PRINTED
    assert len(office.papers()) == 1


def test_a_printer_that_is_off_ends_in_our_own_time_and_is_never_processing_for_ever(queue, driver, office):
    office.unplug()
    verdict = driver.print(PDF, "D-4")
    assert verdict.outcome is not Outcome.PRINTED
    assert holding(MARKER, queue[0]) == []
    office.plug()
    wait_for(lambda: driver.condition().fault == "", "the queue stays stuck after the printer came back", 10)
    assert driver.print(PDF, "D-5") == PRINTED
    assert len(office.papers()) == 1


def test_a_jam_is_said_through_a_queue(queue, driver, office):
    office.set_faults(["jams-mid"])
    verdict = driver.print(PDF, "D-6")
    # seen of CUPS 2.4.2: canceled, or even completed when the printer gave it up between two of its looks
    assert verdict.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
    assert (verdict.reason, verdict.began) == ("paper_jam", True)
    office.refill()
    wait_for(lambda: driver.condition().fault == "", "the queue stays stuck after the jam was cleared", 10)
    assert driver.print(PDF, "D-6") == PRINTED
