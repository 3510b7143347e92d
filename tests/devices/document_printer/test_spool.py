"""The spool folder: three verdicts against the emulated office printer, and real trouble of a real disk."""

import subprocess
import sys
from pathlib import Path

import pytest

from devices.document_printer.emulator import OfficePrinter
from devices.document_printer.spool import SpoolPrinter
from kiosk.core.conditions import Condition, Device, Outcome, Paper, PrintVerdict, Status

PDF = b"%PDF-1.7 \x00\xff any bytes %%EOF"
PRINTED = PrintVerdict(Outcome.PRINTED, began=True, proof="settled")
DOCUMENT_S = 0.05


def failed(reason, *, began=False):
    return PrintVerdict(Outcome.FAILED, reason, began=began)


def condition(status, paper, fault=""):
    return Condition(Device.DOCUMENT_PRINTER, status, paper, fault)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def printer(folder):
    return SpoolPrinter(folder, settle_s=3.0)


@pytest.fixture
def office(folder, tmp_path):
    with OfficePrinter(folder, tmp_path / "tray", document_s=DOCUMENT_S) as emulator:
        yield emulator


def left_in(folder):
    return sorted(each.name for each in folder.iterdir() if each.name != "printer.json")


def test_a_document_comes_out_byte_for_byte_and_leaves_nothing_behind(printer, office, folder):
    assert printer.condition() == condition(Status.ONLINE, Paper.FULL)
    assert [printer.print(PDF + bytes([n]), f"job-{n}") for n in (1, 2)] == [PRINTED, PRINTED]
    assert [Path(path).read_bytes() for path in office.papers()] == [PDF + b"\1", PDF + b"\2"]
    assert left_in(folder) == []


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("paper-out-before", failed("paper_out")),
        ("says-paper-late", failed("paper_out")),
        ("paper-out-mid", failed("paper_out", began=True)),
        ("jams-mid", failed("paper_jam", began=True)),
    ],
)
def test_paper_trouble_fails_and_the_next_job_prints_after_help(printer, office, folder, fault, verdict):
    office.set_faults([fault])
    assert printer.print(PDF, "first") == verdict
    assert printer.condition().fault == verdict.reason
    assert left_in(folder) == []
    office.set_faults([])
    assert printer.print(PDF, "first") == PRINTED
    assert len(office.papers()) == 1


def test_a_printer_that_never_takes_the_job_has_printed_nothing(folder, office):
    office.set_faults(["asleep"])
    assert SpoolPrinter(folder, settle_s=0.2).print(PDF, "a") == failed("silent")
    office.set_faults([])
    assert SpoolPrinter(folder, settle_s=0.2).condition().usable
    assert left_in(folder) == []
    assert office.papers() == []


def test_a_printer_that_took_the_job_and_says_nothing_is_not_known(folder, office):
    office.set_faults(["silent"])
    verdict = SpoolPrinter(folder, settle_s=0.4).print(PDF, "a")
    assert verdict == PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
    assert left_in(folder) == []


def test_unplugged_while_printing_is_not_known(folder, office):
    late = SpoolPrinter(
        folder, settle_s=0.4, sleep=lambda _: office.unplug() if left_in(folder) == ["a.printing"] else 0
    )
    assert late.print(PDF, "a") == PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
    assert office.papers() == []
    assert left_in(folder) == []


def test_unplugged_is_a_condition_and_plugging_ends_it(printer, office):
    office.unplug()
    assert printer.condition() == condition(Status.NO_DEVICE, Paper.UNKNOWN, "port_missing")
    assert printer.print(PDF, "a") == failed("port_missing")
    office.plug()
    assert printer.print(PDF, "a") == PRINTED


@pytest.mark.parametrize(
    ("verb", "paper", "fault"),
    [("run_out_of_paper", Paper.OUT, "paper_out"), ("jam", Paper.JAMMED, "paper_jam"), ("refill", Paper.FULL, "")],
)
def test_the_control_words_change_the_condition(printer, office, verb, paper, fault):
    office.verbs()[verb]()
    assert office.verbs()["state"]() == {"paper": paper.value, "powered": True}
    assert (printer.condition().paper, printer.condition().fault) == (paper, fault)
    assert printer.condition().usable == (not fault)


def test_an_unknown_fault_names_the_known_ones(office):
    with pytest.raises(ValueError, match="jams-mid"):
        office.set_faults(["explodes"])


def test_a_printers_word_that_is_no_json_is_a_fault(printer, folder):
    folder.mkdir()
    (folder / "printer.json").write_text("{")
    assert printer.condition() == condition(Status.HARDWARE_ERROR, Paper.UNKNOWN, "printer_error")


def test_an_unwatched_folder_proves_only_that_the_file_is_there(tmp_path):
    printer = SpoolPrinter(tmp_path, watched=False)
    assert printer.condition() == condition(Status.ONLINE, Paper.UNKNOWN)
    assert printer.print(PDF, "a") == PrintVerdict(Outcome.PRINTED, began=True, proof="spooled")
    assert (tmp_path / "a.pdf").read_bytes() == PDF
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o600
    assert left_in(tmp_path) == ["a.pdf"]
    printer.close()


