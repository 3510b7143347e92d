"""script/bench: which benches there are and what they take; what they measure is the machine's, and not for a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from script.benches.__main__ import BENCHES, main
from script.benches.table import Row, table

ROOT = Path(__file__).resolve().parent.parent


def test_every_program_that_can_be_run_is_in_the_table() -> None:
    programs = {path.stem for path in (ROOT / "script" / "benches").glob("*.py") if "def run(" in path.read_text()}
    assert programs == set(BENCHES)


def test_the_command_prepares_the_checkout_and_lists_the_benches(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.mkdir()
    shutil.copy(ROOT / "script" / "bench", script)  # a bootstrap that only notes its call: the real one may install
    (script / "bootstrap").write_text("#!/bin/sh\necho prepared\n")
    (script / "bootstrap").chmod(0o755)
    (script / "benches").symlink_to(ROOT / "script" / "benches")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [script / "bench", "--list"], capture_output=True, text=True, check=True, cwd="/", env=environment
    )
    prepared, *listed = done.stdout.splitlines()
    assert prepared == "prepared"
    assert [line.partition(":")[0] for line in listed] == list(BENCHES)


@pytest.mark.parametrize("name", BENCHES)
def test_each_bench_says_what_it_measures(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: script/bench {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["start", "nonsense"],
        ["--nonsense"],
        ["start", "--nonsense"],
        ["start", "touch", "--runs", "3"],  # whose?
        ["start", "--runs", "0"],
        ["touch", "--touches", "-1"],
        ["card", "--cards", "few"],
        ["scan", "--each", "0"],
        ["fuzz", "--seconds", "0"],
        ["fuzz", "--seconds", "nan"],
    ],
    ids=" ".join,
)
def test_what_it_does_not_know_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 64
    assert "usage: script/bench" in capsys.readouterr().err


def test_the_table_compares_medians() -> None:
    lines = table([Row("long", (4.0, 1.0, 100.0), (2.0,), "a floor"), Row("x", (1.0,), (4.0, 4.0), "a peer")])
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines()]
    assert cells[2] == ["long", "4.0 (2.5-52.0)", "2.0", "x2.00", "3", "a floor"]
    assert cells[3] == ["x", "1.0", "4.0 (4.0-4.0)", "x0.25", "1", "a peer"]
    assert len({len(line) for line in lines.splitlines()}) == 1
