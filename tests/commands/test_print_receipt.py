"""`kiosk print-receipt` and `kiosk emulate receipt-printer` as a technician starts them: two processes and a line."""

import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from devices.emulation import order
from devices.receipt_printer.mechanism import FAULTS
from tests.devices.receipt_printer.independent_decoder import decode

KIOSK = [sys.executable, "-m", "kiosk"]
FAST = ["--speed", "4000"]


def kiosk(*arguments, **environment):
    return subprocess.run(
        [*KIOSK, *arguments],
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
        env={**os.environ, **environment},
    )


def print_sample(where, *more):
    return kiosk("print-receipt", "--sample", "--to", where, *more)


@pytest.fixture
def emulate(tmp_path):
    """Starts an emulator process and gives where it listens; ends it with SIGTERM."""
    started = []

    def start(*arguments):
        command = [*KIOSK, "emulate", "receipt-printer", "--out", str(tmp_path / "tray"), *FAST, *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        where = process.stdout.readline().removeprefix("listening ").strip()
        assert process.stdout.readline() == "ready\n"
        return where

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        process.stdout.close()


@pytest.mark.parametrize("line", ["tcp", "pty"])
def test_a_sample_is_printed_and_its_picture_is_its_bytes(emulate, tmp_path, line):
    where = emulate("--listen", "127.0.0.1:0") if line == "tcp" else emulate("--link", str(tmp_path / "printer"))
    done = print_sample(where, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"outcome": "PRINTED", "reason": "", "began": True, "proof": "gs_h"}
    decoded = np.array(decode((tmp_path / "tray" / "001.bin").read_bytes(), 576), dtype=bool)
    assert (decoded == ~np.asarray(Image.open(tmp_path / "tray" / "001.png")).astype(bool)).all()


def test_a_keepers_story_over_the_control_socket(emulate, tmp_path):
    control = str(tmp_path / "control")
    where = emulate("--listen", "127.0.0.1:0", "--control", control, "--fault", "paper-out-mid")
    done = print_sample(where)
    assert (done.returncode, done.stdout) == (1, "")
    assert "换一卷纸" in done.stderr
    assert print_sample(where).returncode == 1
    assert order(control, "refill") == {"ok": True}
    again = print_sample(where)
    assert (again.returncode, again.stderr) == (0, "")
    assert "已打印" in again.stdout
    papers = order(control, "papers")["papers"]
    assert [each["whole"] for each in papers] == [False, True]
    assert order(control, "set_faults", faults=["explodes"])["ok"] is False
    assert order(control, "state") == {"ok": True, "paper": "full", "cover_open": False, "powered": True}


@pytest.mark.nightly  # the time of a whole receipt at its slowest
def test_not_known_is_three(emulate):
    where = emulate("--listen", "127.0.0.1:0", "--fault", "no-job-id")
    done = print_sample(where, "--json", "--profile", "epson-like")  # of which we know that it would
    assert done.returncode == 3
    assert json.loads(done.stdout)["outcome"] == "UNKNOWN"
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:1", "tcp://nonsense", "/dev/no-such-printer"])
def test_a_missing_port_is_one_sentence(where):
    done = print_sample(where)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "找不到打印机" in done.stderr


def test_a_file_keeps_the_same_paper(tmp_path):
    done = print_sample(f"file:{tmp_path}/receipt.bin", "--json")
    assert json.loads(done.stdout)["proof"] == "file"
    rows = decode((tmp_path / "receipt.bin").read_bytes(), 576)
    assert len(rows) > 1000


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    done = print_sample(f"file:{tmp_path}/nowhere/receipt.bin")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_the_weakest_proof_is_said(emulate, tmp_path):
    (tmp_path / "fast.toml").write_text("slowest_mm_s = 4000.0\njob_id = false\nin_turn = false\nclear = true\n")
    where = emulate("--listen", "127.0.0.1:0")
    done = print_sample(where, "--profile", str(tmp_path / "fast.toml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing wrong meanwhile" in done.stdout


def test_a_presenter_on_a_slow_line_by_its_model(emulate, tmp_path):
    control = str(tmp_path / "control")
    model = ("--profile", "custom-vkp80-like")
    where = emulate("--link", str(tmp_path / "printer"), "--baud", "460800", *model, "--control", control)
    assert print_sample(where, *model).returncode == 0
    assert order(control, "take_paper") == {"ok": True, "taken": True}
    assert order(control, "state")["mouth"] == "empty"


def test_models_are_listed_and_one_that_is_none_is_one_sentence():
    assert "epson-like" in kiosk("print-receipt", "--list-profiles").stdout.splitlines()
    done = print_sample("tcp://127.0.0.1:1", "--profile", "teletype")
    assert (done.returncode, done.stderr.count("\n")) == (64, 1)
    assert "epson-like" in done.stderr


def test_a_missing_typeface_is_one_sentence_with_its_cure(tmp_path):
    done = kiosk("print-receipt", "--sample", "--to", "file:x", KIOSK_FONTS=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "script/bootstrap" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["print-receipt", "--to", "file:x"],
        ["print-receipt", "--sample"],
        ["emulate", "receipt-printer", "--out", "x"],
        ["emulate", "receipt-printer", "--out", "x", "--listen", "a:1", "--link", "b"],
        ["emulate", "receipt-printer", "--out", "x", "--listen", "127.0.0.1:0", "--fault", "explodes"],
    ],
)
def test_usage_errors_are_sixty_four(arguments):
    done = kiosk(*arguments)
    assert done.returncode == 64
    assert "usage:" in done.stderr


def test_faults_are_listed():
    done = kiosk("emulate", "receipt-printer", "--list-faults")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(FAULTS)


def test_an_address_that_is_none_is_one_sentence(tmp_path):
    done = kiosk("emulate", "receipt-printer", "--out", str(tmp_path), "--listen", "nonsense")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