def test_what_a_crash_left_in_a_watched_folder_is_removed(tmp_path):
    for name in (".a.part", "a.pdf", "b.printing", "c.done", "d.failed", "printer.json", "notes.txt"):
        (tmp_path / name).write_bytes(b"{}")
    SpoolPrinter(tmp_path)
    assert left_in(tmp_path) == ["notes.txt"]
    assert (tmp_path / "printer.json").exists()


def test_a_folder_that_is_not_there_fails(tmp_path):
    printer = SpoolPrinter(tmp_path / "nowhere", watched=False)
    assert printer.print(PDF, "a") == failed("spool_missing")
    assert printer.condition() == condition(Status.HARDWARE_ERROR, Paper.UNKNOWN, "spool_refused")


@pytest.mark.parametrize("job", ["", "../a", "a b", "张", ".a", "a" * 65])
def test_a_job_name_that_is_no_plain_word_is_our_mistake(printer, job):
    with pytest.raises(ValueError, match="job name"):
        printer.print(PDF, job)


TINY_DISK = """
import os, sys
from pathlib import Path
from devices.document_printer.spool import SpoolPrinter
verdict = SpoolPrinter(Path(sys.argv[1]), watched=False).print(b"x" * 200_000, "a")
print(verdict.outcome.value, verdict.reason, verdict.began, sorted(os.listdir(sys.argv[1])))
"""


def on_a_tiny_disk(folder, options):
    """What `print` says on a file system of 64 kB of its own, or None where this machine allows no mount."""
    mount = f'mount -t tmpfs -o size=64k tmpfs "$1" && {options} exec "$2" -c "$3" "$1"'
    command = ["unshare", "-rm", "sh", "-c", mount, "sh", str(folder), sys.executable, TINY_DISK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    refused = "unshare" in done.stderr or "mount:" in done.stderr
    return None if refused else done.stdout.strip()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("", "FAILED disk_full False []"),
        ('mount -o remount,ro "$1" &&', "FAILED spool_refused False []"),
    ],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_no_more_fails_and_keeps_no_piece(tmp_path, options, said):
    answer = on_a_tiny_disk(tmp_path, options)
    if answer is None:
        pytest.skip("this machine lets nobody mount a file system of his own")
    assert answer == said


PRINTER_ERROR = condition(Status.HARDWARE_ERROR, Paper.UNKNOWN, "printer_error")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (b'{"fault": "\xff"}', PRINTER_ERROR),
        (b"\xff\xfe", PRINTER_ERROR),
        (b'{"paper": "plenty"}', PRINTER_ERROR),
        (b'{"fault": "x' + b"y" * 9000 + b'"}', PRINTER_ERROR),
        (b'{"z": ' + b"[" * 4000, PRINTER_ERROR),
        (
            b'{"paper": "low", "fault": "110105195203189911"}',
            condition(Status.HARDWARE_ERROR, Paper.LOW, "printer_error"),
        ),
        (b'{"paper": "jammed", "fault": "paper_jam"}', condition(Status.HARDWARE_ERROR, Paper.JAMMED, "paper_jam")),
    ],
)
def test_a_printers_word_is_a_known_fault_or_printer_error(printer, folder, word, expected):
    folder.mkdir()
    (folder / "printer.json").write_bytes(word)
    assert printer.condition() == expected
    assert printer.print(PDF, "a") == failed(expected.fault)


def marking(folder, mark):
    """A spool printer whose far end answers each job with `mark`."""
    folder.mkdir()
    (folder / "printer.json").write_bytes(b"{}")
    return SpoolPrinter(folder, settle_s=3.0, sleep=lambda _: mark(folder / "a.failed"))


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"paper_jam began", failed("paper_jam", began=True)),
        (b"cover_open", failed("cover_open")),
        (b"110105195203189911 began", failed("printer_error", began=True)),
        (b"\xff\xfe", failed("printer_error")),
        (b"", failed("printer_error")),
    ],
)
def test_a_failed_mark_says_a_known_fault_or_printer_error(folder, content, verdict):
    assert marking(folder, lambda mark: mark.write_bytes(content)).print(PDF, "a") == verdict
    assert left_in(folder) == []


def test_a_failed_mark_that_cannot_be_read_or_removed_is_still_a_verdict(folder):
    printer = marking(folder, lambda mark: mark.mkdir(exist_ok=True))
    assert printer.print(PDF, "a") == failed("printer_error", began=True)
    assert printer.condition() == condition(Status.HARDWARE_ERROR, Paper.UNKNOWN, "spool_missing")
    assert printer.print(PDF, "b") == failed("spool_missing")
    (folder / "a.failed").rmdir()
    assert printer.condition().usable


def test_a_folder_that_cannot_be_swept_takes_no_document_until_it_can(folder):
    (folder / "old.pdf").mkdir(parents=True)
    (folder / "printer.json").write_bytes(b"{}")
    printer = SpoolPrinter(folder)
    assert not printer.condition().usable
    assert printer.print(PDF, "a").outcome is Outcome.FAILED
    (folder / "old.pdf").rmdir()
    assert printer.condition().usable


def test_a_job_that_cannot_be_taken_back_is_not_known(folder):
    def swap(_):
        if (folder / "a.pdf").is_file():
            (folder / "a.pdf").unlink()
            (folder / "a.pdf").mkdir()

    folder.mkdir()
    (folder / "printer.json").write_bytes(b"{}")
    assert SpoolPrinter(folder, settle_s=0.1, sleep=swap).print(PDF, "a").outcome is Outcome.UNKNOWN
