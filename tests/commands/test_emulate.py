"""`kiosk emulate`: what a newcomer types first works."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands.emulate import KINDS
from kiosk.commands.emulate_in_folder import KINDS as IN_FOLDER


@pytest.mark.parametrize("kind", [*KINDS, *IN_FOLDER])
def test_every_kind_lists_its_faults(kind: str) -> None:
    listed = _emulate(kind, "--list-faults")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.strip()


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    command = [sys.executable, "-m", "kiosk", "emulate", "switch", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as emulator:
        assert emulator.stdout is not None
        said = emulator.stdout.readline() + emulator.stdout.readline()  # with both lines out, nothing is said any more
        emulator.terminate()
    assert said == f"listening {folder / 'door'}\nready\n"
    assert emulator.returncode == 0


def _emulate(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "emulate", *words], capture_output=True, text=True, check=False
    )
