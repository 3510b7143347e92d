"""One suite over every row of the catalog: what each driver promises, emulated always, real under ``-m hardware``.

A real device is tried where ``KIOSK_HW_<NAME>`` names its place, such as ``KIOSK_HW_SDT=/dev/kiosk/id-card``; what
needs a hand at the plug is then left out.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devices.catalog import ENTRIES
from devices.contract import DeviceError
from devices.faults import faults
from kiosk.core.conditions import Device, Media, Outcome, Paper, Presence, Status
from kiosk.core.receipts import Pair, Receipt, Title
from tests.devices.peer import LONG_S, Peer, held, held_in_the_end, is_no_more, memory_kb

AWAY = {Status.NO_DEVICE, Status.OFFLINE, Status.POWER_OFF}
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
RECEIPT = Receipt((Title("回执"), Pair("办件编号", "2026-0000-0001", key=True)))


def str_of(entry):
    return f"{entry.kind}-{entry.name}"


def rows(*, hands=False, only=None):
    """Every row, emulated and, where no hand is needed, real."""
    chosen = [entry for entry in ENTRIES if only in (None, entry.kind)]
    emulated = [pytest.param((entry, False), id=f"{entry.kind}-{entry.name}") for entry in chosen]
    real = [
        pytest.param((each, True), id=f"{each.kind}-{each.name}-real", marks=pytest.mark.hardware) for each in chosen
    ]
    return emulated if hands else emulated + real


EACH = pytest.mark.parametrize("peer", rows(), indirect=True)
EACH_IN_HAND = pytest.mark.parametrize("peer", rows(hands=True), indirect=True)


@pytest.fixture
def peer(request, tmp_path):
    entry, real = request.param
    if real:
        variable = f"KIOSK_HW_{entry.name.upper().replace('-', '_')}"
        if variable not in os.environ:
            pytest.skip(f"{variable} names no place")
        opened = Peer(entry, os.environ[variable], None)
    else:
        emulated = entry.emulate(tmp_path)
        opened = Peer(entry, emulated.where, emulated)
    yield opened
    opened.close()


def of_kind(kind):
    return pytest.mark.parametrize("peer", rows(hands=True, only=kind), indirect=True)


# --- the row -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", ENTRIES, ids=str_of)
def test_a_row_is_whole_and_its_driver_says_what_it_promises(entry, tmp_path):
    assert entry.name == entry.name.lower()
    assert all((entry.title_zh, entry.title_en, entry.where))
    assert not entry.title_zh.isascii()
    emulated = entry.emulate(tmp_path)
    driver = entry.open(emulated.where)
    public = [each for name, each in inspect.getmembers(type(driver), callable) if not name.startswith("_")]
    undescribed = [each.__name__ for each in (type(driver), *public) if not (each.__doc__ or "").strip()]
    unworded = [name for name, verb in emulated.verbs().items() if not callable(verb)]
    driver.close()
    emulated.close()
    assert (undescribed, unworded) == ([], [])
    assert {"unplug", "plug", "set_faults", "state"} <= emulated.verbs().keys()


# --- condition -----------------------------------------------------------------------------------------------------


@EACH
def test_a_fresh_device_is_online(peer):
    condition = peer.until(Status.ONLINE)
    assert (condition.device, condition.status, condition.fault) == (peer.entry.kind, Status.ONLINE, "")
    assert condition.usable


@EACH_IN_HAND
def test_a_device_that_is_pulled_is_away_and_the_same_object_finds_it_again(peer):
    assert peer.until(Status.ONLINE).usable
    for _ in range(2):
        peer.emulated.unplug()
        gone = peer.until(*AWAY)
        assert gone.status in AWAY
        assert faults()[peer.entry.kind][gone.fault].disappearance
        peer.emulated.plug()
        assert peer.until(Status.ONLINE).fault == ""


@EACH_IN_HAND
def test_a_driver_made_before_its_device_was_plugged_in_finds_it_later(peer):
    peer.emulated.unplug()
    assert peer.until(*AWAY).status in AWAY
    peer.emulated.plug()
    assert peer.until(Status.ONLINE).status is Status.ONLINE


@EACH
def test_closing_twice_is_closing_once_and_a_later_call_opens_again(peer):
    assert peer.until(Status.ONLINE).usable
    peer.driver.close()
    peer.driver.close()
    assert peer.until(Status.ONLINE).usable


def suffered(entry, folder, fault):
    """The condition of a device while it has that fault, and after it is over."""
    folder.mkdir()
    with Peer.emulated_in(folder, entry) as peer:
        assert peer.until(Status.ONLINE).usable
        peer.emulated.set_faults([fault])
        condition = peer.driver.condition()
        peer.emulated.set_faults([])
        peer.emulated.plug()
        return condition, peer.until(Status.ONLINE)


@pytest.mark.timeout(180)  # as many devices as faults are started
@pytest.mark.parametrize("entry", ENTRIES, ids=str_of)
def test_whatever_a_device_does_its_fault_has_a_row_and_when_it_is_over_the_device_works(entry, tmp_path):
    with Peer.emulated_in(tmp_path, entry) as peer:
        names = peer.faults()
    with ThreadPoolExecutor(4) as together:  # most of a fault is waiting
        ends = list(together.map(lambda name: suffered(entry, tmp_path / name, name), names))
    table = faults()[entry.kind]
    for name, (condition, over) in zip(names, ends, strict=True):
        assert condition.device is entry.kind
        assert condition.fault in {"", *table}, f"{name} gives {condition.fault}, which has no row"
        assert condition.status is (table[condition.fault].status if condition.fault else Status.ONLINE)
        assert (name, over.fault, over.status) == (name, "", Status.ONLINE)


# --- what is left --------------------------------------------------------------------------------------------------


def used_once(entry, folder):
    folder.mkdir()
    with Peer.emulated_in(folder, entry) as peer:
        assert peer.until(Status.ONLINE).usable


@pytest.mark.parametrize("entry", ENTRIES, ids=str_of)
def test_nothing_is_left_after_close(entry, tmp_path, monkeypatch):
    used_once(entry, tmp_path / "first")  # libraries open what they keep for good
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = held()
    used_once(entry, tmp_path / "second")
    assert is_no_more(held_in_the_end(before), before)
    assert list(scratch.iterdir()) == []


def replugged(entry, folder, times):
    with Peer.emulated_in(folder, entry) as peer:
        for number in range(times + 1):
            if number == 1:  # what the first round opens for good is no leak
                before, kb = held(), memory_kb()
            peer.emulated.unplug()
            assert peer.until(*AWAY).status in AWAY
            peer.emulated.plug()
            assert peer.until(Status.ONLINE).usable
        after, end_kb = held_in_the_end(before), memory_kb()
    assert is_no_more(after, before), (before, after)
    return f"{entry.name} x{times}: handles, threads, children {before} -> {after}; memory {kb} -> {end_kb} kB\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=str_of)
@pytest.mark.parametrize("times", [3, pytest.param(200, marks=[pytest.mark.nightly, pytest.mark.timeout(1800)])])
def test_a_device_that_is_pulled_again_and_again_costs_nothing(entry, times, tmp_path):
    sys.stdout.write(replugged(entry, tmp_path, times))


# --- what its kind is for ------------------------------------------------------------------------------------------


@of_kind(Device.ID_CARD_READER)
def test_a_card_reader_reads_the_card_that_lies_there(peer):
    assert peer.driver.presence() is not Presence.PRESENT
    assert peer.driver.read(0.5).card is None
    peer.do("insert_card", name="zhang-jianguo")
    assert peer.driver.presence() is Presence.PRESENT
    reading = peer.driver.read(LONG_S)
    assert (reading.card.name, reading.trouble) == ("张建国", None)
    peer.do("pull_card")
    assert peer.driver.presence() is not Presence.PRESENT
    assert peer.driver.read(LONG_S, lambda: False).card is None


@of_kind(Device.ID_CARD_READER)
def test_a_card_reader_away_raises_only_what_its_family_has(peer):
    peer.emulated.unplug()
    with pytest.raises(DeviceError):
        peer.driver.read(0.5)
    with pytest.raises(DeviceError):
        peer.driver.presence()


@of_kind(Device.CODE_SCANNER)
def test_a_scanner_scans_what_is_held_up_to_it(peer):
    assert peer.driver.scan(frozenset({"qr"}), 0.3) is None
    found = []
    scanning = threading.Thread(target=lambda: found.append(peer.driver.scan(frozenset({"qr"}), LONG_S)))
    scanning.start()
    while scanning.is_alive():  # what came while nobody asked may be dropped: it is held up again
        peer.do("show_text", text="KIOSK:CASE:校")
        scanning.join(0.5)
    assert (found[0].text, found[0].payload) == ("KIOSK:CASE:校", "KIOSK:CASE:校".encode())
    assert peer.driver.presence(0.3) in set(Presence)


@of_kind(Device.CODE_SCANNER)
def test_a_scanner_away_raises_only_what_its_family_has(peer):
    peer.emulated.unplug()
    for _ in range(20):  # a scan may end before a silent source counts as gone
        try:
            assert peer.driver.scan(frozenset({"qr"}), 0.5) is None
        except DeviceError:
            return
    pytest.fail("twenty scans of a scanner that is not there, and no word of it")


@of_kind(Device.RECEIPT_PRINTER)
def test_a_receipt_is_printed_once_with_its_proof_and_its_steps(peer):
    steps = []
    verdict = peer.driver.print(RECEIPT, "A001", steps.append)
    assert (verdict.outcome, verdict.reason, verdict.began) == (Outcome.PRINTED, "", True)
    assert verdict.proof
    assert steps == ["sending", "sent", "proved"]
    assert len(peer.do("papers")["papers"]) == 1
    assert peer.driver.await_taken(lambda: False) in set(Media)


@of_kind(Device.RECEIPT_PRINTER)
def test_a_receipt_without_paper_or_without_a_printer_fails_by_a_fault_that_has_a_row(peer):
    table = faults()[Device.RECEIPT_PRINTER]
    peer.do("run_out_of_paper")
    verdict = peer.driver.print(RECEIPT, "A002")
    assert (verdict.outcome, table[verdict.reason].paper) == (Outcome.FAILED, Paper.OUT)
    peer.emulated.unplug()
    verdict = peer.driver.print(RECEIPT, "A003")
    assert (verdict.outcome, verdict.began) == (Outcome.FAILED, False)
    assert table[verdict.reason].disappearance
    assert peer.do("papers")["papers"] == []


@of_kind(Device.DOCUMENT_PRINTER)
def test_a_document_arrives_byte_for_byte_and_once(peer):
    verdict = peer.driver.print(PDF, "A001")
    assert (verdict.outcome, verdict.reason) == (Outcome.PRINTED, "")
    assert verdict.proof
    assert [Path(each).read_bytes() for each in peer.do("papers")["papers"]] == [PDF]


@of_kind(Device.DOCUMENT_PRINTER)
def test_a_document_without_paper_or_without_a_printer_fails_by_a_fault_that_has_a_row(peer):
    table = faults()[Device.DOCUMENT_PRINTER]
    peer.do("run_out_of_paper")
    condition = peer.driver.condition()
    assert (condition.paper, condition.usable) == (Paper.OUT, False)
    assert condition.fault in table
    peer.do("refill")
    peer.emulated.unplug()
    verdict = peer.driver.print(PDF, "A002")
    assert (verdict.outcome, verdict.began) == (Outcome.FAILED, False)
    assert verdict.reason in table


@of_kind(Device.DOCUMENT_CAMERA)
def test_a_document_camera_says_a_page_or_why_there_is_none(peer):
    assert peer.driver.capture(LONG_S).trouble is not None
    peer.do("lay_page", name="letter")
    page = peer.driver.capture(LONG_S)
    assert (page.trouble, page.jpeg[:3]) == (None, b"\xff\xd8\xff")
    assert page.height_px > page.width_px > 0
    peer.do("lay_page", name="blank")
    assert peer.driver.capture(LONG_S).trouble == "blank"
    peer.emulated.unplug()
    with pytest.raises(DeviceError):
        peer.driver.capture(1.0)


@of_kind(Device.SPEAKER)
def test_a_speaker_plays_and_one_away_says_so(peer):
    peer.driver.play("chime")
    peer.emulated.unplug()
    with contextlib.suppress(DeviceError):  # it may be the next condition that tells
        peer.driver.play("chime")
    assert peer.until(*AWAY).status in AWAY


@of_kind(Device.POWER)
def test_a_terminal_on_battery_is_usable_and_says_so(peer):
    peer.do("cut_mains")
    condition = peer.driver.condition()
    assert condition.usable
    assert condition.fault in faults()[Device.POWER]
    peer.do("restore_mains")
    assert peer.driver.condition().fault == ""


@of_kind(Device.CABINET)
def test_an_open_cabinet_is_said(peer):
    peer.do("open_door")
    assert peer.driver.condition().fault in faults()[Device.CABINET]
    peer.do("close_door")
    assert peer.driver.condition().fault == ""
